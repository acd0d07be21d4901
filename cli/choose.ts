import type { ContractId } from '../core/contract.ts';
import { nearest } from '../fixtures/providers/nearest.ts';
import { availableContracts } from '../specs/load.ts';
import { UsageError } from './exit.ts';

/**
 * One of the known values, or a usage error that lists them and guesses what was meant.
 *
 * @param what the thing in words: "contract"
 * @param more where to see them when they are too many for one line, e.g. `responses-tck list rules`
 */
export function choose<T extends string>(what: string, value: string, known: readonly T[], more?: string): T {
  const found = known.find((candidate) => candidate === value);
  if (found !== undefined) return found;
  const guess = nearest(value, known);
  const hint = guess === undefined ? '' : ` Did you mean ${guess}?`;
  const all = known.length === 0 ? 'there is none' : known.join(', ');
  throw new UsageError(`unknown ${what} "${value}".${hint} ${more === undefined ? `Known: ${all}` : `See: ${more}`}`);
}

/** A contract that this kit can judge by. */
export function chooseContract(value: string): ContractId {
  return choose('contract', value, availableContracts);
}
