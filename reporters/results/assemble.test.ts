import { expect, test } from '@playwright/test';
import { type AssembleInput, assembleResults } from './assemble.ts';
import { readResults } from './read.ts';
import {
  exchangeOf,
  HOSTILE,
  JUDGE_RULES,
  RUN,
  reportOf,
  responseBody,
  STREAM_FINDING,
  streamBody,
  USAGE_FINDING,
} from './sample.test-support.ts';

const ALPHA = { id: 'alpha', name: 'Alpha', capabilities: [], knownFailures: [] };

function assemble(more: Partial<AssembleInput> = {}) {
  return assembleResults({
    reports: [reportOf()],
    rules: JUDGE_RULES,
    providers: [ALPHA],
    run: RUN,
    today: '2026-11-20',
    ...more,
  });
}

function outcomeOf(results: ReturnType<typeof assemble>, rule: string) {
  return results.columns[0]?.verdicts.find((each) => each.rule === rule)?.verdict.outcome;
}

test('one report becomes one column with verdicts, evidence and sums', () => {
  const results = assemble();
  expect(outcomeOf(results, 'usage/total')).toBe('fail');
  expect(outcomeOf(results, 'response/object')).toBe('pass');
  expect(results.columns).toHaveLength(1);
  expect(results.columns[0]).toMatchObject({ requests: 1, tokens: { input: 8, output: 6 } });
  expect(results.columns[0]?.exchanges[0]?.curl).toMatch(/^curl /);
});

test('the assembled file keeps to its schema, whatever a provider sent', () => {
  const body = responseBody({ note: HOSTILE });
  const reports = [
    reportOf({ exchanges: [exchangeOf('x1', body)], findings: [{ ...USAGE_FINDING, actual: HOSTILE }] }),
  ];
  const text = JSON.stringify(assemble({ reports }));
  expect(JSON.parse(JSON.stringify(readResults(text, 'results.json')))).toEqual(JSON.parse(text));
});

test('evidence, contract and provider keep columns apart', () => {
  const reports = [
    reportOf(),
    reportOf({ contract: 'open-responses' }),
    reportOf({ provider: 'paper', evidence: 'documented', scenario: 'paper', exchanges: [], findings: [] }),
  ];
  const columns = assemble({ reports }).columns.map(({ provider, evidence, contract }) => [
    provider.id,
    evidence,
    contract,
  ]);
  expect(columns).toEqual([
    ['alpha', 'live', 'openai'],
    ['alpha', 'live', 'open-responses'],
    ['paper', 'documented', 'openai'],
  ]);
});

test('a scenario that is reported again replaces its first report', () => {
  const results = assemble({ reports: [reportOf(), reportOf({ findings: [] })] });
  expect(outcomeOf(results, 'usage/total')).toBe('pass');
});

test('the finding that people see first comes from the plainest scenario', () => {
  const stored = exchangeOf('s1', responseBody());
  const findings = [{ ...USAGE_FINDING, exchange: 's1' }];
  const later = reportOf({ scenario: 'a-store', capability: 'state', entry: false, exchanges: [stored], findings });
  const results = assemble({ reports: [later, reportOf()] });
  const verdict = results.columns[0]?.verdicts.find(({ rule }) => rule === 'usage/total')?.verdict;
  expect(verdict).toMatchObject({ outcome: 'fail', findings: [{ exchange: 'x1' }, { exchange: 's1' }] });
});

test('request members of all scenarios become one list, with their exchanges as evidence', () => {
  const exchanges = Array.from({ length: 12 }, (_, n) => exchangeOf(`y${n}`, responseBody()));
  const lost = { member: 'top_p', value: '0', outcome: 'ignored', why: 'not echoed', exchange: 'y11' } as const;
  const kept = { ...lost, outcome: 'honoured', exchange: 'x1' } as const;
  const reports = [
    reportOf({ parameters: [kept] }),
    reportOf({ scenario: 'other', exchanges, parameters: [lost], findings: [] }),
  ];
  const results = assemble({ reports });
  expect(results.columns[0]?.parameters).toEqual([lost]);
  expect(results.columns[0]?.exchanges.map(({ exchange }) => exchange.id)).toContain('y11');
  expect(readResults(JSON.stringify(results), 'results.json').columns[0]?.parameters).toEqual([lost]);
});

test('a provider that was not run has a column that says why', () => {
  const results = assemble({
    providers: [ALPHA, { ...ALPHA, id: 'paid', name: 'Paid', notRun: 'PAID_KEY is not set' }],
  });
  expect(results.columns[1]).toMatchObject({ notRun: 'PAID_KEY is not set', verdicts: [], requests: 0 });
});

test('known failures and their staleness reach the verdicts', () => {
  const known = { ...ALPHA, knownFailures: [{ rule: 'usage/total' as const, reason: 'counts twice' }] };
  expect(outcomeOf(assemble({ providers: [known] }), 'usage/total')).toBe('known-fail');
  const fixed = assemble({ providers: [known], reports: [reportOf({ findings: [] })] });
  expect(outcomeOf(fixed, 'usage/total')).toBe('stale');
});

test('a long body is cut on a whole character and the rest is counted', () => {
  const text = `"ab${'€'.repeat(400_000)}"`;
  const results = assemble({ reports: [reportOf({ exchanges: [exchangeOf('x1', { kind: 'text', text })] })] });
  const kept = results.columns[0]?.exchanges[0];
  const body = kept?.exchange.answer.kind === 'http' ? kept.exchange.answer.body : undefined;
  const shown = body?.kind === 'text' ? body.text : '';
  expect(text.startsWith(shown)).toBe(true);
  expect(Buffer.byteLength(shown)).toBeLessThanOrEqual(64 * 1024);
  expect(Buffer.byteLength(shown) + (kept?.omittedBytes ?? 0)).toBe(Buffer.byteLength(text));
});

test('failing exchanges are kept before conforming ones', () => {
  const exchanges = Array.from({ length: 30 }, (_, n) => exchangeOf(`x${n}`, responseBody()));
  const findings = [{ ...USAGE_FINDING, exchange: 'x29' }];
  const results = assemble({ reports: [reportOf({ exchanges, findings })] });
  const ids = results.columns[0]?.exchanges.map(({ exchange }) => exchange.id);
  expect(ids).toContain('x29');
  expect(ids?.length).toBeLessThan(8);
});

test('tokens of one response count once, and streams are counted', () => {
  const stream = exchangeOf('x2', streamBody(), { contentType: 'text/event-stream' });
  const exchanges = [exchangeOf('x1', responseBody()), exchangeOf('x3', responseBody()), stream];
  const results = assemble({ reports: [reportOf({ exchanges, findings: [STREAM_FINDING] })] });
  expect(results.columns[0]?.tokens).toEqual({ input: 17, output: 13 });
});
