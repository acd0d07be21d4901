import { join } from 'node:path';
import type { ProviderHistory } from '../history/model.ts';
import { mergeResults } from '../results/merge.ts';
import type { Results } from '../results/model.ts';
import { writeWhole } from '../whole.ts';
import { siteAssets } from './assets.ts';
import { siteFilesOf } from './files.ts';
import { plainTable } from './no-script.ts';
import { dataScript, sitePage, wholePage } from './page.ts';

/**
 * Writes the static site: `index.html`, `assets/` and `data/`. It needs no network and works from a file.
 * @param results one or many results files; of the same column the newest counts, the others are its history
 * @param histories kept ones that hold these results already
 */
export function writeSite(results: readonly Results[], folder: string, histories?: readonly ProviderHistory[]): void {
  const { script, style } = siteAssets();
  for (const [name, value] of siteFilesOf(results, histories)) {
    writeWhole(join(folder, 'data', `${name}.js`), dataScript(name, value));
  }
  writeWhole(join(folder, 'assets/app.js'), script);
  writeWhole(join(folder, 'assets/app.css'), style);
  // Last: a page is there only when all of its parts are.
  writeWhole(join(folder, 'index.html'), sitePage(plainTable(mergeResults(results))));
}

/** The same as one file that needs nothing else: the page of a run. */
export function renderSite(results: Results): string {
  return wholePage(siteAssets(), siteFilesOf([results]), plainTable(results));
}
