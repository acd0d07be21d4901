import { expect, test } from '@playwright/test';
import { CONTRACT_IDS } from '../core/contract.ts';
import { availableContracts, contractEdition, contractOperations, loadContract } from './load.ts';

test('a built contract loads through the package import map', async () => {
  const contract = await loadContract('openai');
  expect(contract.edition).toMatch(/^\d{4}-\d{2}$/);
  expect(contract.validate('Response', {}, '/body').map((error) => error.at)).toContain('/body/id');
  expect(contract.resolve('#/components/schemas/Response/properties/status/enum')).toContain('queued');
});

test('the newest edition of every contract comes first, then the dated ones, and all can be loaded', async () => {
  expect(availableContracts.slice(0, CONTRACT_IDS.length)).toEqual(CONTRACT_IDS);
  expect(availableContracts.slice(CONTRACT_IDS.length)).toContain('open-responses@2026-01-15');
  for (const ref of availableContracts) {
    const contract = await loadContract(ref);
    expect([contract.ref, contract.edition]).toEqual([ref, contractEdition(ref)]);
    expect(contract.id).toBe(CONTRACT_IDS.find((id) => ref === id || ref.startsWith(`${id}@`)));
    expect(contract.operations.map(({ id }) => id)).toEqual(contractOperations(ref));
  }
});

test('the newest edition may be asked for with its date', async () => {
  for (const id of CONTRACT_IDS) {
    const edition = contractEdition(id);
    expect(contractEdition(`${id}@${edition}`)).toBe(edition);
    expect((await loadContract(`${id}@${edition}`)).ref).toBe(id);
  }
  expect(contractEdition('open-responses@2026-04-24')).toBe('2026-04-24');
});

test('an edition that does not exist says which there are, and what to run', async () => {
  const missing = 'open-responses@2020-01-01';
  await expect(loadContract(missing)).rejects.toThrow(/npm run build.*open-responses@2026-01-15/);
  expect(() => contractEdition(missing)).toThrow(/npm run build/);
});
