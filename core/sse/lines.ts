const LF = 10;
const CR = 13;

/** One line without its end. The bytes are only valid during the call: they may be overwritten afterwards. */
export type OnLine = (bytes: Uint8Array, from: number, to: number, offset: number) => void;

export interface LineSplitter {
  push(chunk: Uint8Array): void;
  /** Hands over what follows the last line end (if anything) as an unfinished line. */
  end(onUnfinished: OnLine): void;
  readonly bytes: number;
  readonly lineEnds: { readonly lf: number; readonly cr: number; readonly crlf: number };
}

/**
 * Splits bytes into lines at LF, CR or CRLF, wherever the chunks are cut: a CRLF may be split between two chunks. A
 * line is handed over as soon as its CR or LF is there. Only an unfinished line is kept between two chunks.
 */
export function createLineSplitter(onLine: OnLine): LineSplitter {
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

  function emit(chunk: Uint8Array, from: number, to: number): void {
    if (keptLength === 0) {
      onLine(chunk, from, to, lineStart);
      return;
    }
    keep(chunk.subarray(0, to), from);
    const length = keptLength;
    keptLength = 0;
    onLine(kept, 0, length, lineStart);
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

  return {
    push,
    end(onUnfinished) {
      if (afterCr) lineEnds.cr++;
      afterCr = false;
      if (keptLength > 0) onUnfinished(kept, 0, keptLength, lineStart);
      keptLength = 0;
    },
    get bytes() {
      return received;
    },
    lineEnds,
  };
}
