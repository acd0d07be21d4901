import { percent } from './section.ts';
import { added, type Counts, killRate, type MutationTally, NO_COUNTS } from './tally.ts';

/** The tally for a terminal: per operator, per area, per origin, then what is left. Pure. */
export function printed(tally: MutationTally): string {
  const areas = [...new Set(tally.operators.map(({ area }) => area))];
  const perArea = areas.map((area): readonly [string, Counts] => [
    `area ${area}`,
    tally.operators.filter((one) => one.area === area).reduce((sum, { counts }) => added(sum, counts), NO_COUNTS),
  ]);
  const rows: readonly (readonly [string, Counts])[] = [
    ...tally.operators.map(({ area, counts, operator }) => [`${area} ${operator}`, counts] as const),
    ...perArea,
    ...tally.subjects.map(({ conversations, counts, leftOut, title }) => {
      return [`${title} (${conversations - leftOut} of ${conversations})`, counts] as const;
    }),
    ['all', tally.total],
  ];
  return [
    line('', HEADINGS),
    ...rows.map(([name, counts]) => line(name, cells(counts))),
    '',
    ...tally.groups.map(({ count, example, fate, operator, place, rules }) => {
      return `${String(count).padStart(6)} ${fate} ${operator} ${place}   e.g. ${example} ${rules.join(' ')}`.trimEnd();
    }),
    '',
  ].join('\n');
}

const HEADINGS = ['killed', 'survived', 'rate', 'warned', 'unwarned', 'allowed', 'accused', 'not judged'];
function cells(counts: Counts): readonly string[] {
  const { accused, allowed, killed, survived, unknown, unwarned, warned } = counts;
  const rate = killed + survived === 0 ? '' : percent(killRate(counts));
  return [killed, survived, rate, warned, unwarned, allowed, accused, unknown].map(String);
}

function line(name: string, values: readonly string[]): string {
  return `${name.padEnd(40)}${values.map((value) => value.padStart(11)).join('')}`;
}
