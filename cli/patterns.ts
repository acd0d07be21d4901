import { rules } from '../core/rules/index.ts';
import { matches } from '../suites/run/select.ts';
import { choose } from './choose.ts';

/**
 * Ids of rules, or patterns in which `*` stands for anything.
 * @throws UsageError for one that no rule matches
 */
export function rulePatterns(given: readonly string[]): readonly string[] {
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
