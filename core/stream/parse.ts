import { isObject, type Json, type JsonObject, parseJson } from '../json.ts';
import type { WireEvent } from '../sse/wire.ts';
import type { Frame, Payload, StreamEvent, WiredEvent } from './event.ts';

/** An event as it was on the wire, with its payload parsed. Never throws. */
export function toStreamEvent(wire: WireEvent): WiredEvent {
  return new ParsedEvent(wire.index, wire, payloadOf(wire.data));
}

/** An event of a recording that kept the `data` payloads only. `index` counts from 0. Never throws. */
export function fromPayload(text: string, index: number): WiredEvent {
  return new ParsedEvent<WireEvent>(index, undefined, payloadOf(text));
}

export class ParsedEvent<Wire extends Frame> implements StreamEvent<Wire> {
  readonly index: number;
  readonly wire?: Wire;
  readonly payload: Payload;
  readonly alike = false;

  constructor(index: number, wire: Wire | undefined, payload: Payload) {
    this.index = index;
    if (wire !== undefined) this.wire = wire;
    this.payload = payload;
  }

  /** Made when it is asked for: of nearly all events nobody does. */
  get at(): string {
    return `/events/${this.index}`;
  }

  get sequenceNumber(): Json | undefined {
    return this.#data?.['sequence_number'];
  }

  get delta(): Json | undefined {
    return this.#data?.['delta'];
  }

  get #data(): JsonObject | undefined {
    return this.payload.kind === 'object' ? this.payload.data : undefined;
  }
}

export function payloadOf(text: string): Payload {
  if (text.length < 20 && text.trim() === '[DONE]') return { kind: 'done' };
  const parsed = parseJson(text);
  if (!parsed.ok) return { kind: 'broken', text, error: parsed.error };
  if (!isObject(parsed.value)) return { kind: 'other', text };
  const type = Object.hasOwn(parsed.value, 'type') ? parsed.value['type'] : undefined;
  return { kind: 'object', type: typeof type === 'string' ? type : undefined, data: parsed.value };
}
