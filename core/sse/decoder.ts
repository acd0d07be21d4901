import { createLineSplitter } from './lines.ts';
import { invalidSequences } from './utf8.ts';
import type { WireComment, WireEvent, WireFacts } from './wire.ts';

export interface SseDecoder {
  /** Takes the next bytes, cut anywhere, and returns the events they completed. The chunk may be reused afterwards. */
  push(chunk: Uint8Array): WireEvent[];
  /** Call once. `events` holds the event that was cut off by the end of the body, if there is one. */
  end(): SseEnd;
}

export interface SseEnd {
  readonly events: WireEvent[];
  readonly facts: WireFacts;
}

const COLON = 58;
const SPACE = 32;
const MOST_FACTS = 20;
const MOST_CHARACTERS = 200;

interface Block {
  offset: number;
  name: string | undefined;
  data: string;
  dataLines: number;
  id: string | undefined;
  retry: string | undefined;
  unknownFields: string[] | undefined;
}

const NO_FIELDS: readonly string[] = Object.freeze([]);

/**
 * A decoder of `text/event-stream` by the WHATWG rules (HTML Living Standard, 9.2.6) that keeps the facts of the wire.
 * Where the chunks are cut makes no difference to any result. Memory: the unfinished event and the capped facts.
 */
export function createSseDecoder(): SseDecoder {
  const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  const lenient = new TextDecoder('utf-8', { ignoreBOM: true });
  const comments: WireComment[] = [];
  const invalidUtf8: number[] = [];
  let commentCount = 0;
  let emptyBlocks = 0;
  let index = 0;
  let bom = false;
  let block: Block | undefined;
  let lastName = '';
  let dispatched: WireEvent[] = [];

  function text(bytes: Uint8Array, from: number, to: number, offset: number): string {
    const part = bytes.subarray(from, to);
    try {
      return strict.decode(part);
    } catch {
      invalidSequences(bytes, from, to, (at) => {
        if (invalidUtf8.length < MOST_FACTS) invalidUtf8.push(offset + at);
      });
      return lenient.decode(part);
    }
  }

  function blockAt(offset: number): Block {
    block ??= {
      offset,
      name: undefined,
      data: '',
      dataLines: 0,
      id: undefined,
      retry: undefined,
      unknownFields: undefined,
    };
    return block;
  }

  function comment(bytes: Uint8Array, from: number, to: number, offset: number): void {
    const value = text(bytes, from + 1, to, offset - from);
    commentCount++;
    if (comments.length < MOST_FACTS) comments.push({ offset, text: value.trim().slice(0, MOST_CHARACTERS) });
  }

  function field(name: string, value: string, into: Block): void {
    if (name === 'id') {
      // A NUL makes every reader ignore the line.
      if (!value.includes('\0')) into.id = value;
    } else if (name === 'retry') {
      if (/^[0-9]+$/.test(value)) into.retry = value;
    } else {
      into.unknownFields ??= [];
      const shown = name.slice(0, MOST_CHARACTERS);
      if (into.unknownFields.length < MOST_FACTS) into.unknownFields.push(shown);
    }
  }

  function line(bytes: Uint8Array, lineFrom: number, to: number, lineOffset: number): void {
    let from = lineFrom;
    let offset = lineOffset;
    if (offset === 0 && hasBom(bytes, from, to)) {
      bom = true;
      from += 3;
      offset = 3;
    }
    if (from === to) {
      dispatch(offset, true);
      return;
    }
    if (bytes[from] === COLON) {
      comment(bytes, from, to, offset);
      return;
    }
    const into = blockAt(offset);
    const base = offset - from;
    let colon = from;
    while (colon < to && bytes[colon] !== COLON) colon++;
    let start = Math.min(colon + 1, to);
    if (start < to && bytes[start] === SPACE) start++;
    if (isName(bytes, from, colon, DATA)) {
      const value = text(bytes, start, to, base);
      into.data = into.dataLines === 0 ? value : `${into.data}\n${value}`;
      into.dataLines++;
    } else if (isName(bytes, from, colon, EVENT)) {
      // Streams repeat one name for hundreds of deltas; comparing bytes is cheaper than decoding them again.
      if (!isName(bytes, start, to, lastName)) lastName = text(bytes, start, to, base);
      into.name = lastName;
    } else field(text(bytes, from, colon, base), text(bytes, start, to, base), into);
  }

  function dispatch(end: number, complete: boolean): void {
    const done = block;
    block = undefined;
    if (done === undefined) return;
    if (done.dataLines === 0) {
      // `retry:` and `id:` may stand alone; an `event:` or unknown line without data is lost on every reader.
      if (complete && (done.name !== undefined || done.unknownFields !== undefined)) emptyBlocks++;
      return;
    }
    dispatched.push({
      index: index++,
      offset: done.offset,
      end,
      name: done.name,
      data: done.data,
      dataLines: done.dataLines,
      id: done.id,
      retry: done.retry,
      unknownFields: done.unknownFields ?? NO_FIELDS,
      complete,
    });
  }

  function take(): WireEvent[] {
    const events = dispatched;
    dispatched = [];
    return events;
  }

  const splitter = createLineSplitter(line);
  return {
    push(chunk) {
      splitter.push(chunk);
      return take();
    },
    end() {
      splitter.end(line);
      dispatch(splitter.bytes, false);
      return {
        events: take(),
        facts: {
          bytes: splitter.bytes,
          bom,
          lineEnds: { ...splitter.lineEnds },
          comments,
          commentCount,
          invalidUtf8,
          emptyBlocks,
        },
      };
    },
  };
}

/** A whole body at once. */
export function decodeSse(body: string | Uint8Array): SseEnd {
  const decoder = createSseDecoder();
  const events = decoder.push(typeof body === 'string' ? new TextEncoder().encode(body) : body);
  const { events: rest, facts } = decoder.end();
  return { events: [...events, ...rest], facts };
}

const DATA = 'data';
const EVENT = 'event';

/** Whether the bytes are exactly the ASCII text `name`; never true for other text. */
function isName(bytes: Uint8Array, from: number, to: number, name: string): boolean {
  if (to - from !== name.length) return false;
  for (let at = 0; at < name.length; at++) {
    const byte = bytes[from + at] ?? 0;
    if (byte !== name.charCodeAt(at) || byte > 0x7f) return false;
  }
  return true;
}

function hasBom(bytes: Uint8Array, from: number, to: number): boolean {
  return to - from >= 3 && bytes[from] === 0xef && bytes[from + 1] === 0xbb && bytes[from + 2] === 0xbf;
}
