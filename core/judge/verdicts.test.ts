import { expect, test } from '@playwright/test';
import type { Exchange } from '../exchange.ts';
import type { KnownFailure, ScenarioReport } from '../report.ts';
import type { Finding, Rule } from '../rule.ts';
import { type VerdictInput, verdictsOf } from './verdicts.ts';

const rule: Rule = {
  id: 'state/sample',
  title: 'A sample holds',
  levels: { openai: 'MUST' },
  source: '#/components/schemas/Response',
  capability: 'state',
  on: 'exchange',
  counterexample: { of: 'store/create', edit: [] },
  judge: () => {},
};

const finding: Finding = {
  rule: rule.id,
  exchange: 'x1',
  at: '/body/id',
  expected: 'a',
  actual: 'b',
  count: 1,
  more: [],
};

function report(parts: Partial<ScenarioReport>): ScenarioReport {
  return {
    provider: 'sample',
    evidence: 'live',
    contract: 'openai',
    scenario: 'store',
    title: 'store',
    capability: 'state',
    entry: true,
    exchanges: [],
    applied: [],
    findings: [],
    unmet: [],
    unanswered: [],
    succeeded: [],
    refused: [],
    ...parts,
  };
}

function outcome(reports: readonly ScenarioReport[], parts: Partial<VerdictInput> = {}) {
  const input = {
    reports,
    rules: [rule],
    contract: 'openai',
    claimed: [],
    knownFailures: [],
    today: '2026-11-20',
  } as const;
  const { verdicts, capabilities } = verdictsOf({ ...input, ...parts });
  return { verdict: verdicts[0]?.verdict, state: capabilities.find(({ id }) => id === 'state') };
}

const failed = report({ applied: [rule.id], findings: [finding] });
const passed = report({ applied: [rule.id] });
const known: KnownFailure = { rule: rule.id, reason: 'tracked', link: 'https://example.com/1', expires: '2026-12-31' };

test('checked without a finding is a pass, with one a fail, unchecked is not exercised', () => {
  expect(outcome([passed]).verdict).toEqual({ outcome: 'pass' });
  expect(outcome([passed, failed]).verdict).toEqual({ outcome: 'fail', findings: [finding] });
  expect(outcome([report({})]).verdict).toEqual({ outcome: 'not-exercised' });
});

test('a known failure excuses the finding, goes stale when it passes and ends on its day', () => {
  expect(outcome([failed], { knownFailures: [known] }).verdict).toMatchObject({
    outcome: 'known-fail',
    reason: 'tracked',
  });
  expect(outcome([passed], { knownFailures: [known] }).verdict).toEqual({ outcome: 'stale', reason: 'tracked' });
  expect(outcome([report({})], { knownFailures: [known] }).verdict).toEqual({ outcome: 'not-exercised' });
  expect(outcome([failed], { knownFailures: [known], today: '2027-01-01' }).verdict).toMatchObject({ outcome: 'fail' });
});

const refused = report({
  applied: [rule.id],
  findings: [finding],
  refused: [{ kind: 'route', exchange: 'x1', operation: 'getResponse', why: '404 on GET /v1/responses/x' }],
});

test('an unclaimed capability that is refused is unsupported', () => {
  const { verdict, state } = outcome([refused]);
  expect(verdict).toEqual({ outcome: 'unsupported', why: '404 on GET /v1/responses/x' });
  expect(state).toEqual({ id: 'state', claimed: false, state: 'unsupported', why: '404 on GET /v1/responses/x' });
});

test('a claimed capability that is refused fails', () => {
  expect(outcome([refused], { claimed: ['state'] }).verdict).toMatchObject({ outcome: 'fail' });
});

test('a refusal of what worked elsewhere in the run is a failure', () => {
  expect(outcome([refused, report({ entry: false, succeeded: ['getResponse'] })]).verdict).toMatchObject({
    outcome: 'fail',
  });
});

test('core is never optional, but for single members', () => {
  const core = { ...refused, capability: 'core' } as const;
  expect(outcome([core]).verdict).toMatchObject({ outcome: 'fail' });
  const member = [
    { kind: 'member', exchange: 'x1', operation: 'createResponse', why: '400 naming temperature' },
  ] as const;
  expect(outcome([{ ...core, refused: member }], { claimed: ['core'] }).verdict).toEqual({ outcome: 'not-exercised' });
  expect(outcome([{ ...refused, refused: member }], { claimed: ['state'] }).verdict).toMatchObject({ outcome: 'fail' });
});

test('no answer is inconclusive with its blame, and so is a model that did something else', () => {
  const silent = report({
    unanswered: [{ exchange: 'x1', cause: 'timeout', blame: 'network', detail: 'no answer in 5 s' }],
  });
  expect(outcome([silent]).verdict).toEqual({ outcome: 'inconclusive', blame: 'network', why: 'no answer in 5 s' });
  const other = report({ unmet: [{ rule: rule.id, why: 'the model did not call the tool' }] });
  expect(outcome([other]).verdict).toEqual({
    outcome: 'inconclusive',
    blame: 'model',
    why: 'the model did not call the tool',
  });
});

/** One time that the scenario was played: what the rule said of its step. */
function time(nth: number, says: 'holds' | 'fails' | 'nothing', step = 'create'): ScenarioReport {
  const id = `sample/store/${step}${nth === 1 ? '' : `#${nth}`}`;
  const exchange: Exchange = {
    id,
    step: { scenario: 'store', step, ...(nth === 1 ? {} : { repetition: nth }) },
    request: { method: 'POST', url: '', path: '/v1/responses', query: '', headers: {}, json: {} },
    answer: { kind: 'none', cause: 'timeout', blame: 'network', detail: '' },
    fidelity: 'verbatim',
  };
  return report({
    repetition: nth,
    exchanges: [exchange],
    applied: says === 'nothing' ? [] : [rule.id],
    checked: says === 'nothing' ? {} : { [id]: [rule.id] },
    findings: says === 'fails' ? [{ ...finding, exchange: id }] : [],
  });
}

test('what fails in some repetitions and holds in others is flaky, with the first that failed', () => {
  const { verdict } = outcome([time(1, 'holds'), time(2, 'fails'), time(3, 'holds'), time(4, 'fails')]);
  expect(verdict).toMatchObject({ outcome: 'flaky', failed: 2, of: 4 });
  expect(verdict?.outcome === 'flaky' && verdict.findings[0]?.exchange).toBe('sample/store/create#2');
});

test('what fails whenever it can be judged is a plain failure', () => {
  expect(outcome([time(1, 'fails'), time(2, 'fails')]).verdict).toMatchObject({ outcome: 'fail' });
  expect(outcome([time(1, 'fails'), time(2, 'nothing')]).verdict).toMatchObject({ outcome: 'fail' });
  expect(outcome([time(1, 'holds'), time(2, 'holds')]).verdict).toEqual({ outcome: 'pass' });
});

test('steps are compared with themselves: one that always fails is a failure, whatever another one does', () => {
  const steady = [time(1, 'fails', 'other'), time(2, 'fails', 'other')];
  expect(outcome([time(1, 'holds'), time(2, 'fails'), ...steady]).verdict).toMatchObject({ outcome: 'fail' });
  const holding = [time(1, 'holds', 'other'), time(2, 'holds', 'other')];
  expect(outcome([time(1, 'fails'), time(2, 'fails'), ...holding]).verdict).toMatchObject({ outcome: 'fail' });
});

test('a known failure may be flaky, and is not stale for it', () => {
  expect(outcome([time(1, 'holds'), time(2, 'fails')], { knownFailures: [known] }).verdict).toMatchObject({
    outcome: 'known-fail',
  });
});
