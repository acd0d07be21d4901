import { CAPABILITY_IDS, type Capability } from '../../core/capability.ts';
import type { ParameterOutcome } from '../../core/parameter.ts';
import type { Outcome } from '../../core/report.ts';
import type { CapabilityState } from '../results/model.ts';

/** One character for each outcome, so that a thousand columns of verdicts stay small. */
const OUTCOME_CODE: Readonly<Record<Outcome, string>> = {
  pass: '+',
  fail: 'x',
  'known-fail': 'k',
  flaky: '~',
  stale: '!',
  unsupported: '-',
  inconclusive: '?',
  'not-exercised': '.',
};

const PARAMETER_CODE: Readonly<Record<ParameterOutcome, string>> = {
  honoured: '+',
  ignored: 'i',
  refused: '-',
  crashed: 'c',
  unclear: '?',
};

/** Lower case: not claimed; upper case: claimed. */
const STATE_CODE: Readonly<Record<CapabilityState['state'], string>> = { offered: 'o', unsupported: 'u', unknown: 'n' };

/** Where there is nothing: no such rule, a value that was not sent, a capability nobody spoke of. */
export const NONE = ' ';

const OUTCOMES = reversed(OUTCOME_CODE);
const PARAMETERS = reversed(PARAMETER_CODE);

export function outcomeCode(outcome: Outcome | undefined): string {
  return outcome === undefined ? NONE : OUTCOME_CODE[outcome];
}

/** @returns undefined where the contract has no such rule */
export function outcomeOf(code: string | undefined): Outcome | undefined {
  return OUTCOMES.get(code ?? NONE);
}

export function parameterCode(outcome: ParameterOutcome | undefined): string {
  return outcome === undefined ? NONE : PARAMETER_CODE[outcome];
}

export function parameterOutcomeOf(code: string | undefined): ParameterOutcome | undefined {
  return PARAMETERS.get(code ?? NONE);
}

export function statesCode(states: readonly CapabilityState[]): string {
  const byId = new Map(states.map((state) => [state.id, state]));
  return CAPABILITY_IDS.map((id) => {
    const state = byId.get(id);
    if (state === undefined) return NONE;
    const code = STATE_CODE[state.state];
    return state.claimed ? code.toUpperCase() : code;
  }).join('');
}

export function stateOf(
  states: string,
  id: Capability,
): { readonly state: CapabilityState['state']; readonly claimed: boolean } | undefined {
  const code = states[CAPABILITY_IDS.indexOf(id)] ?? NONE;
  const claimed = code !== code.toLowerCase();
  switch (code.toLowerCase()) {
    case 'o':
      return { state: 'offered', claimed };
    case 'u':
      return { state: 'unsupported', claimed };
    case 'n':
      return { state: 'unknown', claimed };
    default:
      return undefined;
  }
}

function reversed<T extends string>(codes: Readonly<Record<T, string>>): ReadonlyMap<string, T> {
  return new Map((Object.keys(codes) as T[]).map((name) => [codes[name], name]));
}
