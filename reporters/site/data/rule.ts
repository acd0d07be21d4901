import type { RuleInfo } from '../../results/model.ts';
import { visible } from '../../text.ts';
import type { GuideStatement, RuleGuide, RuleGuideEntry } from './guide.ts';

/** `data/rules.js`: what the rule pages say beyond the matrix, for the rules of the site alone. */
export type SiteRules = RuleGuide;

/** Only rules that the site has; a rule that this kit does not know any more has no entry. */
export function siteRules(rules: readonly RuleInfo[], guide: RuleGuide): SiteRules {
  return Object.fromEntries(
    rules.flatMap(({ id }) => {
      const entry = guide[id];
      return entry === undefined ? [] : [[id, harmless(entry)] as const];
    }),
  );
}

function harmless({ statements, faults, counterexample, promises, ofExamples }: RuleGuideEntry): RuleGuideEntry {
  return {
    ...(promises === undefined ? {} : { promises }),
    ...(ofExamples === undefined ? {} : { ofExamples }),
    statements: statements.map((one): GuideStatement => ({ ...one, says: visible(one.says) })),
    faults: faults.map(({ id, title }) => ({ id: visible(id), title: visible(title) })),
    counterexample: { of: visible(counterexample.of), edits: counterexample.edits.map(visible) },
  };
}
