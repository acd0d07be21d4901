import { bodyBytes } from '../body.ts';
import type { Exchange } from '../exchange.ts';
import { parseJson, stringMember } from '../json.ts';
import { decodeSse } from '../sse/decoder.ts';
import type { WireEvent } from '../sse/wire.ts';
import { dataBytes } from './data.ts';
import { type JsonSpan, locateJson } from './json.ts';

/** Where on the wire the JSON Pointer of a finding points. */
export interface Place {
  readonly part: 'document' | 'request' | 'status' | 'header' | 'body' | 'event' | 'stream';
  /** Number of the event, from 0, and its type where it has one. */
  readonly event?: number;
  readonly type?: string;
  /**
   * Bytes of the answer's body before the place, as the exchange holds it. Absent where the body has no such place, and
   * for recordings that kept the payloads of events only.
   */
  readonly byte?: number;
  /** False when nothing is there: `byte` is where that begins which would hold it. */
  readonly exact: boolean;
  /** What lacks the place: `byte` is where it begins. */
  readonly within?: 'object' | 'list';
  /** The value at the place as it stands there, where it is a short JSON value. */
  readonly raw?: string;
}

export type Locator = (at: string) => Place;

/** Finds places in one exchange; what it has to decode it decodes once, when first asked. Pure. */
export function createLocator({ answer }: Pick<Exchange, 'answer'>): Locator {
  const body = answer.kind === 'http' ? answer.body : undefined;
  let bytes: Uint8Array | undefined;
  let events: readonly WireEvent[] | undefined;
  const wire = () => {
    bytes ??= body === undefined || body.kind === 'data' ? new Uint8Array() : bodyBytes(body);
    return bytes;
  };
  const eventsOf = () => {
    events ??= decodeSse(wire()).events;
    return events;
  };

  function inEvent(index: number, rest: string): Place {
    if (body?.kind === 'data') {
      const payload = body.payloads[index];
      return { part: 'event', event: index, ...typed(payload), exact: payload !== undefined };
    }
    const event = eventsOf()[index];
    if (event === undefined) return { part: 'event', event: index, exact: false };
    const known = { part: 'event', event: index, ...typed(event.data, event.name) } as const;
    const { bytes: data, offsetOf, lines } = dataBytes(wire(), event);
    if (rest !== '/data' && !rest.startsWith('/data/')) {
      const line = lines.get(rest.slice(1));
      return { ...known, byte: line ?? event.offset, exact: rest === '' || line !== undefined };
    }
    const span = locateJson(data, rest.slice('/data'.length));
    if (span === undefined) return { ...known, byte: offsetOf(0), exact: rest === '/data' };
    return { ...known, byte: offsetOf(span.start), exact: span.exact, ...detailOf(data, span) };
  }

  function inBody(pointer: string): Place {
    if (body === undefined || body.kind === 'data') return { part: 'body', exact: false };
    const span = locateJson(wire(), pointer);
    return span === undefined
      ? { part: 'body', byte: 0, exact: pointer === '' }
      : { part: 'body', byte: span.start, exact: span.exact, ...detailOf(wire(), span) };
  }

  return (at) => {
    const [, head = '', number = ''] = at.split('/', 3);
    const answered = answer.kind === 'http';
    switch (head) {
      case 'events':
        return /^\d+$/.test(number)
          ? inEvent(Number(number), at.slice(`/events/${number}`.length))
          : { part: 'stream', exact: true };
      case 'body':
        return inBody(at.slice('/body'.length));
      case 'headers':
        return { part: 'header', exact: answered && Object.hasOwn(answer.headers, number) };
      case 'request':
        return { part: 'request', exact: true };
      case 'lines':
        return { part: 'document', exact: true };
      case 'stream':
        return { part: 'stream', exact: true };
      default:
        return { part: 'status', exact: answered };
    }
  };
}

const RAW_BYTES = 400;

function detailOf(bytes: Uint8Array, { start, end, exact }: JsonSpan): Pick<Place, 'raw' | 'within'> {
  if (exact) return end - start <= RAW_BYTES ? { raw: new TextDecoder().decode(bytes.subarray(start, end)) } : {};
  const first = String.fromCharCode(bytes[start] ?? 0);
  return first === '{' ? { within: 'object' } : first === '[' ? { within: 'list' } : {};
}

/** The type in the payload, else the name on the wire. */
function typed(data: string | undefined, name?: string): { readonly type?: string } {
  const parsed = data === undefined ? undefined : parseJson(data);
  const type = (parsed?.ok === true ? stringMember(parsed.value, 'type') : undefined) ?? name;
  if (type !== undefined) return { type };
  return data === '[DONE]' ? { type: data } : {};
}
