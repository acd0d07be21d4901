import { expect, test } from '@playwright/test';
import type { Verdict } from '../../core/report.ts';
import type { RuleId } from '../../core/rule.ts';
import { renderDiffMarkdown } from '../diff/markdown.ts';
import { renderDiffTerminal } from '../diff/terminal.ts';
import { diffResults, regressionsOf } from './diff.ts';
import type { Column, Results } from './model.ts';
import { HOSTILE, sampleResults, USAGE_FINDING } from './sample.test-support.ts';

/** The sample with other verdicts on its first column. */
function changed(verdicts: Readonly<Partial<Record<RuleId, Verdict>>>, more: Partial<Column> = {}): Results {
  const results = sampleResults();
  const [first, ...others] = results.columns;
  if (first === undefined) throw new Error('the sample has columns');
  const own = first.verdicts.map((each) => ({ ...each, verdict: verdicts[each.rule] ?? each.verdict }));
  return { ...results, columns: [{ ...first, verdicts: own, ...more }, ...others] };
}

const FAILS: Verdict = { outcome: 'fail', findings: [USAGE_FINDING] };
const HOSTILE_FAILS: Verdict = {
  outcome: 'fail',
  findings: [{ ...USAGE_FINDING, expected: HOSTILE, actual: HOSTILE }],
};

test('the same results do not differ', () => {
  const diff = diffResults(sampleResults(), sampleResults());
  expect(diff.columns.flatMap(({ changes }) => changes)).toEqual([]);
  expect([diff.columnsAdded, diff.columnsRemoved, diff.rulesAdded, diff.rulesRemoved]).toEqual([[], [], [], []]);
});

test('a MUST that held and fails is a regression with its place; a SHOULD is one too, and MUST alone decides', () => {
  const diff = diffResults(sampleResults(), changed({ 'usage/total': FAILS, 'header/request-id': FAILS }));
  expect(regressionsOf(diff).map(({ rule }) => rule)).toEqual(['usage/total']);
  expect(regressionsOf(diff, ['MUST', 'SHOULD']).map(({ rule }) => rule)).toEqual(['usage/total', 'header/request-id']);
  expect(regressionsOf(diff)[0]).toMatchObject({
    before: { outcome: 'pass', level: 'MUST' },
    after: { outcome: 'fail', level: 'MUST' },
    at: { at: '/body/usage/total_tokens', expected: '14', actual: '15' },
  });
});

test('inconclusive is no regression, and says why', () => {
  const verdict: Verdict = { outcome: 'inconclusive', blame: 'network', why: 'the server accepted no connection' };
  const diff = diffResults(sampleResults(), changed({ 'usage/total': verdict }));
  expect(regressionsOf(diff)).toEqual([]);
  expect(diff.columns[0]?.changes).toMatchObject([{ kind: 'inconclusive', why: 'the server accepted no connection' }]);
});

test('a rule that only the new kit has is no regression, though it fails', () => {
  const after = changed({ 'usage/total': FAILS });
  const before = sampleResults();
  const older = {
    ...before,
    rules: before.rules.filter(({ id }) => id !== 'usage/total'),
    columns: before.columns.map((column) => ({
      ...column,
      verdicts: column.verdicts.filter(({ rule }) => rule !== 'usage/total'),
    })),
  };
  const diff = diffResults(older, after);
  expect(regressionsOf(diff)).toEqual([]);
  expect(diff.rulesAdded).toEqual([
    { id: 'usage/total', title: expect.any(String), fails: ['Reference', 'Alpha Server'] },
  ]);
  expect(diffResults(after, older).rulesRemoved.map(({ id }) => id)).toEqual(['usage/total']);
});

test('a column that was not run is compared with nothing', () => {
  const diff = diffResults(sampleResults(), changed({}, { notRun: 'REFERENCE_KEY is not set', verdicts: [] }));
  expect(diff.columns[0]).toMatchObject({ notRun: 'not run any more: REFERENCE_KEY is not set', changes: [] });
});

test('columns that came and went are named', () => {
  const after = sampleResults();
  const diff = diffResults(after, { ...after, columns: after.columns.slice(1) });
  expect(diff.columnsRemoved).toEqual(['Reference']);
  expect(diff.columns.map(({ provider }) => provider)).not.toContain('reference');
});

test('capabilities and request members that became something else are listed, unclear ones are not', () => {
  const parameter = { member: 'top_p', value: '0', why: 'echoed', exchange: 'x1' } as const;
  const before = changed(
    {},
    {
      capabilities: [{ id: 'state', claimed: false, state: 'offered' }],
      parameters: [
        { ...parameter, outcome: 'honoured' },
        { ...parameter, value: '1', outcome: 'unclear' },
      ],
    },
  );
  const after = changed(
    {},
    {
      capabilities: [{ id: 'state', claimed: false, state: 'unsupported' }],
      parameters: [
        { ...parameter, outcome: 'ignored' },
        { ...parameter, value: '1', outcome: 'ignored' },
      ],
    },
  );
  const [first] = diffResults(before, after).columns;
  expect(first?.capabilities).toEqual([{ id: 'state', before: 'offered', after: 'unsupported' }]);
  expect(first?.parameters).toMatchObject([{ member: 'top_p', value: '0', before: 'honoured', after: 'ignored' }]);
});

test('the terminal shows regressions first and cannot be steered by what a provider sent', () => {
  const text = renderDiffTerminal(
    diffResults(changed({ 'error/envelope': FAILS }), changed({ 'usage/total': HOSTILE_FAILS })),
    { color: false, width: 100 },
  );
  expect(text.indexOf('Regressions: 1')).toBeGreaterThan(0);
  expect(text.indexOf('Fixes: 1')).toBeGreaterThan(text.indexOf('Regressions: 1'));
  expect(text).toContain('MUST   usage/total  holds -> does not hold');
  expect(text.trimEnd().split('\n').at(-1)).toBe('1 regression of a MUST, 1 fix');
  expect(text).not.toContain('\u001B');
  expect(text).not.toContain('\u202E');
});

test('a changed kit is said', () => {
  const after = sampleResults();
  const later = { ...after, run: { ...after.run, kit: { ...after.run.kit, version: '0.2.0' } } };
  const words = 'The kit or a contract changed too';
  expect(renderDiffTerminal(diffResults(sampleResults(), later), { color: false })).toContain(words);
  expect(renderDiffMarkdown(diffResults(sampleResults(), later))).toContain(words);
  expect(renderDiffMarkdown(diffResults(sampleResults(), sampleResults()))).not.toContain(words);
});

test('Markdown brings no markup of a provider, and fits into a comment however much changed', () => {
  const results = sampleResults();
  const [first] = results.columns;
  if (first === undefined) throw new Error('the sample has columns');
  const many = (verdict: Verdict): Results => ({
    ...results,
    columns: Array.from({ length: 200 }, (_, n) => ({
      ...first,
      provider: { id: `p${n}`, name: `${HOSTILE} ${n}` },
      verdicts: first.verdicts.map((each) => ({ ...each, verdict })),
    })),
  });
  const text = renderDiffMarkdown(diffResults(many({ outcome: 'pass' }), many(HOSTILE_FAILS)));
  expect(text.length).toBeLessThan(65_536);
  expect(text).toMatch(/\d+ parts did not fit/);
  const outside = text.replace(/(`+) .*? \1/g, '').replaceAll(/<\/?(details|summary)>|<!-- -->/g, '');
  expect(outside).not.toMatch(/<[a-z/!]/i);
});
