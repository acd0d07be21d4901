import { createLineSplitter } from './lines.ts';
import type { WireComment, WireEvent, WireFacts } from './wire.ts';

export interface SseDecoder {
  /**
   * Takes the next bytes, cut anywhere, and returns the events they completed. The chunk may be reused afterwards.
   * @param text the text of the chunk, from who made the chunk of it: it is then not decoded again
   */
  push(chunk: Uint8Array, text?: string): WireEvent[];
  /** Call once. `events` holds the event that was cut off by the end of the body, if there is one. */
  end(): SseEnd;
}

export interface SseEnd {
  readonly events: WireEvent[];
  readonly facts: WireFacts;
}

const COLON = 58;
const SPACE = 32;
const BOM = 0xfeff;
const BOM_BYTES = 3;
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
  const comments: WireComment[] = [];
  const invalidUtf8: number[] = [];
  let commentCount = 0;
  let emptyBlocks = 0;
  let index = 0;
  let bom = false;
  let block: Block | undefined;
  let lastName = '';
  let dispatched: WireEvent[] = [];

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

  function comment(value: string, offset: number): void {
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

  function line(text: string, lineFrom: number, to: number, lineOffset: number): void {
    let from = lineFrom;
    let offset = lineOffset;
    if (offset === 0 && from < to && text.charCodeAt(from) === BOM) {
      bom = true;
      from += 1;
      offset = BOM_BYTES;
    }
    if (from === to) {
      dispatch(offset, true);
      return;
    }
    if (text.charCodeAt(from) === COLON) {
      comment(text.slice(from + 1, to), offset);
      return;
    }
    const into = blockAt(offset);
    let colon = from;
    while (colon < to && text.charCodeAt(colon) !== COLON) colon++;
    let start = Math.min(colon + 1, to);
    if (start < to && text.charCodeAt(start) === SPACE) start++;
    if (is(text, from, colon, DATA)) {
      const value = text.slice(start, to);
      into.data = into.dataLines === 0 ? value : `${into.data}\n${value}`;
      into.dataLines++;
    } else if (is(text, from, colon, EVENT)) {
      // Streams repeat one name for hundreds of deltas.
      if (!is(text, start, to, lastName)) lastName = text.slice(start, to);
      into.name = lastName;
    } else field(text.slice(from, colon), text.slice(start, to), into);
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

  const splitter = createLineSplitter(line, (offset) => {
    if (invalidUtf8.length < MOST_FACTS) invalidUtf8.push(offset);
  });
  return {
    push(chunk, text) {
      splitter.push(chunk, text);
      return take();
    },
    end() {
      splitter.end();
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

/** Whether the characters from `from` to `to` are exactly `word`. */
function is(text: string, from: number, to: number, word: string): boolean {
  return to - from === word.length && text.startsWith(word, from);
}
