import { expect, test } from '@playwright/test';
import type { RuleVerdict } from '../core/report.ts';
import {
  ANNOTATIONS_SHOWN,
  annotationsOf,
  boundedSummary,
  outputsOf,
  renderAnnotation,
  SUMMARY_BYTES,
} from './github.ts';
import type { Results, RuleInfo } from './results/model.ts';
import { sampleResults } from './results/sample.test-support.ts';

test('every failing MUST is an error, every failing SHOULD a warning; known ones are silent, stale ones loud', () => {
  const results = sampleResults();
  const told = annotationsOf(results, ['MUST']).map(({ kind, title }) => `${kind} ${title}`);
  const of = (outcome: string, level: string) =>
    results.columns.flatMap(({ verdicts }) =>
      verdicts.filter((each) => each.verdict.outcome === outcome && each.level === level).map(({ rule }) => rule),
    );
  for (const rule of of('fail', 'MUST'))
    expect(told.filter((line) => line.startsWith(`error ${rule} `))).not.toEqual([]);
  for (const rule of of('fail', 'SHOULD')) expect(told.join('\n')).toContain(`warning ${rule} `);
  for (const rule of of('stale', 'MUST')) expect(told.join('\n')).toContain(`error ${rule} `);
  expect(of('known-fail', 'MUST')).toEqual(['usage/total']);
  expect(told.join('\n')).not.toContain('usage/total (Gateway)');
  expect(told).toContain('error error/envelope (Gateway)');
  expect(told.join('\n')).toContain('warning not run (');
  const strict = annotationsOf(results, ['MUST', 'SHOULD']).map(({ kind, title }) => `${kind} ${title}`);
  for (const rule of of('fail', 'SHOULD')) expect(strict.join('\n')).toContain(`error ${rule} `);
});

test('whatever a provider sent, an annotation is one command on one line', () => {
  for (const annotation of annotationsOf(sampleResults(), ['MUST'])) {
    const line = renderAnnotation(annotation);
    expect(line).toMatch(/^::(?:error|warning) title=[^:,\n]*::[^\n]*$/);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for
    expect(line).not.toMatch(/[\u0000-\u001f\u202e]/);
  }
  const line = renderAnnotation({ kind: 'error', title: 'a,b:c%\n', message: '100%\r\n::add-mask::x' });
  expect(line).toBe('::error title=a%2Cb%3Ac%25%0A::100%25%0D%0A::add-mask::x');
});

/** One column in which so many rules of a level fail. */
function failing(must: number, should: number): Results {
  const [first, ...rest] = sampleResults().columns;
  const [rule] = sampleResults().rules;
  if (first === undefined || rule === undefined) throw new Error('the sample is empty');
  const names = [...Array(must + should).keys()].map((index) => `many/rule-${index}` as const);
  const rules = names.map((id): RuleInfo => ({ ...rule, id }));
  const verdicts = names.map((id, index): RuleVerdict => {
    const finding = { rule: id, exchange: 'x1', at: '/body', expected: 'one', actual: 'other', count: 1, more: [] };
    const level = index < must ? 'MUST' : 'SHOULD';
    return { rule: id, level, verdict: { outcome: 'fail', findings: [finding] } };
  });
  expect(rest.length).toBeGreaterThan(0);
  return { ...sampleResults(), rules, columns: [{ ...first, verdicts }] };
}

test('more than GitHub shows are counted by the last one', () => {
  const exactly = annotationsOf(failing(ANNOTATIONS_SHOWN, ANNOTATIONS_SHOWN), ['MUST']);
  expect(exactly).toHaveLength(2 * ANNOTATIONS_SHOWN);
  expect(exactly.some(({ title }) => title.includes('further'))).toBe(false);
  const more = annotationsOf(failing(ANNOTATIONS_SHOWN + 1, 30), ['MUST']);
  expect(more).toHaveLength(2 * ANNOTATIONS_SHOWN);
  expect(more[ANNOTATIONS_SHOWN - 1]).toMatchObject({ kind: 'error', title: '2 further errors' });
  expect(more.at(-1)).toMatchObject({ kind: 'warning', title: '21 further warnings' });
});

test('a server of which nothing was learnt is an error that says why', () => {
  const [first] = sampleResults().columns;
  if (first === undefined) throw new Error('the sample is empty');
  const unanswered = [{ exchange: 'x1', cause: 'refused', blame: 'network', detail: 'ECONNREFUSED' }] as const;
  const told = annotationsOf({ ...sampleResults(), columns: [{ ...first, verdicts: [], unanswered }] }, ['MUST']);
  expect(told).toMatchObject([{ kind: 'error', message: 'refused (network): ECONNREFUSED' }]);
  expect(told[0]?.title).toContain('nothing could be judged');
});

test('outputs count verdicts on MUST rules', () => {
  expect(outputsOf(failing(3, 2))).toMatchObject({ fail: 3, 'should-fail': 2, pass: 0 });
});

test('a summary is cut between lines, in bytes, and says so', () => {
  const text = `${'é'.repeat(99)}\n`.repeat(6000);
  expect(boundedSummary('short')).toBe('short');
  const cut = boundedSummary(text);
  const bytes = new TextEncoder().encode(cut).length;
  expect(bytes).toBeLessThanOrEqual(SUMMARY_BYTES);
  expect(bytes).toBeGreaterThan(SUMMARY_BYTES - 400);
  expect(cut).toContain('Cut here');
  for (const line of cut.split('\n').slice(0, -4)) expect(line).toBe('é'.repeat(99));
  expect(boundedSummary(text, 10)).toBe('');
});
