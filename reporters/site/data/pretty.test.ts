import { expect, test } from '@playwright/test';
import type { Json } from '../../../core/json.ts';
import { lineOf, prettyLines } from './pretty.ts';

test('the lines are those of JSON.stringify, each with its pointer', () => {
  const value: Json = { a: 1, 'b/c': [{ d: null }, []], e: {} };
  const lines = prettyLines(value, '/body');
  expect(lines.map(({ text }) => text).join('\n')).toBe(JSON.stringify(value, null, 2));
  expect(lineOf(lines, '/body/b~1c/0/d')).toEqual({ line: 4, near: false });
});

test('an absent member is near its parent', () => {
  const lines = prettyLines({ usage: { input: 1 } }, '/body');
  expect(lineOf(lines, '/body/usage/total')).toEqual({ line: 1, near: true });
  expect(lineOf(lines, '/elsewhere').line).toBe(-1);
});

test('nesting deeper than a call stack does no harm', () => {
  const deep = JSON.parse(`${'['.repeat(20_000)}${']'.repeat(20_000)}`) as Json;
  expect(prettyLines(deep).length).toBeLessThan(300);
});
