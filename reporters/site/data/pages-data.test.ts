import { expect, test } from '@playwright/test';
import { FAILS, runOn } from '../../history/sample.test-support.ts';
import type { Column, Results } from '../../results/model.ts';
import { exchangeOf, HOSTILE, responseBody, sampleResults } from '../../results/sample.test-support.ts';
import { wholeHistory } from '../whole-history.ts';
import { sourcesOf } from './columns.ts';
import { ruleGuide } from './guide.ts';
import { type KeptHistory, type SiteHistoryIndex, siteHistoryFiles } from './history.ts';
import { siteProvider } from './provider.ts';
import { siteRules } from './rule.ts';

function providerOf(more: Partial<Column>, run: Partial<Results['run']> = {}) {
  const results = runOn(1, {}, more);
  const [source] = sourcesOf([{ ...results, run: { ...results.run, ...run } }]).columns;
  if (source === undefined) throw new Error('one column');
  return siteProvider(source);
}

test('the command names the provider, with the flags of its run and never those of another server', () => {
  expect(providerOf({})).toMatchObject({ command: 'npx responses-tck@0.1.0 run reference', commandKnown: false });
  expect(providerOf({ contract: 'open-responses' }).command).toContain('run reference --contract open-responses');
  const flags = [
    '--base-url',
    'http://127.0.0.1:9/v1',
    '--model',
    'm',
    '--api-key-env',
    'KEY',
    '--rule',
    'usage/*',
    '--thorough',
  ];
  expect(providerOf({}, { arguments: flags }).command).toBe(
    "npx responses-tck@0.1.0 run reference --rule 'usage/*' --thorough",
  );
  const provider = { id: '127.0.0.1', name: 'x', baseUrl: 'http://127.0.0.1:9/v1' };
  expect(providerOf({ provider }, { arguments: flags }).command).toBe(
    "npx responses-tck@0.1.0 run --base-url http://127.0.0.1:9/v1 --model m --api-key-env KEY --rule 'usage/*' --thorough",
  );
});

test('hostile flags and ids stay one line of one command', () => {
  const { command } = providerOf(
    { provider: { id: `x; rm -rf '~'`, name: HOSTILE } },
    { arguments: ['--grep', HOSTILE] },
  );
  expect(command).toContain(`run 'x; rm -rf '\\''~'\\'''`);
  for (const acting of ['\n', '\u001B', '\u202E']) expect(command).not.toContain(acting);
});

test('a merged column has its own run', () => {
  const run = {
    startedAt: '2026-10-01T00:00:00.000Z',
    finishedAt: '2026-10-01T00:01:00.000Z',
    kit: { name: 'k', version: '9' },
  };
  expect(providerOf({ run })).toMatchObject({ run, command: 'npx k@9 run reference' });
});

test('times are columns of numbers; a file of an older kit gives those of its evidence', () => {
  const entry = { exchange: 'x1', operation: 'POST /responses', status: 200, firstByteMs: 5, totalMs: 9 };
  const stream = { ...entry, exchange: 'x2', streamed: true, firstEventMs: 7, totalMs: 90, tokens: [8, 6] as const };
  expect(providerOf({ timings: [entry, stream] }).timings).toEqual({
    operations: ['POST /responses', 'POST /responses, streamed'],
    operation: [0, 1],
    status: [200, 200],
    firstByte: [5, 5],
    firstEvent: [-1, 7],
    total: [9, 90],
    input: [-1, 8],
    output: [-1, 6],
    slowest: [
      { exchange: 'x2', operation: 'POST /responses, streamed', total: 90, isKept: false },
      { exchange: 'x1', operation: 'POST /responses', total: 9, isKept: false },
    ],
  });
  const timing = { startedAt: '2026-11-01T00:00:00.000Z', firstByteMs: 3, totalMs: 4 };
  const exchange = { ...exchangeOf('x1', responseBody()), timing };
  const old = providerOf({ exchanges: [{ exchange, curl: '', omittedBytes: 0 }] }).timings;
  expect(old).toMatchObject({ operations: ['POST /v1/responses'], total: [4], slowest: [{ isKept: true }] });
});

test('a history has the key of its column, and only the rules that its runs had', () => {
  const [first] = sampleResults().columns;
  const other = runOn(2, {}, { contract: 'open-responses', verdicts: (first?.verdicts ?? []).slice(0, 2) });
  const sources = sourcesOf([runOn(1), runOn(3, { 'usage/total': FAILS }), other]);
  const files = new Map(siteHistoryFiles(sources));
  expect([...files.keys()].sort()).toEqual([
    'history',
    'history/reference~live~open-responses',
    'history/reference~live~openai',
  ]);
  expect((files.get('history') as SiteHistoryIndex).tracks).toMatchObject([
    { key: 'reference~live~openai', runs: 2, latest: { regressions: 1, fixes: 0 } },
    { key: 'reference~live~open-responses', runs: 1 },
  ]);
  const index = files.get('history') as SiteHistoryIndex;
  const kept = files.get('history/reference~live~open-responses') as KeptHistory;
  expect(wholeHistory(kept, index)).toMatchObject({
    rules: ['response/object', 'usage/total'],
    runs: [{ outcomes: 'PP' }],
  });
  // Named once for all tracks.
  expect(JSON.stringify(kept)).not.toContain('usage/total');
});

test('a kept provider that no results speak of any more has a key of its own', () => {
  const gone = sourcesOf([runOn(1, {}, { provider: { id: 'gone', name: 'Gone' } })]).histories;
  const files = new Map(siteHistoryFiles(sourcesOf([runOn(2)], gone)));
  expect([...files.keys()]).toEqual(['history/gone~live~openai~kept', 'history']);
});

test('the guide has the statements and faults of a rule, and its counterexample in words', () => {
  const guide = ruleGuide(
    [
      {
        id: 'usage/total',
        counterexample: {
          of: 'text/create',
          edit: [
            { op: 'set', path: '/body/usage/total_tokens', value: 1 },
            { op: 'remove', path: '/body/id' },
            { op: 'before', path: '/events/a', event: { type: 'b' } },
            { op: 'move', path: '/events/a', before: '/events/b' },
            { op: 'wire', from: 'x', to: 'y' },
          ],
        },
      },
    ],
    [
      { id: 'O01', says: 'the sum', levels: { openai: 'MUST' }, rules: ['usage/total'] },
      { id: 'O02', says: 'other', levels: {}, rules: ['usage/cached'] },
    ],
    [
      { id: 'wrong', title: 'Wrong total', breaks: ['usage/total'] },
      { id: 'else', title: 'Other', breaks: [] },
    ],
  );
  expect(guide).toEqual({
    'usage/total': {
      statements: [{ id: 'O01', says: 'the sum', levels: { openai: 'MUST' } }],
      faults: [{ id: 'wrong', title: 'Wrong total' }],
      counterexample: {
        of: 'text/create',
        edits: [
          'set /body/usage/total_tokens to 1',
          'remove /body/id',
          'insert an event before /events/a: {"type":"b"}',
          'move /events/a before /events/b',
          'on the wire, write "y" for "x"',
        ],
      },
    },
  });
  expect(Object.keys(siteRules(sampleResults().rules, guide))).toEqual(['usage/total']);
});
