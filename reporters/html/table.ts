import { PARAMETER_OUTCOMES } from '../../core/parameter.ts';
import type { Column, Results } from '../results/model.ts';
import {
  membersWith,
  PARAMETER_SYMBOL,
  PARAMETER_WORDS,
  parameterCells,
  parameterMembers,
} from '../results/parameters.ts';
import {
  capabilityRows,
  cellOf,
  columnKey,
  countOutcomes,
  evidenceWords,
  LEGEND,
  type RuleIndex,
  ruleIndex,
} from '../results/summary.ts';
import { escapeMarkup as e, httpUrl, plural } from '../text.ts';

/** The table of capabilities and columns as HTML: complete without the script, which only adds to it. */
export function matrixTable(results: Results): string {
  const rules = ruleIndex(results);
  const isMixed = new Set(results.columns.map(({ contract }) => contract)).size > 1;
  const heads = results.columns.map((column, index) => head(column, index, isMixed)).join('');
  const bodies = capabilityRows(results).map(({ id, title, about }) => {
    const cells = results.columns.map((column, index) => cell(column, index, id, title, results, rules)).join('');
    const expand = `<button type="button" class="expand" data-expand="${id}" aria-expanded="false" title="${e(about)}"><span class="chevron" aria-hidden="true"></span>${e(title)}</button>`;
    return `<tbody data-capability="${id}"><tr class="capability"><th scope="row">${expand}</th>${cells}</tr></tbody>`;
  });
  return `<table id="matrix"><caption class="hidden-text">Capabilities by provider</caption><thead><tr><th scope="col" class="corner">Capability</th>${heads}</tr></thead>${bodies.join('')}${parameterBody(results)}</table>`;
}

const ABOUT_PARAMETERS = 'What became of every value of every member of a request to create a response';

/** Request members by provider, as a group of the same table: closed by the script, whole without it. */
function parameterBody(results: Results): string {
  const members = parameterMembers(results);
  if (members.length === 0) return '';
  const cells = results.columns.map(parameterCells);
  const expand = `<button type="button" class="expand" data-parameters aria-expanded="false" title="${e(ABOUT_PARAMETERS)}"><span class="chevron" aria-hidden="true"></span>Request members</button>`;
  const sums = results.columns.map((column, index) => `<td data-col="${index}">${parameterSum(column)}</td>`).join('');
  const rows = members.map((name) => {
    const own = results.columns.map((column, index) => {
      const cell = cells[index]?.get(name);
      if (cell === undefined) return `<td data-col="${index}"></td>`;
      const { symbol, text, label, summary } = cell;
      const words = `${name}, ${column.provider.name}: ${label}`;
      const look = `cell value-${summary.outcome}`;
      const address = `${columnKey(column, results.columns)}/parameter:${name}`;
      return `<td data-col="${index}"><button type="button" class="${look}" data-address="${e(address)}" aria-label="${e(words)}" title="${e(words)}"><span class="symbol">${symbol}</span><span class="count">${e(text)}</span></button></td>`;
    });
    return `<tr class="parameter-row"><th scope="row"><div class="rule"><span class="rule-id">${e(name)}</span></div></th>${own.join('')}</tr>`;
  });
  return `<tbody id="parameters"><tr class="parameters"><th scope="row">${expand}</th>${sums}</tr>${rows.join('')}</tbody>`;
}

/** `✕ 2 ignored`, the worst first; the number of members where all is well. */
function parameterSum(column: Column): string {
  const found = (['crashed', 'ignored', 'refused'] as const).flatMap((outcome) => {
    const { length } = membersWith(column, outcome);
    return length === 0
      ? []
      : [`<span class="value-${outcome}">${PARAMETER_SYMBOL[outcome]} ${length} ${outcome}</span>`];
  });
  const count = parameterCells(column).size;
  if (count === 0) return '';
  const inner =
    found.length === 0 ? `<span>${PARAMETER_SYMBOL.honoured} ${plural(count, 'member')}</span>` : found.join(' ');
  return `<span class="sum">${inner}</span>`;
}

function parameterLegend(results: Results): string {
  if (parameterMembers(results).length === 0) return '';
  const entries = PARAMETER_OUTCOMES.map(
    (outcome) =>
      `<li><span class="symbol value-${outcome}" aria-hidden="true">${PARAMETER_SYMBOL[outcome]}</span> ${outcome}: ${e(PARAMETER_WORDS[outcome])}</li>`,
  );
  return `<ul class="legend" aria-label="Legend of request members">${entries.join('')}</ul>`;
}

function head(column: Column, index: number, isMixed: boolean): string {
  const { provider, evidence, contract } = column;
  const url = httpUrl(provider.homepage);
  const name = e(provider.name);
  const title = url === undefined ? name : `<a href="${e(url)}" rel="noreferrer noopener" target="_blank">${name}</a>`;
  const state = column.notRun === undefined ? evidenceWords(column) : 'not run';
  const why =
    column.notRun === undefined
      ? isMixed
        ? `<span class="contract">${e(contract)}</span>`
        : ''
      : `<span class="why" title="${e(column.notRun)}">${e(column.notRun)}</span>`;
  return `<th scope="col" data-col="${index}" class="column evidence-${evidence}${column.notRun === undefined ? '' : ' not-run'}"><span class="provider">${title}</span><span class="evidence">${e(state)}</span>${why}</th>`;
}

function cell(
  column: Column,
  index: number,
  id: Parameters<typeof cellOf>[1],
  title: string,
  results: Results,
  rules: RuleIndex,
): string {
  const { symbol, tone, text, label, warnings } = cellOf(column, id, rules);
  const words = `${title}, ${column.provider.name}: ${label}`;
  const warn = warnings === 0 ? '' : `<span class="warn">▵${warnings}</span>`;
  const inner = `<span class="symbol">${symbol}</span><span class="count">${e(text)}</span>${warn}`;
  const address = `${columnKey(column, results.columns)}/${id}`;
  return `<td data-col="${index}"><button type="button" class="cell tone-${tone}" data-cell="${id}" data-at="${index}" data-address="${e(address)}" aria-label="${e(words)}" title="${e(words)}">${inner}</button></td>`;
}

export function legend(results: Results): string {
  const entries = LEGEND.map(
    ({ symbol, tone, words }) =>
      `<li><span class="symbol tone-${tone}" aria-hidden="true">${symbol}</span> ${e(words)}</li>`,
  );
  return `<ul class="legend" aria-label="Legend">${entries.join('')}</ul>${parameterLegend(results)}`;
}

/** When and what was judged, in one line. */
export function runLine({ run, columns, rules }: Results): string {
  const providers = new Set(columns.map(({ provider }) => provider.id)).size;
  // What a document says is never counted as what a server did.
  const live = failuresOf(columns.filter(({ evidence }) => evidence === 'live'));
  const stated = failuresOf(columns.filter(({ evidence }) => evidence !== 'live'));
  const requests = requestsOf(columns);
  const contracts = run.contracts.map(({ id, edition }) => `${id} ${edition}`.trim()).join(', ');
  const when = run.finishedAt.replace('T', ' ').replace(/:\d\d(\.\d+)?Z$/, ' UTC');
  const parts = [
    `<time datetime="${e(run.finishedAt)}">${e(when)}</time>`,
    plural(providers, 'provider'),
    plural(rules.length, 'rule'),
    plural(requests, 'request'),
    `<strong>${plural(live, 'MUST failure')}</strong>${stated === 0 ? '' : ` (and ${stated} in documents)`}`,
    e(contracts),
    e(`${run.kit.name} ${run.kit.version}`),
  ];
  return `<p class="run">${parts.join(' <span aria-hidden="true">·</span> ')}</p>`;
}

/** Each request once: under several contracts the same answers were judged. */
function requestsOf(columns: readonly Column[]): number {
  const sent = new Map(columns.map(({ provider, evidence, requests }) => [`${evidence} ${provider.id}`, requests]));
  return [...sent.values()].reduce((sum, each) => sum + each, 0);
}

function failuresOf(columns: readonly Column[]): number {
  const must = columns.flatMap(({ verdicts }) => verdicts.filter(({ level }) => level === 'MUST'));
  return countOutcomes(must).fail;
}
