import { expect, test } from '@playwright/test';
import { machineFiles } from '../machine-files.ts';
import { sourcesOf } from '../site/data/columns.ts';
import { columnKeys } from './keys.ts';
import type { Column } from './model.ts';
import { sampleResults } from './sample.test-support.ts';

function columnsOf(...ids: readonly string[]): readonly Column[] {
  const [first] = sampleResults().columns;
  if (first === undefined) throw new Error('the sample has columns');
  return ids.map((id) => ({ ...first, provider: { ...first.provider, id } }));
}

test('keys are unique and safe, whatever ids there are', () => {
  const keys = [...columnKeys(columnsOf('acme', 'Acme', 'a b', 'a/b', '..', '', 'x'.repeat(200), '模型')).values()];
  expect(keys.slice(0, 6)).toEqual(['acme', 'Acme~2', 'a_b', 'a_b~2', '_~1', '_']);
  expect(new Set(keys.map((key) => key.toLowerCase())).size).toBe(keys.length);
  for (const key of keys) expect(key).toMatch(/^[A-Za-z0-9_~@-][A-Za-z0-9._~@-]*$/);
  expect(Math.max(...keys.map(({ length }) => length))).toBeLessThanOrEqual(102);
});

test('the index, the badges and the site call a column alike', () => {
  const [one, ...others] = columnsOf('a b', '../up', '../up');
  if (one === undefined) throw new Error('three columns');
  const results = {
    ...sampleResults(),
    columns: [one, ...others.map((c, n) => (n === 0 ? c : { ...c, contract: 'open-responses' as const }))],
  };
  const keys = sourcesOf([results]).columns.map(({ key }) => key);
  expect(keys).toHaveLength(3);
  const files = machineFiles(results);
  for (const key of keys)
    expect([files.has(`columns/${key}.json`), files.has(`badges/${key}.svg`)]).toEqual([true, true]);
});
