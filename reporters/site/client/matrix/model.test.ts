import { expect, test } from '@playwright/test';
import { mergeResults } from '../../../results/merge.ts';
import { sampleResults } from '../../../results/sample.test-support.ts';
import { capabilityRows, cellOf, ruleIndex } from '../../../results/summary.ts';
import { sourcesOf } from '../../data/columns.ts';
import { siteMatrix } from '../../data/matrix.ts';
import { placed } from '../grid/actions.ts';
import { EMPTY_VIEW, type View } from '../state.ts';
import { capabilityCell, searchOf, shownColumns, shownRows } from './model.ts';

const results = sampleResults();
const matrix = siteMatrix(sourcesOf([results]));

function table(change: Partial<View>) {
  const view = { ...EMPTY_VIEW, ...change };
  const search = searchOf(matrix, view.text);
  const columns = shownColumns(matrix, view, search);
  const rows = shownRows(matrix, view, search, columns);
  return {
    columns: columns.map(({ key }) => key),
    rules: rows.flatMap((row) => (row.kind === 'rule' ? [row.rule.id] : [])),
    capabilities: rows.flatMap((row) => (row.kind === 'capability' ? [row.id] : [])),
  };
}

test('the cells of the page are those of the terminal', () => {
  const rules = ruleIndex(results);
  for (const column of results.columns) {
    const shown = matrix.columns.find(({ provider }) => provider.id === column.provider.id);
    if (shown === undefined) throw new Error(`${column.provider.id} is not on the page`);
    for (const { id } of capabilityRows(results)) {
      const { label: _, ...expected } = cellOf(column, id, rules);
      expect(capabilityCell(matrix, shown, id)).toMatchObject(expected);
    }
  }
});

test('servers that were asked come first, those that were not come last', () => {
  expect(table({}).columns).toEqual(['reference', 'alpha', 'gateway', 'vendor', 'paid']);
});

test('words that only providers have choose columns, all others choose rules', () => {
  expect(table({ text: 'alpha sequence' })).toMatchObject({
    columns: ['alpha'],
    rules: ['sse/sequence-number'],
    capabilities: ['streaming'],
  });
  expect(table({ text: 'nothing at all' }).capabilities).toEqual([]);
});

test('differences are between what was judged; what was not exercised says nothing', () => {
  const { rules } = table({ differences: true, providers: ['reference', 'vendor'] });
  expect(rules).toEqual([]);
  expect(table({ differences: true, providers: ['reference', 'alpha'] }).rules).toContain('usage/total');
  expect(table({ differences: true, providers: ['reference', 'alpha'] }).rules).not.toContain('response/object');
});

test('level, verdict and capability narrow the rules', () => {
  expect(table({ outcomes: ['fail'], levels: ['SHOULD'] }).rules).toEqual(['header/request-id']);
  expect(table({ capabilities: ['errors'], open: ['errors'] }).rules).toEqual(['error/envelope']);
});

test('pinned columns stand first, and a moved one stays where it was put', () => {
  expect(table({ pinned: ['gateway'] }).columns[0]).toBe('gateway');
  const columns = shownColumns(matrix, EMPTY_VIEW, searchOf(matrix, ''));
  const moved = placed(EMPTY_VIEW, columns, 'vendor', 1);
  expect(table(moved).columns).toEqual(['reference', 'vendor', 'alpha', 'gateway', 'paid']);
});

test('of the same column the newest results count, and the strip says what changed', () => {
  const [reference, alpha, ...others] = results.columns;
  if (reference === undefined || alpha === undefined) throw new Error('the sample has no columns');
  const mended = {
    ...alpha,
    verdicts: alpha.verdicts.map((each) =>
      each.rule === 'usage/total' ? { ...each, verdict: { outcome: 'pass' } as const } : each,
    ),
  };
  const run = { ...results.run, startedAt: '2026-11-21T06:00:00.000Z', finishedAt: '2026-11-21T06:01:00.000Z' };
  const later = { ...results, run, columns: [reference, mended, ...others] };
  const { changes, columns } = siteMatrix(sourcesOf([later, results]));
  expect(changes).toMatchObject({ regressions: [], fixes: [{ column: 'alpha', rule: 'usage/total' }] });
  expect(columns.find(({ key }) => key === 'alpha')?.judgedAt).toBe(run.finishedAt);
  expect(mergeResults([later, results]).columns).toHaveLength(columns.length);
});

test('keys of columns are safe in addresses and file names', () => {
  const [first] = results.columns;
  if (first === undefined) throw new Error('the sample has no columns');
  const ids = ['../../etc', 'a b', 'A B', '__proto__', '..', 'x'.repeat(500), 'ä/ö'];
  const columns = ids.map((id) => ({ ...first, provider: { id, name: id } }));
  const keys = sourcesOf([{ ...results, columns }]).columns.map(({ key }) => key);
  expect(new Set(keys.map((key) => key.toLowerCase())).size).toBe(ids.length);
  for (const key of keys) expect(key).toMatch(/^(?!\.)[A-Za-z0-9._~@-]{1,110}$/);
});
