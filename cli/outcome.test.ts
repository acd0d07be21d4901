import { expect, test } from '@playwright/test';
import type { Verdict } from '../core/report.ts';
import type { Level } from '../core/rule.ts';
import { type Column, RESULTS_VERSION, type Results } from '../reporters/results/model.ts';
import { exitCodeOf } from './outcome.ts';

function column(id: string, level: Level, verdict: Verdict): Column {
  return {
    provider: { id, name: id },
    evidence: 'live',
    contract: 'openai',
    capabilities: [],
    verdicts: [{ rule: 'a/b', level, verdict }],
    exchanges: [],
    unanswered: [],
    requests: 1,
    tokens: { input: 0, output: 0 },
  };
}

function results(...columns: readonly Column[]): Results {
  const kit = { name: 'responses-tck', version: '0' };
  return {
    schemaVersion: RESULTS_VERSION,
    run: { startedAt: '', finishedAt: '', kit, contracts: [] },
    rules: [],
    columns,
  };
}

const fail: Verdict = { outcome: 'fail', findings: [] };
const pass: Verdict = { outcome: 'pass' };

const cases = [
  { name: 'a failing MUST', given: results(column('a', 'MUST', fail)), want: 1 },
  { name: 'a failing SHOULD', given: results(column('a', 'SHOULD', fail)), want: 0 },
  { name: 'a stale known failure', given: results(column('a', 'SHOULD', { outcome: 'stale', reason: '' })), want: 1 },
  { name: 'nothing exercised', given: results(column('a', 'MUST', { outcome: 'not-exercised' })), want: 3 },
  { name: 'all good', given: results(column('a', 'MUST', pass)), want: 0 },
] as const;

for (const { name, given, want } of cases) {
  test(`${name} exits ${want}`, () => expect(exitCodeOf(given, [], 'must')).toBe(want));
}

test('only gated providers decide, and a gated one that was not judged is no success', () => {
  const both = results(column('good', 'MUST', pass), column('bad', 'MUST', fail));
  expect(exitCodeOf(both, ['good'], 'must')).toBe(0);
  expect(exitCodeOf(both, ['absent'], 'must')).toBe(3);
});

test('--fail-on moves the line', () => {
  const flaky = results(column('a', 'MUST', { outcome: 'flaky', findings: [], failed: 1, of: 3 }));
  expect([exitCodeOf(flaky, [], 'must'), exitCodeOf(flaky, [], 'flaky')]).toEqual([0, 1]);
  expect(exitCodeOf(results(column('a', 'MUST', fail)), [], 'flaky')).toBe(1);
  expect(exitCodeOf(results(column('a', 'SHOULD', fail)), [], 'should')).toBe(1);
  expect(exitCodeOf(results(column('a', 'MUST', fail)), [], 'never')).toBe(0);
});
