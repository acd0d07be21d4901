import { PARAMETER_OUTCOMES } from '../core/parameter.ts';
import { code, plain } from './markdown-text.ts';
import { type ContractDifference, contractDifferences, underWords } from './results/contracts.ts';
import { curlFor, type Defect, defectsOf, exchangeName, type Flake, flakesOf, placeWords } from './results/defects.ts';
import { type Explain, explainerOf } from './results/explained.ts';
import type { Column, Results } from './results/model.ts';
import { PARAMETER_SYMBOL, PARAMETER_WORDS, parameterCells, parameterMembers } from './results/parameters.ts';
import { capabilityRows, cellOf, columnTitle, LEGEND, type RuleIndex, ruleIndex } from './results/summary.ts';
import { plural, visible } from './text.ts';

const DEFECTS_SHOWN = 50;

/** A summary for a pull request or a job page (GitHub-flavoured): the matrix, then what fails. */
export function renderMarkdown(results: Results): string {
  const { run, columns } = results;
  const rules = ruleIndex(results);
  const contracts = run.contracts.map(({ id, edition }) => `${id} ${edition}`.trim()).join(', ');
  const parts = [
    '# Responses API compatibility',
    `${plain(run.finishedAt)} - contract ${plain(contracts)} - ${plain(run.kit.name)} ${plain(run.kit.version)}`,
    columns.length === 0 ? 'Nothing was judged: the run had no provider.' : matrix(results, rules),
    ...columns.flatMap((column) => section(column, results, rules)),
    ...parameters(results),
    ...contractDifferences(results).map(difference),
  ];
  return `${parts.join('\n\n')}\n`;
}

function matrix(results: Results, rules: RuleIndex): string {
  const { columns } = results;
  const head = ['Capability', ...columns.map((column) => plain(columnTitle(column, columns)))];
  const rows = capabilityRows(results).map(({ id, title }) => {
    const cells = columns.map((column) => {
      const { symbol, text, warnings } = cellOf(column, id, rules);
      return `${symbol} ${plain(text)}${warnings === 0 ? '' : ` ▵${warnings}`}`.trim();
    });
    return [title, ...cells];
  });
  const lines = [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`);
  const legend = LEGEND.map(({ symbol, words }) => `${symbol} ${words}`).join(', ');
  return `${lines.join('\n')}\n\n<sub>MUST rules that hold / that were judged. ${legend}.</sub>`;
}

function section(column: Column, results: Results, rules: RuleIndex): readonly string[] {
  const title = `## ${plain(columnTitle(column, results.columns))}`;
  if (column.notRun !== undefined) return [title, `Not run: ${plain(column.notRun)}.`];
  const defects = defectsOf(column, rules, ['MUST']);
  const flakes = flakesOf(column).filter(({ level }) => level === 'MUST');
  if (defects.length === 0) return flakes.length === 0 ? [] : [title, ...flaky(flakes, column)];
  const explained = explainerOf(column);
  const first = defects.slice(0, DEFECTS_SHOWN);
  const rest = defects.length - first.length;
  return [
    title,
    `${plural(defects.length, 'MUST rule')} do${defects.length === 1 ? 'es' : ''} not hold.`,
    first.map((each) => defect(each, column, explained)).join('\n'),
    ...(rest > 0 ? [`${rest} more are in results.json and on the matrix page.`] : []),
    ...commands(first, column),
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
  const table = [head, head.map(() => '---'), ...rows].map((row) => `| ${row.join(' | ')} |`).join('\n');
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
  return ['## Request members', `${table}\n\n<sub>${words.join('; ')}.</sub>`, ...(shown === '' ? [] : [shown])];
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
  if (column.evidence !== 'live') return [];
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
  return shown.length === 0 ? more : ['To see it yourself:', shown.join('\n'), ...more];
}

function difference({ provider, contracts, rules }: ContractDifference): string {
  const title = `## ${plain(provider.name)}: where ${contracts.map(plain).join(' and ')} differ`;
  if (rules.length === 0) return `${title}\n\nOn no rule.`;
  const head = ['Rule', ...contracts.map(plain)];
  const rows = rules.map(({ rule, under }) => [code(rule.id), ...under.map((each) => plain(underWords(each)))]);
  return [title, '', ...[head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`)].join('\n');
}
