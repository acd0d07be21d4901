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

/** Bytes in slices of 64 KB: what is read of one can be let go before the next. */
export function* slicesOf(bytes: Uint8Array): Generator<Uint8Array> {
  for (let from = 0; from < bytes.length; from += SLICE) yield bytes.subarray(from, from + SLICE);
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
