import { expect, test } from '@playwright/test';
import { DEEPEST, parseJson, sameJson, show, token, typeName } from './json.ts';

test('member order does not count, array order does', () => {
  expect(sameJson({ a: 1, b: [1, 2] }, { b: [1, 2], a: 1 })).toBe(true);
  expect(sameJson([1, 2], [2, 1])).toBe(false);
  expect(sameJson({ a: undefined }, {})).toBe(false);
});

test('pointer tokens escape ~ before /', () => {
  expect(token('a/b~c')).toBe('a~1b~0c');
});

test('type names tell integers, null and absence apart', () => {
  expect([1, 1.5, null, undefined, [], {}].map(typeName)).toEqual([
    'integer',
    'number',
    'null',
    'absent',
    'array',
    'object',
  ]);
});

test('show cuts long values and says how long they were', () => {
  expect(show('x'.repeat(500))).toContain('(502 characters)');
  expect(show(undefined)).toBe('absent');
});

test('what is nested too deeply is refused, brackets in strings do not count', () => {
  const nested = (levels: number) => `${'[{"a":'.repeat(levels / 2)}0${'}]'.repeat(levels / 2)}`;
  expect(parseJson(nested(DEEPEST))).toMatchObject({ ok: true });
  expect(parseJson(nested(DEEPEST + 2))).toEqual({ ok: false, error: 'nested more than 512 levels deep' });
  expect(parseJson('['.repeat(1_000_000))).toMatchObject({ ok: false });
  for (const text of ['[{'.repeat(10_000), `\\"${'['.repeat(10_000)}`, `${'['.repeat(10_000)}\\`]) {
    expect(parseJson(JSON.stringify({ text }))).toEqual({ ok: true, value: { text } });
  }
});

test('what is plainly no JSON is told as JSON.parse would', () => {
  const texts = [
    '',
    ' ',
    'x',
    '{',
    '[',
    '{x',
    '[1',
    '[1}',
    '{"a":1]',
    '{}\n',
    ' {} ',
    '[]',
    '-1',
    '-',
    '"',
    '"a"',
    't',
    'true',
    '\uFEFF{}',
    '\0',
  ];
  for (const text of texts) {
    let holds = true;
    try {
      JSON.parse(text);
    } catch {
      holds = false;
    }
    expect(parseJson(text).ok, JSON.stringify(text)).toBe(holds);
  }
});
