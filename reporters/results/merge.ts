import { type Column, RESULTS_VERSION, type Results, type RuleInfo } from './model.ts';

/**
 * Several results as one: all columns side by side. Of the same provider, evidence and contract the one of the later
 * run stays; each says which run it is of. Pure; keeps the order of first appearance.
 */
export function mergeResults(all: readonly Results[]): Results {
  const byTime = [...all].sort((left, right) => left.run.startedAt.localeCompare(right.run.startedAt));
  const first = byTime[0];
  const last = byTime.at(-1);
  if (first === undefined || last === undefined) throw new Error('mergeResults needs at least one result');
  if (first === last) return first;
  const columns = new Map<string, Column>();
  const rules = new Map<string, RuleInfo>();
  for (const results of byTime) {
    for (const rule of results.rules) rules.set(rule.id, rule);
    for (const column of results.columns) {
      const { contracts: _, ...own } = results.run;
      const run = column.run ?? own;
      columns.set(`${column.provider.id} ${column.evidence} ${column.contract}`, { ...column, run });
    }
  }
  const contracts = new Map(byTime.flatMap(({ run }) => run.contracts.map((contract) => [contract.id, contract])));
  return {
    schemaVersion: RESULTS_VERSION,
    run: {
      startedAt: first.run.startedAt,
      finishedAt: last.run.finishedAt,
      kit: last.run.kit,
      contracts: [...contracts.values()],
    },
    rules: [...rules.values()],
    columns: [...columns.values()],
  };
}
