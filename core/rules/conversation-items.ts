import { isObject, member, sameJson, show, stringMember } from '../json.ts';
import type { Rule, ScenarioSteps } from '../rule.ts';
import type { ExchangeView } from '../view.ts';
import { contentsBefore, conversationMaker, namedConversation } from './conversation-known.ts';
import { itemsSent, resourceIn } from './conversations.ts';
import { inputText, leastTokens } from './input-text.ts';
import { hasMore, itemText, listedIn, MOST_LISTED, pageOf, readable } from './pages.ts';
import { inputTokens, plantedIn, says, wordAsked } from './planted.ts';
import { answerText, finalAt, finalResponse, levels, nonEmptyString, sentMember } from './support.ts';

const ITEMS = '#/paths/~1conversations~1{conversation_id}~1items' as const;
const ITEM = '#/paths/~1conversations~1{conversation_id}~1items~1{item_id}' as const;
/** As many items as one request may bring. */
const MOST_ADDED = 20;

/** What is in conversations: items that are added, taken out, and left there by responses. */
export const conversationItemRules: readonly Rule[] = [
  {
    id: 'conversation/items-added',
    title: 'Adding items answers with those items, in order, each with an id',
    on: 'exchange',
    levels: levels('MUST', '-'),
    source: `${ITEMS}/post`,
    capability: 'conversations',
    needs: ['request'],
    counterexample: { of: 'conversation/add-items', edit: [{ op: 'remove', path: '/body/data/0/id' }] },
    judge(view, probe) {
      if (view.operation !== 'createConversationItems' || !view.success || view.exchange.intent?.kind === 'invalid')
        return;
      if (view.body.kind !== 'json' || !Array.isArray(member(view.body.value, 'data'))) return;
      const data = listedIn(view);
      const sent = itemsSent(view).map(itemText);
      if (readable(data))
        probe.check(sameJson(data.map(itemText), sent), '/body/data', show(sent), show(data.map(itemText)));
      for (const [index, item] of data.entries()) {
        const id = item['id'];
        probe.check(nonEmptyString(id), `/body/data/${index}/id`, 'non-empty string', show(id));
      }
    },
  },
  {
    id: 'conversation/turn-appended',
    title: 'A completed response leaves its input and its output in the conversation',
    on: 'scenario',
    levels: levels('MUST', '-'),
    source: '#/components/schemas/Request.createResponse/properties/conversation',
    capability: 'conversations',
    counterexample: {
      of: 'conversation/items',
      edit: [{ op: 'set', path: '/body/data/3/content/0/text', value: 'Something else.' }],
    },
    judge(steps, probe) {
      for (const view of steps.all) {
        const whole = pageOf(view, 'listConversationItems');
        if (!listsAll(view) || !readable(whole)) continue;
        const texts = whole.map(itemText);
        for (const turn of turnsBefore(steps, view)) {
          const answer = answerText(finalResponse(turn) ?? {});
          const asked = inputText(turn);
          if (asked === '' || answer === '') continue;
          const holds = texts.includes(asked) && texts.includes(answer);
          probe.check(holds, view, '/body/data', `the texts ${show(asked)} and ${show(answer)}`, show(texts));
        }
      }
    },
  },
  {
    id: 'conversation/context-carried',
    title: 'A response in a conversation knows what is in it',
    on: 'scenario',
    levels: levels('MUST', '-'),
    source: '#/components/schemas/Request.createResponse/properties/conversation',
    capability: 'conversations',
    counterexample: {
      of: 'conversation/respond',
      edit: [
        { op: 'set', path: '/body/output/0/content/0/text', value: 'I do not know.' },
        { op: 'set', path: '/body/usage/input_tokens', value: 7 },
        { op: 'set', path: '/body/usage/output_tokens', value: 3 },
        { op: 'set', path: '/body/usage/total_tokens', value: 10 },
      ],
      also: ['conversation/turn-appended'],
    },
    judge(steps, probe) {
      for (const view of steps.all) {
        const known = knownTo(steps, view);
        const word = known === undefined ? undefined : plantedIn(known);
        const answer = finalResponse(view);
        if (known === undefined || word === undefined || answer === undefined || !wordAsked(inputText(view))) continue;
        const text = answerText(answer);
        const at = `${finalAt(view)}/output`;
        if (says(text, word)) {
          probe.check(true, view, at, `an answer with ${word}`, show(text));
          continue;
        }
        const least = leastTokens(known.join('\n')) + leastTokens(inputText(view));
        const now = inputTokens(view);
        if (now === undefined || now === 0 || now >= least || sentMember(view, 'truncation') === 'auto') {
          probe.unmet(`the model did not repeat the word ${word}, and its input tokens do not show that it was lost`);
          continue;
        }
        const actual = `${show(text)}, with ${now} input tokens`;
        probe.check(false, view, at, `an answer with ${word}, or at least ${least} input tokens`, actual);
      }
    },
  },
  {
    id: 'conversation/item-same',
    title: 'A retrieved conversation item is the one that was listed',
    on: 'scenario',
    levels: levels('MUST', '-'),
    source: `${ITEM}/get`,
    capability: 'conversations',
    counterexample: {
      of: 'conversation/item',
      edit: [{ op: 'set', path: '/body/content/0/text', value: 'Something else.' }],
    },
    judge(steps, probe) {
      for (const view of steps.all) {
        if (view.operation !== 'getConversationItem' || !view.success || view.body.kind !== 'json') continue;
        const { value } = view.body;
        const wanted = view.pathIds['item_id'];
        const listed = steps.all
          .flatMap((page) => pageOf(page, 'listConversationItems'))
          .find(({ id }) => id === wanted);
        if (listed === undefined) continue;
        for (const name of ['id', 'type', 'role']) {
          const [then, now] = [listed[name], member(value, name)];
          if (then !== undefined) probe.check(now === then, view, `/body/${name}`, show(then), show(now));
        }
        if (!readable([listed, value])) continue;
        const [then, now] = [itemText(listed), itemText(value)];
        probe.check(now === then, view, '/body/content', show(then), show(now));
      }
    },
  },
  {
    id: 'conversation/item-delete-answer',
    title: 'Deleting a conversation item is answered with the conversation',
    on: 'exchange',
    levels: levels('MUST', '-'),
    source: `${ITEM}/delete`,
    capability: 'conversations',
    needs: ['ids'],
    counterexample: {
      of: 'conversation/delete-item',
      edit: [{ op: 'set', path: '/body/id', value: 'msg_1' }],
    },
    judge(view, probe) {
      if (view.operation !== 'deleteConversationItem' || !view.success || view.body.kind !== 'json') return;
      const wanted = view.pathIds['conversation_id'];
      // Another resource than a conversation is what schema/conversation reports.
      const id = resourceIn(view)?.['id'];
      if (nonEmptyString(id)) probe.check(id === wanted, '/body/id', show(wanted), show(id));
    },
  },
  {
    id: 'conversation/item-deleted',
    title: 'A deleted item is no longer in its conversation',
    on: 'scenario',
    levels: levels('MUST', '-'),
    source: `${ITEM}/delete`,
    capability: 'conversations',
    counterexample: { of: 'conversation-pages/item-deleted', edit: [{ op: 'set', path: '/status', value: 500 }] },
    judge(steps, probe) {
      const gone = new Set<string>();
      for (const view of steps.all) {
        const item = view.pathIds['item_id'];
        if (view.operation === 'deleteConversationItem' && view.success && item !== undefined) gone.add(item);
        if (view.operation === 'getConversationItem' && item !== undefined && gone.has(item)) {
          probe.check(view.status === 404, view, '/status', '404', String(view.status));
        }
        const found = pageOf(view, 'listConversationItems').find(({ id }) => typeof id === 'string' && gone.has(id));
        if (gone.size > 0 && view.operation === 'listConversationItems' && view.success) {
          probe.check(found === undefined, view, '/body/data', 'no deleted item', show(found?.['id']));
        }
      }
    },
  },
  {
    id: 'conversation/too-many-items',
    title: 'More than 20 items at once are refused',
    on: 'scenario',
    levels: levels('MUST', '-'),
    source: `${ITEMS}/post`,
    capability: 'conversations',
    needs: ['request'],
    counterexample: { of: 'conversation-pages/add-too-many', edit: [{ op: 'set', path: '/status', value: 200 }] },
    judge(steps, probe) {
      for (const view of steps.all) {
        const adds = view.operation === 'createConversationItems' || view.operation === 'createConversation';
        const { intent } = view.exchange;
        const { length } = itemsSent(view);
        if (!adds || length <= MOST_ADDED || intent?.kind !== 'invalid') continue;
        const actual = view.success ? `${view.status}, ${length} items accepted` : String(view.status);
        probe.check(intent.statuses.includes(view.status), view, '/status', '400', actual);
      }
    },
  },
];

/** Whether this is a listing of a whole conversation, as far as it says itself. */
function listsAll(view: ExchangeView): boolean {
  const limit = Number(view.query['limit']?.[0] ?? 20);
  if (view.operation !== 'listConversationItems' || !view.success || view.query['after'] !== undefined) return false;
  // A full page that says it is all may be cut: that is conversation/list-has-more.
  return hasMore(view) === false && (limit === MOST_LISTED || listedIn(view).length < limit);
}

/** The completed responses in the conversation that was listed, from before the listing. */
function turnsBefore(steps: ScenarioSteps, view: ExchangeView): readonly ExchangeView[] {
  const id = view.pathIds['conversation_id'];
  const before = steps.all.slice(0, steps.all.indexOf(view));
  const cut = before.some((early) => early.operation === 'deleteConversationItem' && early.success);
  if (cut || conversationMaker(steps, id) === undefined) return [];
  return before.filter(
    (early) =>
      early.operation === 'createResponse' &&
      namedConversation(early) === id &&
      finalResponse(early)?.['status'] === 'completed' &&
      sentMember(early, 'store') !== false &&
      sentMember(early, 'previous_response_id') === undefined,
  );
}

/** What a response finds in its conversation; undefined where it is in none that the kit made. */
function knownTo(steps: ScenarioSteps, view: ExchangeView): readonly string[] | undefined {
  const id = view.operation === 'createResponse' && view.success ? namedConversation(view) : undefined;
  if (id === undefined || !isObject(view.sent) || stringMember(view.sent, 'previous_response_id') !== undefined) return;
  return contentsBefore(steps, id, view)?.texts;
}
