import { arrayOf, type JsonObject, member } from '../../core/json.ts';
import type { Scenario, StepContext } from '../../core/scenario.ts';
import { create, outputs, REASONED_ANSWER, responseId, says } from './make.ts';

const QUESTION = 'Anna is older than Ben, and Ben is older than Carl. Who is the youngest? Answer with the name only.';

function request(context: StepContext): JsonObject {
  return {
    model: context.model('reasoning'),
    input: QUESTION,
    max_output_tokens: REASONED_ANSWER,
    reasoning: { effort: 'low', summary: 'auto' },
    store: false,
  };
}

/** Summaries are only given to verified organisations on the official service: a refusal names `reasoning.summary`. */
const OPTIONAL = ['reasoning', 'reasoning.effort', 'reasoning.summary'];

export const reasoning: readonly Scenario[] = [
  {
    id: 'reasoning',
    title: 'Reasoning with a summary',
    capability: 'reasoning',
    entry: true,
    steps: [create('create', request, OPTIONAL)],
  },
  {
    id: 'reasoning-stream',
    title: 'Reasoning with a summary as a stream',
    capability: 'reasoning',
    steps: [create('create', (context) => ({ ...request(context), stream: true }), [...OPTIONAL, 'stream'])],
  },
  {
    id: 'reasoning-encrypted-stream',
    title: 'Encrypted reasoning content as a stream',
    capability: 'reasoning',
    steps: [
      create('create', (context) => ({ ...request(context), include: ['reasoning.encrypted_content'], stream: true }), [
        ...OPTIONAL,
        'include',
        'reasoning.encrypted_content',
        'stream',
      ]),
      // What clients without storage do: everything that came goes back as it came, with the next question.
      create(
        'answer',
        (context) => {
          const output = arrayOf(member(context.answered('create'), 'output'));
          if (outputs(context, 'create', 'reasoning').length === 0)
            return { unmet: 'the model gave no reasoning item' };
          return {
            ...request(context),
            input: [
              says('user', QUESTION),
              ...output,
              says('user', 'And who is the oldest? Answer with the name only.'),
            ],
            include: ['reasoning.encrypted_content'],
          };
        },
        [...OPTIONAL, 'include', 'reasoning.encrypted_content'],
      ),
    ],
  },
  {
    id: 'reasoning-stored',
    title: 'Stored reasoning is continued, and sent back without its content',
    capability: 'reasoning',
    thorough: true,
    steps: [
      create('create', (context) => ({ ...request(context), store: true }), [...OPTIONAL, 'store']),
      create(
        'continue',
        (context) => {
          const id = responseId(context, 'create');
          if (id === undefined) return { unmet: 'create yielded no response id' };
          return { ...request(context), previous_response_id: id, input: 'And who is the oldest?' };
        },
        [...OPTIONAL, 'previous_response_id'],
      ),
      create(
        'answer',
        (context) => {
          const output = arrayOf(member(context.answered('create'), 'output'));
          if (outputs(context, 'create', 'reasoning').length === 0)
            return { unmet: 'the model gave no reasoning item' };
          return { ...request(context), input: [says('user', QUESTION), ...output, says('user', 'And the oldest?')] };
        },
        OPTIONAL,
      ),
    ],
  },
];
