import fc from 'fast-check';
import type { Json } from '../../core/json.ts';
import { changed } from '../../core/mutate/draft.ts';

/** Names that objects have without being given them, and others that careless code trips over. */
export const TREACHEROUS = [
  '__proto__',
  'constructor',
  'prototype',
  'toString',
  'hasOwnProperty',
  'length',
  '',
  '0',
  'a/b~c',
];

const blank = fc.constantFrom('', '', '', '', ' ', '\n', '\r\n\t');
const stringText = fc.oneof(
  { weight: 3, arbitrary: fc.string({ unit: 'binary', maxLength: 12 }).map((text) => JSON.stringify(text)) },
  { weight: 2, arbitrary: fc.constantFrom(...TREACHEROUS).map((text) => JSON.stringify(text)) },
  {
    weight: 1,
    arbitrary: fc.constantFrom('"\\u0061b"', '"ab"', '"\\ud800"', '"\\udc00\\ud800"', '"\\/\\"}],"', '"\\u0000"'),
  },
);
const numberText = fc.oneof(
  fc.constantFrom('0', '-0', '1', '1e999', '-1E+400', '4.9e-324', '12345678901234567890', '1.0', '9007199254740993'),
  fc.integer().map(String),
  fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => JSON.stringify(value)),
);

/** Valid JSON as someone else may have written it: laid out anyhow, names escaped or twice in one object, huge numbers. */
export const jsonText: fc.Arbitrary<string> = fc.letrec<{ value: string; list: string; object: string }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.constantFrom('null', 'true', 'false'),
    numberText,
    stringText,
    tie('list'),
    tie('object'),
  ),
  list: fc
    .array(fc.tuple(blank, tie('value'), blank), { maxLength: 5 })
    .map((parts) => `[${parts.map((part) => part.join('')).join(',')}]`),
  object: fc
    .array(fc.tuple(blank, stringText, blank, fc.constant(':'), blank, tie('value'), blank), { maxLength: 5 })
    .map((parts) => `{${parts.map((part) => part.join('')).join(',')}}`),
})).value;

/** Any JSON whose names and strings are often those of `words`. */
export function jsonOf(words: readonly string[]): fc.Arbitrary<Json> {
  const word = fc.oneof(
    { weight: 6, arbitrary: fc.constantFrom(...words) },
    { weight: 1, arbitrary: fc.constantFrom(...TREACHEROUS) },
    { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 8 }) },
  );
  return fc.letrec<{ value: Json; object: Json }>((tie) => ({
    value: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      fc.constantFrom<Json>(null, true, false, 0, -1, 1, 1.5, 1e308, -0, 2 ** 53, ''),
      word,
      fc.array(tie('value'), { maxLength: 4 }),
      tie('object'),
    ),
    object: fc
      .array(fc.tuple(word, tie('value')), { maxLength: 8 })
      .map((entries): Json => Object.fromEntries(entries)),
  })).value;
}

/** Any text: what is no JSON, JSON, and JSON with a piece missing, doubled or exchanged. */
export const brokenJson: fc.Arbitrary<string> = fc.oneof(
  fc.string({ unit: 'binary' }),
  jsonText,
  fc
    .tuple(jsonText, fc.nat(), fc.nat({ max: 3 }), fc.constantFrom('', '"', '{', ']', ',', '\\', '\0', '\ud800'))
    .map(([text, at, gone, put]) => {
      const from = at % (text.length + 1);
      return text.slice(0, from) + put + text.slice(from + gone);
    }),
);

type Path = readonly (string | number)[];

/** The ways to all values in a value, its own first. */
export function placesOf(value: Json, root: Path = []): readonly Path[] {
  const below = typeof value === 'object' && value !== null ? Object.entries(value) : [];
  const inner = below.flatMap(([name, entry]) =>
    entry === undefined ? [] : placesOf(entry as Json, [...root, Array.isArray(value) ? Number(name) : name]),
  );
  return [root, ...inner];
}

/** One of them, whatever the number; undefined where there is none. */
export function pick<T>(all: readonly T[], at: number): T | undefined {
  return all[at % Math.max(all.length, 1)];
}

/** Changes at places of a JSON value: what stands there is replaced, or taken out. */
export const changes = fc.array(
  fc.tuple(fc.nat(), fc.option(jsonOf(['text', 'openai', 'MUST', 'pass', '2026-01-31']), { nil: undefined })),
  {
    maxLength: 4,
  },
);

/** The value with these changes. */
export function withChanges(value: Json, all: readonly (readonly [place: number, to: Json | undefined])[]): Json {
  return all.reduce<Json>((present, [place, to]) => changed(present, pick(placesOf(present), place) ?? [], to), value);
}

/** A mistake is told in one line that is no stack trace. */
export function isOneLine(message: string): boolean {
  return message.trim() !== '' && !message.includes('\n');
}
