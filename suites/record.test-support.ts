import type { ContractId } from '../core/contract.ts';
import type { Scenario } from '../core/scenario.ts';
import { type Played, play } from './run/rehearse.ts';

/**
 * Runs the scenarios on a reference provider of its own, with the given faults, and hands out what was on the wire.
 * @param contract what the reference's answers keep to
 */
export function recordReference(
  scenarios: readonly Scenario[],
  faults: readonly string[] = [],
  contract: ContractId = 'openai',
): Promise<Played> {
  return play('reference', scenarios, { kind: 'reference', faults, contract });
}
