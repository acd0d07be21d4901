import { relative } from 'node:path';
import pc from 'picocolors';
import { renderMarkdown } from '../reporters/markdown.ts';
import type { Results } from '../reporters/results/model.ts';
import { renderTerminal } from '../reporters/terminal.ts';

/** What `run` and `merge` print of their results. */
export const FORMATS = ['text', 'json', 'markdown'] as const;

/** For a shell. */
export function quoted(path: string): string {
  return /^[\w./@:+-]+$/.test(path) ? path : `'${path.replaceAll("'", `'\\''`)}'`;
}

/** Relative to the working directory where that is shorter. */
export function shownPath(path: string): string {
  const near = relative(process.cwd(), path);
  return near !== '' && near.length < path.length ? near : path;
}

export function print(results: Results, format: (typeof FORMATS)[number], verbose: boolean): void {
  switch (format) {
    case 'json':
      process.stdout.write(`${JSON.stringify(results)}\n`);
      return;
    case 'markdown':
      process.stdout.write(renderMarkdown(results));
      return;
    case 'text': {
      const width = process.stdout.columns;
      const options = { color: pc.isColorSupported, verbose, ...(width === undefined ? {} : { width }) };
      process.stdout.write(renderTerminal(results, options));
      return;
    }
    default:
      format satisfies never;
  }
}
