import type { Exchange, Timing } from '../../../core/exchange.ts';
import { integerMember } from '../../../core/json.ts';
import { startingAfter } from '../../../core/stream/cursor.ts';
import type { StreamEvent, WiredEvent } from '../../../core/stream/event.ts';
import {
  type ChannelTrack,
  createMachine,
  type Family,
  type ItemTrack,
  type PartTrack,
  type StreamState,
  type StreamStep,
} from '../../../core/stream/machine.ts';
import { type SequenceRun, sequenceRuns } from './sequence.ts';
import { eventName, eventsOf, streamOf } from './stream.ts';

/** A stream as lanes: what was open when. Texts are as they came. */
export interface Timeline {
  readonly events: readonly TimelineEvent[];
  /** The response first, then each item, followed by its parts and texts. */
  readonly lanes: readonly Lane[];
  /** Items beyond those that have lanes. */
  readonly hiddenItems: number;
  readonly sequence: readonly SequenceRun[];
  /** Milliseconds since the request was sent; undefined where nobody took the time. */
  readonly clock: Clock | undefined;
  readonly ending: StreamEnding;
}

export interface TimelineEvent {
  readonly index: number;
  readonly name: string;
  readonly family: Family;
  /** Index of its lane. */
  readonly lane: number;
  /** Milliseconds since the request was sent until its last byte was there. */
  readonly ms: number | undefined;
  readonly sequence: number | undefined;
  readonly event: WiredEvent;
}

export interface Clock {
  readonly firstByteMs: number;
  readonly totalMs: number;
  /** How many pieces the events came in; one: there is no time between them. */
  readonly pieces: number;
}

/** `kept`: the connection ended well, but only a part of the body is in the file. */
export type StreamEnding = 'complete' | 'cut' | 'timeout' | 'too-long' | 'kept';

/** `never`: the stream went on to its end without it. `cut`, `failed`: it was not owed any more. */
export type Close = 'done' | 'never' | 'cut' | 'failed';
/** `earlier`: before the stream was taken up. */
export type Opening = 'announced' | 'unannounced' | 'earlier';

export interface Span {
  /** Indexes of events. */
  readonly from: number;
  readonly to: number;
  readonly opening: Opening;
  readonly close: Close;
}

export interface Lane extends Span {
  readonly kind: 'response' | 'item' | 'part' | 'text';
  readonly depth: 0 | 1 | 2;
  readonly name: string;
  /** `output 0, msg_1`; `24 deltas, 84 characters`. */
  readonly detail: string;
  /** The text inside a part: from its first delta to its `.done`. */
  readonly text?: Span;
}

const MOST_ITEMS = 60;

/** @returns undefined where the answer is no event stream */
export function timelineOf(exchange: Exchange, omittedBytes = 0): Timeline | undefined {
  const answer = streamOf(exchange);
  if (answer === undefined) return undefined;
  const events = eventsOf(answer);
  const resumed = startingAfter(exchange) !== undefined;
  const followed = follow(events, resumed, omittedBytes === 0 && answer.ending === 'complete');
  const ending = answer.ending === 'complete' && omittedBytes > 0 ? 'kept' : answer.ending;
  const { lanes, laneOf, hiddenItems } = lanesOf(followed, events.length, ending);
  const times = arrivals(events, exchange.timing);
  return {
    events: events.map((event, index) => ({
      index,
      name: eventName(event),
      family: followed.steps[index]?.family ?? 'unreadable',
      lane: laneOf(index),
      ms: times?.[index],
      sequence: event.payload.kind === 'object' ? integerMember(event.payload.data, 'sequence_number') : undefined,
      event,
    })),
    lanes,
    hiddenItems,
    sequence: sequenceRuns(events),
    clock: clockOf(exchange.timing, times),
    ending,
  };
}

interface Followed {
  readonly steps: readonly Pick<StreamStep, 'family' | 'item' | 'part' | 'channel'>[];
  readonly items: ReadonlySet<ItemTrack>;
  readonly state: StreamState;
  readonly resumed: boolean;
}

/** The tracks stay live to the end, so what the last event did is in them as well. */
function follow(events: readonly WiredEvent[], resumed: boolean, complete: boolean): Followed {
  const machine = createMachine(undefined, resumed);
  const items = new Set<ItemTrack>();
  let known = 0;
  const note = (state: StreamState) => {
    // A response that is created again begins with no items.
    if (state.items.length < known) known = 0;
    for (; known < state.items.length; known++) {
      const item = state.items[known];
      if (item !== undefined) items.add(item);
    }
  };
  const steps = events.map((event) => {
    const { family, item, part, channel, before } = machine.step(event);
    note(before);
    return { family, item, part, channel };
  });
  const { state } = machine.end(undefined, complete);
  note(state);
  return { steps, items, state, resumed };
}

function lanesOf({ steps, items, state, resumed }: Followed, count: number, ending: StreamEnding) {
  const lanes: Lane[] = [];
  const byTrack = new Map<ItemTrack | PartTrack | ChannelTrack, number>();
  /** Events that open something: the machine tells of it only afterwards. */
  const byOpening = new Map<number, number>();
  const last = Math.max(0, state.terminal?.index ?? count - 1);
  const failed = state.terminal?.payload.kind === 'object' && state.terminal.payload.type === 'response.failed';
  const open: Close = ending !== 'complete' && state.terminal === undefined ? 'cut' : failed ? 'failed' : 'never';
  const span = (from: number, done: StreamEvent | undefined, opening: Opening): Span => ({
    from,
    to: Math.max(from, done?.index ?? last),
    opening,
    close: done === undefined ? open : 'done',
  });
  const opened = (implicit: boolean): Opening => (!implicit ? 'announced' : resumed ? 'earlier' : 'unannounced');
  const add = (lane: Lane, track: ItemTrack | PartTrack | ChannelTrack, from: number | undefined) => {
    byTrack.set(track, lanes.length);
    if (from !== undefined) byOpening.set(from, lanes.length);
    lanes.push(lane);
  };
  const created = state.created?.index;
  lanes.push({
    kind: 'response',
    depth: 0,
    name: 'response',
    detail: state.responseId ?? '',
    ...span(created ?? 0, state.terminal, opened(created === undefined)),
    close: state.terminal === undefined ? (ending === 'complete' ? 'never' : 'cut') : 'done',
  });
  for (const item of [...items].slice(0, MOST_ITEMS)) {
    add(itemLane(item, span(item.added.index, item.done, opened(item.implicit))), item, item.added.index);
    for (const part of item.parts) {
      const { channel } = part;
      const lane = partLane(part, span(part.added.index, part.done, opened(part.implicit)));
      add({ ...lane, ...textIn(lane, channel, span) }, part, part.added.index);
      byTrack.set(channel, lanes.length - 1);
    }
    for (const channel of item.channels) {
      const begin = channel.added ?? channel.firstDelta ?? channel.done;
      if (begin === undefined) continue;
      const whole = span(begin.index, channel.done, channel.partial ? 'earlier' : 'announced');
      add({ kind: 'text', depth: 2, name: channel.name, detail: told(channel), ...whole }, channel, begin.index);
    }
  }
  const laneOf = (index: number): number => {
    const { item, part, channel } = steps[index] ?? {};
    const tracks = [channel, part, item].map((track) => (track === undefined ? undefined : byTrack.get(track)));
    return byOpening.get(index) ?? tracks.find((lane) => lane !== undefined) ?? 0;
  };
  return { lanes, laneOf, hiddenItems: Math.max(0, items.size - MOST_ITEMS) };
}

/** A text that is never done is over when its part is: it does not go on behind it. */
function textIn(
  part: Lane,
  { firstDelta, done, partial }: ChannelTrack,
  span: (from: number, done: StreamEvent | undefined, opening: Opening) => Span,
): { readonly text?: Span } {
  if (firstDelta === undefined) return {};
  const text = span(firstDelta.index, done, partial ? 'earlier' : 'announced');
  const to = done === undefined && part.close === 'done' ? Math.max(text.from, part.to) : text.to;
  return { text: { ...text, to } };
}

function itemLane({ type, outputIndex, id }: ItemTrack, span: Span): Lane {
  const facts = [outputIndex === undefined ? 'no output_index' : `output ${outputIndex}`, id ?? 'no id'];
  return { kind: 'item', depth: 1, name: type ?? 'item without a type', detail: facts.join(', '), ...span };
}

function partLane({ type, kind, index, channel }: PartTrack, span: Span): Lane {
  const name = `${type ?? 'part'} ${index ?? '?'}`;
  return { kind: 'part', depth: 2, name, detail: told(channel) || `${kind} part without deltas`, ...span };
}

function told({ deltas, joined }: ChannelTrack): string {
  if (deltas === 0) return '';
  return `${deltas} delta${deltas === 1 ? '' : 's'}, ${joined.length} character${joined.length === 1 ? '' : 's'}`;
}

/** An event is there when the chunk is that holds the blank line behind it. */
function arrivals(events: readonly WiredEvent[], timing: Timing | undefined): readonly number[] | undefined {
  const chunks = timing?.chunks;
  if (chunks === undefined || chunks.length === 0) return undefined;
  let at = 0;
  return events.map(({ wire }) => {
    const end = wire?.end ?? 0;
    while (at < chunks.length - 1 && (chunks[at]?.[0] ?? 0) <= end) at++;
    return chunks[at]?.[1] ?? 0;
  });
}

function clockOf(timing: Timing | undefined, times: readonly number[] | undefined): Clock | undefined {
  if (timing === undefined || times === undefined) return undefined;
  return { firstByteMs: timing.firstByteMs, totalMs: timing.totalMs, pieces: new Set(times).size };
}
