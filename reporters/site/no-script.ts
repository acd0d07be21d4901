import type { Results } from '../results/model.ts';
import { capabilityRows, cellOf, columnTitle, ruleIndex } from '../results/summary.ts';
import { cut, escapeMarkup as e } from '../text.ts';

/** More than a page without its script can show in a way that anyone reads. */
const SHOWN_COLUMNS = 40;

/** The counts as a plain table, for readers whose browser runs no scripts. */
export function plainTable(results: Results): string {
  const { columns } = results;
  const shown = columns.slice(0, SHOWN_COLUMNS);
  const rules = ruleIndex(results);
  const heads = shown.map((column) => `<th scope="col">${e(cut(columnTitle(column, columns), 120))}</th>`).join('');
  const rows = capabilityRows(results).map(({ id, title }) => {
    const cells = shown.map((column) => {
      const { symbol, text, label } = cellOf(column, id, rules);
      return `<td title="${e(cut(label, 300))}">${symbol} ${e(text)}</td>`;
    });
    return `<tr><th scope="row">${e(title)}</th>${cells.join('')}</tr>`;
  });
  const rest = columns.length - shown.length;
  const more = rest > 0 ? ` ${rest} more columns are in results.json.` : '';
  return `<div class="noscript"><h1>Responses API compatibility</h1>
<p>Without scripts this page shows the counts; the rules and their evidence are in results.json and summary.md.${more}</p>
<table><thead><tr><td></td>${heads}</tr></thead><tbody>${rows.join('\n')}</tbody></table></div>`;
}
