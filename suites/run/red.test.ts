import { expect, test } from '@playwright/test';
import type { KnownFailure, ScenarioReport } from '../../core/report.ts';
import type { Level, Rule } from '../../core/rule.ts';
import { redFindings, redMessage } from './red.ts';

function rule(id: Rule['id'], level: Level): Rule {
  return {
    id,
    title: `what ${id} says`,
    on: 'exchange',
    levels: { openai: level },
    source: '#/components/schemas/Response',
    capability: 'core',
    counterexample: { of: 'text/create', edit: [] },
    judge: () => undefined,
  };
}

const RULES = [rule('a/must', 'MUST'), rule('a/should', 'SHOULD')];

const REPORT: ScenarioReport = {
  provider: 'p',
  evidence: 'live',
  contract: 'openai',
  scenario: 'text',
  title: 'Text',
  capability: 'core',
  entry: false,
  exchanges: [],
  applied: ['a/must', 'a/should'],
  findings: RULES.map(({ id }) => ({
    rule: id,
    exchange: 'p/text/create',
    at: '/body/usage',
    expected: 'an object',
    actual: 'absent',
    count: 3,
    more: [],
  })),
  unmet: [],
  unanswered: [],
  succeeded: [],
  refused: [],
};

const red = (knownFailures: readonly KnownFailure[] = [], report = REPORT) =>
  redFindings([report], RULES, { capabilities: [], knownFailures }, '2026-01-02').map(({ finding }) => finding.rule);

test('a MUST that fails is red, a SHOULD is not', () => {
  expect(red()).toEqual(['a/must']);
});

test('a known failure is not red until it expires', () => {
  expect(red([{ rule: 'a/must', reason: 'being mended' }])).toEqual([]);
  expect(red([{ rule: 'a/must', reason: 'being mended', expires: '2026-01-02' }])).toEqual([]);
  expect(red([{ rule: 'a/must', reason: 'being mended', expires: '2026-01-01' }])).toEqual(['a/must']);
});

test('what belongs to an honest refusal of something optional is not red', () => {
  const refused = [{ kind: 'route', exchange: 'p/text/create', operation: 'getResponse', why: '404' }] as const;
  expect(red([], { ...REPORT, capability: 'state', refused })).toEqual([]);
  expect(red([], { ...REPORT, capability: 'core', refused })).toEqual(['a/must']);
});

test('the message names rule, place, expectation and what was there', () => {
  const found = redFindings([REPORT], RULES, { capabilities: [], knownFailures: [] }, '2026-01-02');
  expect(redMessage(found)).toBe(
    'a/must: what a/must says\n    at p/text/create /body/usage (and 2 more like it)\n    expected an object\n    actual   absent',
  );
});
