import type { Level } from '../../core/rule.ts';
import { LEVELS } from '../../core/rule.ts';
import type { Agreement, ReadStreams } from './agreement.ts';
import type { FaultSeen } from './faults.ts';
import type { SecondReader } from './readers.ts';

/** What was measured on recorded genuine traffic. */
export interface GenuineFigures {
  readonly exchanges: number;
  readonly streams: number;
  /** Checks that could have gone wrong: rules exercised, summed over the exchanges. */
  readonly checks: number;
  /** Findings that `docs/known-deviations.md` lists as true, and all others, which are false alarms. */
  readonly levels: Readonly<Record<Level, { readonly known: number; readonly falseAlarms: number }>>;
}

/** What was measured; a part that was not is left out. */
export interface Figures {
  /** YYYY-MM-DD. */
  readonly date: string;
  readonly contract: string;
  readonly genuine?: GenuineFigures;
  readonly faults?: readonly FaultSeen[];
  readonly sdk?: readonly SdkFigures[];
}

/** One second reader against the judge. */
export interface SdkFigures {
  readonly reader: SecondReader;
  /** Of the npm package. */
  readonly version: string;
  /** One mutant in so many was given to it. */
  readonly every: number;
  readonly reference: ReadStreams;
  readonly agreement: Agreement;
}

const HEAD = `# Accuracy

How often the judge accuses a server that is right, and how often it passes one that is wrong. Every figure below was written
by the command that stands beside it; nobody edits them by hand. A part that could not be measured keeps its older figures and
their date.
`;

const GENUINE = '## Genuine traffic';
const FAULTS = '## Faults of the reference';
const SDK = '## Second opinions: the stream readers of two SDKs';
const MUTANTS = '## Mutants';

/**
 * The page with these figures. Sections that were not measured, and sections of other commands, stay as they are in
 * `before`. Pure.
 * @param before the page as it is, '' where there is none
 */
export function accuracyPage(before: string, figures: Figures): string {
  const old = sectionsOf(before);
  const { date, faults, genuine, sdk } = figures;
  const own: readonly (readonly [heading: string, body: string | undefined])[] = [
    [GENUINE, genuine && genuineSection(genuine, figures)],
    [FAULTS, faults && faultSection(faults, figures)],
    [SDK, sdk && [SDK_HEAD(date), ...sdk.map(sdkSection)].join('\n\n')],
    [MUTANTS, old.get(MUTANTS) ?? 'Not measured yet.\n'],
  ];
  const others = [...old].filter(([heading]) => !own.some(([mine]) => mine === heading));
  const all = own.map(([heading, body]) => [heading, body ?? notMeasured(old.get(heading), date)] as const);
  return [HEAD, ...[...all, ...others].map(([heading, body]) => `${heading}\n\n${body.trim()}\n`)].join('\n');
}

/** The text under each second-level heading, by the heading's whole line. */
export function sectionsOf(page: string): ReadonlyMap<string, string> {
  const [, ...parts] = page.split(/^(?=## )/m).map((part) => part.trimEnd());
  const all = page.startsWith('## ') ? page.split(/^(?=## )/m) : parts;
  return new Map(
    all.map((part) => {
      const [heading = '', ...rest] = part.split('\n');
      return [heading, rest.join('\n').trim()];
    }),
  );
}

const NOT_MEASURED = /^Not measured here on [\d-]+; the figures are older\.\n*/;

function notMeasured(old: string | undefined, date: string): string {
  if (old === undefined || old === '' || old === 'Not measured here.') return 'Not measured here.';
  return `Not measured here on ${date}; the figures are older.\n\n${old.replace(NOT_MEASURED, '')}`;
}

function genuineSection({ checks, exchanges, levels, streams }: GenuineFigures, { contract, date }: Figures): string {
  return [
    `Measured on ${date}, contract \`${contract}\`: \`TCK_SHARED=FOLDER npm run accuracy\`, or \`npm run accuracy -- RECORDING.jsonl\`.`,
    '',
    `${exchanges} recorded exchanges with the two services that define the contract, ${streams} of them streams; ${checks} times a`,
    'rule found something to check. A finding is true when it is listed, with its reason, in',
    '[known-deviations.md](known-deviations.md); every other one is a false alarm.',
    '',
    '| level | true findings | false alarms |',
    '| --- | --: | --: |',
    ...LEVELS.map((level) => `| ${level} | ${levels[level].known} | ${levels[level].falseAlarms} |`),
  ].join('\n');
}

function faultSection(faults: readonly FaultSeen[], { contract, date }: Figures): string {
  const expected = faults.filter(({ unnoticeable }) => !unnoticeable);
  const caught = expected.filter(({ noticed, silent }) => noticed.length > 0 && silent.length === 0);
  const missed = expected.filter(({ silent }) => silent.length > 0);
  const aside = faults.filter(({ collateral }) => collateral.length > 0);
  return [
    `Measured on ${date}, contract \`${contract}\`: \`npm run accuracy\`.`,
    '',
    'The reference is started anew with each deliberate defect and asked everything. **Noticed**: every rule that the defect',
    'names objects. **Collateral**: a rule of level MUST or SHOULD objects that the defect does not name.',
    '',
    '| faults | noticed | missed | nobody can notice | with collateral |',
    '| --: | --: | --: | --: | --: |',
    `| ${faults.length} | ${caught.length} | ${missed.length} | ${faults.length - expected.length} | ${aside.length} |`,
    ...listed(
      'Missed',
      missed.map(({ fault, silent }) => `\`${fault}\`: silent ${code(silent)}`),
    ),
    ...listed(
      'Collateral',
      aside.map(({ collateral, fault }) => `\`${fault}\`: ${code(collateral)}`),
    ),
  ].join('\n');
}

const SDK_HEAD = (date: string) =>
  [
    `Measured on ${date}: \`npm run accuracy\`. The readers share no code with the rules. Conforming streams of the reference are`,
    'given to each, and a sample of their mutants. Where a reader throws, a rule of level MUST has to object; the other direction',
    'is only counted, since a reader repairs and skips what a judge may not.',
  ].join('\n');

function sdkSection({ agreement, every, reader, reference, version }: SdkFigures): string {
  const { both, explained, judgeOnly, missed, mutants, thrown } = agreement;
  return [
    `### npm \`${reader.name}\` ${version}`,
    '',
    `${reader.part} reads ${reference.read} of the ${reference.streams} conforming streams of the reference.`,
    ...listed(
      'The others it cannot read by nature',
      reader.limits.flatMap(({ why }) =>
        reference.limits[why] === undefined ? [] : [`${reference.limits[why]} ${why}`],
      ),
    ),
    ...listed('It ought to read these and does not', reference.unread),
    '',
    `Of the mutants of those streams one in ${every} was given to it.`,
    '',
    '| mutants | it throws | the judge as well | explained | missed by the judge | noticed by the judge alone |',
    '| --: | --: | --: | --: | --: | --: |',
    `| ${mutants} | ${thrown} | ${both} | ${explained} | ${missed.length} | ${judgeOnly} |`,
    ...listed('Missed', missed),
    ...listed(
      'Disagreements on record',
      reader.disagreements.map(({ on, why }) => `\`${on.source}\`: ${why}`),
    ),
  ].join('\n');
}

function listed(title: string, lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? [] : ['', `${title}:`, '', ...lines.map((line) => `- ${line}`)];
}

function code(ids: readonly string[]): string {
  return ids.map((id) => `\`${id}\``).join(', ');
}
