import { bodyBytes } from '../../../core/body.ts';
import type { Exchange, HttpAnswer } from '../../../core/exchange.ts';
import { decodeSse } from '../../../core/sse/decoder.ts';
import type { WiredEvent } from '../../../core/stream/event.ts';
import { fromPayload, toStreamEvent } from '../../../core/stream/parse.ts';

/** The answer where it is an event stream, by the same signs as the judge takes; else undefined. */
export function streamOf({ answer }: Pick<Exchange, 'answer'>): HttpAnswer | undefined {
  if (answer.kind !== 'http') return undefined;
  const { body, contentType } = answer;
  if (body.kind === 'data') return answer;
  if (/^text\/event-stream\b/i.test(contentType)) return answer;
  return body.kind === 'text' && /^\uFEFF?(?:event|data|id|retry)?:/.test(body.text) ? answer : undefined;
}

/** All events of a stream with their payloads parsed. */
export function eventsOf({ body }: HttpAnswer): readonly WiredEvent[] {
  return body.kind === 'data' ? body.payloads.map(fromPayload) : decodeSse(bodyBytes(body)).events.map(toStreamEvent);
}

/** Text of an event's payload as it came. */
export function payloadText({ wire, payload }: WiredEvent): string {
  if (wire !== undefined) return wire.data;
  switch (payload.kind) {
    case 'object':
      return JSON.stringify(payload.data);
    case 'done':
      return '[DONE]';
    case 'other':
    case 'broken':
      return payload.text;
    default:
      return payload satisfies never;
  }
}

/** What an event is called: its type, else its name on the wire. */
export function eventName({ wire, payload }: WiredEvent): string {
  if (payload.kind === 'done') return '[DONE]';
  return (payload.kind === 'object' ? payload.type : undefined) ?? wire?.name ?? 'no type';
}
