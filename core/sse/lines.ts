import { invalidSequences } from './utf8.ts';

const LF = 10;
const CR = 13;

/** One line without its end: characters `from` to `to` of `text`, at byte `offset` of the body. */
export type OnLine = (text: string, from: number, to: number, offset: number) => void;

export interface LineSplitter {
  push(chunk: Uint8Array): void;
  /** Hands over what follows the last line end (if anything) as an unfinished line. */
  end(): void;
  readonly bytes: number;
  readonly lineEnds: { readonly lf: number; readonly cr: number; readonly crlf: number };
}

/**
 * Splits bytes into lines of text at LF, CR or CRLF, wherever the chunks are cut: a CRLF may be split between two chunks,
 * and so may a character. A line is handed over as soon as its CR or LF is there. Only an unfinished line is kept between
 * two chunks. Invalid UTF-8 is reported by its offset and becomes U+FFFD, a byte order mark stays U+FEFF.
 *
 * Whole lines of one chunk that end in LF are decoded at once: that is every genuine stream, and several times as fast.
 */
export function createLineSplitter(onLine: OnLine, onInvalid: (offset: number) => void): LineSplitter {
  const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  const lenient = new TextDecoder('utf-8', { ignoreBOM: true });
  const lineEnds = { lf: 0, cr: 0, crlf: 0 };
  let received = 0;
  let lineStart = 0;
  let afterCr = false;
  let kept = new Uint8Array(256);
  let keptLength = 0;

  function keep(chunk: Uint8Array, from: number): void {
    const length = keptLength + chunk.length - from;
    if (length > kept.length) {
      const larger = new Uint8Array(Math.max(length, kept.length * 2));
      larger.set(kept.subarray(0, keptLength));
      kept = larger;
    }
    kept.set(from === 0 ? chunk : chunk.subarray(from), keptLength);
    keptLength = length;
  }

  function decoded(bytes: Uint8Array): string | undefined {
    try {
      return strict.decode(bytes);
    } catch {
      return undefined;
    }
  }

  function emitLine(bytes: Uint8Array): void {
    let text = decoded(bytes);
    if (text === undefined) {
      invalidSequences(bytes, 0, bytes.length, (at) => onInvalid(lineStart + at));
      text = lenient.decode(bytes);
    }
    onLine(text, 0, text.length, lineStart);
  }

  function emit(chunk: Uint8Array, from: number, to: number): void {
    if (keptLength === 0) {
      emitLine(chunk.subarray(from, to));
      return;
    }
    keep(chunk.subarray(0, to), from);
    const length = keptLength;
    keptLength = 0;
    emitLine(kept.subarray(0, length));
  }

  /** Lines that all end in LF. */
  function emitBlock(block: Uint8Array, text: string): void {
    const ascii = text.length === block.length;
    let from = 0;
    let byte = 0;
    for (let to = text.indexOf('\n', from); to !== -1; to = text.indexOf('\n', from)) {
      onLine(text, from, to, lineStart);
      const next = ascii ? to + 1 : block.indexOf(LF, byte) + 1;
      lineStart += next - byte;
      byte = next;
      from = to + 1;
      lineEnds.lf++;
    }
  }

  /** Lines of any ends, one by one. */
  function pushLines(chunk: Uint8Array, start: number, base: number): void {
    let at = start;
    let lf = chunk.indexOf(LF, at);
    let cr = chunk.indexOf(CR, at);
    while (lf !== -1 || cr !== -1) {
      const stop = cr === -1 || (lf !== -1 && lf < cr) ? lf : cr;
      emit(chunk, at, stop);
      at = stop + 1;
      if (stop === lf) lineEnds.lf++;
      else if (at === chunk.length) afterCr = true;
      else if (chunk[at] === LF) {
        lineEnds.crlf++;
        at++;
      } else lineEnds.cr++;
      lineStart = base + at;
      if (lf !== -1 && lf < at) lf = chunk.indexOf(LF, at);
      if (cr !== -1 && cr < at) cr = chunk.indexOf(CR, at);
    }
    if (at < chunk.length) keep(chunk, at);
  }

  function push(chunk: Uint8Array): void {
    const base = received;
    received += chunk.length;
    let at = 0;
    if (afterCr && chunk.length > 0) {
      afterCr = false;
      if (chunk[0] === LF) {
        lineEnds.crlf++;
        at = 1;
        lineStart = base + 1;
      } else lineEnds.cr++;
    }
    const last = chunk.indexOf(CR) === -1 ? chunk.lastIndexOf(LF) : -1;
    if (last >= at) {
      if (keptLength > 0) {
        const first = chunk.indexOf(LF, at);
        emit(chunk, at, first);
        lineEnds.lf++;
        at = first + 1;
        lineStart = base + at;
      }
      const block = chunk.subarray(at, last + 1);
      const text = decoded(block);
      // Where it is no valid UTF-8, the line that breaks it is looked for.
      if (text !== undefined) {
        emitBlock(block, text);
        at = last + 1;
      }
    }
    pushLines(chunk, at, base);
  }

  return {
    push,
    end() {
      if (afterCr) lineEnds.cr++;
      afterCr = false;
      if (keptLength > 0) emitLine(kept.subarray(0, keptLength));
      keptLength = 0;
    },
    get bytes() {
      return received;
    },
    lineEnds,
  };
}
