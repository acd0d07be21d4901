import { isObject, type JsonObject, member, show } from '../json.ts';
import type { ResponseSubject, Rule } from '../rule.ts';
import { leastInputTokens } from './input-text.ts';
import { absent, answerText, created, levels, nonNegativeInteger, sentMember } from './support.ts';

const source = (name: string) => `#/components/schemas/Usage/properties/${name}` as const;
const COUNTS = ['input_tokens', 'output_tokens', 'total_tokens'] as const;
const DETAILS = [
  ['input_tokens_details', 'cached_tokens'],
  ['output_tokens_details', 'reasoning_tokens'],
] as const;

/** Below this many prompt tokens the official service caches nothing. */
const CACHED_FROM = 1024;

/** Usage arithmetic, each rule only where the numbers it needs are there. */
export const usageRules: readonly Rule[] = [
  {
    id: 'usage/present',
    title: 'A completed response, or one that is incomplete for another reason than its length, reports usage',
    on: 'response',
    levels: levels('SHOULD', 'SHOULD'),
    source: '#/components/schemas/Response/properties/usage',
    capability: 'core',
    counterexample: { of: 'text/create', edit: [{ op: 'set', path: '/body/usage', value: null }] },
    judge({ value, at, phase }, probe) {
      if (phase !== 'final' || (value['status'] !== 'completed' && value['status'] !== 'incomplete')) return;
      if (cutByLength(value)) return;
      // What is there and no object is a matter of the schema.
      probe.check(!absent(value['usage']), `${at}/usage`, 'object', show(value['usage']));
    },
  },
  {
    id: 'usage/incomplete',
    title: 'A response that max_output_tokens cut reports usage',
    on: 'response',
    levels: levels('MUST', 'SHOULD'),
    source: '#/components/schemas/Response/properties/usage',
    capability: 'core',
    counterexample: { of: 'incomplete/create', edit: [{ op: 'set', path: '/body/usage', value: null }] },
    judge({ value, at, phase }, probe) {
      if (phase !== 'final' || !cutByLength(value)) return;
      // What is there and no object is a matter of the schema.
      probe.check(!absent(value['usage']), `${at}/usage`, 'object', show(value['usage']));
    },
  },
  {
    id: 'usage/counts',
    title: 'input_tokens, output_tokens and total_tokens are non-negative integers',
    on: 'response',
    levels: levels('MUST', 'MUST'),
    source: '#/components/schemas/Usage',
    capability: 'core',
    breaks: ['LiteLLM'],
    counterexample: { of: 'text/create', edit: [{ op: 'remove', path: '/body/usage/total_tokens' }] },
    judge(subject, probe) {
      for (const { usage, at } of usageOf(subject)) {
        for (const name of COUNTS) {
          probe.check(nonNegativeInteger(usage[name]), `${at}/${name}`, 'non-negative integer', show(usage[name]));
        }
      }
    },
  },
  {
    id: 'usage/details',
    title: 'usage says how many tokens were cached and how many were reasoning',
    on: 'response',
    levels: levels('MUST', 'MUST'),
    source: '#/components/schemas/Usage',
    capability: 'core',
    breaks: ['LangChain', 'agentgateway'],
    counterexample: { of: 'text/create', edit: [{ op: 'remove', path: '/body/usage/output_tokens_details' }] },
    judge(subject, probe) {
      for (const { usage, at } of usageOf(subject)) {
        for (const [group, name] of DETAILS) {
          const details = usage[group];
          const holds = nonNegativeInteger(member(details, name));
          const place = isObject(details) ? `${at}/${group}/${name}` : `${at}/${group}`;
          probe.check(holds, place, `object with ${name}, a non-negative integer`, show(details));
        }
      }
    },
  },
  {
    id: 'usage/total',
    title: 'total_tokens equals input_tokens plus output_tokens',
    on: 'response',
    levels: levels('MUST', 'MUST'),
    source: source('total_tokens'),
    capability: 'core',
    counterexample: { of: 'text/create', edit: [{ op: 'set', path: '/body/usage/total_tokens', value: 99999 }] },
    judge(subject, probe) {
      for (const { usage, at } of usageOf(subject)) {
        const { input_tokens: input, output_tokens: output, total_tokens: total } = usage;
        if (!nonNegativeInteger(input) || !nonNegativeInteger(output) || !nonNegativeInteger(total)) continue;
        probe.check(total === input + output, `${at}/total_tokens`, String(input + output), String(total));
      }
    },
  },
  {
    id: 'usage/cached',
    title: 'Cached and cache-written tokens are part of the input tokens',
    on: 'response',
    levels: levels('MUST', 'MUST'),
    source: source('input_tokens_details'),
    capability: 'core',
    counterexample: {
      of: 'text/create',
      edit: [{ op: 'set', path: '/body/usage/input_tokens_details/cached_tokens', value: 999999 }],
    },
    judge(subject, probe) {
      for (const { usage, at } of usageOf(subject)) {
        const details = usage['input_tokens_details'];
        const cached = member(details, 'cached_tokens');
        const written = member(details, 'cache_write_tokens') ?? 0;
        const input = usage['input_tokens'];
        if (!nonNegativeInteger(input) || !nonNegativeInteger(cached) || !nonNegativeInteger(written)) continue;
        const sum = cached + written;
        probe.check(sum <= input, `${at}/input_tokens_details`, `at most ${input} together`, String(sum));
      }
    },
  },
  {
    id: 'usage/reasoning',
    title: 'Reasoning tokens are part of the output tokens',
    on: 'response',
    levels: levels('MUST', 'MUST'),
    source: source('output_tokens_details'),
    capability: 'core',
    counterexample: {
      of: 'text/create',
      edit: [{ op: 'set', path: '/body/usage/output_tokens_details/reasoning_tokens', value: 999999 }],
    },
    judge(subject, probe) {
      for (const { usage, at } of usageOf(subject)) {
        const reasoning = member(usage['output_tokens_details'], 'reasoning_tokens');
        const output = usage['output_tokens'];
        if (!nonNegativeInteger(output) || !nonNegativeInteger(reasoning)) continue;
        const place = `${at}/output_tokens_details/reasoning_tokens`;
        probe.check(reasoning <= output, place, `at most ${output}`, String(reasoning));
      }
    },
  },
  {
    id: 'usage/limit',
    title: 'output_tokens stay within max_output_tokens',
    on: 'response',
    levels: levels('MUST', 'MUST'),
    source: source('output_tokens'),
    capability: 'core',
    needs: ['request'],
    counterexample: {
      of: 'incomplete/create',
      edit: [
        { op: 'set', path: '/body/usage/output_tokens', value: 500 },
        { op: 'set', path: '/body/usage/input_tokens', value: 10 },
        { op: 'set', path: '/body/usage/total_tokens', value: 510 },
      ],
    },
    judge(subject, probe) {
      if (!created(subject)) return;
      const limit = sentMember(subject.view, 'max_output_tokens');
      if (!nonNegativeInteger(limit)) return;
      for (const { usage, at } of usageOf(subject)) {
        const output = usage['output_tokens'];
        if (!nonNegativeInteger(output)) continue;
        probe.check(output <= limit, `${at}/output_tokens`, `at most ${limit}`, String(output));
      }
    },
  },
  {
    id: 'usage/counted',
    title: 'A completed response with text counts input and output tokens',
    on: 'response',
    levels: levels('MUST', 'MUST'),
    source: '#/components/schemas/Usage',
    capability: 'core',
    counterexample: {
      of: 'text/create',
      edit: [
        { op: 'set', path: '/body/usage/input_tokens', value: 0 },
        { op: 'set', path: '/body/usage/output_tokens', value: 0 },
        { op: 'set', path: '/body/usage/total_tokens', value: 0 },
        { op: 'set', path: '/body/usage/input_tokens_details/cached_tokens', value: 0 },
        { op: 'set', path: '/body/usage/output_tokens_details/reasoning_tokens', value: 0 },
      ],
    },
    judge(subject, probe) {
      const { value } = subject;
      if (value['status'] !== 'completed') return;
      // Genuine answers that only hold calls have counted nothing at all (two cases), those with text never.
      if (answerText(value) === '') return;
      for (const { usage, at } of usageOf(subject)) {
        const { input_tokens: input, output_tokens: output } = usage;
        if (!nonNegativeInteger(input) || !nonNegativeInteger(output)) continue;
        probe.check(input > 0 && output > 0, at, 'counts above 0', `input ${input}, output ${output}`);
      }
    },
  },
  {
    id: 'usage/covers-input',
    title: 'input_tokens covers the text of the request',
    on: 'response',
    levels: levels('MUST', 'SHOULD'),
    source: source('input_tokens'),
    capability: 'core',
    needs: ['request'],
    counterexample: {
      of: 'multi-turn/create',
      edit: [
        { op: 'set', path: '/body/usage/input_tokens', value: 2 },
        { op: 'set', path: '/body/usage/output_tokens', value: 2 },
        { op: 'set', path: '/body/usage/total_tokens', value: 4 },
      ],
    },
    judge(subject, probe) {
      if (!created(subject) || subject.phase !== 'final') return;
      const least = leastInputTokens(subject.view);
      // Zero counts are usage/counted; below a dozen words the bound says nothing.
      if (least < 6 || sentMember(subject.view, 'truncation') === 'auto') return;
      // What was compacted on the way to the model counts as what is left of it.
      if (sentMember(subject.view, 'context_management') !== undefined) return;
      // The counts of a chain are state/chain-tokens and state/context-carried.
      if (sentMember(subject.view, 'previous_response_id') !== undefined) return;
      for (const { usage, at } of usageOf(subject)) {
        const { input_tokens: input } = usage;
        if (!nonNegativeInteger(input) || input === 0) continue;
        probe.check(
          input >= least,
          `${at}/input_tokens`,
          `at least ${least} for the text that was sent`,
          String(input),
        );
      }
    },
  },
  {
    id: 'usage/cached-short-prompt',
    title: 'cached_tokens is 0 for prompts under 1,024 tokens',
    on: 'response',
    // Engines that cache every prefix count truthfully below the official threshold.
    levels: levels('MAY', '-'),
    source: source('input_tokens_details'),
    capability: 'core',
    counterexample: {
      of: 'text/create',
      edit: [{ op: 'set', path: '/body/usage/input_tokens_details/cached_tokens', value: 1 }],
    },
    judge(subject, probe) {
      for (const { usage, at } of usageOf(subject)) {
        const cached = member(usage['input_tokens_details'], 'cached_tokens');
        const input = usage['input_tokens'];
        if (!nonNegativeInteger(input) || input >= CACHED_FROM || !nonNegativeInteger(cached) || cached > input)
          continue;
        probe.check(cached === 0, `${at}/input_tokens_details/cached_tokens`, '0', String(cached));
      }
    },
  },
];

function cutByLength(response: JsonObject): boolean {
  const reason = member(response['incomplete_details'], 'reason');
  return response['status'] === 'incomplete' && reason === 'max_output_tokens';
}

function usageOf({ value, at }: ResponseSubject): readonly { usage: JsonObject; at: string }[] {
  const { usage } = value;
  return isObject(usage) ? [{ usage, at: `${at}/usage` }] : [];
}
