import { join, relative } from 'node:path';
import { renderJunit } from './junit.ts';
import { machineFiles } from './machine-files.ts';
import { type MarkdownOptions, renderMarkdown } from './markdown.ts';
import { COMMENT_CHARACTERS } from './markdown-fit.ts';
import type { Results } from './results/model.ts';
import { renderSite } from './site/write.ts';
import { writeWhole } from './whole.ts';

/**
 * Writes results.json, matrix.html, summary.md, comment.md, junit.xml, index.json with its columns, and badges; each is
 * whole or not there at all.
 * @param url where the site of these results will lie; Markdown links to it
 */
export function writeResultFiles(results: Results, folder: string, { url }: Pick<MarkdownOptions, 'url'> = {}): void {
  // The data first: should a page fail, the results are safe.
  writeWhole(join(folder, 'results.json'), `${JSON.stringify(results)}\n`);
  writeWhole(join(folder, 'matrix.html'), renderSite(results));
  const site = url === undefined ? {} : { url };
  writeWhole(join(folder, 'summary.md'), renderMarkdown(results, site));
  const comment = renderMarkdown(results, { room: { characters: COMMENT_CHARACTERS }, ...site });
  writeWhole(join(folder, 'comment.md'), comment);
  writeWhole(join(folder, 'junit.xml'), renderJunit(results));
  for (const [path, text] of machineFiles(results)) writeWhole(within(folder, path), text);
}

/** Parts of these paths are ids out of results files, which strangers may have written. */
function within(folder: string, path: string): string {
  const full = join(folder, path);
  if (relative(folder, full).startsWith('..')) throw new Error(`${path}: is outside the folder of the results`);
  return full;
}
