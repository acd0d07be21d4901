import { expect, test } from '@playwright/test';
import { sameJson, show, token, typeName } from './json.ts';

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
