import { CAPABILITY_IDS, type Capability } from '../../core/capability.ts';
import type { ContractId } from '../../core/contract.ts';
import type { Scenario } from '../../core/scenario.ts';
import { type Rehearsal, type Rehearsed, rehearsedIn } from './rehearsal.ts';

/** What a run will cost, as the rehearsal on the reference provider showed it: of a provider that grants everything. */
export interface Forecast extends Cost {
  readonly capabilities: readonly (Cost & { readonly id: Capability })[];
}

export interface Cost {
  readonly scenarios: number;
  readonly requests: number;
  /** Tokens of the inputs, estimated. */
  readonly input: number;
  /** Tokens of the outputs at most; answers are usually far shorter. */
  readonly output: number;
}

/**
 * @param contract the one that the provider is taken to keep to
 * @param repeat how often each scenario is played
 */
export function forecast(once: readonly Scenario[], rehearsal: Rehearsal, contract: ContractId, repeat = 1): Forecast {
  const scenarios = Array.from({ length: repeat }, () => once).flat();
  const capabilities = CAPABILITY_IDS.flatMap((id) => {
    const own = scenarios.filter(({ capability }) => capability === id);
    return own.length === 0 ? [] : [{ id, ...costOf(own, rehearsal, contract) }];
  });
  return { ...costOf(scenarios, rehearsal, contract), capabilities };
}

function costOf(scenarios: readonly Scenario[], rehearsal: Rehearsal, contract: ContractId): Cost {
  const known = scenarios.map(({ id, steps }): Omit<Rehearsed, 'operations'> => {
    return rehearsedIn(rehearsal, id, contract) ?? { requests: steps.length, input: 0, output: 0 };
  });
  const total = (member: 'requests' | 'input' | 'output') => known.reduce((sum, each) => sum + each[member], 0);
  return { scenarios: scenarios.length, requests: total('requests'), input: total('input'), output: total('output') };
}
