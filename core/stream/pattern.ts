import { type Json, type JsonObject, parseJson, sameJson } from '../json.ts';

/** What the events of a run have in common: their JSON text but for a number and a few strings. */
export interface Pattern {
  /** Of the events. */
  readonly type: string;
  /** The object that `JSON.parse` would make of the text; undefined where the text is not of this pattern. */
  read(text: string): JsonObject | undefined;
}

/** Members that differ from delta to delta. */
const NUMBER = 'sequence_number';
const STRINGS = ['delta', 'obfuscation'];
/** Fifteen digits are exact in a double; JSON knows no leading zeros. */
const DIGITS = '(0|[1-9][0-9]{0,14})(?![0-9])';
/** What stands between the quotes of a JSON string: no control characters, escapes whole. */
const PLAIN = '[^"\\\\\\u0000-\\u001f]*';
const CHARACTERS = `(${PLAIN}(?:\\\\.${PLAIN})*)`;
/** Beyond that a text is parsed: so a pattern never looks at much in vain. */
const MOST_CHARACTERS = 16_384;
/** Values that no event has by chance. */
const PROBE_NUMBER = 770_077_007;
const PROBE_STRING = 'responses-tck probe';

interface Hole {
  readonly name: string;
  readonly from: number;
  readonly to: number;
}

/**
 * The pattern of a text, of which `data` was parsed; undefined where it has no integer `sequence_number` and no string
 * `delta`, where it holds more than scalars and empty lists, or where these cannot be told apart for certain. Proved, not guessed: with other values in the same places the
 * text must parse to the same object with these values. JSON has no context, so then it does so with any values.
 */
export function patternOf(text: string, data: JsonObject): Pattern | undefined {
  const { delta, type } = data;
  if (typeof type !== 'string' || typeof delta !== 'string' || !Number.isInteger(data[NUMBER])) return undefined;
  if (text.length > MOST_CHARACTERS || !Object.values(data).every(isScalarOrEmpty)) return undefined;
  const holes: Hole[] = [];
  for (const name of [NUMBER, ...STRINGS.filter((one) => typeof data[one] === 'string')]) {
    const hole = holeOf(text, name);
    if (hole === undefined) return undefined;
    holes.push(hole);
  }
  holes.sort((one, two) => one.from - two.from);
  const probed = parseJson(filled(text, holes, ({ name }) => (name === NUMBER ? String(PROBE_NUMBER) : PROBE_STRING)));
  const expected = withValues(data, holes, ({ name }) => (name === NUMBER ? PROBE_NUMBER : PROBE_STRING));
  if (!probed.ok || !sameJson(probed.value, expected)) return undefined;
  return new HoledText(type, text, data, holes);
}

/** Lists that hold something are to be collected event by event, even if they hold the same again: log probabilities. */
function isScalarOrEmpty(value: Json | undefined): boolean {
  return typeof value !== 'object' || value === null || Object.keys(value).length === 0;
}

/** Where the value of the member seems to stand: without the quotes of a string. */
function holeOf(text: string, name: string): Hole | undefined {
  const value = name === NUMBER ? DIGITS : `"${CHARACTERS}"`;
  const found = new RegExp(`"${name}":[ ]?${value}`, 'd').exec(text);
  const [from, to] = found?.indices?.[1] ?? [];
  return from === undefined || to === undefined ? undefined : { name, from, to };
}

function filled(text: string, holes: readonly Hole[], fill: (hole: Hole) => string): string {
  const pieces: string[] = [];
  let from = 0;
  for (const hole of holes) {
    pieces.push(text.slice(from, hole.from), fill(hole));
    from = hole.to;
  }
  return `${pieces.join('')}${text.slice(from)}`;
}

function withValues(data: JsonObject, holes: readonly Hole[], value: (hole: Hole) => Json): JsonObject {
  return { ...data, ...Object.fromEntries(holes.map((hole) => [hole.name, value(hole)])) };
}

class HoledText implements Pattern {
  readonly type: string;
  readonly #expression: RegExp;
  readonly #data: JsonObject;
  readonly #names: readonly string[];

  constructor(type: string, text: string, data: JsonObject, holes: readonly Hole[]) {
    this.type = type;
    const literal = /[\\^$.*+?()[\]{}|/-]/g;
    const pieces: string[] = [];
    let from = 0;
    for (const hole of holes) {
      pieces.push(text.slice(from, hole.from).replace(literal, '\\$&'), hole.name === NUMBER ? DIGITS : CHARACTERS);
      from = hole.to;
    }
    this.#expression = new RegExp(`^${pieces.join('')}${text.slice(from).replace(literal, '\\$&')}$`, 's');
    this.#data = data;
    this.#names = holes.map(({ name }) => name);
  }

  read(text: string): JsonObject | undefined {
    const found = text.length > MOST_CHARACTERS ? null : this.#expression.exec(text);
    if (found === null) return undefined;
    const data: Record<string, Json | undefined> = { ...this.#data };
    const names = this.#names;
    for (let at = 0; at < names.length; at++) {
      const name = names[at] ?? '';
      const value = valueIn(name, found[at + 1] ?? '');
      if (value === undefined) return undefined;
      data[name] = value;
    }
    return data;
  }
}

/** Undefined for an escape that JSON does not know. */
function valueIn(name: string, raw: string): Json | undefined {
  if (name === NUMBER) return Number(raw);
  if (!raw.includes('\\')) return raw;
  const parsed = parseJson(`"${raw}"`);
  return parsed.ok ? parsed.value : undefined;
}
