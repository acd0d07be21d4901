import { arrayOf, isObject, type Json, member, stringMember } from '../json.ts';
import type { ScenarioSteps } from '../rule.ts';
import type { ExchangeView } from '../view.ts';
import { itemText, type Known, pageOf, readable, rolesOf } from './pages.ts';
import { arrayOfInput, finalResponse, sentMember } from './support.ts';

/** The conversation that a create request names, as an id or as an object with one. */
export function namedConversation(view: ExchangeView): string | undefined {
  const conversation = sentMember(view, 'conversation');
  return typeof conversation === 'string' ? conversation : stringMember(conversation, 'id');
}

/** The exchange that created the conversation which a path names. */
export function conversationMaker(steps: ScenarioSteps, id: string | undefined): ExchangeView | undefined {
  if (id === undefined) return undefined;
  return steps.all.find((view) => view.operation === 'createConversation' && view.success && createdId(view) === id);
}

function createdId({ body }: ExchangeView): string | undefined {
  return body.kind === 'json' ? stringMember(body.value, 'id') : undefined;
}

/**
 * What is in the conversation that a path names, by what was put into it before: the items it was created with, those
 * that were added, and the input and output of the responses in it, without what was taken out. Undefined where its
 * creation was not seen.
 */
export function inConversation(steps: ScenarioSteps, view: ExchangeView): Known | undefined {
  return contentsBefore(steps, view.pathIds['conversation_id'], view);
}

/** As `inConversation`, of the conversation with this id at the time of the exchange. */
export function contentsBefore(steps: ScenarioSteps, id: string | undefined, view: ExchangeView): Known | undefined {
  const maker = conversationMaker(steps, id);
  if (maker === undefined) return undefined;
  const items: Json[] = [...arrayOf(sentMember(maker, 'items'))];
  const put: Json[] = [...items];
  let all = true;
  let full = true;
  for (const earlier of steps.all.slice(0, steps.all.indexOf(view))) {
    const mine = earlier.pathIds['conversation_id'] === id;
    if (!earlier.success) continue;
    // Whether it took what it was wrong to take is not known.
    if (mine && earlier.exchange.intent?.kind === 'invalid') return undefined;
    if (mine && earlier.operation === 'deleteConversationItem') {
      const text = textOfItem(steps, earlier.pathIds['item_id']);
      if (text === undefined) return undefined;
      for (const list of [items, put]) remove(list, text);
    }
    if (mine && earlier.operation === 'createConversationItems') {
      items.push(...arrayOf(sentMember(earlier, 'items')));
      put.push(...arrayOf(sentMember(earlier, 'items')));
    }
    if (earlier.operation !== 'createResponse' || namedConversation(earlier) !== id) continue;
    // Whether a turn is kept is conversation/turn-appended, and whether its reasoning is, the server's choice.
    all = false;
    full &&= arrayOf(member(finalResponse(earlier), 'output')).every(isMessage);
    items.push(...(arrayOfInput(earlier) ?? []), ...outputOf(earlier));
  }
  return { texts: items.map(itemText), roles: rolesOf(items), put: put.map(itemText), all, full };
}

function outputOf(view: ExchangeView): readonly Json[] {
  return arrayOf(member(finalResponse(view), 'output')).filter(isMessage);
}

/** The text of an item that some listing showed. */
function textOfItem(steps: ScenarioSteps, id: string | undefined): string | undefined {
  const item = steps.all.flatMap((page) => pageOf(page, 'listConversationItems')).find((one) => one['id'] === id);
  return item === undefined || !readable([item]) ? undefined : itemText(item);
}

function remove(list: Json[], text: string): void {
  const at = list.findIndex((item) => itemText(item) === text);
  if (at >= 0) list.splice(at, 1);
}

function isMessage(item: Json): boolean {
  return isObject(item) && member(item, 'type') === 'message';
}
