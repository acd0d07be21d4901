import type { Scenario } from '../../core/scenario.ts';
import { create, SHORT_ANSWER } from './make.ts';
import { ECHO_OPTIONAL, ECHOED, longText } from './text.ts';

export const streaming: readonly Scenario[] = [
  {
    id: 'text-stream',
    title: 'A text as an event stream',
    capability: 'streaming',
    entry: true,
    steps: [
      create(
        'create',
        (context) => ({
          model: context.model('text'),
          input: 'Count from one to twenty in words, separated by commas.',
          max_output_tokens: SHORT_ANSWER,
          store: false,
          stream: true,
        }),
        ['stream'],
      ),
    ],
  },
  {
    id: 'echo-stream',
    title: 'Request members come back in the snapshots of a stream',
    thorough: true,
    capability: 'streaming',
    steps: [
      create(
        'create',
        (context) => ({
          ...ECHOED,
          model: context.model('text'),
          input: 'Reply with the single word: pong',
          stream: true,
        }),
        [...ECHO_OPTIONAL, 'stream'],
      ),
    ],
  },
  {
    id: 'incomplete-stream',
    title: 'A stream that max_output_tokens cuts',
    capability: 'streaming',
    steps: [create('create', (context) => ({ ...longText(context), stream: true }), ['stream'])],
  },
];
