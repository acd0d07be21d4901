import type { Capability } from '../../core/capability.ts';
import type { ParameterOutcome } from '../../core/parameter.ts';
import type { Finding, Level, RuleId } from '../../core/rule.ts';
import { LEVELS } from '../../core/rule.ts';
import { type ChangeId, changeOf, type Standing } from './change.ts';
import { exchangeName } from './defects.ts';
import type { CapabilityState, Column, Results, RunInfo } from './model.ts';
import { columnKey, columnTitle } from './summary.ts';

/** What `diff --format json` prints: the changes between two results, column by column. */
export interface ResultsDiff {
  readonly schemaVersion: 1;
  readonly old: RunInfo;
  readonly new: RunInfo;
  /** Columns of the new results that were in the old ones too, in their order. */
  readonly columns: readonly ColumnDiff[];
  /** Titles of columns that only the new, or only the old, results have. */
  readonly columnsAdded: readonly string[];
  readonly columnsRemoved: readonly string[];
  /** Rules that only the new results have, with the columns on which they fail; they are no regressions. */
  readonly rulesAdded: readonly { readonly id: RuleId; readonly title: string; readonly fails: readonly string[] }[];
  readonly rulesRemoved: readonly { readonly id: RuleId; readonly title: string }[];
}

export interface ColumnDiff {
  /** As in links to the matrix of the new results. */
  readonly key: string;
  readonly title: string;
  readonly provider: string;
  /** Why one of the two runs asked nothing; then nothing is compared. */
  readonly notRun?: string;
  readonly changes: readonly RuleChange[];
  readonly capabilities: readonly {
    readonly id: Capability;
    readonly before: CapabilityState['state'];
    readonly after: CapabilityState['state'];
  }[];
  readonly parameters: readonly {
    readonly member: string;
    readonly value: string;
    readonly before: ParameterOutcome;
    readonly after: ParameterOutcome;
    readonly why: string;
  }[];
}

export interface RuleChange {
  readonly kind: ChangeId;
  readonly rule: RuleId;
  readonly title: string;
  /** Of the new run, where the rule is in it. */
  readonly level: Level;
  /** Absent where that run did not judge by the rule. */
  readonly before?: Standing;
  readonly after?: Standing;
  /** The first place of a rule that does not hold now. */
  readonly at?: { readonly step: string } & Pick<Finding, 'at' | 'expected' | 'actual'>;
  /** Why it is inconclusive, unsupported or known now. */
  readonly why?: string;
}

/** Compares the columns that both have: same provider, evidence and contract. Pure. */
export function diffResults(before: Results, after: Results): ResultsDiff {
  const old = new Map(before.columns.map((column) => [identity(column), column]));
  const now = new Set(after.columns.map(identity));
  const titles = new Map([...before.rules, ...after.rules].map(({ id, title }) => [id, title]));
  const hadRule = new Set(before.rules.map(({ id }) => id));
  const hasRule = new Set(after.rules.map(({ id }) => id));
  const columns = after.columns.flatMap((column): readonly ColumnDiff[] => {
    const was = old.get(identity(column));
    return was === undefined ? [] : [columnDiff(was, column, after, titles, hadRule, hasRule)];
  });
  return {
    schemaVersion: 1,
    old: before.run,
    new: after.run,
    columns,
    columnsAdded: after.columns.filter((one) => !old.has(identity(one))).map((one) => columnTitle(one, after.columns)),
    columnsRemoved: before.columns
      .filter((one) => !now.has(identity(one)))
      .map((one) => columnTitle(one, before.columns)),
    rulesAdded: after.rules
      .filter(({ id }) => !hadRule.has(id))
      .map(({ id, title }) => ({ id, title, fails: failing(id, after) })),
    rulesRemoved: before.rules.filter(({ id }) => !hasRule.has(id)).map(({ id, title }) => ({ id, title })),
  };
}

/** The changes of one kind over all columns. */
export function changesOf(diff: ResultsDiff, kind: ChangeId): readonly RuleChange[] {
  return diff.columns.flatMap(({ changes }) => changes.filter((change) => change.kind === kind));
}

/** What `diff` exits 1 on: rules of these levels that held and fail now. */
export function regressionsOf(diff: ResultsDiff, levels: readonly Level[] = ['MUST']): readonly RuleChange[] {
  return changesOf(diff, 'regression').filter(({ level }) => levels.includes(level));
}

function identity({ provider, evidence, contract }: Column): string {
  return JSON.stringify([provider.id, evidence, contract]);
}

function failing(rule: RuleId, results: Results): readonly string[] {
  return results.columns
    .filter(({ verdicts }) => verdicts.some((one) => one.rule === rule && one.verdict.outcome === 'fail'))
    .map((column) => columnTitle(column, results.columns));
}

function columnDiff(
  was: Column,
  is: Column,
  results: Results,
  titles: ReadonlyMap<RuleId, string>,
  hadRule: ReadonlySet<RuleId>,
  hasRule: ReadonlySet<RuleId>,
): ColumnDiff {
  const head = {
    key: columnKey(is, results.columns),
    title: columnTitle(is, results.columns),
    provider: is.provider.id,
  };
  const notRun =
    is.notRun === undefined
      ? was.notRun && `not run before: ${was.notRun}`
      : `${was.notRun === undefined ? 'not run any more' : 'not run'}: ${is.notRun}`;
  if (notRun !== undefined) return { ...head, notRun, changes: [], capabilities: [], parameters: [] };
  const before = new Map(was.verdicts.map((verdict) => [verdict.rule, verdict]));
  const after = new Map(is.verdicts.map((verdict) => [verdict.rule, verdict]));
  const changes = [...new Set([...after.keys(), ...before.keys()])].flatMap((rule): readonly RuleChange[] => {
    // Rules that came or went with the kit have lists of their own.
    if (!hadRule.has(rule) || !hasRule.has(rule)) return [];
    const old = before.get(rule);
    const now = after.get(rule);
    const kind = changeOf(old?.verdict.outcome, now?.verdict.outcome);
    if (kind === undefined) return [];
    return [
      {
        kind,
        rule,
        title: titles.get(rule) ?? rule,
        level: now?.level ?? old?.level ?? 'MAY',
        ...(old === undefined ? {} : { before: { outcome: old.verdict.outcome, level: old.level } }),
        ...(now === undefined ? {} : { after: { outcome: now.verdict.outcome, level: now.level } }),
        ...details(now, is),
      },
    ];
  });
  return {
    ...head,
    changes: changes.toSorted((a, b) => rank(a) - rank(b)),
    capabilities: capabilityChanges(was, is),
    parameters: parameterChanges(was, is),
  };
}

/** The strictest level first, and in it what does not hold. */
function rank({ level, at }: RuleChange): number {
  return LEVELS.indexOf(level) * 2 + (at === undefined ? 1 : 0);
}

function details(now: Column['verdicts'][number] | undefined, column: Column): Pick<RuleChange, 'at' | 'why'> {
  if (now === undefined) return {};
  const { verdict } = now;
  const first = 'findings' in verdict ? verdict.findings[0] : undefined;
  const why = 'why' in verdict ? verdict.why : 'reason' in verdict ? verdict.reason : undefined;
  return {
    ...(first === undefined
      ? {}
      : {
          at: {
            step: exchangeName(column, first.exchange),
            at: first.at,
            expected: first.expected,
            actual: first.actual,
          },
        }),
    ...(why === undefined ? {} : { why }),
  };
}

function capabilityChanges(was: Column, is: Column): ColumnDiff['capabilities'] {
  const before = new Map(was.capabilities.map(({ id, state }) => [id, state]));
  return is.capabilities.flatMap(({ id, state }) => {
    const old = before.get(id);
    // That nobody could tell, then or now, is no change of the provider.
    return old === undefined || old === state || old === 'unknown' || state === 'unknown'
      ? []
      : [{ id, before: old, after: state }];
  });
}

function parameterChanges(was: Column, is: Column): ColumnDiff['parameters'] {
  const name = (member: string, value: string) => JSON.stringify([member, value]);
  const before = new Map((was.parameters ?? []).map((one) => [name(one.member, one.value), one.outcome]));
  return (is.parameters ?? []).flatMap(({ member, value, outcome, why }) => {
    const old = before.get(name(member, value));
    return old === undefined || old === outcome || old === 'unclear' || outcome === 'unclear'
      ? []
      : [{ member, value, before: old, after: outcome, why }];
  });
}
