import { expect, test } from '@playwright/test';
import type { Contract } from '../core/contract.ts';
import { applyEdits } from '../core/edit.ts';
import type { Exchange } from '../core/exchange.ts';
import { judgeScenario } from '../core/judge/scenario.ts';
import type { ScenarioReport } from '../core/report.ts';
import type { Rule } from '../core/rule.ts';
import { rules } from '../core/rules/index.ts';
import type { Scenario } from '../core/scenario.ts';
import { loadContract } from '../specs/load.ts';
import { recordReference } from './record.test-support.ts';
import { referenceOnlyScenarios, scenarios } from './scenarios/index.ts';

/**
 * Every rule proves itself here: the reference provider's own exchanges conform, and the edit that a rule names as its
 * counterexample makes that rule fail and no other (but those it lists as inseparable).
 */
const all: readonly Scenario[] = [...scenarios, ...referenceOnlyScenarios];
let contract: Contract;
let recorded: ReadonlyMap<string, readonly Exchange[]>;

// One recording serves all tests of a worker; a busy machine may need a while for it.
test.describe.configure({ mode: 'default', timeout: 120_000 });

test.beforeAll(async () => {
  contract = await loadContract('openai');
  recorded = await recordReference(all);
});

function judged(scenario: Scenario, exchanges: readonly Exchange[]): ScenarioReport {
  return judgeScenario({ provider: 'reference', evidence: 'live', contract, rules, scenario, exchanges });
}

for (const scenario of all) {
  test(`the reference conforms: ${scenario.id}`, () => {
    const report = judged(scenario, recorded.get(scenario.id) ?? []);
    expect(report.unanswered).toEqual([]);
    expect(report.findings).toEqual([]);
  });
}

test('every rule of the openai contract is exercised by the reference', () => {
  const applied = new Set(all.flatMap((scenario) => judged(scenario, recorded.get(scenario.id) ?? []).applied));
  const idle = live().filter(({ id }) => !applied.has(id));
  expect(idle.map(({ id }) => id)).toEqual([]);
});

function live(): readonly Rule[] {
  return rules.filter((rule) => rule.on !== 'document' && rule.levels.openai !== undefined);
}

for (const rule of live()) {
  test(`counterexample: ${rule.id}`, () => {
    const { also = [], edit, of } = rule.counterexample;
    const [id, step] = of.split('/');
    const scenario = all.find((candidate) => candidate.id === id);
    if (scenario === undefined) throw new Error(`${of}: no such scenario`);
    const exchanges = recorded.get(scenario.id) ?? [];
    expect(exchanges.map((exchange) => exchange.step?.step)).toContain(step);
    const broken = exchanges.map((exchange) => (exchange.step?.step === step ? applyEdits(exchange, edit) : exchange));
    const failing = new Set(judged(scenario, broken).findings.map((finding) => finding.rule));
    expect([...failing].sort()).toEqual([rule.id, ...also].sort());
  });
}
