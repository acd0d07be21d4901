import { type Pen, penOf, type TerminalOptions } from '../pen.ts';
import { CHANGES, type ChangeId } from '../results/change.ts';
import { placeWords } from '../results/defects.ts';
import { type ColumnDiff, changesOf, type ResultsDiff, type RuleChange, regressionsOf } from '../results/diff.ts';
import type { RunInfo } from '../results/model.ts';
import { OUTCOME_WORDS } from '../results/summary.ts';
import { cut, oneLine, plural } from '../text.ts';

const SHOWN = 10;

/** What changed, column by column, the regressions first; the last line has the counts. */
export function renderDiffTerminal(diff: ResultsDiff, options: TerminalOptions): string {
  const pen = penOf(options);
  const lines = [runLine('old', diff.old), runLine('new', diff.new), ...kitLine(diff)];
  for (const column of diff.columns) lines.push(...columnLines(column, pen));
  lines.push(...columnList('Only in the new results', diff.columnsAdded));
  lines.push(...columnList('Only in the old results', diff.columnsRemoved));
  lines.push(...ruleLines(diff, pen), '', countLine(diff));
  return `${lines.join('\n')}\n`;
}

function runLine(name: string, { startedAt, kit, contracts }: RunInfo): string {
  const by = contracts.map(({ id, edition }) => `${id} ${edition}`.trim()).join(', ');
  return oneLine(`${name}  ${startedAt.slice(0, 16).replace('T', ' ')} UTC  ${kit.name} ${kit.version}  ${by}`);
}

/** Where the measure changed, a change need not be the provider's. */
function kitLine({ old, new: now }: ResultsDiff): readonly string[] {
  if (!sameMeasure(old, now)) return ['The kit or a contract changed too: what differs may come from there.'];
  return [];
}

export function sameMeasure(old: RunInfo, now: RunInfo): boolean {
  const measure = ({ kit, contracts }: RunInfo) =>
    JSON.stringify([kit.version, contracts.map(({ id, edition }) => `${id} ${edition}`).sort()]);
  return measure(old) === measure(now);
}

function columnLines(column: ColumnDiff, pen: Pen): readonly string[] {
  const title = ['', pen.paint.bold(oneLine(column.title))];
  if (column.notRun !== undefined) return [...title, pen.paint.dim(`  ${oneLine(column.notRun)}`)];
  const groups = CHANGES.flatMap(({ id, title: words, symbol }) => {
    const changes = column.changes.filter(({ kind }) => kind === id);
    if (changes.length === 0) return [];
    const shown = pen.verbose ? changes : changes.slice(0, SHOWN);
    const rest = changes.length - shown.length;
    return [
      `  ${painted(id, `${symbol} ${words}: ${changes.length}`, pen)}`,
      ...shown.flatMap((change) => changeLines(change, pen)),
      ...(rest > 0 ? [pen.paint.dim(`    ${rest} more, shown by --verbose`)] : []),
    ];
  });
  const capabilities = column.capabilities.map(({ id, before, after }) => `    ${id.padEnd(24)} ${before} -> ${after}`);
  const parameters = column.parameters.map(({ member, value, before, after }) =>
    cut(oneLine(`    ${`${member} = ${cut(value, 40)}`.padEnd(24)} ${before} -> ${after}`), pen.width),
  );
  const shown = pen.verbose ? parameters : parameters.slice(0, SHOWN);
  const rest = parameters.length - shown.length;
  const lines = [
    ...groups,
    ...(capabilities.length === 0 ? [] : ['  Capabilities', ...capabilities]),
    ...(shown.length === 0 ? [] : ['  Request members', ...shown]),
    ...(rest > 0 ? [pen.paint.dim(`    ${rest} more, shown by --verbose`)] : []),
  ];
  return [...title, ...(lines.length === 0 ? [pen.paint.dim('  no change')] : lines)];
}

function columnList(what: string, titles: readonly string[]): readonly string[] {
  return titles.length === 0 ? [] : ['', `${what}:`, ...titles.map((title) => `  ${oneLine(title)}`)];
}

function painted(kind: ChangeId, text: string, { paint }: Pen): string {
  switch (kind) {
    case 'regression':
    case 'unlisted':
      return paint.red(text);
    case 'fix':
      return paint.green(text);
    case 'accepted':
    case 'withdrawn':
    case 'flake':
    case 'stale':
      return paint.cyan(text);
    case 'exercised':
    case 'unexercised':
    case 'inconclusive':
      return paint.dim(text);
    default:
      return kind satisfies never;
  }
}

function changeLines(change: RuleChange, { paint, width }: Pen): readonly string[] {
  const { rule, level, at, why } = change;
  const head = `    ${level.padEnd(6)} ${paint.bold(oneLine(rule))}  ${transition(change)}`;
  if (at === undefined) return why === undefined ? [head] : [head, paint.dim(cutTo(`           ${why}`, width))];
  return [
    head,
    cutTo(`           at ${at.step} ${placeWords(at.at)}`, width),
    cutTo(`           expected ${at.expected}, actual ${at.actual}`, width),
  ];
}

function cutTo(text: string, width: number): string {
  const indent = /^ */.exec(text)?.[0] ?? '';
  return `${indent}${cut(oneLine(text.slice(indent.length)), Math.max(width - indent.length - 20, 40))}`;
}

/** `holds -> does not hold`, with the level before where that changed. */
export function transition({ before, after }: RuleChange): string {
  const was = before === undefined ? 'not judged' : OUTCOME_WORDS[before.outcome];
  const is = after === undefined ? 'not judged' : OUTCOME_WORDS[after.outcome];
  const level =
    before !== undefined && after !== undefined && before.level !== after.level ? ` (was ${before.level})` : '';
  return `${was} -> ${is}${level}`;
}

function ruleLines({ rulesAdded, rulesRemoved }: ResultsDiff, pen: Pen): readonly string[] {
  const lines: string[] = [];
  if (rulesAdded.length > 0) lines.push('', `Rules added: ${rulesAdded.length}`);
  for (const { id, fails } of pen.verbose ? rulesAdded : rulesAdded.slice(0, SHOWN)) {
    const where = fails.length === 0 ? '' : `  does not hold on ${fails.join(', ')}`;
    lines.push(cutTo(`    ${id}${where}`, pen.width));
  }
  if (rulesRemoved.length > 0) lines.push('', `Rules removed: ${rulesRemoved.length}`);
  for (const { id } of pen.verbose ? rulesRemoved : rulesRemoved.slice(0, SHOWN)) lines.push(`    ${oneLine(id)}`);
  return lines;
}

/** `2 regressions of a MUST, 1 of a SHOULD or MAY, 5 fixes, 3 newly inconclusive`. */
export function countLine(diff: ResultsDiff): string {
  const must = regressionsOf(diff).length;
  const other = changesOf(diff, 'regression').length - must;
  const counts = [
    `${plural(must, 'regression')} of a MUST`,
    ...(other === 0 ? [] : [`${other} of a SHOULD or MAY`]),
    plural(changesOf(diff, 'fix').length, 'fix').replace(/fixs$/, 'fixes'),
  ];
  for (const { id, title } of CHANGES) {
    const count = changesOf(diff, id).length;
    if (id !== 'regression' && id !== 'fix' && count > 0) counts.push(`${title.toLowerCase()}: ${count}`);
  }
  return counts.join(', ');
}
