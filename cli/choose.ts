import { type ContractRef, type OwnRef, referenceIdOf } from '../core/contract.ts';
import { nearest } from '../fixtures/providers/nearest.ts';
import { availableContracts, contractEdition } from '../specs/load.ts';
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

type ReferenceRef = Exclude<ContractRef, OwnRef>;

const DEFAULT_CONTRACT: ReferenceRef = 'openai';

/**
 * Contracts that this kit can judge by, each once, in the order given.
 * @param otherwise what holds when none is named; without it the `openai` contract
 */
export function chooseContracts(
  values: readonly string[],
  otherwise: readonly ReferenceRef[] = [DEFAULT_CONTRACT],
): readonly ReferenceRef[] {
  if (values.length === 0) return otherwise;
  const dated = new Map(availableContracts.map((ref) => [`${referenceIdOf(ref)}@${contractEdition(ref)}`, ref]));
  return [...new Set(values.map((value) => dated.get(value) ?? choose('contract', value, availableContracts)))];
}
