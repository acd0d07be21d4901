import { arrayOf, isObject, type Json, type JsonObject, member, sameJson, show, stringMember } from '../json.ts';
import type { Rule, ScenarioSteps } from '../rule.ts';
import type { ExchangeView } from '../view.ts';
import { makerOf } from './state.ts';
import { levels, nonEmptyString, sentMember } from './support.ts';

const LIST = '#/components/schemas/InputItemList' as const;

/** Listings of input items and their pages. */
export const listingRules: readonly Rule[] = [
  {
    id: 'state/list-item-id',
    title: 'Every listed input item has an id',
    on: 'exchange',
    levels: levels('MUST', '-'),
    source: `${LIST}/properties/data`,
    capability: 'state',
    counterexample: { of: 'input-items/ascending', edit: [{ op: 'remove', path: '/body/data/1/id' }] },
    judge(view, probe) {
      for (const [index, item] of pageOf(view).entries()) {
        const id = member(item, 'id');
        probe.check(nonEmptyString(id), `/body/data/${index}/id`, 'non-empty string', show(id));
      }
    },
  },
  {
    id: 'state/list-ends',
    title: 'first_id and last_id are the ids of the first and the last item listed',
    on: 'exchange',
    levels: levels('MUST', '-'),
    source: `${LIST}/properties/last_id`,
    capability: 'state',
    needs: ['ids'],
    counterexample: { of: 'input-items/ascending', edit: [{ op: 'set', path: '/body/last_id', value: 'msg_other' }] },
    judge(view, probe) {
      const data = pageOf(view);
      if (data.length === 0 || view.body.kind !== 'json') return;
      for (const [name, item] of [['first_id', data[0]] as const, ['last_id', data.at(-1)] as const]) {
        const id = member(item, 'id');
        const named = member(view.body.value, name);
        if (nonEmptyString(id) && named !== undefined)
          probe.check(named === id, `/body/${name}`, show(id), show(named));
      }
    },
  },
  {
    id: 'state/list-limit',
    title: 'A page holds at most as many items as limit says',
    on: 'exchange',
    levels: levels('MUST', '-'),
    source: '#/paths/~1responses~1{response_id}~1input_items/get',
    capability: 'state',
    counterexample: {
      of: 'input-items/first-page',
      edit: [
        {
          op: 'set',
          path: '/body/data/2',
          value: {
            id: 'msg_extra',
            type: 'message',
            role: 'user',
            status: 'completed',
            content: [{ type: 'input_text', text: 'Say one.' }],
          },
        },
        { op: 'set', path: '/body/last_id', value: 'msg_extra' },
        { op: 'set', path: '/body/has_more', value: false },
      ],
    },
    judge(view, probe) {
      const limit = Number(view.query['limit']?.[0] ?? 20);
      const { length } = pageOf(view);
      if (length > 0) probe.check(length <= limit, '/body/data', `at most ${limit} items`, `${length} items`);
    },
  },
  {
    id: 'state/list-has-more',
    title: 'has_more says whether items are left',
    on: 'scenario',
    levels: levels('MUST', '-'),
    source: `${LIST}/properties/has_more`,
    capability: 'state',
    breaks: ['sessions of the Agents SDK'],
    counterexample: { of: 'input-items/first-page', edit: [{ op: 'set', path: '/body/has_more', value: false }] },
    judge(steps, probe) {
      for (const view of steps.all) {
        const data = pageOf(view);
        const more = view.body.kind === 'json' ? member(view.body.value, 'has_more') : undefined;
        const sent = sentCount(steps, view);
        if (sent === undefined || typeof more !== 'boolean' || data.length === 0) continue;
        const before = view.query['after'] === undefined ? 0 : skipped(steps, view);
        if (before === undefined) continue;
        // More items than were sent may be listed (inherited context), so only a shortage is a lie.
        const listed = before + data.length;
        if (listed < sent) probe.check(more, view, '/body/has_more', `true: ${listed} of ${sent} listed`, 'false');
        else if (listed === sent) probe.check(!more, view, '/body/has_more', 'false: all are listed', 'true');
      }
    },
  },
  {
    id: 'state/list-pages',
    title: 'The pages of a listing hold every item once',
    on: 'scenario',
    levels: levels('MUST', '-'),
    source: '#/paths/~1responses~1{response_id}~1input_items/get',
    capability: 'state',
    needs: ['ids'],
    counterexample: {
      of: 'input-items/second-page',
      edit: [
        {
          op: 'set',
          path: '/body',
          value: { object: 'list', data: [], first_id: null, last_id: null, has_more: false },
        },
      ],
    },
    judge(steps, probe) {
      for (const view of steps.all) {
        const previous = pageBefore(steps, view);
        const sent = sentCount(steps, view);
        if (previous === undefined || sent === undefined || !view.success) continue;
        const ids = [...pageOf(previous), ...pageOf(view)].map((item) => stringMember(item, 'id'));
        const last = view.body.kind === 'json' && member(view.body.value, 'has_more') === false;
        const whole = !last || previous.query['after'] !== undefined || ids.length >= sent;
        const once = new Set(ids).size === ids.length;
        const actual = once ? `${ids.length} items on all pages` : `repeated: ${show(repeated(ids))}`;
        probe.check(whole && once, view, '/body/data', `${sent} items, each once`, actual);
      }
    },
  },
  {
    id: 'state/list-order',
    title: 'Items are listed newest first, and oldest first with order=asc',
    on: 'scenario',
    levels: levels('MUST', '-'),
    source: '#/paths/~1responses~1{response_id}~1input_items/get',
    capability: 'state',
    counterexample: {
      of: 'input-items/ascending',
      edit: [
        { op: 'set', path: '/body/data/0/content/0/text', value: 'Say three.' },
        { op: 'set', path: '/body/data/2/content/0/text', value: 'Say one.' },
      ],
    },
    judge(steps, probe) {
      for (const view of steps.all) {
        const sent = sentTexts(steps, view);
        const ascending = view.query['order']?.[0] === 'asc';
        const order = pageOf(view)
          .map((item) => sent.indexOf(itemText(item)))
          .filter((index) => index >= 0);
        if (order.length < 2) continue;
        const wanted = order.toSorted((left, right) => (ascending ? left - right : right - left));
        const words = ascending ? 'oldest first' : 'newest first';
        probe.check(
          sameJson(order, wanted),
          view,
          '/body/data',
          words,
          `order ${order.map((at) => at + 1).join(', ')}`,
        );
      }
    },
  },
  {
    id: 'state/list-faithful',
    title: 'The input is listed as it was sent',
    on: 'scenario',
    levels: levels('MUST', '-'),
    source: '#/paths/~1responses~1{response_id}~1input_items/get',
    capability: 'state',
    counterexample: {
      of: 'store/input-items',
      edit: [{ op: 'set', path: '/body/data/0/content/0/text', value: 'Something else.' }],
    },
    judge(steps, probe) {
      for (const view of steps.all) {
        const sent = sentTexts(steps, view);
        const data = pageOf(view);
        if (sent.length === 0 || data.length < sent.length || view.query['after'] !== undefined) continue;
        const listed = data.map(itemText);
        const lost = sent.find((text) => !listed.includes(text));
        probe.check(lost === undefined, view, '/body/data', `the text ${show(lost)}`, show(listed));
      }
    },
  },
];

function pageOf(view: ExchangeView): readonly JsonObject[] {
  if (view.operation !== 'listInputItems' || !view.success || view.body.kind !== 'json') return [];
  return arrayOf(member(view.body.value, 'data')).filter(isObject);
}

/** How many input items the listed response was sent with; undefined where earlier turns may be listed as well. */
function sentCount(steps: ScenarioSteps, view: ExchangeView): number | undefined {
  const made = view.operation === 'listInputItems' ? makerOf(steps, view) : undefined;
  if (made === undefined || sentMember(made, 'previous_response_id') !== undefined) return undefined;
  const input = sentMember(made, 'input');
  return typeof input === 'string' ? 1 : Array.isArray(input) ? input.length : undefined;
}

function sentTexts(steps: ScenarioSteps, view: ExchangeView): readonly string[] {
  const made = view.operation === 'listInputItems' ? makerOf(steps, view) : undefined;
  const input = made === undefined ? undefined : sentMember(made, 'input');
  if (typeof input === 'string') return [input];
  return arrayOf(input)
    .map(itemText)
    .filter((text) => text !== '');
}

function itemText(item: Json): string {
  const content = member(item, 'content');
  if (typeof content === 'string') return content;
  return arrayOf(content)
    .map((part) => stringMember(part, 'text') ?? '')
    .join('');
}

/** The page whose last item this page continues after. */
function pageBefore(steps: ScenarioSteps, view: ExchangeView): ExchangeView | undefined {
  const after = view.query['after']?.[0];
  if (view.operation !== 'listInputItems' || after === undefined) return undefined;
  return steps.all.find((page) => page !== view && pageOf(page).at(-1)?.['id'] === after);
}

function skipped(steps: ScenarioSteps, view: ExchangeView): number | undefined {
  let count = 0;
  for (let page = pageBefore(steps, view), turns = 0; page !== undefined && turns < 100; turns++) {
    count += pageOf(page).length;
    if (page.query['after'] === undefined) return count;
    page = pageBefore(steps, page);
  }
  return undefined;
}

function repeated(ids: readonly (string | undefined)[]): readonly (string | undefined)[] {
  return ids.filter((id, index) => ids.indexOf(id) !== index);
}
