import pc from 'picocolors';
import { LEVELS, type Level } from '../../core/rule.ts';
import { renderDiffMarkdown } from '../../reporters/diff/markdown.ts';
import { renderDiffTerminal } from '../../reporters/diff/terminal.ts';
import { diffResults, type ResultsDiff, regressionsOf } from '../../reporters/results/diff.ts';
import { mergeResults } from '../../reporters/results/merge.ts';
import { choose } from '../choose.ts';
import { EXIT, type ExitCode, FAIL_ON, type FailOn } from '../exit.ts';
import { resultsFiles, resultsOf } from '../results-files.ts';

export interface DiffOptions {
  readonly format: string;
  readonly failOn: string;
  readonly verbose: boolean;
}

const FORMATS = ['text', 'markdown', 'json'] as const;

/**
 * Prints what changed from one results file (or folder of them) to another.
 * @returns 1 when a rule of a level that `failOn` names held and fails now
 * @throws CallerError for wrong options and files
 */
export function diff(before: string, after: string, options: DiffOptions): ExitCode {
  const format = choose('format', options.format, FORMATS);
  const failOn = choose('level for --fail-on', options.failOn, FAIL_ON);
  const [old, now] = [before, after].map((path) => mergeResults(resultsFiles(path).map(resultsOf)));
  if (old === undefined || now === undefined) throw new Error('two paths make two results');
  const found = diffResults(old, now);
  process.stdout.write(shown(found, format, options.verbose));
  return regressionsOf(found, LEVELS_OF[failOn]).length > 0 ? EXIT.fails : EXIT.ok;
}

const LEVELS_OF: Readonly<Record<FailOn, readonly Level[]>> = { must: ['MUST'], should: LEVELS.slice(0, 2), never: [] };

function shown(found: ResultsDiff, format: (typeof FORMATS)[number], verbose: boolean): string {
  switch (format) {
    case 'json':
      return `${JSON.stringify(found)}\n`;
    case 'markdown':
      return renderDiffMarkdown(found);
    case 'text': {
      const width = process.stdout.columns;
      return renderDiffTerminal(found, {
        color: pc.isColorSupported,
        verbose,
        ...(width === undefined ? {} : { width }),
      });
    }
    default:
      return format satisfies never;
  }
}
