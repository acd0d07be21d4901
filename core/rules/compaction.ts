import { arrayOf, integerMember, isObject, type JsonObject, member, show, stringMember } from '../json.ts';
import type { Rule } from '../rule.ts';
import type { ExchangeView } from '../view.ts';
import { refusal } from './acceptance.ts';
import { levels, nonEmptyString, nonNegativeInteger, sentMember } from './support.ts';

const POST = '#/paths/~1responses~1compact/post' as const;
const OUTPUT = '#/components/schemas/Compaction/properties/output' as const;

/** The compact operation: the window that it makes, and what can be done with it. */
export const compactionRules: readonly Rule[] = [
  {
    id: 'compaction/holds-item',
    title: 'A compacted window holds a compaction item with encrypted_content',
    on: 'exchange',
    levels: levels('MUST', 'SHOULD'),
    source: OUTPUT,
    capability: 'compaction',
    counterexample: {
      of: 'compact/create',
      edit: [{ op: 'set', path: '/body/output', value: [] }],
    },
    judge(view, probe) {
      const output = windowIn(view);
      if (output === undefined) return;
      const items = output.filter(isCompaction);
      const holds = items.length > 0 && items.every((item) => nonEmptyString(item['encrypted_content']));
      probe.check(holds, '/body/output', 'a compaction item with encrypted_content', kinds(output));
    },
  },
  {
    id: 'compaction/item-last',
    title: 'A compacted window ends with its one compaction item',
    on: 'exchange',
    levels: levels('MUST', '-'),
    source: OUTPUT,
    capability: 'compaction',
    counterexample: {
      of: 'compact/create',
      edit: [
        {
          op: 'set',
          path: '/body/output/3',
          value: {
            id: 'msg_1',
            type: 'message',
            role: 'user',
            status: 'completed',
            content: [{ type: 'input_text', text: 'Thank you.' }],
          },
        },
      ],
    },
    judge(view, probe) {
      const output = windowIn(view) ?? [];
      const count = output.filter(isCompaction).length;
      if (count === 0) return;
      const holds = count === 1 && isCompaction(output.at(-1));
      probe.check(holds, '/body/output', 'one compaction item, the last', kinds(output));
    },
  },
  {
    id: 'compaction/assistant-turns-gone',
    title: 'A compacted window keeps user messages and no turns of the assistant',
    on: 'exchange',
    // What is kept beside the compaction item is the server's art; all recordings agree, no text demands it.
    levels: levels('SHOULD', '-'),
    source: OUTPUT,
    capability: 'compaction',
    counterexample: {
      of: 'compact/create',
      edit: [{ op: 'set', path: '/body/output/0/role', value: 'assistant' }],
    },
    judge(view, probe) {
      const output = windowIn(view) ?? [];
      if (!output.some(isCompaction)) return;
      const turn = output.findIndex((item) => stringMember(item, 'role') === 'assistant');
      probe.check(turn < 0, `/body/output/${Math.max(turn, 0)}/role`, 'no message of the assistant', kinds(output));
    },
  },
  {
    id: 'compaction/usage',
    title: 'The usage of a compaction adds up',
    on: 'exchange',
    levels: levels('MUST', 'MUST'),
    source: '#/components/schemas/Compaction/properties/usage',
    capability: 'compaction',
    counterexample: { of: 'compact/create', edit: [{ op: 'set', path: '/body/usage/total_tokens', value: 99999 }] },
    judge(view, probe) {
      const usage =
        view.operation === 'compactResponse' && view.body.kind === 'json' && view.success
          ? member(view.body.value, 'usage')
          : undefined;
      if (!isObject(usage)) return;
      const { input_tokens: input, output_tokens: output, total_tokens: total } = usage;
      if (!nonNegativeInteger(input) || !nonNegativeInteger(output) || !nonNegativeInteger(total)) return;
      probe.check(total === input + output, '/body/usage/total_tokens', String(input + output), String(total));
      const parts = [part(usage, 'input_tokens_details', 'cached_tokens', input)]
        .concat(part(usage, 'output_tokens_details', 'reasoning_tokens', output))
        .filter((one) => one !== undefined);
      for (const { at, count, whole } of parts) probe.check(count <= whole, at, `at most ${whole}`, String(count));
    },
  },
  {
    id: 'compaction/no-response-id',
    title: 'The id of a compaction is no previous_response_id',
    on: 'scenario',
    levels: levels('MUST', 'MUST'),
    source: POST,
    capability: 'compaction',
    counterexample: { of: 'compact/chain', edit: [{ op: 'set', path: '/status', value: 500 }] },
    judge(steps, probe) {
      for (const view of steps.all) {
        const parent = sentMember(view, 'previous_response_id');
        const compacted = steps.all.some(
          (early) =>
            windowIn(early) !== undefined && early.body.kind === 'json' && member(early.body.value, 'id') === parent,
        );
        if (view.operation !== 'createResponse' || !nonEmptyString(parent) || !compacted) continue;
        const refused = view.status >= 400 && view.status < 500;
        probe.check(refused, view, '/status', '400', view.success ? `${view.status}, continued` : refusal(view));
      }
    },
  },
  {
    id: 'compaction/model-required',
    title: 'A compaction without a model is refused',
    on: 'scenario',
    levels: levels('MUST', 'MUST'),
    source: POST,
    capability: 'compaction',
    needs: ['request'],
    counterexample: { of: 'compact-without-model/create', edit: [{ op: 'set', path: '/status', value: 200 }] },
    judge(steps, probe) {
      for (const view of steps.all) {
        const { intent } = view.exchange;
        if (view.operation !== 'compactResponse' || intent?.kind !== 'invalid' || intent.param !== 'model') continue;
        probe.check(intent.statuses.includes(view.status), view, '/status', '400 or 422', String(view.status));
      }
    },
  },
];

/** The window that a granted compaction made. */
function windowIn(view: ExchangeView): readonly JsonObject[] | undefined {
  if (view.operation !== 'compactResponse' || !view.success || view.body.kind !== 'json') return undefined;
  const output = member(view.body.value, 'output');
  return Array.isArray(output) ? arrayOf(output).filter(isObject) : undefined;
}

function isCompaction(item: unknown): boolean {
  return member(item, 'type') === 'compaction';
}

function kinds(output: readonly JsonObject[]): string {
  return output.map((item) => stringMember(item, 'role') ?? show(item['type'])).join(', ') || 'nothing';
}

function part(usage: JsonObject, group: string, name: string, whole: number) {
  const count = integerMember(usage[group], name);
  return count === undefined ? undefined : { at: `/body/usage/${group}/${name}`, count, whole };
}
