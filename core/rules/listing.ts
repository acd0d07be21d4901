import { type JsonObject, member, sameJson, show, stringMember } from '../json.ts';
import type { Edit, Rule, ScenarioRule, ScenarioSteps } from '../rule.ts';
import type { ExchangeView } from '../view.ts';
import { PREFIXED } from './items-extension.ts';
import { contentRules } from './listing-contents.ts';
import { CONVERSATION_ITEMS, type Family, INPUT_ITEMS } from './listing-family.ts';
import {
  asksAscending,
  hasMore,
  itemText,
  type Known,
  type Listing,
  listedIn,
  MOST_LISTED,
  pageOf,
  pagesTo,
} from './pages.ts';
import { levels, nonEmptyString } from './support.ts';

const EMPTY: Edit = {
  op: 'set',
  path: '/body',
  value: { object: 'list', data: [], first_id: null, last_id: null, has_more: false },
};

const EXTRA: JsonObject = {
  id: 'msg_extra',
  type: 'message',
  role: 'user',
  status: 'completed',
  content: [{ type: 'input_text', text: 'Say one.' }],
};

/** Listings of input items and of conversation items, and their pages. */
export const listingRules: readonly Rule[] = [
  listItemId(INPUT_ITEMS, 'Every listed input item has an id'),
  listItemId(CONVERSATION_ITEMS, 'Every listed conversation item has an id'),
  listItemType(INPUT_ITEMS, 'Every listed input item has a type of the contract'),
  listItemType(CONVERSATION_ITEMS, 'Every listed conversation item has a type of the contract'),
  listEnds(INPUT_ITEMS, 'first_id and last_id are the ids of the first and the last item listed'),
  listEnds(CONVERSATION_ITEMS, 'first_id and last_id of conversation items are the ids of the first and the last one'),
  listLimit(INPUT_ITEMS, 'A page holds at most as many items as limit says'),
  listLimit(CONVERSATION_ITEMS, 'A page of conversation items holds at most as many as limit says'),
  listHasMore(INPUT_ITEMS, 'has_more says whether items are left', ['sessions of the Agents SDK']),
  listHasMore(CONVERSATION_ITEMS, 'has_more says whether conversation items are left'),
  listPages(INPUT_ITEMS, 'The pages of a listing hold every item once'),
  listPages(CONVERSATION_ITEMS, 'The pages of conversation items hold every item once'),
  listOrder(INPUT_ITEMS, 'Items are listed newest first, and oldest first with order=asc'),
  listOrder(CONVERSATION_ITEMS, 'Conversation items are listed newest first, and oldest first with order=asc'),
  ...contentRules,
  limitRange(INPUT_ITEMS, 'A limit of input items outside 1 to 100 is refused', 'input-items-pages/limit-high'),
  limitRange(
    CONVERSATION_ITEMS,
    'A limit of conversation items outside 1 to 100 is refused',
    'conversation-pages/limit-high',
  ),
];

function listItemId({ listing, area, list, capability, whole }: Family, title: string): Rule {
  return {
    id: `${area}/list-item-id`,
    title,
    on: 'exchange',
    levels: levels('MUST', '-'),
    source: `${list}/properties/data`,
    capability,
    counterexample: { of: whole, edit: [{ op: 'remove', path: '/body/data/1/id' }] },
    judge(view, probe) {
      for (const [index, item] of pageOf(view, listing).entries()) {
        const id = member(item, 'id');
        probe.check(nonEmptyString(id), `/body/data/${index}/id`, 'non-empty string', show(id));
      }
    },
  };
}

function listItemType({ listing, area, list, capability, whole }: Family, title: string): Rule {
  return {
    id: `${area}/list-item-type`,
    title,
    on: 'exchange',
    levels: levels('SHOULD', '-'),
    source: `${list}/properties/data`,
    capability,
    counterexample: {
      of: whole,
      edit: [{ op: 'set', path: '/body/data/1/type', value: 'thought' }],
    },
    judge(view, probe, contract) {
      for (const [index, item] of pageOf(view, listing).entries()) {
        const type = stringMember(item, 'type');
        if (type === undefined) continue;
        const known = contract.knows('ListedItem', type) || PREFIXED.test(type);
        probe.check(known, `/body/data/${index}/type`, 'a type of the contract, or slug:type', show(type));
      }
    },
  };
}

function listEnds({ listing, area, list, capability, whole }: Family, title: string): Rule {
  return {
    id: `${area}/list-ends`,
    title,
    on: 'exchange',
    levels: levels('MUST', '-'),
    source: `${list}/properties/last_id`,
    capability,
    needs: ['ids'],
    counterexample: { of: whole, edit: [{ op: 'set', path: '/body/last_id', value: 'msg_other' }] },
    judge(view, probe) {
      const data = pageOf(view, listing);
      if (data.length === 0 || view.body.kind !== 'json') return;
      for (const [name, item] of [['first_id', data[0]] as const, ['last_id', data.at(-1)] as const]) {
        const id = member(item, 'id');
        const named = member(view.body.value, name);
        if (nonEmptyString(id) && named !== undefined)
          probe.check(named === id, `/body/${name}`, show(id), show(named));
      }
    },
  };
}

function listLimit({ listing, area, operation, capability, first }: Family, title: string): Rule {
  return {
    id: `${area}/list-limit`,
    title,
    on: 'exchange',
    levels: levels('MUST', '-'),
    source: operation,
    capability,
    counterexample: {
      of: first,
      edit: [
        { op: 'set', path: '/body/data/2', value: EXTRA },
        { op: 'set', path: '/body/last_id', value: 'msg_extra' },
        { op: 'set', path: '/body/has_more', value: false },
      ],
      ...(area === 'state' ? {} : { also: [`${area}/list-has-more`] }),
    },
    judge(view, probe) {
      const limit = Number(view.query['limit']?.[0] ?? 20);
      // What a limit out of range deserves is a rule of its own.
      const { length } = pageOf(view, listing);
      if (length > 0 && limit >= 1) {
        probe.check(length <= limit, '/body/data', `at most ${limit} items`, `${length} items`);
      }
    },
  };
}

function listHasMore(family: Family, title: string, breaks: readonly string[] = []): Rule {
  const { listing, area, list, capability, first } = family;
  return {
    id: `${area}/list-has-more`,
    title,
    on: 'scenario',
    levels: levels('MUST', '-'),
    source: `${list}/properties/has_more`,
    capability,
    breaks,
    counterexample: { of: first, edit: [{ op: 'set', path: '/body/has_more', value: false }] },
    judge(steps, probe) {
      for (const view of steps.all) {
        const more = hasMore(view);
        const known = family.known(steps, view);
        if (typeof more !== 'boolean' || pageOf(view, listing).length === 0) continue;
        const pages = pagesTo(steps, view, listing);
        if (pages === undefined) continue;
        // More items than were sent may be listed (inherited context), so only a shortage is a lie.
        const listed = pages.flatMap((page) => pageOf(page, listing)).length;
        const least = Math.max(countOf(known) ?? 0, seenBefore(steps, view, listing));
        const most = known?.full === true ? known.texts.length : undefined;
        if (listed < least) probe.check(more, view, '/body/has_more', `true: ${listed} of ${least} listed`, 'false');
        else if (listed === most) probe.check(!more, view, '/body/has_more', 'false: all are listed', 'true');
      }
    },
  };
}

function listPages(family: Family, title: string): Rule {
  const { listing, area, operation, capability, second } = family;
  return {
    id: `${area}/list-pages`,
    title,
    on: 'scenario',
    levels: levels('MUST', '-'),
    source: operation,
    capability,
    needs: ['ids'],
    counterexample: { of: second, edit: [EMPTY] },
    judge(steps, probe) {
      for (const view of steps.all) {
        const sent = countOf(family.known(steps, view));
        const pages = pagesTo(steps, view, listing);
        if (view.operation !== listing || !view.success || pages === undefined) continue;
        const ids = pages.flatMap((page) => pageOf(page, listing)).flatMap((item) => stringMember(item, 'id') ?? []);
        // A page that ends too early and says that it is the last one is the business of has_more.
        const last = pages.length > 1 && pageOf(view, listing).length === 0 && hasMore(view) === false;
        const whole = sent === undefined || !last || ids.length >= sent;
        const once = new Set(ids).size === ids.length;
        const actual = once ? `${ids.length} items on all pages` : `repeated: ${show(repeated(ids))}`;
        probe.check(whole && once, view, '/body/data', `${sent ?? 'the'} items, each once`, actual);
      }
    },
  };
}

function listOrder(family: Family, title: string): ScenarioRule {
  const { listing, area, noun, operation, capability, whole } = family;
  const swap = area === 'state' ? ['Say three.', 'Say one.'] : ['Item five.', 'Item three.'];
  return {
    id: `${area}/list-order`,
    title,
    on: 'scenario',
    levels: levels('MUST', '-'),
    source: operation,
    capability,
    counterexample: {
      of: whole,
      edit: [
        { op: 'set', path: `/body/data/${area === 'state' ? 0 : 2}/content/0/text`, value: swap[0] ?? noun },
        { op: 'set', path: `/body/data/${area === 'state' ? 2 : 4}/content/0/text`, value: swap[1] ?? noun },
      ],
    },
    judge(steps, probe) {
      for (const view of steps.all) {
        const texts = family.known(steps, view)?.texts ?? [];
        // A text that is there twice stands nowhere in particular.
        const known = texts.map((text) => (texts.indexOf(text) === texts.lastIndexOf(text) ? text : ''));
        const ascending = asksAscending(view);
        const order = pageOf(view, listing)
          .map((item) => known.indexOf(itemText(item)))
          .filter((index) => index >= 0 && known[index] !== '');
        if (order.length < 2) continue;
        const wanted = order.toSorted((left, right) => (ascending ? left - right : right - left));
        const words = ascending ? 'oldest first' : 'newest first';
        const actual = `order ${order.map((at) => at + 1).join(', ')}`;
        probe.check(sameJson(order, wanted), view, '/body/data', words, actual);
      }
    },
  };
}

/** A range that the document gives in words only, so a server that takes the nearest limit is warned of, not failed. */
function limitRange({ listing, area, operation, capability }: Family, title: string, of: string): Rule {
  return {
    id: `${area}/list-limit-range`,
    title,
    on: 'scenario',
    levels: levels('SHOULD', '-'),
    source: operation,
    capability,
    needs: ['request'],
    counterexample: { of, edit: [{ op: 'set', path: '/status', value: 200 }] },
    judge(steps, probe) {
      for (const view of steps.all) {
        const limit = Number(view.query['limit']?.[0] ?? 20);
        if (view.operation !== listing || (limit >= 1 && limit <= MOST_LISTED)) continue;
        const actual = view.success ? `${view.status}, ${listedIn(view).length} items` : String(view.status);
        probe.check(view.status >= 400 && view.status < 500, view, '/status', '400', actual);
      }
    },
  };
}

const WRITES: readonly unknown[] = ['createResponse', 'createConversationItems', 'deleteConversationItem'];

/** How many items an earlier page of the same listing showed at once, since anything was last written. */
function seenBefore(steps: ScenarioSteps, view: ExchangeView, listing: Listing): number {
  const before = steps.all.slice(0, steps.all.indexOf(view));
  const since = before.slice(
    before.findLastIndex(({ operation, success }) => success && WRITES.includes(operation)) + 1,
  );
  const same = since.filter(({ exchange }) => exchange.request.path === view.exchange.request.path);
  return Math.max(0, ...same.map((page) => pageOf(page, listing).length));
}

/** How many items are listed on all pages together, where that is known. */
function countOf(known: Known | undefined): number | undefined {
  return known?.all === true ? known.texts.length : undefined;
}

function repeated(ids: readonly (string | undefined)[]): readonly (string | undefined)[] {
  return ids.filter((id, index) => ids.indexOf(id) !== index);
}
