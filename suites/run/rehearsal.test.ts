import { expect, test } from '@playwright/test';
import { CONTRACT_IDS, contractIdOf, OWN } from '../../core/contract.ts';
import { rules } from '../../core/rules/index.ts';
import { availableContracts } from '../../specs/load.ts';
import { readRehearsal } from './rehearsal.ts';
import { rehearse } from './rehearse.ts';

test.setTimeout(180_000);

test('the rehearsal is what the reference does today; else: npm run rehearse', async () => {
  const kept = readRehearsal();
  const fresh = await rehearse();
  expect(kept.rules).toEqual(fresh.rules);
  for (const contract of CONTRACT_IDS) {
    expect(Object.keys(kept.scenarios[contract])).toEqual(Object.keys(fresh.scenarios[contract]));
    for (const [id, scenario] of Object.entries(fresh.scenarios[contract])) {
      const known = kept.scenarios[contract][id];
      expect(known?.operations, id).toEqual(scenario.operations);
      // How often a background response is polled depends on the machine.
      expect(Math.abs((known?.requests ?? 0) - scenario.requests), id).toBeLessThanOrEqual(3);
    }
  }
});

test('every rule that needs an answer is exercised by a scenario on the reference provider', () => {
  const contracts = new Set(availableContracts.map(contractIdOf));
  const { rules: exercised } = readRehearsal();
  const idle = rules.filter(({ id, levels, on }) => {
    const inForce = Object.keys(levels).some((contract) => contract === OWN || contracts.has(contract as 'openai'));
    return on !== 'document' && inForce && exercised[id] === undefined;
  });
  expect(idle.map(({ id }) => id)).toEqual([]);
});
