import type { WireComment, WireEvent, WireFacts } from './wire.ts';

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

/** Makes events of lines, by the WHATWG rules (HTML Living Standard, 9.2.6), and counts what makes none. */
export class Blocks {
  /** The index of the next event. */
  index = 0;
  readonly #onEvent: (event: WireEvent) => void;
  readonly #comments: WireComment[] = [];
  #commentCount = 0;
  #emptyBlocks = 0;
  #bom = false;
  #block: Block | undefined;
  #lastName = '';

  constructor(onEvent: (event: WireEvent) => void) {
    this.#onEvent = onEvent;
  }

  /** The next line is the first of its block. */
  get between(): boolean {
    return this.#block === undefined;
  }

  /** Takes a line without its end: characters `lineFrom` to `to` of `text`, at byte `lineOffset` of the body. */
  line(text: string, lineFrom: number, to: number, lineOffset: number): void {
    let from = lineFrom;
    let offset = lineOffset;
    if (offset === 0 && from < to && text.charCodeAt(from) === BOM) {
      this.#bom = true;
      from += 1;
      offset = BOM_BYTES;
    }
    if (from === to) {
      this.#dispatch(offset, true);
      return;
    }
    if (text.charCodeAt(from) === COLON) {
      this.#comment(text.slice(from + 1, to), offset);
      return;
    }
    const into = this.#blockAt(offset);
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
      if (!is(text, start, to, this.#lastName)) this.#lastName = text.slice(start, to);
      into.name = this.#lastName;
    } else field(text.slice(from, colon), text.slice(start, to), into);
  }

  /** Call once, with the length of the body. */
  end(bytes: number, lineEnds: WireFacts['lineEnds'], invalidUtf8: readonly number[]): WireFacts {
    this.#dispatch(bytes, false);
    return {
      bytes,
      bom: this.#bom,
      lineEnds: { ...lineEnds },
      comments: this.#comments,
      commentCount: this.#commentCount,
      invalidUtf8: invalidUtf8.slice(0, MOST_FACTS),
      emptyBlocks: this.#emptyBlocks,
    };
  }

  #blockAt(offset: number): Block {
    this.#block ??= {
      offset,
      name: undefined,
      data: '',
      dataLines: 0,
      id: undefined,
      retry: undefined,
      unknownFields: undefined,
    };
    return this.#block;
  }

  #comment(value: string, offset: number): void {
    this.#commentCount++;
    if (this.#comments.length < MOST_FACTS)
      this.#comments.push({ offset, text: value.trim().slice(0, MOST_CHARACTERS) });
  }

  #dispatch(end: number, complete: boolean): void {
    const done = this.#block;
    this.#block = undefined;
    if (done === undefined) return;
    if (done.dataLines === 0) {
      // `retry:` and `id:` may stand alone; an `event:` or unknown line without data is lost on every reader.
      if (complete && (done.name !== undefined || done.unknownFields !== undefined)) this.#emptyBlocks++;
      return;
    }
    this.#onEvent({
      index: this.index++,
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

const DATA = 'data';
const EVENT = 'event';

/** Whether the characters from `from` to `to` are exactly `word`. */
function is(text: string, from: number, to: number, word: string): boolean {
  return to - from === word.length && text.startsWith(word, from);
}
