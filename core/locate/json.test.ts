import { expect, test } from '@playwright/test';
import fc from 'fast-check';
import { type Json, token } from '../json.ts';
import { locateJson } from './json.ts';

const utf8 = (text: string) => new TextEncoder().encode(text);

/** What stands at the pointer, as text. */
function at(text: string, pointer: string): string | undefined {
  const bytes = utf8(text);
  const span = locateJson(bytes, pointer);
  if (span === undefined) return undefined;
  return `${span.exact ? '' : 'in '}${new TextDecoder().decode(bytes.subarray(span.start, span.end))}`;
}

/** Every pointer of a value. */
function pointers(value: Json, root = ''): readonly (readonly [string, Json])[] {
  if (typeof value !== 'object' || value === null) return [[root, value]];
  const inner = Object.entries(value).flatMap(([name, entry]) =>
    entry === undefined ? [] : pointers(entry as Json, `${root}/${token(name)}`),
  );
  return [[root, value], ...inner];
}

test('finds every value that a parser finds', () => {
  const value: Json = {
    id: 'resp_1',
    'a/b~c': [1, -2.5e3, [], {}, [[true], null]],
    'quote " \\ ': { 'ü€𝄞': 'a "quoted" \\ text }],', '': 0 },
    list: [{ x: [] }, { x: [{ y: 'last' }] }],
  };
  for (const indent of [0, 2]) {
    const text = JSON.stringify(value, null, indent);
    for (const [pointer, expected] of pointers(value)) {
      expect(JSON.parse(at(text, pointer) ?? ''), pointer).toEqual(expected);
    }
  }
});

test('counts bytes, not characters', () => {
  const text = '{"name":"Zoë €","n":7}';
  expect(locateJson(utf8(text), '/n')).toEqual({
    start: Buffer.byteLength('{"name":"Zoë €","n":'),
    end: 24,
    exact: true,
  });
  expect(locateJson(utf8(`\uFEFF${text}`), '/n')?.start).toBe(26);
});

test('what is absent is placed in what would hold it', () => {
  const text = '{"usage": {"input": 1}, "output": [7]}';
  expect(at(text, '/usage/total')).toBe('in {"input": 1}');
  expect(at(text, '/usage/input/deeper/still')).toBe('in 1');
  expect(at(text, '/output/1')).toBe('in [7]');
  expect(at(text, '/output/-')).toBe('in [7]');
  expect(at(text, '/none/of/this')).toBe(`in ${text}`);
});

test('names may be escaped, and the last of two equal ones counts, as for every parser', () => {
  expect(at('{"\\u0061b": 1}', '/ab')).toBe('1');
  expect(at('{"a":1,"b":2,"a":3}', '/a')).toBe('3');
});

test('a text that was cut shows what is there', () => {
  const text = '{"a":{"b":[1,2,{"c":"a long te';
  expect(at(text, '/a/b/1')).toBe('2');
  expect(at(text, '/a/b/2/c')).toBe('"a long te');
  expect(at(text, '/a/x')).toBe('in {"b":[1,2,{"c":"a long te');
});

test('no text makes it throw or hang', () => {
  const texts = [
    '',
    ' ',
    '{',
    '[',
    '{"',
    '{"a',
    '{"a"',
    '{"a":',
    ']',
    '}',
    ',',
    '[,,,]',
    '{"a" 1}',
    '{a:1}',
    '"\\',
    'nul',
  ];
  for (const text of texts) expect(() => locateJson(utf8(text), '/a/0/b'), text).not.toThrow();
  expect(locateJson(utf8(' \n'), '')).toBeUndefined();
  const deep = '['.repeat(200_000);
  expect(locateJson(utf8(deep), '/0/0')).toEqual({ start: 2, end: 200_000, exact: true });
});

test('of any JSON whatever, laid out anyhow, every value is found where a parser has it', () => {
  const blank = fc.constantFrom(undefined, 1, '\t');
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 4 }), blank, (value, indent) => {
      const text = JSON.stringify(value, null, indent);
      for (const [pointer, expected] of pointers(JSON.parse(text) as Json)) {
        expect(JSON.parse(at(text, pointer) ?? 'nothing'), pointer).toEqual(expected);
      }
    }),
  );
});
