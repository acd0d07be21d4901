import { type ParameterSummary, summariesOf } from '../../core/judge/parameters.ts';
import type { ParameterOutcome } from '../../core/parameter.ts';
import { plural } from '../text.ts';
import type { Column, Results } from './model.ts';

/** A symbol beside every word, as for rules. */
export const PARAMETER_SYMBOL: Readonly<Record<ParameterOutcome, string>> = {
  honoured: '●',
  ignored: '✕',
  refused: '–',
  crashed: '‼',
  unclear: '?',
};

/** What each outcome means, for the legend. */
export const PARAMETER_WORDS: Readonly<Record<ParameterOutcome, string>> = {
  honoured: 'echoed, or its effect was seen',
  ignored: 'accepted, and counts for nothing',
  refused: 'refused with a 4xx',
  crashed: 'answered with a 5xx',
  unclear: 'accepted, and nothing of it can be seen',
};

/** One member on one column. */
export interface ParameterCell {
  readonly summary: ParameterSummary;
  readonly symbol: string;
  /** `honoured`, or with how many of its values: `ignored 1/4`. */
  readonly text: string;
  /** The whole cell in one sentence. */
  readonly label: string;
}

/** The members of a column, by name; empty where nothing was asked. */
export function parameterCells(column: Column): ReadonlyMap<string, ParameterCell> {
  return new Map(summariesOf(column.parameters ?? []).map((summary) => [summary.member, cellOf(summary)]));
}

/** One member's summary as a cell. */
export function cellOf(summary: ParameterSummary): ParameterCell {
  const { outcome, but, values } = summary;
  const own = values.filter((value) => value.outcome === outcome).length;
  const text = but.length === 0 ? outcome : `${outcome} ${own}/${values.length}`;
  const others = but.map((other) => `${other.outcome}: ${other.values.join(', ')}`);
  const label = [`${outcome}, ${plural(values.length, 'value')} tried`, ...others].join('; ');
  return { summary, symbol: PARAMETER_SYMBOL[outcome], text, label };
}

/** Every member that any column speaks of, by name. */
export function parameterMembers({ columns }: Results): readonly string[] {
  return [...new Set(columns.flatMap(({ parameters }) => (parameters ?? []).map(({ member }) => member)))].sort();
}

/** `2 ignored (top_p, user)`: the members that had the outcome for any value, those whose main one it is without values. */
export function membersWith(column: Column, outcome: ParameterOutcome): readonly string[] {
  return summariesOf(column.parameters ?? []).flatMap((summary) => {
    if (summary.outcome === outcome && summary.but.length === 0) return [summary.member];
    const values = summary.values.filter((value) => value.outcome === outcome).map(({ value }) => value);
    return values.length === 0 ? [] : [`${summary.member} = ${values.join(', ')}`];
  });
}
