import { expect, test } from '@playwright/test';
import { CONTRACT_IDS } from '../core/contract.ts';
import { availableContracts, loadContract } from './load.ts';

test('a built contract loads through the package import map', async () => {
  const contract = await loadContract('openai');
  expect(contract.edition).toMatch(/^\d{4}-\d{2}$/);
  expect(contract.validate('Response', {}, '/body').map((error) => error.at)).toContain('/body/id');
  expect(contract.resolve('#/components/schemas/Response/properties/status/enum')).toContain('queued');
});

test('a contract that was not built says what to run', async () => {
  const missing = CONTRACT_IDS.find((id) => !availableContracts.includes(id));
  test.skip(missing === undefined, 'every contract has a document');
  if (missing !== undefined) await expect(loadContract(missing)).rejects.toThrow(/npm run build/);
});
