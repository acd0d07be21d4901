/** Where a value stands in a JSON text. Offsets count from the first byte given to `locateJson`. */
export interface JsonSpan {
  /** First byte of the value. */
  readonly start: number;
  /** The byte after its last one; the length of the text where it is cut off. */
  readonly end: number;
  /** False when the pointer names nothing: the span is that of the nearest value which would hold it. */
  readonly exact: boolean;
}

const QUOTE = 0x22;
const COMMA = 0x2c;
const COLON = 0x3a;
const OPEN_LIST = 0x5b;
const BACKSLASH = 0x5c;
const CLOSE_LIST = 0x5d;
const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;

/**
 * Finds the value that a JSON Pointer (RFC 6901) names in a JSON text, without parsing it: for a text that was cut it
 * finds what is there, and of members that occur twice the last one, which is the one that readers keep. Never throws.
 * @param text UTF-8; invalid bytes within strings do no harm
 * @returns undefined when the text holds no value at all
 */
export function locateJson(text: Uint8Array, pointer: string): JsonSpan | undefined {
  const tokens = pointer === '' ? [] : pointer.slice(1).split('/').map(unescaped);
  // A byte order mark is no part of the value.
  const first = text[0] === 0xef && text[1] === 0xbb && text[2] === 0xbf ? 3 : 0;
  let at = blank(text, first);
  if (at >= text.length) return undefined;
  for (const name of tokens) {
    const next =
      text[at] === OPEN_OBJECT ? inObject(text, at, name) : text[at] === OPEN_LIST ? inList(text, at, name) : -1;
    if (next === -1) return { start: at, end: afterValue(text, at), exact: false };
    at = next;
  }
  return { start: at, end: afterValue(text, at), exact: true };
}

function unescaped(name: string): string {
  return name.replaceAll('~1', '/').replaceAll('~0', '~');
}

/** The first byte of the member's value, -1 when the object that begins at `open` has no such member. */
function inObject(text: Uint8Array, open: number, name: string): number {
  let found = -1;
  let at = blank(text, open + 1);
  while (text[at] === QUOTE) {
    const end = afterString(text, at);
    const colon = blank(text, end);
    if (text[colon] !== COLON) break;
    const value = blank(text, colon + 1);
    if (value >= text.length) break;
    if (isName(text.subarray(at, end), name)) found = value;
    at = blank(text, afterValue(text, value));
    if (text[at] !== COMMA) break;
    at = blank(text, at + 1);
  }
  return found;
}

/** As `inObject`, for the entry of a list. */
function inList(text: Uint8Array, open: number, name: string): number {
  if (!/^(?:0|[1-9]\d*)$/.test(name)) return -1;
  let at = blank(text, open + 1);
  for (let index = 0; at < text.length && text[at] !== CLOSE_LIST; index++) {
    if (index === Number(name)) return at;
    at = blank(text, afterValue(text, at));
    if (text[at] !== COMMA) break;
    at = blank(text, at + 1);
  }
  return -1;
}

const decoder = new TextDecoder();

function isName(quoted: Uint8Array, name: string): boolean {
  const raw = decoder.decode(quoted);
  if (!raw.includes('\\')) return raw.slice(1, -1) === name;
  try {
    return JSON.parse(raw) === name;
  } catch {
    return false;
  }
}

function blank(text: Uint8Array, from: number): number {
  let at = from;
  for (let byte = text[at]; byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09; byte = text[at]) at++;
  return at;
}

function afterString(text: Uint8Array, quote: number): number {
  for (let at = quote + 1; at < text.length; at++) {
    if (text[at] === BACKSLASH) at++;
    else if (text[at] === QUOTE) return at + 1;
  }
  return text.length;
}

/** Counts brackets instead of descending: a text may nest deeper than any call stack. */
function afterValue(text: Uint8Array, from: number): number {
  const opening = text[from];
  if (opening === QUOTE) return afterString(text, from);
  if (opening !== OPEN_OBJECT && opening !== OPEN_LIST) return afterScalar(text, from);
  let depth = 0;
  let at = from;
  while (at < text.length) {
    const byte = text[at];
    if (byte === QUOTE) {
      at = afterString(text, at);
      continue;
    }
    at++;
    if (byte === OPEN_OBJECT || byte === OPEN_LIST) depth++;
    else if ((byte === CLOSE_OBJECT || byte === CLOSE_LIST) && --depth === 0) return at;
  }
  return text.length;
}

function afterScalar(text: Uint8Array, from: number): number {
  let at = from;
  while (at < text.length && !isEnd(text[at])) at++;
  // Something that is no JSON: go on behind it instead of staying here for ever.
  return at === from ? from + 1 : at;
}

function isEnd(byte: number | undefined): boolean {
  return (
    byte === COMMA ||
    byte === CLOSE_LIST ||
    byte === CLOSE_OBJECT ||
    byte === 0x20 ||
    byte === 0x0a ||
    byte === 0x0d ||
    byte === 0x09
  );
}
