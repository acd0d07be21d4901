import { isOwn } from '../core/contract.ts';
import { isAnswered } from '../core/report.ts';
import type { Finding, Level } from '../core/rule.ts';
import { type Pen, penOf, type TerminalOptions } from './pen.ts';
import { type ContractDifference, contractDifferences, underWords } from './results/contracts.ts';
import { curlFor, type Defect, defectsOf, exchangeName, flakesOf, placeWords } from './results/defects.ts';
import { type Explain, type Explained, explainerOf } from './results/explained.ts';
import { wasAsked, wasJudged } from './results/judged.ts';
import type { Column, Results } from './results/model.ts';
import { membersWith, parameterCells } from './results/parameters.ts';
import { type Cell, capabilityRows, cellOf, columnTitle, type RuleIndex, ruleIndex } from './results/summary.ts';
import { cut, oneLine, plural } from './text.ts';

const FINDINGS_SHOWN = 10;

/**
 * What is really wrong, provider by provider, then the counts per capability. Nothing a provider sent can move the
 * cursor, change colours or hide text.
 */
export function renderTerminal(results: Results, options: TerminalOptions): string {
  const pen = penOf(options);
  const rules = ruleIndex(results);
  if (results.columns.length === 0) return 'Nothing was judged: the run had no provider.\n';
  // That a server was not asked is said once, not for each contract that would have judged its answers.
  const shown = results.columns.filter(
    ({ contract, notRun }) => notRun === undefined || !isOwn(contract) || isOnlyOwn(results),
  );
  const sections = shown.map((column) => section(column, results, rules, pen));
  return [...sections, ...contractDifferences(results).map((each) => difference(each, pen))].join('\n');
}

function isOnlyOwn({ run }: Results): boolean {
  return run.contracts.every(({ id }) => isOwn(id));
}

function section(column: Column, results: Results, rules: RuleIndex, pen: Pen): string {
  const { paint } = pen;
  const lines = [paint.bold(oneLine(columnTitle(column, results.columns)))];
  if (column.notRun !== undefined) {
    lines.push(paint.dim(`  not run: ${oneLine(column.notRun)}`));
    return `${lines.join('\n')}\n`;
  }
  const levels: readonly Level[] = pen.verbose ? ['MUST', 'SHOULD', 'MAY'] : ['MUST'];
  const explained = explainerOf(column);
  for (const each of defectsOf(column, rules, levels)) lines.push('', ...defect(each, column, explained, pen));
  for (const { rule, level, times, first } of flakesOf(column)) {
    if (!levels.includes(level)) continue;
    lines.push('', `  ${paint.cyan(`≈ ${level}`)} ${paint.bold(oneLine(rule))} fails in ${times} repetitions`);
    lines.push(...told(first, column, '', explained(first), pen));
    lines.push(fact('expected', first.expected, pen), fact('actual', first.actual, pen));
  }
  const stale = column.verdicts.filter(({ verdict }) => verdict.outcome === 'stale');
  for (const { rule } of stale) {
    lines.push(
      '',
      paint.cyan(
        `  ! stale known failure: ${oneLine(rule)} holds now; remove it from the provider file or the baseline`,
      ),
    );
  }
  lines.push('', ...counts(column, results, rules, pen), ...parameters(column, pen));
  return `${lines.join('\n')}\n`;
}

function defect(
  { rule, level, findings, first, others, places }: Defect,
  column: Column,
  explained: Explain,
  pen: Pen,
): readonly string[] {
  const { paint } = pen;
  const mark = level === 'MUST' ? paint.red(`✕ ${level}`) : paint.yellow(`▵ ${level}`);
  const shown = pen.verbose ? findings.slice(0, FINDINGS_SHOWN) : [first];
  const lines = [`  ${mark} ${paint.bold(oneLine(rule.id))}`, ...wrapped(oneLine(rule.title), pen)];
  for (const finding of shown) {
    const { expected, actual, count } = finding;
    const answers = pen.verbose ? 1 : new Set(findings.map((each) => each.exchange)).size;
    const times = timesWords(pen.verbose ? count : places, answers);
    lines.push(...told(finding, column, times, explained(finding), pen));
    lines.push(fact('expected', expected, pen), fact('actual', actual, pen));
  }
  if (findings.length > shown.length && pen.verbose) {
    lines.push(fact('', `${findings.length - shown.length} more in results.json`, pen));
  }
  if (others.length > 0 && !pen.verbose) lines.push(...wrapped(listed(others), pen, label('also')));
  if (rule.breaks.length > 0) lines.push(fact('breaks', rule.breaks.join(', '), pen));
  lines.push(fact('source', rule.source, pen));
  // What a document prints cannot be asked again.
  if (!isAnswered(column.evidence)) return lines;
  const curl = curlFor(column, first.exchange);
  if (curl !== undefined && curl !== '') lines.push(`    ${paint.dim(label('see'))}${compact(curl)}`);
  return lines;
}

const LONGEST_PLACE = 400;

/** The sentence, and where it is so. */
function told(
  { exchange, at }: Finding,
  column: Column,
  times: string,
  { sentence, words }: Explained,
  pen: Pen,
): readonly string[] {
  const place = `${exchangeName(column, exchange)} ${placeWords(at)}${times}${words === '' ? '' : `, ${words}`}`;
  return [
    ...wrapped(oneLine(sentence), pen, label('wrong')),
    ...wrapped(cut(oneLine(place), LONGEST_PLACE), pen, label('at')),
  ];
}

/** ` (7 places)`, ` (64 places in 12 answers)`; nothing for a single one. */
function timesWords(places: number, answers: number): string {
  if (places === 1) return '';
  return ` (${places} places${answers > 1 ? ` in ${answers} answers` : ''})`;
}

const NAMES_SHOWN = 12;

function listed(names: readonly string[]): string {
  const more = names.length > NAMES_SHOWN ? `, and ${names.length - NAMES_SHOWN} more` : '';
  return `${names.slice(0, NAMES_SHOWN).join(', ')}${more}`;
}

const LONGEST_CURL = 1500;

/** On one line. A command that is cut or changed does not work, so such a one is not printed. */
function compact(curl: string): string {
  const line = curl.replace(/ \\\n\s*/g, ' ');
  return line.length <= LONGEST_CURL && line === oneLine(line) ? line : 'copy the command from matrix.html';
}

function label(name: string): string {
  return name.padEnd(10);
}

function fact(name: string, text: string, { paint, width, verbose }: Pen): string {
  const room = verbose ? 2000 : Math.max(width - 14, 26);
  return `    ${paint.dim(label(name))}${cut(oneLine(text), room)}`;
}

/** `text` in lines of the terminal's width, at blanks where there are any; a label stands before the first. */
function wrapped(text: string, { paint, width }: Pen, name = ''): readonly string[] {
  const room = width - name.length - 5;
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    if (line !== '' && line.length + word.length > room) {
      lines.push(line);
      line = word;
    } else {
      line = line === '' ? word : `${line} ${word}`;
    }
  }
  return [...lines, line].map((each, index) => `    ${index === 0 ? paint.dim(name) : ' '.repeat(name.length)}${each}`);
}

function counts(column: Column, results: Results, rules: RuleIndex, { paint }: Pen): readonly string[] {
  const [first = column.unanswered[0]] = column.unanswered.filter(wasAsked);
  if (first !== undefined && !wasJudged(column)) {
    return [paint.cyan(`  ? nothing could be judged: ${cut(oneLine(first.detail), 200)} (blame: ${first.blame})`)];
  }
  const paints = { ok: paint.green, partial: paint.red, bad: paint.red, known: paint.cyan, unsure: paint.cyan };
  // A vendor's document has rules of one capability: of the others there is nothing to say under it.
  const spoken = new Set(column.verdicts.map(({ rule }) => rules.get(rule)?.capability));
  const all = capabilityRows(results)
    .filter(({ id }) => !isOwn(column.contract) || spoken.has(id))
    .map(({ id, title }) => ({ title, cell: cellOf(column, id, rules) }));
  // Rows that have nothing to say share one line: of a document they are nearly all.
  const idle = all.filter(({ cell }) => cell.symbol === '·' && cell.warnings === 0);
  const rows = all.filter((row) => !idle.includes(row));
  const longest = Math.max(0, ...rows.map(({ title }) => title.length));
  const lines: string[] = rows.map(({ title, cell }: { readonly title: string; readonly cell: Cell }) => {
    const symbol = cell.tone === 'none' ? paint.dim(cell.symbol) : paints[cell.tone](cell.symbol);
    const warn = cell.warnings === 0 ? '' : paint.dim(`  ▵ ${plural(cell.warnings, 'SHOULD rule')}`);
    return `  ${symbol} ${title.padEnd(longest)}  ${cell.text === '' ? silentWords(column) : cell.text}${warn}`;
  });
  if (idle.length > 0)
    lines.push(paint.dim(`  · ${silentWords(column)}: ${idle.map(({ title }) => title).join(', ')}`));
  const { requests, tokens, unanswered } = column;
  const used = tokens.input + tokens.output === 0 ? '' : `, ${tokens.input} + ${tokens.output} tokens`;
  const silent = unanswered.filter(wasAsked);
  const missing = silent.length === 0 ? '' : `, ${silent.length} without an answer that can be judged`;
  const [why] = silent;
  const because = why === undefined ? '' : ` (${cut(oneLine(why.detail), 120)})`;
  if (!isAnswered(column.evidence)) return lines;
  return [
    ...lines,
    paint.dim(
      `  ${plural(requests, column.evidence === 'recorded' ? 'recorded exchange' : 'request')}${used}${missing}${because}`,
    ),
  ];
}

/** What is lost, refused or breaks the server; with `verbose` every member. */
function parameters(column: Column, pen: Pen): readonly string[] {
  const { paint, verbose } = pen;
  const cells = [...parameterCells(column).values()];
  if (cells.length === 0) return [];
  const paints = { crashed: paint.red, ignored: paint.red, refused: paint.cyan };
  const found = (['crashed', 'ignored', 'refused'] as const).flatMap((outcome) => {
    const names = membersWith(column, outcome).map(oneLine);
    const count = `${plural(names.length, 'request member')} ${outcome}`;
    return names.length === 0 ? [] : [`  ${paints[outcome](count)}: ${cut(names.join('; '), verbose ? 2000 : 200)}`];
  });
  if (!verbose) return found;
  const longest = Math.max(...cells.map(({ summary }) => summary.member.length));
  const all = cells.flatMap(({ summary, symbol, text }) => [
    `  ${symbol} ${oneLine(summary.member).padEnd(longest)}  ${text}`,
    ...summary.values
      .filter(({ outcome }) => outcome !== 'honoured')
      .map(({ value, outcome, why }) => paint.dim(`      ${oneLine(value)}: ${outcome}, ${cut(oneLine(why), 200)}`)),
  ]);
  return [...found, paint.dim('  request members'), ...all];
}

/** One line a rule on which the contracts differ, the breach's level under each. */
function difference({ provider, contracts, rules }: ContractDifference, { paint }: Pen): string {
  const names = contracts.join(' and ');
  const lines = [paint.bold(`${oneLine(provider.name)}: ${names} differ on ${plural(rules.length, 'rule')}`)];
  const widest = Math.max(0, ...rules.map(({ rule }) => rule.id.length));
  for (const { rule, under } of rules) {
    const words = under.map((each, index) => `${contracts[index] ?? ''}: ${underWords(each)}`);
    lines.push(`  ${rule.id.padEnd(widest)}  ${paint.dim(words.join(', '))}`);
  }
  return `${lines.join('\n')}\n`;
}

function silentWords({ evidence }: Column): string {
  return evidence === 'documented' ? 'not stated' : 'not exercised';
}
