import { summariesOf } from '../../../../core/judge/parameters.ts';
import type { ParameterOutcome, ParameterReport } from '../../../../core/parameter.ts';
import { cellOf, PARAMETER_SYMBOL } from '../../../results/parameters.ts';
import { parameterOutcomeOf } from '../../codes.ts';
import type { SiteColumn, SiteMember, SiteParameters } from '../../model.ts';
import type { GridCell, GridRow } from '../grid/grid.tsx';
import type { View } from '../state.ts';

/** A request member, or below it one of its values. */
export interface ParameterRow extends GridRow {
  readonly member: SiteMember;
  /** Where the member's values begin in the codes of a column. */
  readonly start: number;
  readonly value?: string;
  /** Of a value: which of the codes is its own. */
  readonly code?: number;
}

export function memberRows(
  { members, columns: codes }: SiteParameters,
  view: View,
  words: readonly string[],
  columns: readonly SiteColumn[],
): readonly ParameterRow[] {
  const own = columns.map(({ key }) => codes[key] ?? '');
  let start = 0;
  return members.flatMap((member): readonly ParameterRow[] => {
    const first = start;
    start += member.values.length;
    if (!words.every((word) => member.name.toLowerCase().includes(word))) return [];
    if (view.differences && !differs(own, first, member.values.length)) return [];
    const open = view.open.includes(member.name);
    const head: ParameterRow = { key: member.name, isInner: false, open, member, start: first };
    const values = member.values.map(
      (value, index): ParameterRow => ({
        key: `${member.name} = ${value}`,
        isInner: true,
        member,
        start: first,
        value,
        code: first + index,
      }),
    );
    return open ? [head, ...values] : [head];
  });
}

function differs(codes: readonly string[], start: number, count: number): boolean {
  for (let at = start; at < start + count; at++) {
    const seen = new Set(codes.map((code) => code[at]).filter((code) => code !== undefined && code !== ' '));
    if (seen.size > 1) return true;
  }
  return false;
}

/** The cell of a member or of a value; undefined where nothing of it was sent. */
export function memberCell(parameters: SiteParameters, row: ParameterRow, column: SiteColumn): GridCell | undefined {
  const codes = parameters.columns[column.key] ?? '';
  if (row.code !== undefined) {
    const outcome = parameterOutcomeOf(codes[row.code]);
    return outcome === undefined
      ? undefined
      : cell(`${row.member.name} = ${row.value}`, column, outcome, outcome, outcome);
  }
  const reports = row.member.values.flatMap((value, index): readonly ParameterReport[] => {
    const outcome = parameterOutcomeOf(codes[row.start + index]);
    return outcome === undefined ? [] : [{ member: row.member.name, value, outcome, why: '', exchange: '' }];
  });
  const [summary] = summariesOf(reports);
  if (summary === undefined) return undefined;
  const { text, label } = cellOf(summary);
  return cell(row.member.name, column, summary.outcome, text, label);
}

function cell(name: string, column: SiteColumn, outcome: ParameterOutcome, text: string, label: string): GridCell {
  return {
    label: `${name}, ${column.provider.name}: ${label}`,
    tone: `value-${outcome}`,
    symbol: PARAMETER_SYMBOL[outcome],
    text,
  };
}
