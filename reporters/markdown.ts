import type { Capability } from '../core/capability.ts';
import { PARAMETER_OUTCOMES } from '../core/parameter.ts';
import { isAnswered } from '../core/report.ts';
import { SUMMARY_BYTES } from './github.ts';
import { fitted, type Room } from './markdown-fit.ts';
import { code, details, plain, table } from './markdown-text.ts';
import { type ContractDifference, contractDifferences, underWords } from './results/contracts.ts';
import { curlFor, type Defect, defectsOf, exchangeName, type Flake, flakesOf, placeWords } from './results/defects.ts';
import { type Explain, explainerOf } from './results/explained.ts';
import type { Column, Results } from './results/model.ts';
import { PARAMETER_SYMBOL, PARAMETER_WORDS, parameterCells, parameterMembers } from './results/parameters.ts';
import {
  capabilityRows,
  cellOf,
  columnKey,
  columnTitle,
  LEGEND,
  type RuleIndex,
  ruleIndex,
} from './results/summary.ts';
import { httpUrl, plural, visible } from './text.ts';

const DEFECTS_SHOWN = 50;
/** The others are folded. */
const DEFECTS_OPEN = 5;

export interface MarkdownOptions {
  /** Default: what a job summary takes. */
  readonly room?: Room;
  /** Where the site of these results lies; then every cell leads to its place there. */
  readonly url?: string;
}

/**
 * A summary for a job page or a pull request (GitHub-flavoured): the matrix, then what fails, the first of it at once and
 * the rest folded. What does not fit is left out in whole parts, and counted.
 */
export function renderMarkdown(
  results: Results,
  { room = { bytes: SUMMARY_BYTES }, url }: MarkdownOptions = {},
): string {
  const { run, columns } = results;
  const rules = ruleIndex(results);
  const contracts = run.contracts.map(({ id, edition }) => `${id} ${edition}`.trim()).join(', ');
  const site = siteUrl(url);
  const parts = [
    [
      '# Responses API compatibility',
      `${plain(run.finishedAt)} - contract ${plain(contracts)} - ${plain(run.kit.name)} ${plain(run.kit.version)}`,
    ].join('\n\n'),
    columns.length === 0 ? 'Nothing was judged: the run had no provider.' : matrix(results, rules, site),
    ...columns.map((column) => section(column, results, rules).join('\n\n')).filter((part) => part !== ''),
    parameters(results).join('\n\n'),
    ...contractDifferences(results).map(difference),
  ].filter((part) => part !== '');
  return fitted(
    parts,
    room,
    site === undefined ? 'they are in results.json and on the matrix page' : `[they are on the site](${site})`,
  );
}

/** More columns than this are no table that anyone can read: then every provider is a row. */
const WIDE = 8;

/** Only an http(s) URL, and none that could end the link. */
function siteUrl(url: string | undefined): string | undefined {
  return httpUrl(url)?.replace(/#.*$/, '').replaceAll('(', '%28').replaceAll(')', '%29');
}

function matrix(results: Results, rules: RuleIndex, site: string | undefined): string {
  const { columns } = results;
  const capabilities = capabilityRows(results);
  const titles = columns.map((column) => {
    const title = plain(columnTitle(column, columns));
    return site === undefined ? title : `[${title}](${site}#/provider/${columnKey(column, columns)})`;
  });
  const cell = (column: Column, capability: Capability) => {
    const { symbol, text, warnings } = cellOf(column, capability, rules);
    const shown = `${symbol} ${plain(text)}${warnings === 0 ? '' : ` ▵${warnings}`}`.trim();
    if (site === undefined) return shown;
    const place = `contract=${encodeURIComponent(column.contract)}&cell=${columnKey(column, columns)}/${capability}`;
    return `[${shown}](${site}#/?${place})`;
  };
  const lines =
    columns.length > WIDE
      ? table(
          ['Provider', ...capabilities.map(({ title }) => title)],
          columns.map((column, index) => [titles[index] ?? '', ...capabilities.map(({ id }) => cell(column, id))]),
        )
      : table(
          ['Capability', ...titles],
          capabilities.map(({ id, title }) => [title, ...columns.map((column) => cell(column, id))]),
        );
  const legend = LEGEND.map(({ symbol, words }) => `${symbol} ${words}`).join(', ');
  return `${lines}\n\n<sub>MUST rules that hold / that were judged. ${legend}.</sub>`;
}

function section(column: Column, results: Results, rules: RuleIndex): readonly string[] {
  const title = `## ${plain(columnTitle(column, results.columns))}`;
  if (column.notRun !== undefined) return [title, `Not run: ${plain(column.notRun)}.`];
  const defects = defectsOf(column, rules, ['MUST']);
  const flakes = flakesOf(column).filter(({ level }) => level === 'MUST');
  if (defects.length === 0) return flakes.length === 0 ? [] : [title, ...flaky(flakes, column)];
  const explained = explainerOf(column);
  const shown = defects.slice(0, DEFECTS_SHOWN);
  const rest = defects.length - shown.length;
  const list = (some: readonly Defect[]) => some.map((each) => defect(each, column, explained)).join('\n');
  const [first, folded] = [shown.slice(0, DEFECTS_OPEN), shown.slice(DEFECTS_OPEN)];
  const see = commands(shown, column);
  return [
    title,
    `${plural(defects.length, 'MUST rule')} do${defects.length === 1 ? 'es' : ''} not hold.`,
    list(first),
    ...(folded.length === 0 ? [] : [details(`${folded.length} more`, list(folded))]),
    ...(rest > 0 ? [`${rest} more are in results.json and on the matrix page.`] : []),
    ...(see.length === 0 ? [] : [details('Commands to see it yourself', see.join('\n\n'))]),
    ...flaky(flakes, column),
  ];
}

function flaky(flakes: readonly Flake[], column: Column): readonly string[] {
  if (flakes.length === 0) return [];
  const lines = flakes.slice(0, DEFECTS_SHOWN).map(({ rule, times, first: { exchange, at, expected, actual } }) => {
    const where = `${code(placeWords(at))} of ${code(exchangeName(column, exchange))}`;
    return `- **${plain(rule)}** fails in ${times} repetitions, first at ${where}: expected ${code(expected)}, actual ${code(actual)}`;
  });
  return [`${plural(flakes.length, 'MUST rule')} held in some repetitions and not in others.`, lines.join('\n')];
}

/** The table of request members, and what is said of values that were not honoured. */
function parameters(results: Results): readonly string[] {
  const columns = results.columns.filter((column) => (column.parameters ?? []).length > 0);
  if (columns.length === 0) return [];
  const cells = columns.map(parameterCells);
  const head = ['Member', ...columns.map((column) => plain(columnTitle(column, results.columns)))];
  const rows = parameterMembers(results).map((name) => [
    plain(name),
    ...cells.map((own) => {
      const cell = own.get(name);
      return cell === undefined ? '·' : `${cell.symbol} ${cell.text}`;
    }),
  ]);
  const words = PARAMETER_OUTCOMES.map(
    (outcome) => `${PARAMETER_SYMBOL[outcome]} ${outcome}: ${PARAMETER_WORDS[outcome]}`,
  );
  const lost = columns.flatMap((column) =>
    (column.parameters ?? [])
      .filter(({ outcome }) => outcome === 'ignored' || outcome === 'crashed')
      .map(
        ({ member, value, outcome, why }) =>
          `- ${plain(columnTitle(column, results.columns))}: **${plain(member)}** ${code(value)} ${outcome}: ${plain(why)}`,
      ),
  );
  const shown = lost.slice(0, DEFECTS_SHOWN).join('\n');
  const members = details(
    plural(rows.length, 'request member'),
    `${table(head, rows)}\n\n<sub>${words.join('; ')}.</sub>`,
  );
  return ['## Request members', members, ...(shown === '' ? [] : [details('Accepted, and lost or crashed', shown)])];
}

function defect({ rule, first, findings, places }: Defect, column: Column, explained: Explain): string {
  const { at, expected, actual, exchange } = first;
  const { sentence, words } = explained(first);
  const answers = new Set(findings.map((each) => each.exchange)).size;
  const times = places > 1 ? ` (${places} places${answers > 1 ? ` in ${answers} answers` : ''})` : '';
  const step = exchangeName(column, exchange);
  const lines = [
    `- **${plain(rule.id)}** ${plain(rule.title)}`,
    plain(sentence),
    `at ${code(placeWords(at))} of ${code(step)}${words === '' ? '' : `, ${words}`}${times}`,
    `expected ${code(expected)}, actual ${code(actual)}`,
    ...(rule.breaks.length === 0 ? [] : [`breaks ${plain(rule.breaks.join(', '))}`]),
    `source ${code(rule.source)}`,
  ];
  return lines.join('\n  - ');
}

const CURL_CHARACTERS = 1200;
/** A comment on a pull request takes 65536 characters in all. */
const ALL_CURLS_CHARACTERS = 16_000;

/** The command of each exchange that a shown defect points to, once; in blocks that no text of a provider can end. */
function commands(defects: readonly Defect[], column: Column): readonly string[] {
  if (!isAnswered(column.evidence)) return [];
  let room = ALL_CURLS_CHARACTERS;
  const ids = [...new Set(defects.map(({ first }) => first.exchange))];
  const shown = ids.flatMap((id) => {
    const curl = curlFor(column, id) ?? '';
    if (curl === '' || curl.length > Math.min(CURL_CHARACTERS, room) || visible(curl) !== curl) return [];
    room -= curl.length;
    return [`- ${code(exchangeName(column, id))}\n\n${curl.replace(/^/gm, '        ')}\n`];
  });
  const rest = ids.length - shown.length;
  const more = rest === 0 ? [] : [`${plural(rest, 'longer command')} can be copied from the matrix page.`];
  return shown.length === 0 ? more : [shown.join('\n'), ...more];
}

function difference({ provider, contracts, rules }: ContractDifference): string {
  const title = `## ${plain(provider.name)}: where ${contracts.map(plain).join(' and ')} differ`;
  if (rules.length === 0) return `${title}\n\nOn no rule.`;
  const head = ['Rule', ...contracts.map(plain)];
  const rows = rules.map(({ rule, under }) => [code(rule.id), ...under.map((each) => plain(underWords(each)))]);
  return `${title}\n\n${table(head, rows)}`;
}
