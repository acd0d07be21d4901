import type { Capability } from '../core/capability.ts';
import type { ContractRef } from '../core/contract.ts';
import type { Evidence, Outcome } from '../core/report.ts';
import type { Level, RuleId } from '../core/rule.ts';
import type { Column, ColumnRun, Results, RuleInfo, RunInfo } from './results/model.ts';
import { type Cell, capabilityRows, cellOf, columnKey, countOutcomes, ruleIndex } from './results/summary.ts';

/** `index.json`: the matrix without its rules, for other sites. Its JSON Schema is `reporters/index.schema.json`. */
export interface MatrixIndex {
  readonly schemaVersion: 2;
  readonly run: RunInfo;
  readonly capabilities: readonly { readonly id: Capability; readonly title: string }[];
  readonly columns: readonly IndexColumn[];
}

export interface IndexColumn {
  /** As in links to the pages. */
  readonly key: string;
  readonly provider: Column['provider'];
  readonly evidence: Evidence;
  readonly contract: ContractRef;
  readonly notRun?: string;
  readonly run: ColumnRun;
  /** Rules by level and outcome, without those that are none. */
  readonly counts: Readonly<Partial<Record<Level, Readonly<Partial<Record<Outcome, number>>>>>>;
  readonly cells: Readonly<Partial<Record<Capability, IndexCell>>>;
  /** Paths from the folder of the index. */
  readonly href: string;
  readonly badge: string;
}

export type IndexCell = Pick<Cell, 'symbol' | 'tone' | 'holds' | 'judged' | 'warnings' | 'label'>;

/** `columns/<key>.json`: every rule on one column. Schema: `#/$defs/ColumnFile` of the same file. */
export interface ColumnFile extends IndexColumn {
  readonly schemaVersion: 2;
  readonly requests: number;
  readonly tokens: Column['tokens'];
  readonly capabilities: Column['capabilities'];
  readonly rules: readonly ColumnRule[];
  readonly parameters: readonly { readonly member: string; readonly value: string; readonly outcome: string }[];
}

export interface ColumnRule extends Pick<RuleInfo, 'id' | 'title' | 'capability'> {
  readonly level: Level;
  readonly outcome: Outcome;
  /** Places that break it, over all findings. */
  readonly places?: number;
}

/** The index and, by path from its folder, the column files. Texts are as in the results: escape them before showing. */
export function indexFiles(results: Results): {
  readonly index: MatrixIndex;
  readonly columns: ReadonlyMap<string, ColumnFile>;
} {
  const rules = ruleIndex(results);
  const rows = capabilityRows(results);
  const columns = results.columns.map((column) => {
    const head = indexColumn(
      column,
      results,
      rows.map(({ id }) => id),
      rules,
    );
    return [head, columnFile(head, column, rules)] as const;
  });
  return {
    index: {
      schemaVersion: 2,
      run: results.run,
      capabilities: rows.map(({ id, title }) => ({ id, title })),
      columns: columns.map(([head]) => head),
    },
    columns: new Map(columns.map(([head, file]) => [head.href, file])),
  };
}

function indexColumn(
  column: Column,
  { run, columns }: Results,
  capabilities: readonly Capability[],
  rules: ReadonlyMap<RuleId, RuleInfo>,
): IndexColumn {
  const { provider, evidence, contract, notRun, verdicts } = column;
  const key = columnKey(column, columns);
  const { startedAt, finishedAt, kit } = column.run ?? run;
  const counts = (level: Level) => {
    const all = Object.entries(countOutcomes(verdicts.filter((verdict) => verdict.level === level)));
    return Object.fromEntries(all.filter(([, count]) => count > 0));
  };
  return {
    key,
    provider,
    evidence,
    contract,
    ...(notRun === undefined ? {} : { notRun }),
    run: { startedAt, finishedAt, kit },
    counts: { MUST: counts('MUST'), SHOULD: counts('SHOULD'), MAY: counts('MAY') },
    cells: Object.fromEntries(capabilities.map((id) => [id, indexCell(cellOf(column, id, rules))])),
    href: `columns/${key}.json`,
    badge: `badges/${key}.svg`,
  };
}

function indexCell({ symbol, tone, holds, judged, warnings, label }: Cell): IndexCell {
  return { symbol, tone, holds, judged, warnings, label };
}

function columnFile(head: IndexColumn, column: Column, rules: ReadonlyMap<RuleId, RuleInfo>): ColumnFile {
  return {
    schemaVersion: 2,
    ...head,
    requests: column.requests,
    tokens: column.tokens,
    capabilities: column.capabilities,
    rules: column.verdicts.flatMap(({ rule, level, verdict }): readonly ColumnRule[] => {
      const info = rules.get(rule);
      if (info === undefined) return [];
      const { id, title, capability } = info;
      const places = 'findings' in verdict ? verdict.findings.reduce((sum, { count }) => sum + count, 0) : undefined;
      return [{ id, title, capability, level, outcome: verdict.outcome, ...(places === undefined ? {} : { places }) }];
    }),
    parameters: (column.parameters ?? []).map(({ member, value, outcome }) => ({ member, value, outcome })),
  };
}
