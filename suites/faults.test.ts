import { expect, test } from '@playwright/test';
import type { Contract } from '../core/contract.ts';
import { judgeScenario } from '../core/judge/scenario.ts';
import type { RuleId } from '../core/rule.ts';
import { rules } from '../core/rules/index.ts';
import { acceptanceFaults } from '../fixtures/reference/faults/acceptance.ts';
import { errorFaults } from '../fixtures/reference/faults/errors.ts';
import type { Fault } from '../fixtures/reference/faults/fault.ts';
import { hostedFaults } from '../fixtures/reference/faults/hosted.ts';
import { faults } from '../fixtures/reference/faults/index.ts';
import { modelFaults } from '../fixtures/reference/faults/models.ts';
import { multimodalFaults } from '../fixtures/reference/faults/multimodal.ts';
import { parameterFaults } from '../fixtures/reference/faults/parameters.ts';
import { reasoningFaults } from '../fixtures/reference/faults/reasoning.ts';
import { structuredFaults } from '../fixtures/reference/faults/structured.ts';
import { toolFaults } from '../fixtures/reference/faults/tools.ts';
import { unseen } from '../fixtures/reference/faults/unseen.ts';
import { loadContract } from '../specs/load.ts';
import { recordReference } from './record.test-support.ts';
import { referenceOnlyScenarios, scenarios } from './scenarios/index.ts';

/** Every fault of the reference provider is asked everything: the rules that it names notice, and no other rule accuses. */
const all = [...scenarios, ...referenceOnlyScenarios];
/** Information is no accusation. */
const ACCUSING = new Set(
  rules.filter(({ levels }) => levels.openai === 'MUST' || levels.openai === 'SHOULD').map(({ id }) => id),
);

/** Seen by rules about stored and background responses as well. */
const ALSO_ELSEWHERE: readonly string[] = ['stream-true-returns-json', 'cancel-not-idempotent-wrong-reason'];

/** The faults whose rules are all known. Of the others the named rules have to be among those that notice. */
const EXACT: ReadonlySet<Fault> = new Set(
  [
    ...acceptanceFaults,
    ...errorFaults,
    ...hostedFaults,
    ...modelFaults,
    ...multimodalFaults,
    ...parameterFaults,
    ...reasoningFaults,
    ...structuredFaults,
    ...toolFaults,
  ].filter(({ id }) => !ALSO_ELSEWHERE.includes(id)),
);
let contract: Contract;

test.beforeAll(async () => {
  contract = await loadContract('openai');
});

/** The rules that notice, each with the first place where it does. */
async function noticed(fault: Fault): Promise<ReadonlyMap<RuleId, string>> {
  const recorded = await recordReference(all, [fault.id]);
  const found = new Map<RuleId, string>();
  for (const scenario of all) {
    const exchanges = recorded.get(scenario.id) ?? [];
    const judged = { provider: 'reference', evidence: 'live', contract, rules, scenario, exchanges } as const;
    for (const { rule, exchange, at, expected, actual } of judgeScenario(judged).findings) {
      if (!found.has(rule)) found.set(rule, `${exchange}${at}: ${expected}, not ${actual}`);
    }
  }
  return found;
}

for (const fault of faults) {
  const notice = fault.unnoticed === undefined ? fault.breaks.join(', ') : 'nobody yet';
  test(`${fault.id} is noticed by ${notice}`, async () => {
    // Work that never ends is polled for a minute.
    test.setTimeout(240_000);
    const found = await noticed(fault);
    expect([...fault.breaks].filter((rule) => !found.has(rule))).toEqual([]);
    // The day a rule notices what nobody did, the entry has to name that rule.
    if (!EXACT.has(fault) && fault.unnoticed === undefined) return;
    expect([...found].filter(([rule]) => ACCUSING.has(rule) && !fault.breaks.includes(rule))).toEqual([]);
  });
}

test('a defect that cannot be seen is no fault, and has its reason', () => {
  const ids = unseen.map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
  expect(ids.filter((id) => faults.some((fault) => fault.id === id))).toEqual([]);
  for (const { id, why } of unseen) expect(why.length, id).toBeGreaterThan(30);
});
