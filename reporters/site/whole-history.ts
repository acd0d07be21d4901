import type { RuleId } from '../../core/rule.ts';
import type { HistoryRun } from '../history/model.ts';
import { ABSENT, decodeOutcome } from '../history/outcome-code.ts';
import type { KeptHistory, SiteHistory, SiteHistoryIndex } from './data/history.ts';

/**
 * The runs of one track with their outcomes in the order of all tracks' rules, which the index names once: in the files of
 * a thousand providers the names would be a third of all data.
 * @param own the rules in the order of the runs' outcomes
 */
export function keptHistory(own: readonly RuleId[], runs: readonly HistoryRun[], all: readonly RuleId[]): KeptHistory {
  const places = new Map(own.map((rule, index) => [rule, index]));
  const outcomes = (run: HistoryRun) =>
    all.map((rule) => run.outcomes[places.get(rule) ?? Number.NaN] ?? ABSENT).join('');
  return { runs: runs.map((run) => ({ ...run, outcomes: outcomes(run).replace(/-+$/, '') })) };
}

/** With its rules: those that any of its runs had; the others are of another contract. */
export function wholeHistory({ runs }: KeptHistory, { rules }: SiteHistoryIndex): SiteHistory {
  const had = rules.flatMap((_, index) =>
    runs.some(({ outcomes }) => decodeOutcome(outcomes[index]) !== undefined) ? [index] : [],
  );
  return {
    rules: had.flatMap((index) => rules[index] ?? []),
    runs: runs.map((run) => ({ ...run, outcomes: had.map((index) => run.outcomes[index] ?? ABSENT).join('') })),
  };
}
