import type { RuleId } from '../../core/rule.ts';
import type { Column, Results } from '../results/model.ts';
import { countOutcomes } from '../results/summary.ts';
import type { HistoryRun, ProviderHistory } from './model.ts';
import { ABSENT, encodeOutcome } from './outcome-code.ts';

/** Of one provider, evidence and contract; the oldest go first. A daily run for more than a year. */
export const MOST_RUNS = 400;

/**
 * The histories with what one results file holds, the untouched ones as they were. A run that is there already is
 * replaced, so that reporting twice changes nothing; columns that asked nothing leave no trace. Pure.
 */
export function appendResults(
  histories: ReadonlyMap<string, ProviderHistory>,
  results: Results,
): ReadonlyMap<string, ProviderHistory> {
  const grown = new Map(histories);
  for (const column of results.columns) {
    if (column.notRun !== undefined || column.verdicts.length === 0) continue;
    const { id, name } = column.provider;
    const known = grown.get(id) ?? { provider: { id, name }, rules: [], runs: [] };
    grown.set(id, appended({ ...known, provider: { id, name } }, column, results));
  }
  return grown;
}

function appended(history: ProviderHistory, column: Column, results: Results): ProviderHistory {
  const rules = withRules(history.rules, column);
  const run = runOf(column, results, rules);
  const others = history.runs.filter((other) => !isSame(other, run));
  const runs = [...others, run].sort((left, right) => compare(left.at, right.at));
  const own = runs.filter((other) => isSameColumn(other, run));
  const dropped = new Set(own.slice(0, Math.max(0, own.length - MOST_RUNS)));
  return { ...history, rules, runs: runs.filter((each) => !dropped.has(each)) };
}

function withRules(known: readonly RuleId[], { verdicts }: Column): readonly RuleId[] {
  const there = new Set(known);
  const added = verdicts.map(({ rule }) => rule).filter((rule) => !there.has(rule));
  return added.length === 0 ? known : [...known, ...added];
}

function runOf(column: Column, results: Results, rules: readonly RuleId[]): HistoryRun {
  const { startedAt, kit } = column.run ?? results.run;
  const verdicts = new Map(column.verdicts.map((verdict) => [verdict.rule, verdict]));
  const outcomes = rules.map((rule) => {
    const found = verdicts.get(rule);
    return found === undefined ? ABSENT : encodeOutcome(found.verdict.outcome, found.level === 'MUST');
  });
  const counts = countOutcomes(column.verdicts.filter(({ level }) => level === 'MUST'));
  return {
    at: startedAt,
    kit: kit.version,
    evidence: column.evidence,
    contract: column.contract,
    edition: results.run.contracts.find(({ id }) => id === column.contract)?.edition ?? '',
    requests: column.requests,
    must: Object.fromEntries(Object.entries(counts).filter(([, count]) => count > 0)),
    outcomes: outcomes.join('').replace(/-+$/, ''),
  };
}

function isSame(left: HistoryRun, right: HistoryRun): boolean {
  return left.at === right.at && isSameColumn(left, right);
}

export function isSameColumn(
  left: Pick<HistoryRun, 'evidence' | 'contract'>,
  right: Pick<HistoryRun, 'evidence' | 'contract'>,
): boolean {
  return left.evidence === right.evidence && left.contract === right.contract;
}

function compare(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0;
}
