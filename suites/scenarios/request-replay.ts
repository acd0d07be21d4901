import { type JsonObject, stringMember } from '../../core/json.ts';
import type { Scenario, Step } from '../../core/scenario.ts';
import { create, outputs, REASONED_ANSWER, SHORT_ANSWER, says, typedMessage, valid } from './make.ts';
import { toolRequest } from './tools.ts';

/** What an earlier answer held, sent back as it came. */
export const requestReplays: readonly Scenario[] = [
  {
    id: 'replayed-reasoning',
    title: 'A response is sent back as it came, reasoning and all',
    capability: 'reasoning',
    thorough: true,
    steps: [
      create(
        'first',
        (context) => ({
          ...toolRequest(context, {
            input: 'Anna is older than Ben, and Ben is older than Carl. Who is the oldest? Answer with the name only.',
            max_output_tokens: REASONED_ANSWER,
            reasoning: { effort: 'low' },
            include: ['reasoning.encrypted_content'],
          }),
          model: context.model('reasoning'),
        }),
        ['reasoning', 'reasoning.effort', 'include', 'reasoning.encrypted_content'],
      ),
      create('second', (context) => {
        if (outputs(context, 'first', 'reasoning').length === 0) return { unmet: 'the answer holds no reasoning' };
        return {
          ...toolRequest(context, {
            input: [
              says('user', 'Who is the oldest?'),
              ...outputs(context, 'first'),
              says('user', 'And who is the youngest?'),
            ],
            max_output_tokens: REASONED_ANSWER,
            reasoning: { effort: 'low' },
            include: ['reasoning.encrypted_content'],
          }),
          model: context.model('reasoning'),
        };
      }),
    ],
  },
  {
    id: 'bare-reasoning',
    title: 'Reasoning without id or content, as only one of the contracts allows it',
    capability: 'reasoning',
    thorough: true,
    steps: [
      create(
        'create',
        (context) => ({
          ...toolRequest(context, {
            input: [
              typedMessage('user', 'Name a colour.'),
              { type: 'reasoning', summary: [{ type: 'summary_text', text: 'Blue comes to mind.' }], content: null },
              { type: 'message', ...says('assistant', 'Blue.') },
              typedMessage('user', 'Name another one. Reply with one word.'),
            ],
            max_output_tokens: REASONED_ANSWER,
          }),
          model: context.model('reasoning'),
        }),
        ['reasoning', 'input[1]'],
      ),
    ],
  },
  {
    id: 'item-references',
    title: 'Stored items named by their ids',
    capability: 'state',
    thorough: true,
    steps: [
      create('create', (context) => ({
        model: context.model('text'),
        input: 'Name a colour. Reply with one word.',
        max_output_tokens: SHORT_ANSWER,
        store: true,
      })),
      reference('typed', { type: 'item_reference' }),
      reference('untyped', {}),
    ],
  },
  {
    id: 'replayed-compaction',
    title: 'A compacted conversation is continued',
    capability: 'compaction',
    thorough: true,
    steps: [
      {
        name: 'compact',
        send: (context) => ({
          operation: 'compactResponse',
          json: {
            model: context.model('text'),
            input: [says('user', 'The secret word is marzipan. Reply with OK.'), says('assistant', 'OK')],
          },
          intent: valid(),
        }),
      },
      create(
        'continue',
        (context) => {
          const items = outputs(context, 'compact');
          if (!items.some(({ type }) => type === 'compaction')) return { unmet: 'compact yielded no compaction' };
          return {
            model: context.model('text'),
            max_output_tokens: SHORT_ANSWER,
            store: false,
            input: [...items, says('user', 'Reply with the single word: pong')],
          };
        },
        ['compaction'],
      ),
    ],
  },
  {
    id: 'compaction-trigger',
    title: 'A compaction is asked for at the end of the input',
    capability: 'compaction',
    thorough: true,
    steps: [
      create(
        'create',
        (context) => ({
          model: context.model('text'),
          max_output_tokens: SHORT_ANSWER,
          store: false,
          input: [says('user', 'The secret word is marzipan.'), { type: 'compaction_trigger' }],
        }),
        ['compaction_trigger', 'input[1]'],
      ),
    ],
  },
];

function reference(name: string, members: JsonObject): Step {
  return create(
    name,
    (context) => {
      const [made] = outputs(context, 'create', 'message');
      const id = stringMember(made, 'id');
      if (id === undefined) return { unmet: 'the answer holds no message with an id' };
      return {
        model: context.model('text'),
        input: [{ ...members, id }, says('user', 'Name another one. Reply with one word.')],
        max_output_tokens: SHORT_ANSWER,
        store: false,
      };
    },
    ['item_reference', 'input[0]'],
  );
}
