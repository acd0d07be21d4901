/** Reading unknown JSON without trusting it. Everything a provider sent is `Json` until a function here narrowed it. */

export type Json = null | boolean | number | string | readonly Json[] | JsonObject;
export interface JsonObject {
  readonly [member: string]: Json | undefined;
}

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The member `name` of `value`, or undefined when `value` is no object or lacks it. */
export function member(value: unknown, name: string): Json | undefined {
  return isObject(value) && Object.hasOwn(value, name) ? value[name] : undefined;
}

export function stringMember(value: unknown, name: string): string | undefined {
  const found = member(value, name);
  return typeof found === 'string' ? found : undefined;
}

export function integerMember(value: unknown, name: string): number | undefined {
  const found = member(value, name);
  return typeof found === 'number' && Number.isInteger(found) ? found : undefined;
}

/**
 * A table to look words of the wire up in. A plain object has members that nobody wrote: a type called `constructor` or
 * `__proto__` would be found in it.
 */
export function wordTable<T>(words: Readonly<Record<string, T>>): Readonly<Record<string, T>> {
  return Object.freeze(Object.assign(Object.create(null) as Record<string, T>, words));
}

/** The array `value`, or an empty one: for loops over what may be missing (its absence is a rule of its own). */
export function arrayOf(value: unknown): readonly Json[] {
  return Array.isArray(value) ? (value as readonly Json[]) : [];
}

/** The JSON type's name, with `integer` told apart from `number`, for the `actual` of a finding. */
export function typeName(value: unknown): string {
  if (value === undefined) return 'absent';
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  if (typeof value === 'number') return Number.isInteger(value) ? 'integer' : 'number';
  return typeof value;
}

const SHOWN_CHARACTERS = 160;

/** A text as it is, any other JSON as JSON. `String()` throws on `{"toString": null}`, which servers and files may hold. */
export function asText(value: unknown): string {
  return typeof value === 'string' ? value : (JSON.stringify(value) ?? 'undefined');
}

/** `value` as short JSON for people. Cut at 160 characters, so that one blob cannot fill a report. */
export function show(value: unknown): string {
  if (value === undefined) return 'absent';
  const text = JSON.stringify(value) ?? String(value);
  return text.length <= SHOWN_CHARACTERS ? text : `${text.slice(0, SHOWN_CHARACTERS)}… (${text.length} characters)`;
}

/** Equality of JSON values; the order of an object's members does not count (RFC 8259 section 4). */
export function sameJson(left: unknown, right: unknown): boolean {
  if (left === right) return true;
  if (Array.isArray(left) && Array.isArray(right)) {
    return left.length === right.length && left.every((value, index) => sameJson(value, right[index]));
  }
  if (!isObject(left) || !isObject(right)) return false;
  const names = Object.keys(left);
  return (
    names.length === Object.keys(right).length &&
    names.every((name) => Object.hasOwn(right, name) && sameJson(left[name], right[name]))
  );
}

/** One JSON Pointer token, escaped as RFC 6901 asks. */
export function token(name: string | number): string {
  return String(name).replaceAll('~', '~0').replaceAll('/', '~1');
}

export type Parsed = { readonly ok: true; readonly value: Json } | { readonly ok: false; readonly error: string };

/**
 * Levels of objects and arrays. Readers may set a limit (RFC 8259 section 9); what walks or writes such a value calls
 * itself, and at some thousand levels the stack ends. Honest answers have some twenty.
 */
export const DEEPEST = 512;

/** Never throws. Refuses what is nested more than `DEEPEST` levels. */
export function parseJson(text: string): Parsed {
  if (text.length > 2 * DEEPEST && isTooDeep(text)) {
    return { ok: false, error: `nested more than ${DEEPEST} levels deep` };
  }
  const plain = plainlyNone(text);
  if (plain !== undefined) return { ok: false, error: plain };
  // Nobody looks at the stack of the error.
  const { stackTraceLimit } = Error;
  Error.stackTraceLimit = 0;
  try {
    return { ok: true, value: JSON.parse(text) as Json };
  } catch (error) {
    return { ok: false, error: error instanceof Error ? error.message : String(error) };
  } finally {
    Error.stackTraceLimit = stackTraceLimit;
  }
}

/**
 * Why a text is no JSON, where its first or last character says so already: an error costs 8 µs, far more than an event
 * costs otherwise, and hostile streams have millions of them.
 */
function plainlyNone(text: string): string | undefined {
  const first = text.charAt(0);
  if (first === '') return 'Unexpected end of JSON input';
  if (!/[{["\-\dtfn\s]/.test(first)) return `Unexpected token ${JSON.stringify(first)} at the beginning`;
  if (first !== '{' && first !== '[') return undefined;
  const last = text.charAt(text.length - 1);
  return last === (first === '{' ? '}' : ']') || /\s/.test(last) ? undefined : 'Unexpected end of JSON input';
}

function isTooDeep(text: string): boolean {
  // Most texts have fewer brackets than that altogether, and counting them costs next to nothing.
  if (nestsLittle(text, '{') && nestsLittle(text, '[')) return false;
  let depth = 0;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === 0x22) at = endOfString(text, at);
    else if (code === 0x7b || code === 0x5b) {
      depth++;
      if (depth > DEEPEST) return true;
    } else if (code === 0x7d || code === 0x5d) depth--;
  }
  return false;
}
/** Nearer together than that on average, brackets are counted one by one more quickly. */
const MOST_BRACKETS = 1 / 32;

/**
 * Whether for certain brackets of this kind are no more than half of the levels that are allowed. One that is closed at
 * once opens no level for others, and one before a backslash stands in a string, or ends the JSON. So JSON within a
 * string, which is what the lines of a recording are, is not walked through: that was a tenth of judging one.
 */
function nestsLittle(text: string, bracket: string): boolean {
  const most = DEEPEST / 2 - 1;
  const mostFound = most + text.length * MOST_BRACKETS;
  let levels = 0;
  let found = 0;
  for (let at = text.indexOf(bracket); at !== -1; at = text.indexOf(bracket, at + 1)) {
    const next = text.charCodeAt(at + 1);
    if (next !== 0x5c && next !== 0x7d && next !== 0x5d) levels++;
    if (levels > most || ++found > mostFound) return false;
  }
  return true;
}

/** Where the string that begins at `from` ends; past the end of the text when it does not. */
function endOfString(text: string, from: number): number {
  for (let at = from + 1; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === 0x5c) at++;
    else if (code === 0x22) return at;
  }
  return text.length;
}
