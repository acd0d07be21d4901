import { createHash } from 'node:crypto';
import type { Results } from '../results/model.ts';
import { escapeMarkup as e, visible } from '../text.ts';
import { makeDom } from './client/dom.ts';
import { makeExchangeView } from './client/exchange.ts';
import { clientMain } from './client/main.ts';
import { makePanel } from './client/panel.ts';
import { contractTables } from './contracts.ts';
import { pageData } from './page-data.ts';
import { STYLE } from './style.ts';
import { legend, matrixTable, runLine } from './table.ts';

/**
 * The matrix as one HTML file that needs nothing else: no network, no framework, from `file://` as well as from a server.
 * Its policy allows exactly this script and this style, so that nothing a provider sent could ever run.
 */
export function renderMatrix(results: Results): string {
  const script = clientScript();
  const policy = [
    `default-src 'none'`,
    `script-src ${hashOf(script)}`,
    `style-src ${hashOf(STYLE)}`,
    `img-src data:`,
    `base-uri 'none'`,
    `form-action 'none'`,
  ].join('; ');
  const empty =
    results.columns.length === 0
      ? '<p class="notice">Nothing was judged: the run had no provider. Name one: <code>responses-tck run PROVIDER</code>.</p>'
      : '';
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>Responses API compatibility - ${e(results.run.kit.name)}</title>
<link rel="icon" href="data:,">
<style>${STYLE}</style>
</head>
<body>
<header class="top">
<h1>Responses API compatibility</h1>
${runLine(results)}
<form class="filters" role="search" aria-label="Filters">
<input id="search" type="search" placeholder="Search rules   /" aria-label="Search rules" autocomplete="off" spellcheck="false">
<select id="level" aria-label="Level"><option value="">all levels</option><option>MUST</option><option>SHOULD</option><option>MAY</option></select>
${contractSelect(results)}
<label><input id="failing" type="checkbox"> only failing</label>
<label><input id="differing" type="checkbox"> only differences</label>
<output id="matches" aria-live="polite"></output>
</form>
<p class="notice no-script">Without JavaScript this page shows the counts; the rules and their evidence are in results.json.</p>
</header>
<main>
${empty}
<div class="scroller" tabindex="0" role="region" aria-label="Matrix">
${matrixTable(results)}
</div>
${legend(results)}
${contractTables(results)}
</main>
<dialog id="panel" aria-labelledby="panel-title"></dialog>
<script type="application/json" id="data">${jsonForHtml(pageData(results))}</script>
<script>${script}</script>
</body>
</html>
`;
}

function contractSelect({ columns }: Results): string {
  const ids = [...new Set(columns.map(({ contract }) => contract))];
  if (ids.length < 2) return '';
  const options = ids.map((id) => `<option value="${e(id)}">contract ${e(id)}</option>`).join('');
  return `<select id="contract" aria-label="Contract"><option value="">all contracts</option>${options}</select>`;
}

/** JSON that cannot end the element it stands in: `<` covers `</script>` and `<!--`. */
export function jsonForHtml(value: unknown): string {
  return JSON.stringify(value)
    .replaceAll('<', '\\u003c')
    .replaceAll('>', '\\u003e')
    .replaceAll('&', '\\u0026')
    .replaceAll('\u2028', '\\u2028')
    .replaceAll('\u2029', '\\u2029');
}

/** The functions of `client/` as text. None refers to anything but its parameters, which is what makes this sound. */
function clientScript(): string {
  const parts = { visible, makeDom, makeExchangeView, makePanel };
  const members = Object.entries(parts).map(([name, part]) => `${name}: ${part.toString()}`);
  return `'use strict';(${clientMain.toString()})({${members.join(',\n')}});`.replaceAll('</', '<\\/');
}

function hashOf(text: string): string {
  return `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
}
