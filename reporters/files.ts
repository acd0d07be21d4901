import { join } from 'node:path';
import { renderBadge } from './badge.ts';
import { renderMatrix } from './html/matrix.ts';
import { renderJunit } from './junit.ts';
import { renderMarkdown } from './markdown.ts';
import type { Results } from './results/model.ts';
import { columnKey } from './results/summary.ts';
import { writeWhole } from './whole.ts';

/** Writes results.json, matrix.html, summary.md, junit.xml and badges/*.svg; each is whole or not there at all. */
export function writeResultFiles(results: Results, folder: string): void {
  // The data first: should a page fail, the results are safe.
  writeWhole(join(folder, 'results.json'), `${JSON.stringify(results)}\n`);
  writeWhole(join(folder, 'matrix.html'), renderMatrix(results));
  writeWhole(join(folder, 'summary.md'), renderMarkdown(results));
  writeWhole(join(folder, 'junit.xml'), renderJunit(results));
  for (const column of results.columns) {
    writeWhole(join(folder, 'badges', `${columnKey(column, results.columns)}.svg`), renderBadge(column));
  }
}
