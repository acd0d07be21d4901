import { expect, test } from '@playwright/test';
import type { Contract } from '../core/contract.ts';
import { judgeScenario } from '../core/judge/scenario.ts';
import type { RuleId } from '../core/rule.ts';
import { rules } from '../core/rules/index.ts';
import type { Fault } from '../fixtures/reference/faults/fault.ts';
import { itemFaults } from '../fixtures/reference/faults/items.ts';
import { shapeFaults } from '../fixtures/reference/faults/shape.ts';
import { sseFaults } from '../fixtures/reference/faults/sse.ts';
import { stateFaults } from '../fixtures/reference/faults/state.ts';
import { storedFaults } from '../fixtures/reference/faults/stored.ts';
import { streamFaults } from '../fixtures/reference/faults/stream.ts';
import { loadContract } from '../specs/load.ts';
import { recordReference } from './record.test-support.ts';
import { referenceOnlyScenarios, scenarios } from './scenarios/index.ts';

/**
 * A fault is blamed on the rules that it names and on no other: what else fails because of it is an accusation of a
 * server that does that right. Rules of level MAY accuse nobody.
 */
const all = [...scenarios, ...referenceOnlyScenarios];
/** Requests that a fault keeps in the background are polled for a minute. */
const POLLED_MS = 180_000;
/** Of other areas; they are in the same lists. */
const ELSEWHERE: readonly string[] = [
  'arguments-invalid-json',
  'forced-tool-choice-ignored',
  'text-format-ignored',
  'reasoning-not-surfaced',
  'models-created-missing',
  'models-anthropic-shape',
];
const exact = [...shapeFaults, ...itemFaults, ...streamFaults, ...sseFaults, ...stateFaults, ...storedFaults].filter(
  ({ id }) => !ELSEWHERE.includes(id),
);
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
  return [...new Set(found.map(({ rule }) => rule))].filter((id) => fault.breaks.includes(id) || accuses(id)).sort();
}

function accuses(id: RuleId): boolean {
  const level = rules.find((rule) => rule.id === id)?.levels.openai;
  return level === 'MUST' || level === 'SHOULD';
}

for (const fault of exact) {
  test(`${fault.id} is blamed on ${fault.breaks.join(', ')} alone`, async () => {
    test.setTimeout(POLLED_MS);
    expect(await failing(fault)).toEqual([...fault.breaks].sort());
  });
}
