import { Blocks } from './blocks.ts';
import type { WireEvent, WireFacts } from './wire.ts';

/** Who reads the events of a text. */
export interface TextReader {
  /** An event; it was written with the characters `from` to `to` of the text, its blank line among them. */
  event(wire: WireEvent, from: number, to: number): void;
  /** Asked wherever a block may begin: the reader may read whole events from there on by itself. */
  run(from: number, index: number): Run | undefined;
}

/** Whole events that were read without the decoder. Every line of them ends in LF, and none is a comment. */
export interface Run {
  readonly events: number;
  /** The character after them, and what they took. */
  readonly to: number;
  readonly bytes: number;
  readonly lines: number;
}

/**
 * Reads a body that is at hand as text: what `decodeSse` says of its bytes, half a pair of surrogates being U+FFFD. The
 * text is never turned into bytes, and its lines are no strings of their own; of a long stream most is taken in runs (see
 * `TextReader`).
 */
export function readSse(text: string, reader: TextReader): WireFacts {
  const lineEnds = { lf: 0, cr: 0, crlf: 0 };
  let begin = 0;
  let next = 0;
  let bytes = 0;
  let lf = text.indexOf('\n');
  let cr = text.indexOf('\r');
  const blocks = new Blocks((event) => reader.event(event, begin, next));

  function takeRun(): boolean {
    const run = reader.run(next, blocks.index);
    if (run === undefined) return false;
    blocks.index += run.events;
    lineEnds.lf += run.lines;
    bytes += run.bytes;
    next = run.to;
    return true;
  }

  function takeLine(): void {
    const from = next;
    // Each is looked for again once it is passed: never twice in the same characters.
    if (lf !== -1 && lf < from) lf = text.indexOf('\n', from);
    if (cr !== -1 && cr < from) cr = text.indexOf('\r', from);
    const stop = Math.min(lf === -1 ? text.length : lf, cr === -1 ? text.length : cr);
    const offset = bytes;
    const size = utf8Length(text, from, stop);
    bytes += size + 1;
    next = stop + 1;
    if (stop === lf) lineEnds.lf++;
    else if (lf === next) {
      lineEnds.crlf++;
      bytes++;
      next++;
    } else if (stop === cr) lineEnds.cr++;
    else bytes--;
    const line = size === stop - from ? undefined : wellFormed(text.slice(from, stop));
    if (line === undefined) blocks.line(text, from, stop, offset);
    else blocks.line(line, 0, line.length, offset);
  }

  while (next < text.length) {
    if (blocks.between) {
      begin = next;
      if (takeRun()) continue;
    }
    takeLine();
  }
  return blocks.end(bytes, lineEnds, []);
}

/** Bytes of the characters in UTF-8, where half a pair of surrogates is written as U+FFFD. */
export function utf8Length(text: string, from: number, to: number): number {
  let bytes = to - from;
  for (let at = from; at < to; at++) {
    const code = text.charCodeAt(at);
    if (code < 0x80) continue;
    bytes += code < 0x800 ? 1 : 2;
    if (isPair(text, at, to)) at++;
  }
  return bytes;
}

/** Whether the two characters from `at` on are a pair of surrogates: one character beyond U+FFFF. */
export function isPair(text: string, at: number, to: number): boolean {
  return isHigh(text.charCodeAt(at)) && at + 1 < to && isLow(text.charCodeAt(at + 1));
}

const isHigh = (code: number) => code >= 0xd800 && code <= 0xdbff;
const isLow = (code: number) => code >= 0xdc00 && code <= 0xdfff;
const LONE = /(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]|[\uD800-\uDBFF](?![\uDC00-\uDFFF])/g;

function wellFormed(text: string): string {
  return text.replace(LONE, '\ufffd');
}
