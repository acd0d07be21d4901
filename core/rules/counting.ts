import { integerMember, isObject, member, sameJson } from '../json.ts';
import type { Rule } from '../rule.ts';
import type { ExchangeView } from '../view.ts';
import { leastInputTokens } from './input-text.ts';
import { inputTokens } from './planted.ts';
import { levels, sentMember } from './support.ts';

const POST = '#/paths/~1responses~1input_tokens/post' as const;

/** Members of a request that its input tokens are made of. */
const COUNTED = [
  'model',
  'input',
  'instructions',
  'tools',
  'tool_choice',
  'text',
  'reasoning',
  'previous_response_id',
  'conversation',
] as const;

/** What a count of input tokens says without making a response. */
export const countingRules: readonly Rule[] = [
  {
    id: 'compaction/counted-alike',
    title: 'The count of input tokens equals usage.input_tokens of the same request',
    on: 'scenario',
    levels: levels('SHOULD', '-'),
    source: POST,
    capability: 'compaction',
    counterexample: { of: 'input-tokens/count', edit: [{ op: 'set', path: '/body/input_tokens', value: 900 }] },
    judge(steps, probe) {
      for (const view of steps.all) {
        const count = countIn(view);
        const made = steps.all.find((other) => other.operation === 'createResponse' && counts(view, other));
        const used = made === undefined ? undefined : inputTokens(made);
        if (count === undefined || used === undefined || used === 0) continue;
        // A count that is too small for the text is the next rule.
        if (count < leastInputTokens(view)) continue;
        probe.check(count === used, view, '/body/input_tokens', `${used}, as in usage`, String(count));
      }
    },
  },
  {
    id: 'compaction/count-covers-input',
    title: 'The count of input tokens covers the text of the request',
    on: 'exchange',
    levels: levels('SHOULD', '-'),
    source: POST,
    capability: 'compaction',
    needs: ['request'],
    counterexample: { of: 'input-tokens/count', edit: [{ op: 'set', path: '/body/input_tokens', value: 2 }] },
    judge(view, probe) {
      const count = countIn(view);
      if (count === undefined || sentMember(view, 'truncation') === 'auto') return;
      const least = leastInputTokens(view);
      probe.check(count >= least, '/body/input_tokens', `at least ${least} for the text that was sent`, String(count));
    },
  },
  {
    id: 'compaction/count-only',
    title: 'Counting input tokens makes no response',
    on: 'exchange',
    levels: levels('SHOULD', '-'),
    source: POST,
    capability: 'compaction',
    counterexample: { of: 'input-tokens/count', edit: [{ op: 'set', path: '/body/output', value: [] }] },
    judge(view, probe) {
      if (countIn(view) === undefined || view.body.kind !== 'json') return;
      const { value } = view.body;
      const made = ['id', 'output', 'status'].filter((name) => member(value, name) !== undefined);
      probe.check(made.length === 0, '/body', 'a count and nothing else', `also ${made.join(', ')}`);
    },
  },
];

function countIn(view: ExchangeView): number | undefined {
  if (view.operation !== 'getInputTokenCounts' || !view.success || view.body.kind !== 'json') return undefined;
  return integerMember(view.body.value, 'input_tokens');
}

/** Whether the count was asked for what the other request sent. */
function counts(view: ExchangeView, other: ExchangeView): boolean {
  if (!isObject(view.sent) || !isObject(other.sent)) return false;
  return COUNTED.every((name) => sameJson(sentMember(view, name), sentMember(other, name)));
}
