import { arrayOf, isObject, type Json, type JsonObject, member, stringMember } from '../json.ts';
import type { ScenarioSteps } from '../rule.ts';
import type { ExchangeView } from '../view.ts';

/** No page of a listing may hold more. */
export const MOST_LISTED = 100;

/** The two operations that list page by page. */
export type Listing = 'listInputItems' | 'listConversationItems';

/** The items of one page; none where this is no granted listing of that operation. */
export function pageOf(view: ExchangeView, listing: Listing): readonly JsonObject[] {
  return view.operation === listing ? listedIn(view) : [];
}

/** `data` of a granted listing, whatever operation answered with it. */
export function listedIn(view: ExchangeView): readonly JsonObject[] {
  if (!view.success || view.body.kind !== 'json') return [];
  return arrayOf(member(view.body.value, 'data')).filter(isObject);
}

export function hasMore(view: ExchangeView): Json | undefined {
  return view.body.kind === 'json' ? member(view.body.value, 'has_more') : undefined;
}

export function asksAscending(view: ExchangeView): boolean {
  return view.query['order']?.[0] === 'asc';
}

/**
 * The pages from the first one to this one, each asked with the last id of the one before it. Undefined where one of
 * them was not asked.
 */
export function pagesTo(
  steps: ScenarioSteps,
  view: ExchangeView,
  listing: Listing,
): readonly ExchangeView[] | undefined {
  const pages = [view];
  for (let page = view; page.query['after'] !== undefined; ) {
    const before = pageBefore(steps, page, listing);
    // A server that repeats ids must not make a circle of the pages.
    if (before === undefined || pages.includes(before)) return undefined;
    pages.unshift(before);
    page = before;
  }
  return pages;
}

function pageBefore(steps: ScenarioSteps, view: ExchangeView, listing: Listing): ExchangeView | undefined {
  const after = view.query['after']?.[0];
  return steps.all
    .slice(0, steps.all.indexOf(view))
    .findLast(
      (page) =>
        asksAscending(page) === asksAscending(view) &&
        page.exchange.request.path === view.exchange.request.path &&
        pageOf(page, listing).at(-1)?.['id'] === after,
    );
}

/** All text of a message, or the output of a tool. */
export function itemText(item: Json): string {
  const content = member(item, 'content') ?? member(item, 'output');
  if (typeof content === 'string') return content;
  return arrayOf(content)
    .map((part) => stringMember(part, 'text') ?? '')
    .join('');
}

/** The role of each message, by its text. A text that several say, or no text at all, tells nothing. */
export function rolesOf(items: readonly Json[]): ReadonlyMap<string, string> {
  const texts = items.map(itemText);
  return new Map(
    items.flatMap((item, index): readonly (readonly [string, string])[] => {
      const role = stringMember(item, 'role');
      const text = texts[index] ?? '';
      const once = text !== '' && texts.indexOf(text) === texts.lastIndexOf(text);
      return role === undefined || !once ? [] : [[text, role]];
    }),
  );
}

/** Whether every text of these items is a string: what is none is reported by the schema of the listing. */
export function readable(items: readonly Json[]): boolean {
  const parts = items.flatMap((item) => arrayOf(member(item, 'content')));
  return parts.every((part) => ['string', 'undefined'].includes(typeof member(part, 'text')));
}

/** What a listing is known to hold. */
export interface Known {
  /** The texts of its items, oldest first; '' is an item without text. */
  readonly texts: readonly string[];
  /** Who says what: the role of each text; a text that is there twice has none. */
  readonly roles: ReadonlyMap<string, string>;
  /** Those of the items that the kit put there itself. */
  readonly put: readonly string[];
  /** Whether that is all it holds. */
  readonly all: boolean;
  /** Whether it can hold no more than that. */
  readonly full: boolean;
}
