import { isAnswered, type Outcome } from '../core/report.ts';
import { LEVELS, type Level } from '../core/rule.ts';
import { defectsOf, exchangeName, flakesOf, placeWords } from './results/defects.ts';
import { wasJudged } from './results/judged.ts';
import type { Column, Results } from './results/model.ts';
import { columnTitle, countOutcomes, ruleIndex } from './results/summary.ts';
import { cut, oneLine, plural } from './text.ts';

/** One line of a job's page on GitHub. */
export interface Annotation {
  readonly kind: 'error' | 'warning';
  readonly title: string;
  readonly message: string;
}

/**
 * GitHub keeps this many annotations of a kind for one step and drops the rest without a word
 * (docs.github.com, "Workflow commands", limits of annotations).
 */
export const ANNOTATIONS_SHOWN = 10;
const TITLE_CHARACTERS = 200;
const VALUE_CHARACTERS = 300;

/**
 * One annotation for each rule that does not hold, and for each column that nothing was learnt of; the strictest first,
 * at most `ANNOTATIONS_SHOWN` of a kind, the last of which then counts those left out.
 * @param errors levels whose failures turn the job red; failures of the other levels down to SHOULD are warnings
 */
export function annotationsOf(results: Results, errors: readonly Level[]): readonly Annotation[] {
  const all = results.columns.flatMap((column) => ofColumn(column, results, errors));
  return (['error', 'warning'] as const).flatMap((kind) => bounded(all.filter((each) => each.kind === kind)));
}

function bounded(all: readonly Annotation[]): readonly Annotation[] {
  const [first] = all;
  if (first === undefined || all.length <= ANNOTATIONS_SHOWN) return all;
  const shown = all.slice(0, ANNOTATIONS_SHOWN - 1);
  const rest = all.length - shown.length;
  const what = first.kind === 'error' ? plural(rest, 'further error') : plural(rest, 'further warning');
  return [...shown, { kind: first.kind, title: what, message: 'GitHub shows no more; see the job summary' }];
}

function ofColumn(column: Column, results: Results, errors: readonly Level[]): readonly Annotation[] {
  const who = columnTitle(column, results.columns);
  const of = (kind: Annotation['kind'], subject: string, message: string): Annotation => ({
    kind,
    title: cut(`${subject} (${oneLine(who)})`, TITLE_CHARACTERS),
    message,
  });
  if (column.notRun !== undefined) return [of('warning', 'not run', oneLine(column.notRun))];
  const stale = column.verdicts.flatMap(({ rule, verdict }) =>
    verdict.outcome === 'stale'
      ? [of('error', rule, `a known failure that holds now: take it out of its list (${shown(verdict.reason)})`)]
      : [],
  );
  const defects = defectsOf(column, ruleIndex(results), ['MUST', 'SHOULD']).map(({ rule, level, first, places }) => {
    const { at, exchange, expected, actual } = first;
    const more = places > 1 ? `; ${plural(places, 'place')} in all` : '';
    const where = `${shown(placeWords(at))} of ${shown(exchangeName(column, exchange))}`;
    const what = `expected ${shown(expected)}, actual ${shown(actual)}`;
    return of(
      errors.includes(level) ? 'error' : 'warning',
      rule.id,
      `${level}: ${rule.title}. At ${where}: ${what}${more}`,
    );
  });
  const flakes = flakesOf(column).flatMap(({ rule, level, times }) =>
    level === 'MUST' ? [of('warning', rule, `${level}: fails in ${times} repetitions`)] : [],
  );
  return [...stale, ...nothing(column, of), ...defects, ...flakes];
}

function nothing(
  column: Column,
  of: (kind: Annotation['kind'], subject: string, message: string) => Annotation,
): readonly Annotation[] {
  if (!isAnswered(column.evidence) || wasJudged(column)) return [];
  const [first] = column.unanswered;
  const why = first === undefined ? 'no rule was exercised' : `${first.cause} (${first.blame}): ${first.detail}`;
  return [of('error', 'nothing could be judged', shown(why))];
}

function shown(text: string): string {
  return cut(oneLine(text), VALUE_CHARACTERS);
}

/** The workflow command of an annotation, without a line end. Nothing in it can end the command or begin another. */
export function renderAnnotation({ kind, title, message }: Annotation): string {
  return `::${kind} title=${escapeProperty(title)}::${escapeData(message)}`;
}

function escapeData(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function escapeProperty(text: string): string {
  return escapeData(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}

export type OutputName = Outcome | 'should-fail' | 'requests';

/** What later steps can read: the verdicts on MUST rules over all columns, failing SHOULD rules, requests sent. */
export function outputsOf({ columns }: Results): Readonly<Record<OutputName, number>> {
  const verdicts = columns.flatMap((column) => column.verdicts);
  const at = (wanted: Level) => countOutcomes(verdicts.filter(({ level }) => level === wanted));
  const [must, should] = [at(LEVELS[0]), at(LEVELS[1])];
  return { ...must, 'should-fail': should.fail, requests: columns.reduce((sum, { requests }) => sum + requests, 0) };
}

/** GitHub refuses the whole summary of a step that is longer (docs.github.com, "Job summaries"). */
export const SUMMARY_BYTES = 1024 * 1024;
const CUT_NOTE = '\n\n*Cut here: GitHub shows no longer summary. All of it is in summary.md of the results.*\n';

/**
 * As much of the summary as there is room for, cut between two lines, with a note that says so.
 * @param room bytes in UTF-8; where not even the note fits, nothing is left
 */
export function boundedSummary(markdown: string, room = SUMMARY_BYTES): string {
  const encoder = new TextEncoder();
  const size = (text: string): number => encoder.encode(text).length;
  if (size(markdown) <= room) return markdown;
  let left = room - size(CUT_NOTE);
  if (left < 0) return '';
  const kept: string[] = [];
  for (const line of markdown.split('\n')) {
    left -= size(line) + 1;
    if (left < 0) break;
    kept.push(line);
  }
  return `${kept.join('\n')}${CUT_NOTE}`;
}
