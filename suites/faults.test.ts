import { expect, test } from '@playwright/test';
import { rules } from '../core/rules/index.ts';
import { faults } from '../fixtures/reference/faults/index.ts';
import { unseen } from '../fixtures/reference/faults/unseen.ts';
import { loadContract } from '../specs/load.ts';
import { seenOf } from './accuracy/faults.ts';
import { recordReference } from './record.test-support.ts';
import { referenceOnlyScenarios, scenarios } from './scenarios/index.ts';

/** Every fault of the reference provider is asked everything: the rules that it names notice, and no other rule accuses. */
const all = [...scenarios, ...referenceOnlyScenarios];

for (const fault of faults) {
  test(`${fault.id} is blamed on ${fault.breaks.join(', ') || 'nobody'} alone`, async () => {
    // Work that never ends is polled for a minute.
    test.setTimeout(240_000);
    const contract = await loadContract('openai');
    const recorded = await recordReference(all, [fault.id]);
    const { collateral, kinds, silent } = seenOf(fault, recorded, { contract, rules, scenarios: all });
    expect({ collateral, silent }).toEqual({ collateral: [], silent: [] });
    if (fault.both) expect(kinds).toEqual(['json', 'stream']);
  });
}

test('a defect that cannot be seen is no fault, and has its reason', () => {
  const ids = unseen.map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
  expect(ids.filter((id) => faults.some((fault) => fault.id === id))).toEqual([]);
  for (const { id, why } of unseen) expect(why.length, id).toBeGreaterThan(30);
});
