import { expect, test } from '@playwright/test';
import { judgeScenario } from '../core/judge/scenario.ts';
import type { Finding } from '../core/rule.ts';
import { rules } from '../core/rules/index.ts';
import { loadContract } from '../specs/load.ts';
import { play } from './run/rehearse.ts';
import { scenarios } from './scenarios/index.ts';

/** An independent server from npm, with real defects that were found by reading its answers, not by these rules. */
let findings: readonly Finding[];

test.beforeAll(async () => {
  const contract = await loadContract('openai');
  const recorded = await play('aimock', scenarios);
  findings = scenarios.flatMap((scenario) => {
    const exchanges = recorded.get(scenario.id) ?? [];
    return judgeScenario({ provider: 'aimock', evidence: 'live', contract, rules, scenario, exchanges }).findings;
  });
});

const defects = [
  {
    what: 'no event has a sequence_number',
    rule: 'stream/sequence-number-present',
    at: /\/events\/0\/data\/sequence_number/,
  },
  { what: 'temperature is not echoed', rule: 'schema/response', at: /\/temperature$/ },
  { what: 'store is not echoed', rule: 'echo/store', at: /\/store$/ },
  { what: 'usage counts nothing', rule: 'usage/counted', at: /usage$/ },
  { what: 'usage has no details', rule: 'usage/details', at: /input_tokens_details$/ },
  {
    what: 'a temperature that is a text is accepted',
    rule: 'request/rejects-wrong-type',
    at: /status$/,
    step: 'temperature',
  },
] as const;

for (const { what, rule, at, ...rest } of defects) {
  test(`found: ${what}`, () => {
    const found = findings.filter((finding) => finding.rule === rule && at.test(finding.at));
    const step = 'step' in rest ? rest.step : '';
    expect(found.some(({ exchange }) => exchange.endsWith(step))).toBe(true);
  });
}

test('what it does right is not accused', () => {
  const accused = new Set(findings.map(({ rule }) => rule));
  for (const rule of [
    'response/id',
    'response/object',
    'response/created-at',
    'stream/text-joined',
    'sse/event-name',
  ]) {
    expect([...accused]).not.toContain(rule);
  }
});
