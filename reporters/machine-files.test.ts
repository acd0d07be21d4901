import { createRequire } from 'node:module';
import { expect, test } from '@playwright/test';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import type { Json } from '../core/json.ts';
import { machineFiles } from './machine-files.ts';
import { mergeResults } from './results/merge.ts';
import { HOSTILE, sampleResults } from './results/sample.test-support.ts';

function parsed(path: string): Record<string, Json> {
  return JSON.parse(machineFiles(sampleResults()).get(path) ?? '') as Record<string, Json>;
}

const ajv = new Ajv2020({ strict: true, strictRequired: false, strictTypes: false });
addFormats.default(ajv);
ajv.addSchema(createRequire(import.meta.url)('responses-tck/index.schema.json') as object, 'index');

test('index and columns keep to the published schema', () => {
  const isIndex = ajv.getSchema('index');
  const isColumn = ajv.getSchema('index#/$defs/ColumnFile');
  const later = sampleResults();
  const merged = mergeResults([later, { ...later, run: { ...later.run, startedAt: '2026-11-21T06:00:00.000Z' } }]);
  for (const results of [sampleResults(), merged]) {
    for (const [path, text] of machineFiles(results)) {
      const valid = path === 'index.json' ? isIndex : path.startsWith('columns/') ? isColumn : undefined;
      if (valid !== undefined) expect(valid(JSON.parse(text)), `${path} ${JSON.stringify(valid.errors)}`).toBe(true);
    }
  }
  expect(isIndex?.({ ...parsed('index.json'), schemaVersion: 99 })).toBe(false);
  expect(isColumn?.({ ...parsed('columns/alpha.json'), rules: [{}] })).toBe(false);
});

test('the index answers who does what, and leads to everything else', () => {
  const index = parsed('index.json');
  expect(index['columns']).toMatchObject([
    { key: 'reference', href: 'columns/reference.json', badge: 'badges/reference.svg' },
    {
      key: 'alpha',
      counts: { MUST: { pass: 2, fail: 3 }, SHOULD: { fail: 1 } },
      cells: { core: { symbol: '◐', holds: 1, judged: 2, warnings: 1 }, state: { symbol: '–' } },
    },
    {},
    { key: 'paid', notRun: 'PAID_KEY is not set' },
    { key: 'vendor', evidence: 'documented' },
  ]);
  const files = machineFiles(sampleResults());
  for (const column of index['columns'] as { href: string; badge: string }[]) {
    expect([files.has(column.href), files.has(column.badge)]).toEqual([true, true]);
  }
  expect(files.has('badges/alpha/streaming.svg')).toBe(true);
  expect(files.has('badges/alpha/streaming.json')).toBe(true);
});

test('a column has every rule with its outcome, and every request member', () => {
  const column = parsed('columns/alpha.json');
  expect(column['rules']).toContainEqual({
    id: 'sse/sequence-number',
    title: expect.any(String),
    capability: 'streaming',
    level: 'MUST',
    outcome: 'fail',
    places: 3,
  });
  expect(column['parameters']).toContainEqual({ member: 'user', value: HOSTILE, outcome: 'crashed' });
});
