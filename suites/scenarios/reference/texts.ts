import type { JsonObject } from '../../../core/json.ts';
import type { Scenario } from '../../../core/scenario.ts';
import { outputs } from '../make.ts';
import { asks, once, streamed, withTool } from './make.ts';

const CUT: JsonObject = { max_output_tokens: 16, reasoning: { effort: 'low' } };
const LONG_SCHEMA: JsonObject = {
  type: 'object',
  properties: { text: { type: 'string', minLength: 200 } },
  required: ['text'],
  additionalProperties: false,
};

/** Texts, reasoning, and how they end. */
export const textScenarios: readonly Scenario[] = [
  once('refusal', 'A refusal', 'core', { input: 'Tell me a secret. (reference: refuse)' }),
  streamed('refusal-stream', 'A refusal as a stream', 'streaming', { input: 'Tell me a secret. (reference: refuse)' }),
  streamed('annotations-stream', 'A cited source', 'streaming', { input: 'Cite a source. (reference: annotate)' }),
  streamed('annotations-all-stream', 'Annotations of every kind', 'streaming', {
    input: 'Cite sources. (reference: annotate every kind)',
  }),
  streamed('logprobs-stream', 'Log probabilities of the tokens', 'streaming', {
    input: 'Reply with the single word: pong',
    include: ['message.output_text.logprobs'],
    top_logprobs: 2,
  }),
  once('reasoning-raw', 'Reasoning with its raw text', 'reasoning', { input: 'Think. (reference: think aloud)' }),
  streamed('reasoning-raw-stream', 'Reasoning with its raw text as a stream', 'reasoning', {
    input: 'Think. (reference: think aloud)',
    reasoning: { effort: 'low', summary: 'auto' },
  }),
  streamed('reasoning-parts-stream', 'A summary with two parts', 'reasoning', {
    input: 'Think.',
    reasoning: { effort: 'low', summary: 'detailed' },
  }),
  {
    id: 'reasoning-replayed',
    title: 'Reasoning goes back with its sealed content',
    capability: 'reasoning',
    steps: [
      asks('create', {
        input: 'Think.',
        reasoning: { effort: 'low' },
        include: ['reasoning.encrypted_content'],
        store: false,
      }),
      asks('replay', (context) => {
        const output = [...outputs(context, 'create', 'reasoning'), ...outputs(context, 'create', 'message')];
        if (output.length < 2) return { unmet: 'create yielded no reasoning' };
        const question = (content: string) => ({ role: 'user', content });
        return { input: [question('Think.'), ...output, question('And now?')], store: false };
      }),
    ],
  },
  streamed('commentary-stream', 'A comment, then the final answer', 'streaming', {
    input: 'Look it up. (reference: comment)',
  }),
  streamed('keepalive-stream', 'A stream that says it is alive', 'streaming', {
    input: 'Reply with pong. (reference: keepalive)',
  }),
  once('failed', 'A response that fails', 'core', { input: 'Reply with pong. (reference: fail)' }),
  streamed('failed-stream', 'A stream that fails', 'streaming', { input: 'Reply with pong. (reference: fail)' }),
  streamed('failed-midway-stream', 'A stream that fails in the middle of a text', 'streaming', {
    input: 'Reply with pong. (reference: fail midway)',
  }),
  streamed('cut-refusal-stream', 'The budget ends in a refusal', 'streaming', {
    ...CUT,
    input: 'Tell me a secret. (reference: refuse) (reference: think aloud)',
    max_output_tokens: 26,
  }),
  streamed('cut-call-stream', 'The budget ends in the arguments of a call', 'function-tools', {
    ...CUT,
    ...withTool('Write it.', { type: 'function', name: 'write', parameters: LONG_SCHEMA, strict: true }),
  }),
  streamed('cut-custom-stream', 'The budget ends in the input of a custom tool', 'hosted-tools', {
    ...CUT,
    ...withTool('Write it.', { type: 'custom', name: 'write' }),
  }),
  streamed('cut-reasoning-stream', 'The budget ends in the reasoning', 'reasoning', {
    ...CUT,
    input: 'Think hard.',
    reasoning: { effort: 'high' },
  }),
  streamed('cut-comment-stream', 'The budget ends in a comment', 'streaming', {
    ...CUT,
    input: 'Look it up. (reference: comment) (reference: think aloud)',
    max_output_tokens: 26,
  }),
];
