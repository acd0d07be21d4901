import type { Scenario } from '../../core/scenario.ts';
import { says, valid } from './make.ts';

export const compaction: readonly Scenario[] = [
  {
    id: 'input-tokens',
    title: 'The tokens of an input are counted',
    capability: 'compaction',
    entry: true,
    steps: [
      {
        name: 'count',
        send: (context) => ({
          operation: 'getInputTokenCounts',
          json: { model: context.model('text'), input: 'Reply with the single word: pong' },
          intent: valid(),
        }),
      },
    ],
  },
  {
    id: 'compact',
    title: 'A conversation is compacted',
    capability: 'compaction',
    steps: [
      {
        name: 'create',
        send: (context) => ({
          operation: 'compactResponse',
          json: {
            model: context.model('text'),
            input: [
              says('user', 'The secret word is marzipan. Reply with OK.'),
              says('assistant', 'OK'),
              says('user', 'Thank you.'),
            ],
          },
          intent: valid(),
        }),
      },
    ],
  },
];
