import type { Body } from './exchange.ts';

/** The bytes of a body as received; for a recording's bare payloads the shortest stream that carries them. */
export function bodyBytes(body: Body): Uint8Array {
  switch (body.kind) {
    case 'text':
      return new TextEncoder().encode(body.text);
    case 'base64':
      return Uint8Array.from(atob(body.base64), (character) => character.charCodeAt(0));
    case 'data':
      return new TextEncoder().encode(body.payloads.map((payload) => `data: ${payload}\n\n`).join(''));
    default:
      return body satisfies never;
  }
}

const SLICE = 65_536;
const SURROGATE = /[\uD800-\uDFFF]/;

/** Bytes of a body, and their text where the body is kept as text. */
export interface Slice {
  readonly bytes: Uint8Array;
  readonly text?: string;
}

/** `bodyBytes` in slices of some 64 KB. Each may be overwritten by the next: a long text never becomes bytes as a whole. */
export function* slicesOf(body: Body): Generator<Slice> {
  if (body.kind !== 'text') {
    const bytes = bodyBytes(body);
    for (let from = 0; from < bytes.length; from += SLICE) yield { bytes: bytes.subarray(from, from + SLICE) };
    return;
  }
  const encoder = new TextEncoder();
  const buffer = new Uint8Array(SLICE);
  for (let from = 0; from < body.text.length; ) {
    // A pair of surrogates that the slice cuts never fits (the units before it fill the buffer) and is left for the next.
    const { read, written } = encoder.encodeInto(body.text.slice(from, from + SLICE), buffer);
    const text = body.text.slice(from, from + read);
    const bytes = buffer.subarray(0, written);
    // Half a pair has no bytes of its own: readers see U+FFFD.
    yield SURROGATE.test(text) ? { bytes } : { bytes, text };
    from += read;
  }
}

/** The body as text; invalid UTF-8 becomes U+FFFD, as in every client. */
export function bodyText(body: Body): string {
  return body.kind === 'text' ? body.text : new TextDecoder().decode(bodyBytes(body));
}

const LONE_SURROGATE = /(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]|[\uD800-\uDBFF](?![\uDC00-\uDFFF])/g;

/**
 * A body that carries this text. A lone surrogate has no UTF-8 form: it is written as the three bytes that it would have
 * (ED A0 80 for U+D800), which no decoder accepts, so that edits can produce invalid UTF-8.
 */
export function bodyOf(text: string): Body {
  const lone = [...text.matchAll(LONE_SURROGATE)];
  if (lone.length === 0) return { kind: 'text', text };
  const binary: string[] = [];
  let from = 0;
  for (const { index } of lone) {
    binary.push(
      latin1(new TextEncoder().encode(text.slice(from, index))),
      latin1(surrogateBytes(text.charCodeAt(index))),
    );
    from = index + 1;
  }
  binary.push(latin1(new TextEncoder().encode(text.slice(from))));
  return { kind: 'base64', base64: btoa(binary.join('')) };
}

function surrogateBytes(unit: number): Uint8Array {
  return Uint8Array.of(0xe0 | (unit >> 12), 0x80 | ((unit >> 6) & 0x3f), 0x80 | (unit & 0x3f));
}

/** One character a byte, as btoa wants it. */
function latin1(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => String.fromCharCode(byte)).join('');
}
