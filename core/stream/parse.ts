import { isObject, parseJson } from '../json.ts';
import type { WireEvent } from '../sse/wire.ts';
import type { Payload, StreamEvent } from './event.ts';

/** An event as it was on the wire, with its payload parsed. Never throws. */
export function toStreamEvent(wire: WireEvent): StreamEvent {
  return { index: wire.index, at: `/events/${wire.index}`, wire, payload: payloadOf(wire.data) };
}

/** An event of a recording that kept the `data` payloads only. `index` counts from 0. Never throws. */
export function fromPayload(text: string, index: number): StreamEvent {
  return { index, at: `/events/${index}`, payload: payloadOf(text) };
}

function payloadOf(text: string): Payload {
  if (text.length < 20 && text.trim() === '[DONE]') return { kind: 'done' };
  const parsed = parseJson(text);
  if (!parsed.ok) return { kind: 'broken', text, error: parsed.error };
  if (!isObject(parsed.value)) return { kind: 'other', text };
  const type = Object.hasOwn(parsed.value, 'type') ? parsed.value['type'] : undefined;
  return { kind: 'object', type: typeof type === 'string' ? type : undefined, data: parsed.value };
}
