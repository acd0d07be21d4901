import type { Capability } from '../capability.ts';
import type { SpecPointer } from '../contract.ts';
import type { ScenarioSteps } from '../rule.ts';
import type { ExchangeView } from '../view.ts';
import { inConversation } from './conversation-known.ts';
import { itemText, type Known, type Listing, rolesOf } from './pages.ts';
import { makerOf } from './state.ts';
import { arrayOfInput, sentMember } from './support.ts';

/** What tells the two listings apart: where they are, and what is known to be in them. */
export interface Family {
  readonly listing: Listing;
  readonly area: 'state' | 'conversation';
  /** For titles: `input items`, `conversation items`. */
  readonly noun: string;
  readonly list: SpecPointer;
  readonly operation: SpecPointer;
  readonly capability: Capability;
  /** What is known to be listed; undefined where nothing is. */
  known(steps: ScenarioSteps, view: ExchangeView): Known | undefined;
  /** Steps of the reference that are edited: a whole listing oldest first, a first page and the page after it. */
  readonly whole: string;
  readonly first: string;
  readonly second: string;
}

export const INPUT_ITEMS: Family = {
  listing: 'listInputItems',
  area: 'state',
  noun: 'input items',
  list: '#/components/schemas/InputItemList',
  operation: '#/paths/~1responses~1{response_id}~1input_items/get',
  capability: 'state',
  known: inInput,
  whole: 'input-items/ascending',
  first: 'input-items/first-page',
  second: 'input-items/second-page',
};

export const CONVERSATION_ITEMS: Family = {
  listing: 'listConversationItems',
  area: 'conversation',
  noun: 'conversation items',
  list: '#/components/schemas/ConversationItemList',
  operation: '#/paths/~1conversations~1{conversation_id}~1items/get',
  capability: 'conversations',
  known: inConversation,
  whole: 'conversation-pages/ascending',
  first: 'conversation-pages/first-page',
  second: 'conversation-pages/second-page',
};

/** The input that a response was made with; behind a chain, earlier turns may be listed as well. */
function inInput(steps: ScenarioSteps, view: ExchangeView): Known | undefined {
  const made = view.operation === 'listInputItems' ? makerOf(steps, view) : undefined;
  const input = made === undefined ? undefined : arrayOfInput(made);
  if (made === undefined || input === undefined) return undefined;
  const texts = input.map(itemText);
  const all = sentMember(made, 'previous_response_id') === undefined;
  return { texts, roles: rolesOf(input), put: texts, all, full: all };
}
