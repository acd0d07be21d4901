import type { Column, Results } from '../results/model.ts';
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
  return `<table id="matrix"><caption class="hidden-text">Capabilities by provider</caption><thead><tr><th scope="col" class="corner">Capability</th>${heads}</tr></thead>${bodies.join('')}</table>`;
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

export function legend(): string {
  const entries = LEGEND.map(
    ({ symbol, tone, words }) =>
      `<li><span class="symbol tone-${tone}" aria-hidden="true">${symbol}</span> ${e(words)}</li>`,
  );
  return `<ul class="legend" aria-label="Legend">${entries.join('')}</ul>`;
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
