import type { JsonObject } from '../../core/json.ts';
import type { Scenario, StepContext } from '../../core/scenario.ts';
import { create, REASONED_ANSWER } from './make.ts';

function request(context: StepContext): JsonObject {
  return {
    model: context.model('reasoning'),
    input: 'Anna is older than Ben, and Ben is older than Carl. Who is the youngest? Answer with the name only.',
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
    ],
  },
];
