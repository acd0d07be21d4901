import { arrayOf, asText, isObject, type JsonObject, member, show, stringMember } from '../json.ts';
import type { Rule } from '../rule.ts';
import type { ExchangeView } from '../view.ts';
import { refusal } from './acceptance.ts';
import { levels, sentMember } from './support.ts';

/** Members and items that bring in calls which the input itself does not show. */
const CONTEXT_MEMBERS = ['previous_response_id', 'conversation', 'prompt'] as const;
const CONTEXT_ITEMS = ['item_reference', 'compaction'];

/** Wrong input and wrong queries that are seen in the request itself, whatever was meant by it. */
export const inputRejectionRules: readonly Rule[] = [
  {
    id: 'request/orphan-output-refused',
    title: 'A tool output without its call is refused',
    on: 'exchange',
    levels: levels('SHOULD', 'SHOULD'),
    source: '#/components/schemas/InputItem.function_call_output/properties/call_id',
    capability: 'errors',
    needs: ['request'],
    counterexample: {
      of: 'reject-unknown-id/call-id',
      edit: [{ op: 'set', path: '/status', value: 200 }],
    },
    judge(view, probe) {
      if (view.operation !== 'createResponse') return;
      const orphan = orphanOutput(view);
      // A stream fails after its 200: the stream's own rules speak of that.
      if (orphan === undefined || view.body.kind === 'stream' || view.status >= 500) return;
      const failed = view.body.kind === 'json' && member(view.body.value, 'status') === 'failed';
      const holds = !view.success || failed;
      probe.check(
        holds,
        '/status',
        `a refusal, as no call has the call_id ${show(orphan)}`,
        `${view.status}, accepted`,
      );
    },
  },
  {
    id: 'request/array-query',
    title: 'An array in the query is taken in its repeated form, name[]=a&name[]=b',
    on: 'exchange',
    levels: levels('SHOULD', '-'),
    source: '#/paths/~1responses~1{response_id}/get',
    capability: 'state',
    counterexample: {
      of: 'query-arrays/brackets',
      edit: [
        { op: 'set', path: '/status', value: 400 },
        {
          op: 'set',
          path: '/body',
          value: { error: { message: 'No.', type: 'invalid_request_error', param: 'include[]', code: null } },
        },
      ],
    },
    judge(view, probe) {
      if (view.operation === undefined || !Object.keys(view.query).some((name) => /\[\d*\]$/.test(name))) return;
      // Other refusals (the id is gone, the key is wrong) say nothing of the query.
      const error = view.body.kind === 'json' ? member(view.body.value, 'error') : undefined;
      const named = [stringMember(error, 'param'), stringMember(error, 'message')].join(' ').includes('include');
      if (view.success || named) probe.check(view.success, '/status', '2xx', refusal(view));
    },
  },
];

/** The call_id of the first tool output that no call of the input belongs to; undefined where calls may lie elsewhere. */
function orphanOutput(view: ExchangeView): string | undefined {
  if (CONTEXT_MEMBERS.some((name) => sentMember(view, name) !== undefined)) return undefined;
  const items: readonly JsonObject[] = arrayOf(member(view.sent, 'input')).filter(isObject);
  const foreign = items.some((item) => {
    const type = stringMember(item, 'type');
    // An item with an id alone is a reference, whatever its type says.
    return (type === undefined && item['role'] === undefined) || CONTEXT_ITEMS.includes(type ?? '');
  });
  if (foreign) return undefined;
  // A program's call stands in the input as the program, and other kinds of calls may be answered the same way.
  const calls = items.filter(({ type }) => !asText(type).endsWith('_output')).map((item) => item['call_id']);
  const outputs = items.filter(({ type }) => type === 'function_call_output');
  const orphan = outputs.find((item) => typeof item['call_id'] === 'string' && !calls.includes(item['call_id']));
  return stringMember(orphan, 'call_id');
}
