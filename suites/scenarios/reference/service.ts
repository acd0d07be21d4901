import type { JsonObject } from '../../../core/json.ts';
import type { Scenario } from '../../../core/scenario.ts';
import { onResponse, valid } from '../make.ts';
import { asks, OPTIONAL, once, streamed } from './make.ts';

const PROMPT: JsonObject = { id: 'pmpt_reference0001', variables: { name: 'Ada', language: 'French' } };
const MODERATION: JsonObject = { model: 'reference-moderation-1', policy: { input: { mode: 'block' } } };
const LONG_INPUT = `Remember this. ${'word '.repeat(1200)}`;

/** What the service around the model does: prompts, moderation, compaction, stored responses, conversations. */
export const serviceScenarios: readonly Scenario[] = [
  streamed('prompt-stream', 'A stored prompt with its variables', 'core', { input: 'Go on.', prompt: PROMPT }),
  once('moderation', 'Moderation of input and output', 'core', { input: 'Reply with pong.', moderation: MODERATION }),
  streamed('moderation-blocked-stream', 'An input that moderation blocks', 'streaming', {
    input: 'Reply with pong. (reference: flag)',
    moderation: MODERATION,
  }),
  streamed('compaction-managed-stream', 'A long context is compacted on the way', 'compaction', {
    input: LONG_INPUT,
    context_management: [{ type: 'compaction', compact_threshold: 1000 }],
  }),
  once('compaction-triggered', 'An input that ends with a compaction trigger', 'compaction', {
    input: [{ role: 'user', content: 'Remember this.' }, { type: 'compaction_trigger' }],
  }),
  once('media', 'Images, files and sound as input', 'multimodal', {
    input: [
      {
        role: 'user',
        content: [
          { type: 'input_text', text: 'What is this?' },
          { type: 'input_image', image_url: 'https://example.com/a.png', detail: 'low' },
          { type: 'input_file', file_url: 'https://example.com/a.pdf' },
          { type: 'input_audio', input_audio: { data: 'UklGRg==', format: 'wav' } },
        ],
      },
    ],
  }),
  {
    id: 'include-later',
    title: 'A retrieval includes what the creation did not',
    capability: 'state',
    steps: [
      asks('create', {
        input: 'Search my files.',
        tools: [{ type: 'file_search', vector_store_ids: ['vs_1'] }],
        reasoning: { effort: 'low' },
      }),
      onResponse('retrieve', 'create', 'getResponse', valid(...OPTIONAL), {
        query: { 'include[]': ['file_search_call.results', 'reasoning.encrypted_content'] },
      }),
    ],
  },
  {
    id: 'background-cursors',
    title: 'A background stream is resumed at every kind of place',
    capability: 'background',
    steps: [
      asks('create', { input: 'Reply with the single word: done', background: true, stream: true }),
      ...['0', '1', '3', '7'].map((after) =>
        onResponse(`after-${after}`, 'create', 'getResponse', valid('stream', 'starting_after'), {
          query: { stream: 'true', starting_after: after },
        }),
      ),
    ],
  },
  ...(
    [
      ['working', 60],
      ['done', 900],
    ] as const
  ).map(
    ([stage, delayMs]): Scenario => ({
      id: `background-cancel-${stage}`,
      title: `A background response is cancelled when it is ${stage}`,
      capability: 'background',
      steps: [
        asks('create', { input: stage === 'done' ? 'Reply with pong.' : 'Write a story.', background: true }),
        onResponse('cancel', 'create', 'cancelResponse', valid(), { delayMs }),
        onResponse('retrieve', 'create', 'getResponse', valid()),
      ],
    }),
  ),
  {
    id: 'background-failed',
    title: 'A background response fails',
    capability: 'background',
    steps: [
      asks('create', { input: '(reference: fail)', background: true }),
      onResponse('poll', 'create', 'getResponse', valid(), { delayMs: 900 }),
    ],
  },
  {
    id: 'count-agrees',
    title: 'Counted tokens are those of the usage',
    capability: 'compaction',
    steps: [
      {
        name: 'count',
        send: (context) => ({
          operation: 'getInputTokenCounts',
          json: { model: context.model('text'), input: 'Reply with pong.', instructions: 'Be brief.' },
          intent: valid(),
        }),
      },
      asks('create', { input: 'Reply with pong.', instructions: 'Be brief.' }),
    ],
  },
];
