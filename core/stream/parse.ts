import { isObject, parseJson } from '../json.ts';
import type { WireEvent } from '../sse/wire.ts';
import type { Frame, Payload, StreamEvent, WiredEvent } from './event.ts';
import { type Pattern, patternOf } from './pattern.ts';

/** An event as it was on the wire, with its payload parsed. Never throws. */
export function toStreamEvent(wire: WireEvent): WiredEvent {
  return new Event(wire.index, wire, payloadOf(wire.data), false);
}

/** An event of a recording that kept the `data` payloads only. `index` counts from 0. Never throws. */
export function fromPayload(text: string, index: number): WiredEvent {
  return new Event<WireEvent>(index, undefined, payloadOf(text), false);
}

/** Reads the events of one stream, in order, and tells which are alike. Never throws. */
export interface EventReader {
  /** An event as it was on the wire, with its payload parsed. */
  wire(wire: WireEvent): StreamEvent;
  /** As `fromPayload`. */
  payload(text: string, index: number): StreamEvent;
}

/** So many events of one type in a row are parsed before a pattern of them is made; making it costs as much as these. */
const PATIENCE = 16;
const MOST_PATIENCE = 4096;

/**
 * A reader that knows the events of a run of deltas by their pattern, instead of parsing each as if it were the first:
 * several times as fast, and what it reads is the same. Where patterns do not last (several texts that take turns) it
 * loses its patience for making them.
 *
 * @param patience see `PATIENCE`; `Infinity` parses everything
 */
export function createEventReader(patience = PATIENCE): EventReader {
  let waits = patience;
  let pattern: Pattern | undefined;
  let uses = 0;
  /** Parsed events of one type in a row. */
  let type: string | undefined;
  let row = 0;
  /** The event before is of the pattern. */
  let ofPattern = false;
  let frame: Frame | undefined;

  function learn(text: string, payload: Payload): void {
    const own = payload.kind === 'object' ? payload.type : undefined;
    row = own === type ? row + 1 : 1;
    type = own;
    if (row < waits || payload.kind !== 'object' || own?.endsWith('.delta') !== true) return;
    if (pattern !== undefined) waits = uses < waits ? Math.min(waits * 2, MOST_PATIENCE) : patience;
    row = 0;
    uses = 0;
    pattern = patternOf(text, payload.data);
    ofPattern = pattern !== undefined;
  }

  function read(text: string, index: number, own: Frame | undefined): StreamEvent {
    const data = pattern?.read(text);
    if (pattern !== undefined && data !== undefined) {
      const alike = ofPattern && frame === own;
      uses++;
      ofPattern = true;
      frame = own;
      return new Event(index, own, { kind: 'object', type: pattern.type, data }, alike);
    }
    ofPattern = false;
    frame = own;
    const payload = payloadOf(text);
    learn(text, payload);
    return new Event(index, own, payload, false);
  }

  return {
    wire: (wire) => read(wire.data, wire.index, frame !== undefined && isSame(frame, wire) ? frame : frameOf(wire)),
    payload: (text, index) => read(text, index, undefined),
  };
}

function frameOf({ name, id, retry, unknownFields, complete }: WireEvent): Frame {
  return { name, id, retry, unknownFields, complete };
}

function isSame(one: Frame, other: Frame): boolean {
  return (
    one.name === other.name &&
    one.id === other.id &&
    one.retry === other.retry &&
    one.unknownFields === other.unknownFields &&
    one.complete === other.complete
  );
}

class Event<Wire extends Frame> implements StreamEvent<Wire> {
  readonly index: number;
  readonly wire?: Wire;
  readonly payload: Payload;
  readonly alike: boolean;

  constructor(index: number, wire: Wire | undefined, payload: Payload, alike: boolean) {
    this.index = index;
    if (wire !== undefined) this.wire = wire;
    this.payload = payload;
    this.alike = alike;
  }

  /** Made when it is asked for: of nearly all events nobody does. */
  get at(): string {
    return `/events/${this.index}`;
  }
}

function payloadOf(text: string): Payload {
  if (text.length < 20 && text.trim() === '[DONE]') return { kind: 'done' };
  const parsed = parseJson(text);
  if (!parsed.ok) return { kind: 'broken', text, error: parsed.error };
  if (!isObject(parsed.value)) return { kind: 'other', text };
  const type = Object.hasOwn(parsed.value, 'type') ? parsed.value['type'] : undefined;
  return { kind: 'object', type: typeof type === 'string' ? type : undefined, data: parsed.value };
}
