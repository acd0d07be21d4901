import type { BehaviourFigures, CrashFigures, Measured, PropertyFigures, Reliability, ScanFigures } from './figures.ts';

const HEAD = `# Reliability

What was done to the kit to hurt it, and what came of it. This page is written by \`npm run reliability\` out of what its tests
counted (\`docs/reliability/figures.json\`); nobody edits it by hand. \`-- --part fuzz\` (\`hostile\`, \`crash\`, \`keys\`) measures one
part anew; the others keep their figures and their date.
`;

/** The page with these figures. Pure. */
export function reliabilityPage({ crash, fuzz, hostile, keys }: Reliability): string {
  return [
    HEAD,
    table(['what', 'tried', 'gone wrong', 'measured on, with budgets'], 1, [
      summary(
        'inputs of fuzzers',
        fuzz,
        (all) => `${sum(all.map((one) => one.inputs))} in ${all.length} properties`,
        (all) => `${failures(all)} properties failed`,
      ),
      summary(
        'hostile servers',
        hostile,
        (all) => `${all.length} behaviours`,
        (all) => `${broken(all).length} got through`,
      ),
      summary(
        'crashes',
        crash,
        (one) => `${one.kills} kills, ${one.inFlight} exchanges under way`,
        (one) => `${one.lost} finished exchanges lost, ${one.repeated} repeated`,
      ),
      summary(
        'keys',
        keys,
        (all) => `${sum(all.map((one) => one.files + one.archived))} scans of files, each in every spelling`,
        (all) => `${sum(all.map((one) => one.leaks))} leaked`,
      ),
    ]),
    '## Inputs of the fuzzers\n',
    section(fuzz, fuzzSection),
    '## Hostile servers\n',
    section(hostile, hostileSection),
    '## Crashes\n',
    section(crash, crashSection),
    '## Keys\n',
    section(keys, keySection),
  ].join('\n');
}

function summary<T>(
  what: string,
  measured: Measured<T> | undefined,
  tried: (of: T) => string,
  wrong: (of: T) => string,
): readonly string[] {
  return measured === undefined
    ? [what, 'not measured yet', '', '']
    : [what, tried(measured.of), wrong(measured.of), `${measured.date}, ${measured.budget}`];
}

function section<T>(measured: Measured<T> | undefined, body: (of: T) => string): string {
  return measured === undefined
    ? 'Not measured yet.\n'
    : `Measured on ${measured.date} with ${measured.budget} budgets.\n\n${body(measured.of)}`;
}

function fuzzSection(all: readonly PropertyFigures[]): string {
  return [
    'Each property has to hold for every input that a generator makes, most of them near to what is right. `npm test` tries a few',
    'of each with a new seed every time, `npm run test:fuzz` many more; `TCK_FUZZ=200` says how many times the few. What fails is',
    'made small and printed with the `TCK_SEED` and `TCK_PATH` that repeat it.',
    '',
    table(
      ['property', 'inputs', 'seed', 'failed'],
      1,
      all.map(({ failed, inputs, name, seed }) => [name, String(inputs), String(seed), failed ? 'yes' : 'no']),
    ),
  ].join('\n');
}

function hostileSection(all: readonly BehaviourFigures[]): string {
  const wrong = broken(all);
  return [
    'Each behaviour is a server on a real socket (`npm run test:hostile`). It has held when time and memory stayed bounded, the',
    'verdict and the blame are right, no key went elsewhere and the next request was served.',
    '',
    ...[...new Set(all.map(({ suite }) => suite))].flatMap((suite) => {
      const own = all.filter((one) => one.suite === suite);
      const held = own.filter((one) => one.held).length;
      return [`${suite}, ${held} of ${own.length} held: ${own.map(({ name }) => `\`${name}\``).join(', ')}.`, ''];
    }),
    ...(wrong.length === 0 ? [] : [`Got through: ${wrong.map(({ name }) => `\`${name}\``).join(', ')}.`, '']),
  ].join('\n');
}

function crashSection({ inFlight, kills, lost, repeated, runs, same, seed }: CrashFigures): string {
  return [
    'Runs are killed with all their processes (`kill -9`) at random moments and gone on with by `--resume`, again and again until',
    'they end (`npm run test:crash`). Of what had been answered and written down nothing may be lost, and nothing asked again.',
    '',
    table(
      [
        'kills',
        'seed',
        'exchanges under way at a kill',
        'finished exchanges lost',
        'finished exchanges repeated',
        'runs',
        'ended as the unbroken run',
      ],
      0,
      [[kills, seed, inFlight, lost, repeated, runs, same].map(String)],
    ),
  ].join('\n');
}

function keySection(all: readonly ScanFigures[]): string {
  return [
    'A server gives the key back in every way that it can think of; then all that the run wrote, files and what is packed in them,',
    'and all that it printed is searched for the key in every spelling (plain, URL, JSON, other case, backwards, base64 at each',
    'alignment and in both alphabets, hexadecimal, list of bytes, its beginning, its end).',
    '',
    table(
      ['run', 'files', 'archived files', 'spellings', 'leaks'],
      1,
      all.map(({ archived, files, leaks, run, spellings }) => [
        run,
        ...[files, archived, spellings, leaks].map(String),
      ]),
    ),
  ].join('\n');
}

function table(names: readonly string[], texts: number, rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  const numeric = rows.every((row) => row.slice(texts).every((cell) => /^-?\d+$|^(?:yes|no)$/.test(cell)));
  const rule = names.map((_, at) => (numeric && at >= texts ? '--:' : '---'));
  return `${[names, rule, ...rows].map(line).join('\n')}\n`;
}

function failures(all: readonly PropertyFigures[]): number {
  return all.filter(({ failed }) => failed).length;
}

function broken(all: readonly BehaviourFigures[]): readonly BehaviourFigures[] {
  return all.filter(({ held }) => !held);
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, each) => total + each, 0);
}
