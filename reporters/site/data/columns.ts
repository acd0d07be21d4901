import { appendResults } from '../../history/append.ts';
import type { ProviderHistory } from '../../history/model.ts';
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
  const keys = keyMaker([...columns.values()].flatMap(([first]) => (first === undefined ? [] : [first.column])));
  return {
    rules: [...rules.values()],
    newest,
    histories: histories ?? [...byTime.reduce(appendResults, new Map<string, ProviderHistory>()).values()],
    columns: inOrder([...columns.values()]).flatMap(([first, ...older]): readonly SourceColumn[] =>
      first === undefined ? [] : [{ key: keys(first.column), ...first, older }],
    ),
  };
}

/** Servers that were asked first, then what documents say, and last those that were not asked. */
function inOrder<T extends { readonly column: Column }>(all: readonly (readonly T[])[]): readonly (readonly T[])[] {
  const rank = ([first]: readonly T[]) =>
    first?.column.notRun !== undefined ? 2 : first?.column.evidence === 'live' ? 0 : 1;
  return all.toSorted((left, right) => rank(left) - rank(right));
}

/** `acme`, or `acme~example~openai` where a provider has several columns; safe as a file name and in a URL. */
function keyMaker(all: readonly Column[]): (column: Column) => string {
  const counts = new Map<string, number>();
  for (const { provider } of all) counts.set(provider.id, (counts.get(provider.id) ?? 0) + 1);
  const taken = new Set<string>();
  return ({ provider, evidence, contract }) => {
    const whole = counts.get(provider.id) === 1 ? provider.id : `${provider.id}~${evidence}~${contract}`;
    const safe = whole.replace(/[^A-Za-z0-9._~@-]/g, '_').slice(0, 100) || '_';
    // Some file systems do not tell upper from lower case.
    for (let n = 1; ; n++) {
      const key = n === 1 && !safe.startsWith('.') ? safe : `${safe.replace(/^\.+/, '_')}~${n}`;
      if (taken.has(key.toLowerCase())) continue;
      taken.add(key.toLowerCase());
      return key;
    }
  };
}
