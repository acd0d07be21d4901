import type { JsonObject } from '../../core/json.ts';
import type { Scenario, StepContext } from '../../core/scenario.ts';
import { create, LONG_AGO, SHORT_ANSWER, says, typedMessage } from './make.ts';

const PONG = 'Reply with the single word: pong';

function short(context: StepContext): JsonObject {
  return { model: context.model('text'), max_output_tokens: SHORT_ANSWER, store: false };
}

/**
 * Members that a response has to echo. Several are refused by some models (reasoning models take neither temperature
 * nor top_p), so the scenarios around this one carry some of the others.
 */
export const ECHOED = {
  // Letters of two, three and four bytes, and what JSON has to escape: servers lose them in other encodings.
  instructions: 'Answer in English, also to “café” and 東京.',
  max_output_tokens: SHORT_ANSWER,
  metadata: { suite: 'responses-tck', purpose: 'echo', place: 'Århus, 東京, 🜁', quoted: 'a "word" and a \\' },
  parallel_tool_calls: false,
  prompt_cache_key: 'responses-tck-echo',
  safety_identifier: 'responses-tck-user',
  store: false,
  temperature: 0.5,
  text: { format: { type: 'text' } },
  tool_choice: 'auto',
  top_p: 0.9,
  truncation: 'disabled',
} satisfies JsonObject;

export const ECHO_OPTIONAL: readonly string[] = [
  'temperature',
  'top_p',
  'truncation',
  'prompt_cache_key',
  'safety_identifier',
];

export const text: readonly Scenario[] = [
  {
    id: 'text',
    title: 'A string as input, a complete response',
    capability: 'core',
    steps: [create('create', (context) => ({ ...short(context), input: PONG }))],
  },
  {
    id: 'text-array',
    title: 'Easy messages without a type as input',
    thorough: true,
    capability: 'core',
    steps: [
      create('create', (context) => ({
        ...short(context),
        input: [says('user', PONG)],
        metadata: { suite: 'responses-tck', purpose: 'easy messages' },
      })),
    ],
  },
  {
    id: 'typed-input',
    title: 'Typed messages with input_text parts as input',
    thorough: true,
    capability: 'core',
    steps: [
      create('create', (context) => ({
        ...short(context),
        input: [typedMessage('user', PONG)],
        parallel_tool_calls: false,
      })),
    ],
  },
  {
    id: 'roles',
    title: 'Instructions, system and developer messages',
    capability: 'core',
    steps: [
      create('instructions', (context) => ({
        ...short(context),
        instructions: `${LONG_AGO} Answer with one word in English.`,
        input: 'What is the capital of France?',
      })),
      create('system', (context) => ({
        ...short(context),
        input: [
          says('system', `${LONG_AGO} Answer with one word in English.`),
          says('user', 'What is the capital of Italy?'),
        ],
      })),
      create('developer', (context) => ({
        ...short(context),
        input: [
          says('developer', `${LONG_AGO} Answer with one word in English.`),
          says('user', 'What is the capital of Spain?'),
        ],
      })),
    ],
  },
  {
    id: 'multi-turn',
    title: 'Assistant messages as history',
    capability: 'core',
    steps: [
      create('create', (context) => ({
        ...short(context),
        input: [
          says('user', 'The secret word is marzipan. Reply with OK.'),
          says('assistant', `OK. ${LONG_AGO}`),
          says('user', 'What is the secret word? Reply with that word only.'),
        ],
      })),
    ],
  },
  {
    id: 'echo',
    title: 'Request members come back in the response',
    capability: 'core',
    steps: [create('create', (context) => ({ ...ECHOED, model: context.model('text'), input: PONG }), ECHO_OPTIONAL)],
  },
  {
    id: 'echo-rare',
    title: 'Request members that fewer servers know come back in the response',
    thorough: true,
    capability: 'core',
    steps: [
      create(
        'create',
        (context) => ({
          ...short(context),
          input: PONG,
          max_tool_calls: 3,
          service_tier: 'default',
          user: 'responses-tck-user',
        }),
        ['max_tool_calls', 'service_tier', 'user'],
      ),
    ],
  },
  {
    id: 'incomplete',
    title: 'A text that max_output_tokens cuts',
    capability: 'core',
    steps: [create('create', (context) => longText(context))],
  },
];

/** 16 tokens is the least that the contract allows; ten sentences never fit into it. */
export function longText(context: StepContext): JsonObject {
  return {
    model: context.model('text'),
    input: 'Write a story of at least ten sentences about a lighthouse and the sea around it.',
    max_output_tokens: 16,
    store: false,
  };
}
