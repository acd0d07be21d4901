import type { Contract } from '../../contract.ts';
import { arrayOf, isObject, type JsonObject, member, stringMember, wordTable } from '../../json.ts';
import type { EventName, StreamWatch } from '../../rule.ts';
import type { ItemTrack, PartTrack, StreamState, StreamStep } from '../../stream/machine.ts';

export { startingAfter } from '../../stream/cursor.ts';

/** Events of a part: of its text, its annotations, its beginning and end. Also the texts of items themselves. */
export const PART_EVENTS: readonly EventName[] = ['part-added', 'delta', 'annotation', 'channel-done', 'part-done'];

/** Every event that speaks of an item which was added before. */
export const WITHIN_ITEM: readonly EventName[] = ['item-done', 'item-status', 'channel-added', ...PART_EVENTS];

/** Every event with an `output_index`. */
export const ITEM_EVENTS: readonly EventName[] = ['item-added', ...WITHIN_ITEM];

export const SUMMARY_EVENTS: readonly EventName[] = [
  'response.reasoning_summary_part.added',
  'response.reasoning_summary_text.delta',
  'response.reasoning_summary_text.done',
  'response.reasoning_summary_part.done',
];

/** The events after which nothing is open any more; a failed response may leave things open. */
export const FINISHING: readonly EventName[] = ['response.completed', 'response.incomplete'];

/** A watch of the events up to and including the terminal one; what follows it is the business of one rule only. */
export function live(event: (step: StreamStep) => void): StreamWatch {
  return {
    event(step) {
      if (step.before.terminal === undefined) event(step);
    },
  };
}

/** Whether the item's type has this event. Unknown where the type is; a prefixed type may have any. */
export function fits({ spec, item }: StreamStep): boolean {
  if (spec?.items === undefined || item?.type === undefined || item.type.includes(':')) return true;
  return spec.items.includes(item.type);
}

/** What item a part of this type belongs to. */
export const OWNERS: Readonly<Record<string, string>> = wordTable({
  output_text: 'message',
  refusal: 'message',
  reasoning_text: 'reasoning',
  summary_text: 'summary',
});

/** A part that no item of this type has: `stream/part-fits-item`. Nothing more is owed to it. */
export function misfit(item: ItemTrack, part: PartTrack): boolean {
  const owner = part.kind === 'content' ? OWNERS[part.type ?? ''] : undefined;
  return owner !== undefined && item.type !== undefined && owner !== item.type && part.channel.deltas === 0;
}

/** The response is finished with all it has: completed or incomplete. A failed one may hold less than was streamed. */
export function finishes({ type }: StreamStep): boolean {
  return type === 'response.completed' || type === 'response.incomplete';
}

/** The items of a stream, without what only stray events spoke of. */
export function streamed(state: StreamState): readonly ItemTrack[] {
  return state.items.filter((item) => !item.implicit || item.done !== undefined);
}

/** Open still: nothing of it is said to be finished. */
export function isOpen(item: ItemTrack | undefined): item is ItemTrack {
  return item !== undefined && item.done === undefined;
}

/** The terminal snapshot's `output`, undefined where there is no array. */
export function terminalOutput(step: StreamStep): readonly unknown[] | undefined {
  const output = member(step.data?.['response'], 'output');
  return Array.isArray(output) ? output : undefined;
}

export interface Pair {
  readonly item: ItemTrack;
  readonly value: JsonObject;
  readonly at: string;
}

/**
 * The streamed items with their entries in the terminal output: by id where all ids are found there, else by position
 * when the numbers agree, else by whatever ids are found.
 */
export function terminalPairs(step: StreamStep): readonly Pair[] {
  const output = terminalOutput(step);
  if (output === undefined) return [];
  const base = `${step.event.at}/data/response/output`;
  const items = [...streamed(step.before)].sort((a, b) => (a.outputIndex ?? 0) - (b.outputIndex ?? 0));
  const byId = new Map<string, number>();
  for (const [index, value] of output.entries()) {
    const id = stringMember(value, 'id');
    if (id !== undefined) byId.set(id, index);
  }
  const places = items.map(({ id }) => (id === undefined ? undefined : byId.get(id)));
  const allFound = new Set(places).size === items.length && !places.includes(undefined);
  return items.flatMap((item, position) => {
    const index = !allFound && items.length === output.length ? position : places[position];
    const value = index === undefined ? undefined : output[index];
    return isObject(value) ? [{ item, value, at: `${base}/${index}` }] : [];
  });
}

/** The parts of one kind, as entries of the item's `content` or `summary`. */
export function entriesOf(item: unknown, kind: PartTrack['kind']): readonly unknown[] {
  return arrayOf(member(item, kind));
}

/** Whether the judgement is by the official contract; where it differs in more than level. */
export function isOfficial(contract: Contract): boolean {
  return contract.id === 'openai';
}

/** The place of the event in the exchange, with a member of its payload. */
export function place({ event }: StreamStep, path = ''): string {
  return `${event.at}/data${path}`;
}

/**
 * Where a part stands in its item. Parts are counted as they come; of an item that was there before a stream began, the
 * first ones may have come before.
 */
export function positionOf(item: ItemTrack, part: PartTrack, counted: number): number {
  return item.implicit ? (part.index ?? counted) : counted;
}

/** The part the event speaks of may have begun before a stream that was taken up in the middle. */
export function begunBefore({ before, part }: StreamStep): boolean {
  return before.resumed && part?.implicit !== false;
}
