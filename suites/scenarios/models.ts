import type { Scenario } from '../../core/scenario.ts';
import { once, valid } from './make.ts';

export const models: readonly Scenario[] = [
  {
    id: 'models',
    title: 'Models are listed and retrieved',
    capability: 'models',
    entry: true,
    steps: [
      { name: 'list', send: () => ({ operation: 'listModels', intent: valid() }) },
      {
        name: 'retrieve',
        send: (context) => {
          const gate = once('list')(context);
          if ('unmet' in gate) return gate;
          return { operation: 'retrieveModel', pathIds: { model: context.model('text') }, intent: valid() };
        },
      },
    ],
  },
];
