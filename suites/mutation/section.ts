import { explanationOf } from './explained.ts';
import { type Counts, killRate, type MutationTally, type OperatorTally } from './tally.ts';

/** The section "Mutants" of docs/accuracy.md, from its heading to its last line. Pure. */
export function mutationSection(tally: MutationTally): string {
  const { contract, groups, operators, share, subjects, total } = tally;
  const left = groups.map(
    ({ count, fate, operator, place, rules }) =>
      `| ${fate} | ${operator} | \`${place}\` | ${count} | ${rules.map((rule) => `\`${rule}\``).join(', ')} | ${explanationOf({ fate, operator, place }) ?? 'not yet'} |`,
  );
  return [
    '## Mutants',
    '',
    `\`npm run mutation -- --write\` changes one thing in every place of conforming exchanges and asks the judge, contract`,
    `\`${contract}\`, ${share >= 1 ? 'all mutants' : `a sample of ${percent(share)}`}. What a mutant breaks is decided without the judge: by the`,
    "meaning of the change, or by the contract's own validators. **Killed**: a MUST is broken and a rule of level MUST",
    'notices. **Warned**: only a SHOULD is broken and is noticed. **Accused**: nothing is broken and a rule objects all the',
    'same. Of what the validators do not mind nobody says whether it is broken; it is counted and not judged.',
    '',
    `| originals | conversations | do not conform, left out | ${COLUMNS} |`,
    `| --- | --: | --: | ${'--: | '.repeat(7)}--: |`,
    ...subjects.map(
      ({ conversations, counts, leftOut, title }) => `| ${title} | ${conversations} | ${leftOut} | ${cells(counts)} |`,
    ),
    `| all | ${sum(subjects.map((one) => one.conversations))} | ${sum(subjects.map((one) => one.leftOut))} | ${cells(total)} |`,
    '',
    `| area | change | ${COLUMNS} |`,
    `| --- | --- | ${'--: | '.repeat(7)}--: |`,
    ...operators.map(row),
    '',
    ...(left.length === 0
      ? ['Nothing survived, nothing was accused.']
      : [
          'What is left, indexes starred:',
          '',
          '| fate | change | place | mutants | rules that object | explained |',
          '| --- | --- | --- | --: | --- | --- |',
          ...left,
        ]),
    '',
  ].join('\n');
}

/** A Markdown document with this section in the place of its namesake, else at the end. Pure. */
export function withSection(document: string, section: string): string {
  const heading = section.split('\n')[0] ?? '';
  const lines = document.split('\n');
  const start = lines.indexOf(heading);
  if (start < 0) return `${document.trimEnd()}\n\n${section}`;
  const next = lines.findIndex((line, index) => index > start && /^##? /.test(line));
  const rest = next < 0 ? '' : `\n${lines.slice(next).join('\n')}`;
  return `${lines.slice(0, start).join('\n')}\n${section}${rest}`;
}

const COLUMNS = 'killed | survived | rate | warned | unwarned | allowed | accused | not judged';

function row({ area, counts, operator }: OperatorTally): string {
  return `| ${area} | ${operator} | ${cells(counts)} |`;
}

function cells(counts: Counts): string {
  const { accused, allowed, killed, survived, unknown, unwarned, warned } = counts;
  const rate = killed + survived === 0 ? '' : percent(killRate(counts));
  return [killed, survived, rate, warned, unwarned, allowed, accused, unknown].join(' | ');
}

/** Rounded down, so that 100 % means all. */
export function percent(share: number): string {
  return `${Math.floor(share * 10_000) / 100} %`;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, each) => total + each, 0);
}
