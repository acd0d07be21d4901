/**
 * Finds the invalid sequences of UTF-8 text and reports the offset of each one's first byte. Sequences are bounded as
 * the WHATWG decoder bounds them (one U+FFFD each), so the number of reports equals the number of replacement
 * characters a browser would show.
 */
export function invalidSequences(bytes: Uint8Array, from: number, to: number, report: (at: number) => void): void {
  let at = from;
  while (at < to) {
    const lead = bytes[at] ?? 0;
    if (lead < 0x80) {
      at++;
      continue;
    }
    const shape = shapeOf(lead);
    if (shape === undefined) {
      report(at);
      at++;
      continue;
    }
    let next = at + 1;
    let low = shape.low;
    let high = shape.high;
    while (next < at + shape.length && next < to) {
      const byte = bytes[next] ?? 0;
      if (byte < low || byte > high) break;
      low = 0x80;
      high = 0xbf;
      next++;
    }
    if (next < at + shape.length) report(at);
    at = next;
  }
}

interface Shape {
  readonly length: number;
  /** Bounds of the second byte: they exclude overlong forms, surrogates and code points over U+10FFFF. */
  readonly low: number;
  readonly high: number;
}

function shapeOf(lead: number): Shape | undefined {
  if (lead < 0xc2 || lead > 0xf4) return undefined;
  if (lead < 0xe0) return { length: 2, low: 0x80, high: 0xbf };
  if (lead < 0xf0) return { length: 3, low: lead === 0xe0 ? 0xa0 : 0x80, high: lead === 0xed ? 0x9f : 0xbf };
  return { length: 4, low: lead === 0xf0 ? 0x90 : 0x80, high: lead === 0xf4 ? 0x8f : 0xbf };
}
