import { type Json, type JsonObject, parseJson, sameJson } from '../json.ts';
import { isPair, utf8Length } from '../sse/text.ts';

/** Members that differ from delta to delta. */
const NUMBER = 'sequence_number';
const DELTA = 'delta';
const OBFUSCATION = 'obfuscation';
type Member = typeof NUMBER | typeof DELTA | typeof OBFUSCATION;
/** Fifteen digits are exact in a double; JSON knows no leading zeros. */
const DIGITS = '(0|[1-9][0-9]{0,14})(?![0-9])';
/** What stands between the quotes of a JSON string: no control characters, escapes whole. */
const PLAIN = '[^"\\\\\\u0000-\\u001f]*';
const CHARACTERS = `(${PLAIN}(?:\\\\.${PLAIN})*)`;
const VALUES: Readonly<Record<Member, RegExp>> = {
  [NUMBER]: new RegExp(`"${NUMBER}":[ ]?${DIGITS}`, 'd'),
  [DELTA]: new RegExp(`"${DELTA}":[ ]?"${CHARACTERS}"`, 'd'),
  [OBFUSCATION]: new RegExp(`"${OBFUSCATION}":[ ]?"${CHARACTERS}"`, 'd'),
};
/** Beyond that a text is parsed: so a template never looks at much in vain. */
const MOST_CHARACTERS = 16_384;
const MOST_DIGITS = 15;
/** Values that no event has by chance. */
const PROBE_NUMBER = 770_077_007;
const PROBE_STRING = 'responses-tck probe';

interface Hole {
  readonly name: Member;
  readonly from: number;
  readonly to: number;
}

/**
 * The template of a text, of which `data` was parsed; undefined where it has no integer `sequence_number` and no string
 * `delta`, where it holds more than scalars and empty lists, or where these cannot be told apart for certain. Proved, not
 * guessed: with other values in the same places the text must parse to the same object with these values. JSON has no
 * context, so then it does so with any values.
 */
export function templateOf(text: string, data: JsonObject): Template | undefined {
  const { delta, obfuscation, type } = data;
  if (typeof type !== 'string' || typeof delta !== 'string' || !Number.isInteger(data[NUMBER])) return undefined;
  if (text.length > MOST_CHARACTERS || !Object.values(data).every(isScalarOrEmpty)) return undefined;
  const holes: Hole[] = [];
  for (const name of typeof obfuscation === 'string'
    ? ([NUMBER, DELTA, OBFUSCATION] as const)
    : ([NUMBER, DELTA] as const)) {
    const [from, to] = VALUES[name].exec(text)?.indices?.[1] ?? [];
    if (from === undefined || to === undefined) return undefined;
    holes.push({ name, from, to });
  }
  holes.sort((one, two) => one.from - two.from);
  const literals = holes.map(({ from }, nth) => text.slice(holes[nth - 1]?.to ?? 0, from));
  literals.push(text.slice(holes.at(-1)?.to));
  const names = holes.map(({ name }) => name);
  const probe = (name: Member) => (name === NUMBER ? PROBE_NUMBER : PROBE_STRING);
  const probed = parseJson(
    literals.map((literal, nth) => `${nth === 0 ? '' : probe(names[nth - 1] ?? DELTA)}${literal}`).join(''),
  );
  const expected = { ...data, ...Object.fromEntries(names.map((name) => [name, probe(name)])) };
  if (!probed.ok || !sameJson(probed.value, expected)) return undefined;
  return new Template(type, data, literals, names);
}

/** Lists that hold something are to be collected event by event, even if they hold the same again: log probabilities. */
function isScalarOrEmpty(value: Json | undefined): boolean {
  return typeof value !== 'object' || value === null || Object.keys(value).length === 0;
}

/**
 * What the events of a run have in common: their JSON text but for a number and one or two strings. Slices are compared
 * instead of a regular expression: compiling one cost more than the short runs of genuine streams saved, and comparing
 * character by character is five times as slow.
 */
export class Template {
  readonly type: string;
  /** What the text that matched last had in its places, and its UTF-8 bytes. */
  number = 0;
  delta = '';
  obfuscation: string | undefined;
  bytes = 0;
  readonly #data: JsonObject;
  /** One more than there are names: a value stands between two of them. */
  readonly #literals: readonly string[];
  readonly #names: readonly Member[];
  /** Bytes of the literals beyond their characters. */
  readonly #moreBytes: number;
  /** Where the value ends that was read last; -1 where it is none. */
  #end = 0;

  constructor(type: string, data: JsonObject, literals: readonly string[], names: readonly Member[]) {
    this.type = type;
    this.#data = data;
    this.#literals = literals;
    this.#names = names;
    const all = literals.join('');
    this.#moreBytes = utf8Length(all, 0, all.length) - all.length;
  }

  /** The template of texts that have more around them. */
  within(before: string, after: string): Template {
    const literals = [...this.#literals];
    literals[0] = `${before}${literals[0]}`;
    literals.push(`${literals.pop()}${after}`);
    return new Template(this.type, this.#data, literals, this.#names);
  }

  /** Where the text of this template ends that begins at `from`; -1 where there is none. */
  match(text: string, from: number): number {
    this.bytes = this.#moreBytes;
    let at = from;
    for (let nth = 0; nth < this.#names.length; nth++) {
      const start = at + (this.#literals[nth]?.length ?? 0);
      if (text.slice(at, start) !== this.#literals[nth]) return -1;
      const name = this.#names[nth];
      if (name === NUMBER) this.number = this.#digits(text, start);
      else if (name === DELTA) this.delta = this.#string(text, start);
      else this.obfuscation = this.#string(text, start);
      at = this.#end;
      if (at === -1) return -1;
    }
    const last = this.#literals[this.#names.length] ?? '';
    const end = at + last.length;
    if (text.slice(at, end) !== last) return -1;
    this.bytes += end - from;
    return end;
  }

  /** The object that JSON.parse would make of a text with these values. */
  object(number: number, delta: string, obfuscation: string | undefined): JsonObject {
    const own = { ...this.#data, [NUMBER]: number, delta };
    return obfuscation === undefined ? own : { ...own, obfuscation };
  }

  #digits(text: string, from: number): number {
    let at = from;
    let value = 0;
    for (let code = text.charCodeAt(at); code >= 0x30 && code <= 0x39; code = text.charCodeAt(at)) {
      value = value * 10 + code - 0x30;
      at++;
    }
    const leadingZero = at > from + 1 && text.charCodeAt(from) === 0x30;
    this.#end = at === from || at > from + MOST_DIGITS || leadingZero ? -1 : at;
    return value;
  }

  #string(text: string, from: number): string {
    const most = Math.min(text.length, from + MOST_CHARACTERS);
    let escaped = false;
    let at = from;
    this.#end = -1;
    for (let code = text.charCodeAt(at); code !== 0x22; code = text.charCodeAt(at)) {
      if (at >= most || code < 0x20) return '';
      if (code === 0x5c) {
        escaped = true;
        at++;
      } else if (code >= 0x80) {
        this.bytes += code < 0x800 ? 1 : 2;
        if (isPair(text, at, most)) at++;
        // Half a pair: whether it may stand there is not for a template to say.
        else if (code >= 0xd800 && code <= 0xdfff) return '';
      }
      at++;
    }
    const raw = text.slice(from, at);
    if (!escaped) {
      this.#end = at;
      return raw;
    }
    const parsed = parseJson(`"${raw}"`);
    // An escape that JSON does not know.
    if (!parsed.ok || typeof parsed.value !== 'string') return '';
    this.#end = at;
    return parsed.value;
  }
}
