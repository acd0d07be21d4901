import { arrayOf, type JsonObject, member, stringMember } from '../../core/json.ts';
import type { Scenario } from '../../core/scenario.ts';
import { create, SHORT_ANSWER, says, succeeded, valid } from './make.ts';
import { GET_WEATHER } from './tools.ts';

/** What is counted, and then asked: the two numbers are the same. */
const COUNTED: JsonObject = {
  instructions: 'Answer in English.',
  input: 'Reply with the single word: pong',
  tools: [GET_WEATHER],
};

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
          json: { model: context.model('text'), ...COUNTED },
          intent: valid(),
        }),
      },
      create('create', (context) => ({
        model: context.model('text'),
        ...COUNTED,
        max_output_tokens: SHORT_ANSWER,
        store: false,
      })),
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
      // The window goes back whole, its items as they came.
      create('continue', (context) => {
        const output = arrayOf(member(context.answered('create'), 'output'));
        if (!succeeded(context, 'create') || output.length === 0) return { unmet: 'create yielded no window' };
        return {
          model: context.model('text'),
          input: [...output, says('user', 'What is the secret word? Reply with that word only.')],
          max_output_tokens: SHORT_ANSWER,
          store: false,
        };
      }),
      {
        name: 'chain',
        send: (context) => {
          const id = stringMember(context.answered('create'), 'id');
          if (!succeeded(context, 'create') || id === undefined) return { unmet: 'create yielded no id' };
          return {
            operation: 'createResponse',
            json: {
              model: context.model('text'),
              previous_response_id: id,
              input: 'Go on.',
              max_output_tokens: SHORT_ANSWER,
              store: false,
            },
            intent: { kind: 'invalid', flaw: 'unknown-id', param: 'previous_response_id', statuses: [400, 404, 422] },
          };
        },
      },
    ],
  },
  {
    id: 'compact-without-model',
    title: 'A compaction names its model',
    capability: 'compaction',
    thorough: true,
    steps: [
      {
        name: 'create',
        send: () => ({
          operation: 'compactResponse',
          json: { input: [says('user', 'The secret word is marzipan.')] },
          // 404, 405 and 501 are what a server without the operation says.
          intent: { kind: 'invalid', flaw: 'missing-member', param: 'model', statuses: [400, 422, 404, 405, 501] },
        }),
      },
    ],
  },
];
