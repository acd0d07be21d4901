import type { ParameterOutcome } from '../../../core/parameter.ts';
import { cut, visible } from '../../text.ts';
import { parameterCode } from '../codes.ts';
import type { SiteMember, SiteParameters } from '../model.ts';
import type { Sources } from './columns.ts';

const VALUE_CHARACTERS = 200;

/** What became of every value of every request member, for all columns that sent any. */
export function siteParameters({ columns }: Sources): SiteParameters {
  const members = membersOf(columns);
  return {
    members,
    columns: Object.fromEntries(
      columns.flatMap(({ key, column }) => {
        if (column.parameters === undefined || column.parameters.length === 0) return [];
        const outcomes = new Map<string, ParameterOutcome>();
        for (const { member, value, outcome } of column.parameters) {
          outcomes.set(JSON.stringify([text(member), text(value)]), outcome);
        }
        const codes = members.flatMap(({ name, values }) =>
          values.map((value) => parameterCode(outcomes.get(JSON.stringify([name, value])))),
        );
        return [[key, codes.join('')] as const];
      }),
    ),
  };
}

function membersOf(columns: Sources['columns']): readonly SiteMember[] {
  const values = new Map<string, Set<string>>();
  for (const { column } of columns) {
    for (const { member, value } of column.parameters ?? []) {
      const name = text(member);
      values.set(name, (values.get(name) ?? new Set()).add(text(value)));
    }
  }
  return [...values]
    .sort(([left], [right]) => (left < right ? -1 : 1))
    .map(([name, own]) => ({ name, values: [...own].sort() }));
}

function text(value: string): string {
  return visible(cut(value, VALUE_CHARACTERS));
}
