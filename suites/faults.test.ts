import { expect, test } from '@playwright/test';
import type { Contract } from '../core/contract.ts';
import { judgeScenario } from '../core/judge/scenario.ts';
import type { RuleId } from '../core/rule.ts';
import { rules } from '../core/rules/index.ts';
import type { Fault } from '../fixtures/reference/faults/fault.ts';
import { faults } from '../fixtures/reference/faults/index.ts';
import { loadContract } from '../specs/load.ts';
import { recordReference } from './record.test-support.ts';
import { referenceOnlyScenarios, scenarios } from './scenarios/index.ts';

/** Every fault of the reference provider is asked everything, and the rules that it names have to notice. */
const all = [...scenarios, ...referenceOnlyScenarios];
let contract: Contract;

test.beforeAll(async () => {
  contract = await loadContract('openai');
});

async function failing(fault: Fault): Promise<readonly RuleId[]> {
  const recorded = await recordReference(all, [fault.id]);
  const found = all.flatMap((scenario) => {
    const exchanges = recorded.get(scenario.id) ?? [];
    return judgeScenario({ provider: 'reference', evidence: 'live', contract, rules, scenario, exchanges }).findings;
  });
  return [...new Set(found.map(({ rule }) => rule))];
}

for (const fault of faults) {
  const notice = fault.unnoticed === undefined ? fault.breaks.join(', ') : 'nobody yet';
  test(`${fault.id} is noticed by ${notice}`, async () => {
    const found = await failing(fault);
    if (fault.unnoticed === undefined) expect(found).toEqual(expect.arrayContaining([...fault.breaks]));
    // The day a rule notices it, the entry has to name that rule.
    else expect(found).toEqual([]);
  });
}
