import { createLineSplitter } from '../sse/lines.ts';
import type { WireEvent } from '../sse/wire.ts';

export interface DataBytes {
  /** The payload: the values of all `data:` lines, joined by LF. */
  readonly bytes: Uint8Array;
  /** The byte of the body at which the n-th byte of the payload stands. */
  readonly offsetOf: (n: number) => number;
  /** First byte of the last `event:` line, undefined when there is none. */
  readonly nameAt: number | undefined;
}

interface Segment {
  /** Of the payload. */
  readonly from: number;
  /** Of the body. */
  readonly offset: number;
}

const COLON = 0x3a;
const SPACE = 0x20;
const LINE_FEED = Uint8Array.of(10);
const DATA = new TextEncoder().encode('data');
const EVENT = new TextEncoder().encode('event');

/** The payload of an event as bytes, with their places in the body. */
export function dataBytes(body: Uint8Array, event: WireEvent): DataBytes {
  const parts: Uint8Array[] = [];
  const segments: Segment[] = [];
  let length = 0;
  let nameAt: number | undefined;
  const line = (bytes: Uint8Array, from: number, to: number, offset: number): void => {
    const start = event.offset + offset;
    if (isField(bytes, from, to, EVENT)) nameAt = start;
    if (!isField(bytes, from, to, DATA)) return;
    let value = Math.min(from + DATA.length + 1, to);
    if (bytes[value] === SPACE && value < to) value++;
    if (segments.length > 0) {
      parts.push(LINE_FEED);
      length++;
    }
    segments.push({ from: length, offset: start + value - from });
    // A copy: the splitter may use the bytes again.
    parts.push(bytes.slice(value, to));
    length += to - value;
  };
  const splitter = createLineSplitter(line);
  splitter.push(body.subarray(event.offset, event.end));
  splitter.end(line);
  return {
    bytes: joined(parts, length),
    offsetOf: (n) => {
      const segment = segments.findLast(({ from }) => from <= n);
      return segment === undefined ? event.offset : segment.offset + n - segment.from;
    },
    nameAt,
  };
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

function isField(bytes: Uint8Array, from: number, to: number, name: Uint8Array): boolean {
  if (to - from < name.length || !name.every((byte, index) => bytes[from + index] === byte)) return false;
  return to - from === name.length || bytes[from + name.length] === COLON;
}
