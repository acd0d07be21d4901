import type { Capability } from '../../core/capability.ts';
import type { ContractRef, OperationId } from '../../core/contract.ts';
import { LEVELS, type Level, levelIn, type Rule, type RuleId } from '../../core/rule.ts';
import type { Scenario } from '../../core/scenario.ts';
import { type Rehearsal, rehearsedIn } from './rehearsal.ts';

/** What of the suites is wanted; a part that is left out leaves nothing out. Travels as JSON. */
export interface Selection {
  readonly capabilities?: readonly Capability[];
  /** Only rules that are at least this binding under one of the contracts. */
  readonly level?: Level;
  /** Ids of rules, or patterns in which `*` stands for anything: `usage/*`. */
  readonly rules?: readonly string[];
  /** Ids of scenarios, or patterns. */
  readonly scenarios?: readonly string[];
  /** Also what a default run has no calls to spare for, and what only the reference provider can follow. */
  readonly thorough?: boolean;
}

/** Whether the text is the pattern, `*` standing for anything, also for nothing. */
export function matches(pattern: string, text: string): boolean {
  const parts = pattern.split('*').map((part) => part.replaceAll(/[.+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${parts.join('.*')}$`).test(text);
}

/** The rules by which the run is judged. */
export function selectRules(rules: readonly Rule[], selection: Selection, contracts: readonly ContractRef[]): Rule[] {
  const { level, rules: patterns } = selection;
  return rules.filter((rule) => {
    if (patterns !== undefined && !patterns.some((pattern) => matches(pattern, rule.id))) return false;
    if (level === undefined) return true;
    return contracts.some((ref) => {
      const own = levelIn(rule, ref);
      return own !== undefined && LEVELS.indexOf(own) <= LEVELS.indexOf(level);
    });
  });
}

export interface Offer {
  readonly scenarios: readonly Scenario[];
  readonly rehearsal: Rehearsal;
  readonly contracts: readonly ContractRef[];
  /** The operations that any of the contracts has. */
  readonly operations: ReadonlySet<OperationId>;
  readonly rules: readonly Rule[];
}

/**
 * The scenarios that are asked. A scenario that needs an operation which none of the contracts has could show nothing.
 * Where rules are named, the scenarios in which the rehearsal saw them exercised are enough.
 */
export function selectScenarios(selection: Selection, offer: Offer): Scenario[] {
  const { capabilities, rules: patterns, scenarios: names, thorough = false } = selection;
  const wanted =
    patterns === undefined ? undefined : scenariosOf(selectRules(offer.rules, selection, offer.contracts), offer);
  return offer.scenarios.filter((scenario) => {
    const { id, capability } = scenario;
    // A scenario that is called by its name is asked, however dear it is.
    if (names !== undefined) return names.some((pattern) => matches(pattern, id));
    if (scenario.thorough === true && !thorough && wanted?.has(id) !== true) return false;
    if (capabilities !== undefined && !capabilities.includes(capability)) return false;
    if (wanted !== undefined && !wanted.has(id)) return false;
    const operations = rehearsedIn(offer.rehearsal, id, 'openai')?.operations ?? [];
    return operations.every((operation) => offer.operations.has(operation));
  });
}

/** For each rule the cheapest scenario that exercises it among those on offer. */
function scenariosOf(rules: readonly Rule[], { rehearsal, scenarios }: Offer): ReadonlySet<string> {
  const offered = new Map(scenarios.map((scenario) => [scenario.id, scenario]));
  return new Set(
    rules.flatMap(({ id }: { readonly id: RuleId }) => {
      const known = (rehearsal.rules[id] ?? []).filter((scenario) => offered.has(scenario));
      const [first] = known.toSorted((left, right) => dearness(left, offered) - dearness(right, offered));
      return first === undefined ? [] : [first];
    }),
  );
}

function dearness(id: string, offered: ReadonlyMap<string, Scenario>): number {
  return offered.get(id)?.thorough === true ? 1 : 0;
}
