import type { JsonObject } from '../../core/json.ts';
import type { Scenario, StepContext } from '../../core/scenario.ts';
import { create, REASONED_ANSWER, SHORT_ANSWER, says, typedMessage } from './make.ts';
import { requestFlaws } from './request-flaws.ts';
import { requestReplays } from './request-replay.ts';
import { requestTools } from './request-tools.ts';

const PONG = 'Reply with the single word: pong';
const NEXT = says('user', 'Name another one. Reply with one word.');

export function request(context: StepContext, members: JsonObject): JsonObject {
  return { model: context.model('text'), max_output_tokens: SHORT_ANSWER, store: false, ...members };
}

/** An assistant turn as a response shows it: with id and status, its parts complete. */
function outputMessage(members: JsonObject = {}): JsonObject {
  return {
    type: 'message',
    id: `msg_${'0'.repeat(47)}1`,
    role: 'assistant',
    status: 'completed',
    content: [{ type: 'output_text', text: 'Blue.', annotations: [] }],
    ...members,
  };
}

/** null and no member at all mean the same: these are the members that both contracts let be null. */
const NULLS: JsonObject = {
  instructions: null,
  max_tool_calls: null,
  metadata: null,
  parallel_tool_calls: null,
  previous_response_id: null,
  reasoning: null,
  temperature: null,
  top_p: null,
};

/** And these only one of them. */
const MORE_NULLS: JsonObject = {
  background: null,
  include: null,
  service_tier: null,
  stream: null,
  truncation: null,
};

const IMAGE_ADDRESS = 'https://raw.githubusercontent.com/github/explore/main/topics/python/python.png';
const FILE_ADDRESS = 'https://www.w3.org/WAI/ER/tests/xhtml/testfiles/resources/pdf/dummy.pdf';

/** A red square of 8 by 8 pixels. */
const RED_SQUARE =
  'data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAgAAAAICAIAAABLbSncAAAAEUlEQVR42mP4z8CAFTEMLQkAKP8/wc53yE8AAAAASUVORK5CYII=';

/** One page with the word "Hello" on it. */
const PAGE = `%PDF-1.1
1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj
2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj
3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>endobj
4 0 obj<</Length 36>>stream
BT /F 24 Tf 50 100 Td (Hello) Tj ET
endstream endobj
5 0 obj<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>endobj
trailer<</Root 1 0 R>>
%%EOF
`;

export function withPart(context: StepContext, text: string, part: JsonObject): JsonObject {
  return {
    ...request(context, { input: [{ type: 'message', role: 'user', content: [{ type: 'input_text', text }, part] }] }),
    model: context.model('vision'),
  };
}

const IMAGES = ['input_image', 'image_url', 'image', 'input[0].content[1]'];
const FILES = ['input_file', 'file_data', 'file_url', 'file', 'input[0].content[1]'];

const messages: readonly Scenario[] = [
  {
    id: 'nulls',
    title: 'null for members that may be left out',
    capability: 'core',
    steps: [
      create('absent', (context) => request(context, { input: PONG })),
      create('null', (context) => ({ ...NULLS, ...request(context, { input: PONG }) })),
    ],
  },
  {
    id: 'more-nulls',
    title: 'null for members that only one of the contracts lets be null',
    capability: 'core',
    thorough: true,
    steps: [
      create('absent', (context) => request(context, { input: PONG })),
      create('null', (context) => ({ ...MORE_NULLS, ...request(context, { input: PONG }) })),
    ],
  },
  {
    id: 'input-messages',
    title: 'Assistant turns as responses show them',
    capability: 'core',
    steps: [
      create('output-message', (context) =>
        request(context, { input: [says('user', 'Name a colour.'), outputMessage(), NEXT] }),
      ),
      create(
        'phase',
        (context) =>
          request(context, {
            input: [
              typedMessage('user', 'Name a colour.'),
              { type: 'message', ...says('assistant', 'I will think of one.'), phase: 'commentary' },
              { type: 'message', ...says('assistant', 'Blue.'), phase: 'final_answer' },
              typedMessage('user', 'Name another one. Reply with one word.'),
            ],
          }),
        ['phase'],
      ),
    ],
  },
  {
    id: 'input-messages-rare',
    title: 'Messages in forms that fewer clients send',
    capability: 'core',
    thorough: true,
    steps: [
      create('several', (context) =>
        request(context, {
          input: [typedMessage('user', 'I will ask you for a colour.'), typedMessage('user', 'Name one colour.')],
        }),
      ),
      create('refusal', (context) =>
        request(context, {
          input: [
            says('user', 'Name a colour.'),
            outputMessage({ content: [{ type: 'refusal', refusal: 'I cannot name colours.' }] }),
            says('user', 'Then name a fruit. Reply with one word.'),
          ],
        }),
      ),
      create(
        'cache-breakpoint',
        (context) =>
          request(context, {
            input: [
              {
                role: 'user',
                content: [{ type: 'input_text', text: PONG, prompt_cache_breakpoint: { mode: 'explicit' } }],
              },
            ],
          }),
        ['prompt_cache_breakpoint'],
      ),
    ],
  },
  {
    id: 'images',
    title: 'Images in forms that fewer clients send',
    capability: 'multimodal',
    thorough: true,
    steps: [
      create(
        'url',
        (context) => withPart(context, 'What is shown here?', { type: 'input_image', image_url: IMAGE_ADDRESS }),
        IMAGES,
      ),
      create(
        'original',
        (context) =>
          withPart(context, 'Which colour is this?', {
            type: 'input_image',
            image_url: RED_SQUARE,
            detail: 'original',
          }),
        [...IMAGES, 'detail'],
      ),
      create(
        'tool-output',
        (context) => ({
          ...request(context, {
            input: [
              typedMessage('user', 'Take a picture and tell its colour in one word.'),
              { type: 'function_call', call_id: 'call_picture', name: 'take_picture', arguments: '{}' },
              {
                type: 'function_call_output',
                call_id: 'call_picture',
                output: [
                  { type: 'input_text', text: 'The picture:' },
                  { type: 'input_image', image_url: RED_SQUARE },
                ],
              },
            ],
          }),
          model: context.model('vision'),
        }),
        [...IMAGES, 'input[2].output', 'output'],
      ),
    ],
  },
  {
    id: 'files',
    title: 'Files by content and by address',
    capability: 'multimodal',
    thorough: true,
    steps: [
      create(
        'data',
        (context) =>
          withPart(context, 'Which word is on the page?', {
            type: 'input_file',
            filename: 'hello.pdf',
            file_data: `data:application/pdf;base64,${Buffer.from(PAGE, 'latin1').toString('base64')}`,
          }),
        FILES,
      ),
      create(
        'url',
        (context) => withPart(context, 'What is this file about?', { type: 'input_file', file_url: FILE_ADDRESS }),
        FILES,
      ),
    ],
  },
];

function reasoned(context: StepContext, reasoning: JsonObject): JsonObject {
  const input = 'Which is more, 7 times 8 or 6 times 9? Answer with the number only.';
  return {
    ...request(context, { input, max_output_tokens: REASONED_ANSWER, reasoning }),
    model: context.model('reasoning'),
  };
}

const members: readonly Scenario[] = [
  {
    id: 'token-probabilities',
    title: 'Log probabilities of the tokens in a JSON answer',
    capability: 'core',
    thorough: true,
    steps: [
      create(
        'create',
        (context) => request(context, { input: PONG, include: ['message.output_text.logprobs'], top_logprobs: 2 }),
        ['include', 'top_logprobs', 'logprobs'],
      ),
    ],
  },
  {
    id: 'penalties',
    title: 'Penalties, which only one of the contracts lists',
    capability: 'core',
    thorough: true,
    steps: [
      create('create', (context) => request(context, { input: PONG, presence_penalty: 0.5, frequency_penalty: 0.5 }), [
        'presence_penalty',
        'frequency_penalty',
      ]),
    ],
  },
  {
    id: 'cache-members',
    title: 'Members about caching',
    capability: 'core',
    thorough: true,
    steps: [
      create('create', (context) => request(context, { input: PONG, prompt_cache_retention: '24h', stream: false }), [
        'prompt_cache_retention',
      ]),
      create(
        'options',
        (context) => request(context, { input: PONG, prompt_cache_options: { mode: 'implicit', ttl: '30m' } }),
        ['prompt_cache_options'],
      ),
    ],
  },
  {
    id: 'verbosity',
    title: 'A terse answer without a limit of tokens',
    capability: 'core',
    thorough: true,
    steps: [
      create(
        'create',
        (context) => ({ model: context.model('text'), input: PONG, store: false, text: { verbosity: 'low' } }),
        ['text.verbosity', 'verbosity'],
      ),
    ],
  },
  {
    id: 'reasoning-members',
    title: 'Members of reasoning that fewer models know',
    capability: 'reasoning',
    thorough: true,
    steps: [
      create('summary', (context) => reasoned(context, { effort: 'low', summary: 'detailed' }), [
        'reasoning',
        'reasoning.summary',
      ]),
      create('create', (context) => reasoned(context, { effort: 'low', context: 'auto', mode: 'standard' }), [
        'reasoning',
        'reasoning.context',
        'reasoning.mode',
      ]),
    ],
  },
];

/** Members that the official service has had for a short while; what most servers do not know yet. */
const NEWEST: Readonly<Record<string, JsonObject>> = {
  moderation: { moderation: { model: 'omni-moderation-latest' } },
  'context-management': { context_management: [{ type: 'compaction', compact_threshold: 100_000 }] },
  image: { image: { context_compression: 'auto' } },
  'access-programs': { access_programs: { cyber: 'standard' } },
};

const newest: Scenario = {
  id: 'newest-members',
  title: 'The newest members of a request',
  capability: 'core',
  thorough: true,
  steps: Object.entries(NEWEST).map(([name, given]) =>
    create(name, (context) => request(context, { input: PONG, ...given }), Object.keys(given)),
  ),
};

export const requests: readonly Scenario[] = [
  ...messages,
  ...members,
  newest,
  ...requestTools,
  ...requestReplays,
  ...requestFlaws,
];
