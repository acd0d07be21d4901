import type { WireEvent } from '../sse/wire.ts';

export interface DataBytes {
  /** The payload: the values of all `data:` lines, joined by LF. */
  readonly bytes: Uint8Array;
  /** The byte of the body at which the n-th byte of the payload stands. */
  readonly offsetOf: (n: number) => number;
  /** The first byte of the last line of each field, by its name: `event`, `data`, `id`, `retry` or an unknown one. */
  readonly lines: ReadonlyMap<string, number>;
}

interface Segment {
  /** Of the payload. */
  readonly from: number;
  /** Of the body. */
  readonly offset: number;
}

const COLON = 0x3a;
const SPACE = 0x20;
const LF = 0x0a;
const CR = 0x0d;
const LINE_FEED = Uint8Array.of(LF);

/** The payload of an event as bytes, with their places in the body. */
export function dataBytes(body: Uint8Array, event: WireEvent): DataBytes {
  const parts: Uint8Array[] = [];
  const segments: Segment[] = [];
  let length = 0;
  const lines = new Map<string, number>();
  const line = (bytes: Uint8Array, from: number, to: number, offset: number): void => {
    const start = event.offset + offset;
    const name = fieldName(bytes, from, to);
    lines.set(name, start);
    if (name !== 'data') return;
    let value = Math.min(from + 'data:'.length, to);
    if (bytes[value] === SPACE && value < to) value++;
    if (segments.length > 0) {
      parts.push(LINE_FEED);
      length++;
    }
    segments.push({ from: length, offset: start + value - from });
    parts.push(bytes.subarray(value, to));
    length += to - value;
  };
  const block = body.subarray(event.offset, event.end);
  for (const [from, to] of lineBounds(block)) line(block, from, to, from);
  return {
    bytes: joined(parts, length),
    offsetOf: (n) => {
      const segment = segments.findLast(({ from }) => from <= n);
      return segment === undefined ? event.offset : segment.offset + n - segment.from;
    },
    lines,
  };
}

/** Lines end at LF, CR or CRLF; what follows the last end, if anything, is one too. */
function* lineBounds(bytes: Uint8Array): Generator<readonly [from: number, to: number]> {
  let from = 0;
  for (let at = 0; at < bytes.length; at++) {
    if (bytes[at] !== LF && bytes[at] !== CR) continue;
    yield [from, at];
    if (bytes[at] === CR && bytes[at + 1] === LF) at++;
    from = at + 1;
  }
  if (from < bytes.length) yield [from, bytes.length];
}

function joined(parts: readonly Uint8Array[], length: number): Uint8Array {
  const all = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

/** Names are ASCII; any other line only has to stay apart from them. */
function fieldName(bytes: Uint8Array, from: number, to: number): string {
  const colon = bytes.subarray(from, to).indexOf(COLON);
  return new TextDecoder().decode(bytes.subarray(from, colon === -1 ? to : from + colon));
}
