import { expect, test } from '@playwright/test';
import type { Verdict } from '../../core/report.ts';
import { mergeResults } from '../results/merge.ts';
import type { Results } from '../results/model.ts';
import { appendResults, MOST_RUNS } from './append.ts';
import { compareRuns, flipsOf, runsOf, sinceLast, tracksOf, trendOf } from './compare.ts';
import { readHistory, writeHistory } from './file.ts';
import type { ProviderHistory } from './model.ts';
import { FAILS, runOn } from './sample.test-support.ts';

const TRACK = { evidence: 'live', contract: 'openai' } as const;

function historyOf(...all: readonly Results[]): ProviderHistory {
  const history = all.reduce(appendResults, new Map<string, ProviderHistory>()).get('reference');
  if (history === undefined) throw new Error('the sample has the provider');
  return history;
}

test('a run is one character a rule: upper case for a MUST, lower case for a SHOULD', () => {
  const history = historyOf(runOn(1, { 'usage/total': FAILS, 'header/request-id': FAILS }));
  expect(history.rules.slice(0, 3)).toEqual(['response/object', 'usage/total', 'header/request-id']);
  expect(history.runs).toEqual([
    {
      at: '2026-11-01T06:00:00.000Z',
      kit: '0.1.0',
      ...TRACK,
      edition: '2026-08',
      requests: 12,
      must: { pass: 7, fail: 1 },
      outcomes: 'PFfPPPPPP',
    },
  ]);
});

test('the file reads back the same, and a further run only adds lines', () => {
  const two = historyOf(runOn(1), runOn(2, { 'usage/total': FAILS }));
  const text = writeHistory(two);
  expect(readHistory(text, 'x.jsonl')).toEqual(two);
  const newRule = runOn(3);
  const [column] = newRule.columns;
  if (column === undefined) throw new Error('one column');
  const verdicts = [...column.verdicts, { rule: 'new/rule', level: 'MUST', verdict: { outcome: 'pass' } }] as const;
  const three = appendResults(new Map([['reference', two]]), { ...newRule, columns: [{ ...column, verdicts }] });
  const longer = writeHistory(three.get('reference') ?? two);
  expect(longer.startsWith(text)).toBe(true);
  expect(longer.slice(text.length).split('\n')).toHaveLength(3);
  expect(longer).toContain('{"rules":["new/rule"]}');
  expect(readHistory(longer, 'x.jsonl').runs.map(({ outcomes }) => outcomes.length)).toEqual([9, 9, 10]);
});

test('the same run counts once, the later report of it; what did not run leaves no trace', () => {
  const again = historyOf(runOn(1), runOn(1, { 'usage/total': FAILS }));
  expect(again.runs.map(({ outcomes }) => outcomes)).toEqual(['PFpPPPPPP']);
  const none = appendResults(new Map(), runOn(1, {}, { notRun: 'no key', verdicts: [] }));
  expect(none.size).toBe(0);
});

test('runs are kept by time, and a merged file gives every column its own run', () => {
  const other = { provider: { id: 'other', name: 'Other' } };
  const merged = mergeResults([runOn(2), runOn(5, {}, other)]);
  const histories = appendResults(new Map(), merged);
  expect(histories.get('reference')?.runs.map(({ at }) => at.slice(0, 10))).toEqual(['2026-11-02']);
  expect(histories.get('other')?.runs.map(({ at }) => at.slice(0, 10))).toEqual(['2026-11-05']);
  expect(historyOf(runOn(7), runOn(3)).runs.map(({ at }) => at.slice(8, 10))).toEqual(['03', '07']);
});

test('the oldest runs of a column go, those of another stay', () => {
  const many = Array.from({ length: MOST_RUNS + 5 }, (_, day) => runOn(day + 2));
  const history = historyOf(runOn(1, {}, { contract: 'open-responses' }), ...many);
  expect(runsOf(history, TRACK)).toHaveLength(MOST_RUNS);
  expect(runsOf(history, TRACK)[0]?.at.slice(0, 10)).toBe('2026-11-07');
  expect(tracksOf(history).map(({ contract }) => contract)).toEqual(['open-responses', 'openai']);
});

test('what changed between any two runs, and since the last one', () => {
  const known: Verdict = { outcome: 'stale', reason: 'was broken' };
  const history = historyOf(
    runOn(1, { 'usage/total': FAILS }),
    runOn(2, { 'response/object': FAILS, 'error/envelope': known }),
    runOn(3, { 'response/object': FAILS }),
  );
  const [first, second, third] = runsOf(history, TRACK);
  if (first === undefined || second === undefined || third === undefined) throw new Error('three runs');
  const brief = (one: typeof first, two: typeof first) =>
    compareRuns(history.rules, one, two).map(({ kind, rule }) => `${kind} ${rule}`);
  expect(brief(first, third)).toEqual(['regression response/object', 'fix usage/total']);
  expect(brief(third, first)).toEqual(['fix response/object', 'regression usage/total']);
  expect(brief(first, second)).toEqual(['regression response/object', 'fix usage/total', 'stale error/envelope']);
  expect(sinceLast([history])).toEqual({
    since: second.at,
    regressions: [],
    fixes: [],
    stale: [],
  });
  expect(sinceLast([historyOf(runOn(1), runOn(2, { 'usage/total': FAILS }))])?.regressions).toEqual([
    { provider: 'reference', ...TRACK, rule: 'usage/total', from: first.at, to: second.at },
  ]);
  expect(sinceLast([historyOf(runOn(1))])).toBeUndefined();
});

test('a rule that only one of two runs had is no change', () => {
  const [column] = runOn(1).columns;
  const fewer = { verdicts: (column?.verdicts ?? []).slice(0, 1) };
  const history = historyOf(runOn(1, {}, fewer), runOn(2, { 'usage/total': FAILS }));
  const [before, after] = history.runs;
  if (before === undefined || after === undefined) throw new Error('two runs');
  expect(compareRuns(history.rules, before, after)).toEqual([]);
});

test('the trend counts MUST rules; back and forth is a flip, one change alone is not', () => {
  const inconclusive: Verdict = { outcome: 'inconclusive', blame: 'network', why: 'no answer' };
  const history = historyOf(
    runOn(1, { 'usage/total': FAILS }),
    runOn(2, { 'response/object': FAILS }),
    runOn(3, { 'usage/total': inconclusive, 'response/object': FAILS }),
    runOn(4, { 'usage/total': FAILS, 'response/object': FAILS }),
    runOn(5, { 'stream/item-done': { outcome: 'flaky', findings: [], failed: 1, of: 3 } }),
  );
  const counts = trendOf(history.runs).map(({ holds, fails, other, flaky }) => [holds, fails, other, flaky]);
  expect(counts).toEqual([
    [7, 1, 0, 0],
    [7, 1, 0, 0],
    [6, 1, 1, 0],
    [6, 2, 0, 0],
    [7, 0, 0, 1],
  ]);
  expect(flipsOf(history.rules, history.runs)).toEqual([
    { rule: 'usage/total', isMust: true, flips: 3, flaky: 0 },
    { rule: 'response/object', isMust: true, flips: 2, flaky: 0 },
    { rule: 'stream/item-done', isMust: true, flips: 0, flaky: 1 },
  ]);
});

test('a history of version 1 is read; of what was recorded it says so by now', () => {
  const run = JSON.stringify({ at: '2026-11-01', kit: '1', evidence: 'live', contract: 'openai', outcomes: 'P' });
  const older = (id: string, name: string) =>
    readHistory(
      `{"schemaVersion":1,"provider":${JSON.stringify({ id, name })}}\n{"rules":["usage/total"]}\n{"run":${run}}\n`,
      'x.jsonl',
    );
  const recorded = older('recorded-api.example', 'api.example (recorded)');
  expect(recorded.provider).toEqual({ id: 'recorded-api.example', name: 'api.example' });
  expect(recorded.runs.map(({ evidence }) => evidence)).toEqual(['recorded']);
  expect(readHistory(writeHistory(recorded), 'x.jsonl')).toEqual(recorded);
  // Only what `check` called so: nobody else's name makes a column another kind of evidence.
  expect(older('acme', 'Acme (recorded)').runs.map(({ evidence }) => evidence)).toEqual(['live']);
});

const HEAD = '{"schemaVersion":1,"provider":{"id":"a","name":"A"}}\n';
const BROKEN: readonly (readonly [string, string, RegExp])[] = [
  ['an empty file', '', /^x\.jsonl:1: is empty; restore/],
  ['another file', '{"a":1}\n', /^x\.jsonl:1: no history of version 2 begins like this/],
  [
    'a later version',
    '{"schemaVersion":99,"provider":{"id":"a"}}',
    /reads histories up to version 2, the file says 99/,
  ],
  ['a cut line', `${HEAD}{"run":{"at"`, /^x\.jsonl:2: is no JSON/],
  [
    'a run of unknown rules',
    `${HEAD}{"run":{"at":"2026-11-01","kit":"1","evidence":"live","contract":"openai","outcomes":"P"}}`,
    /:2: is no run/,
  ],
  ['an unknown line', `${HEAD}{"b":1}`, /:2: holds neither rules nor a run/],
  ['rules that are none', `${HEAD}{"rules":[1]}`, /:2: has rules that are none/],
];

for (const [what, text, message] of BROKEN) {
  test(`${what} is refused in one line with its place`, () => {
    expect(() => readHistory(text, 'x.jsonl')).toThrow(message);
  });
}
