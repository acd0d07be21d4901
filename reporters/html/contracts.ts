import { contractDifferences, underWords } from '../results/contracts.ts';
import type { Results } from '../results/model.ts';
import { escapeMarkup as e, plural } from '../text.ts';

/** Where the contracts differ about the same answers, provider by provider; empty when there is one contract. */
export function contractTables(results: Results): string {
  return contractDifferences(results)
    .map(({ provider, contracts, rules }) => {
      const names = contracts.map(e).join(' and ');
      const heads = ['Rule', ...contracts].map((name) => `<th scope="col">${e(name)}</th>`).join('');
      const rows = rules.map(({ rule, under }) => {
        const cells = under.map((each) => `<td>${e(underWords(each))}</td>`).join('');
        return `<tr><th scope="row"><code>${e(rule.id)}</code> <span>${e(rule.title)}</span></th>${cells}</tr>`;
      });
      const summary = `${e(provider.name)}: ${names} differ on ${plural(rules.length, 'rule')}`;
      const table = `<table><thead><tr>${heads}</tr></thead><tbody>${rows.join('')}</tbody></table>`;
      return `<details class="differences"><summary>${summary}</summary>${rows.length === 0 ? '' : table}</details>`;
    })
    .join('\n');
}
