import { CAPABILITY_IDS, type Capability } from '../core/capability.ts';
import { LEVELS } from '../core/rule.ts';
import type { Selection } from '../suites/run/select.ts';
import { openResponsesOnlyScenarios, referenceOnlyScenarios, scenarios } from '../suites/scenarios/index.ts';
import { choose } from './choose.ts';
import { choosePatterns, rulePatterns } from './patterns.ts';

/** The flags of `run` that say which part of the suites is wanted. */
export interface SelectFlags {
  readonly capability: readonly string[];
  readonly level?: string;
  readonly rule: readonly string[];
  readonly scenario: readonly string[];
  readonly thorough: boolean;
}

/**
 * What the flags select; undefined when they select nothing in particular.
 * @throws UsageError for a name or pattern that nothing matches
 */
export async function selectionOf(flags: SelectFlags): Promise<Selection | undefined> {
  const capabilities = flags.capability.map((id) => choose<Capability>('capability', id, CAPABILITY_IDS));
  const level = flags.level === undefined ? undefined : choose('level', flags.level.toUpperCase(), LEVELS);
  const named = await rulePatterns(flags.rule);
  const ids = [...scenarios, ...referenceOnlyScenarios, ...openResponsesOnlyScenarios].map(({ id }) => id);
  const wanted = choosePatterns('scenario', flags.scenario, ids);
  const selection: Selection = {
    ...(capabilities.length === 0 ? {} : { capabilities }),
    ...(level === undefined ? {} : { level }),
    ...(named.length === 0 ? {} : { rules: named }),
    ...(wanted.length === 0 ? {} : { scenarios: wanted }),
    ...(flags.thorough ? { thorough: true } : {}),
  };
  return Object.keys(selection).length === 0 ? undefined : selection;
}
