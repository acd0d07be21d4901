import { matches } from '../suites/run/select.ts';
import { choose } from './choose.ts';

/**
 * Ids of rules, or patterns in which `*` stands for anything.
 * @throws UsageError for one that no rule matches
 */
export async function rulePatterns(given: readonly string[]): Promise<readonly string[]> {
  if (given.length === 0) return given;
  // Loaded only where some are named: that takes longer than all else of a command line.
  const { rules } = await import('../core/rules/index.ts');
  return choosePatterns(
    'rule',
    given,
    rules.map(({ id }) => id),
  );
}

/** As `choose`, for ids or patterns of which each has to match something. */
export function choosePatterns(what: string, given: readonly string[], ids: readonly string[]): readonly string[] {
  for (const pattern of given) {
    if (!ids.some((id) => matches(pattern, id))) choose(what, pattern, ids, `responses-tck list ${what}s`);
  }
  return given;
}
