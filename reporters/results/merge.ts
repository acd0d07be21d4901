import type { Column, Results, RuleInfo } from './model.ts';

/**
 * Several results as one: all columns side by side. Of the same provider, evidence and contract the one of the later
 * run stays. Pure; keeps the order of first appearance.
 */
export function mergeResults(all: readonly Results[]): Results {
  const byTime = [...all].sort((left, right) => left.run.startedAt.localeCompare(right.run.startedAt));
  const first = byTime[0];
  const last = byTime.at(-1);
  if (first === undefined || last === undefined) throw new Error('mergeResults needs at least one result');
  const columns = new Map<string, Column>();
  const rules = new Map<string, RuleInfo>();
  for (const results of byTime) {
    for (const rule of results.rules) rules.set(rule.id, rule);
    for (const column of results.columns) {
      columns.set(`${column.provider.id} ${column.evidence} ${column.contract}`, column);
    }
  }
  const contracts = new Map(byTime.flatMap(({ run }) => run.contracts.map((contract) => [contract.id, contract])));
  return {
    schemaVersion: 1,
    run: { ...last.run, startedAt: first.run.startedAt, contracts: [...contracts.values()] },
    rules: [...rules.values()],
    columns: [...columns.values()],
  };
}
