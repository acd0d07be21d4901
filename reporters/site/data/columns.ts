import { EVIDENCE, type Evidence } from '../../../core/report.ts';
import { appendResults } from '../../history/append.ts';
import type { ProviderHistory } from '../../history/model.ts';
import { columnKeys } from '../../results/keys.ts';
import type { Column, Results, RuleInfo } from '../../results/model.ts';

/** A column of the site: the newest of its kind, and the results that it comes from. */
export interface SourceColumn {
  /** See `SiteColumn.key`. */
  readonly key: string;
  readonly column: Column;
  readonly results: Results;
  /** The same column in older results, the newest first. */
  readonly older: readonly { readonly column: Column; readonly results: Results }[];
}

export interface Sources {
  readonly columns: readonly SourceColumn[];
  /** Every rule of any results; the newest wording. */
  readonly rules: readonly RuleInfo[];
  readonly newest: Results;
  /** What every run found, one a provider. */
  readonly histories: readonly ProviderHistory[];
}

/**
 * The columns of many results, each once: of the same provider, evidence and contract the one of the latest run. A
 * column that only older results have stays, with its own date. Pure; keeps the order of first appearance.
 * @param histories kept ones that hold these results already; without them the results are all the history there is
 * @throws when there are no results at all
 */
export function sourcesOf(all: readonly Results[], histories?: readonly ProviderHistory[]): Sources {
  const byTime = [...all].sort((left, right) => left.run.finishedAt.localeCompare(right.run.finishedAt));
  const newest = byTime.at(-1);
  if (newest === undefined) throw new Error('a site needs at least one results file');
  const rules = new Map<string, RuleInfo>();
  const columns = new Map<string, { column: Column; results: Results }[]>();
  for (const results of byTime) {
    for (const rule of results.rules) rules.set(rule.id, rule);
    for (const column of results.columns) {
      const name = JSON.stringify([column.provider.id, column.evidence, column.contract]);
      const same = columns.get(name) ?? [];
      // A run without a key says nothing new about a provider that was judged before.
      if (column.notRun !== undefined && same.some((each) => each.column.notRun === undefined)) continue;
      columns.set(name, [{ column, results }, ...same.filter((each) => each.column.notRun === undefined)]);
    }
  }
  const keys = columnKeys([...columns.values()].flatMap(([first]) => (first === undefined ? [] : [first.column])));
  return {
    rules: [...rules.values()],
    newest,
    histories: histories ?? [...byTime.reduce(appendResults, new Map<string, ProviderHistory>()).values()],
    columns: inOrder([...columns.values()]).flatMap(([first, ...older]): readonly SourceColumn[] =>
      first === undefined ? [] : [{ key: keys.get(first.column) ?? '', ...first, older }],
    ),
  };
}

const RANK: Readonly<Record<Evidence, number>> = { live: 0, recorded: 1, example: 2, documented: 2 };

/** Servers that were asked first, then recorded ones, what documents say, and last those that were not asked. */
function inOrder<T extends { readonly column: Column }>(all: readonly (readonly T[])[]): readonly (readonly T[])[] {
  const rank = ([first]: readonly T[]) =>
    first === undefined || first.column.notRun !== undefined ? EVIDENCE.length : RANK[first.column.evidence];
  return all.toSorted((left, right) => rank(left) - rank(right));
}
