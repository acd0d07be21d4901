import { join } from 'node:path';
import { writeResultFiles } from '../../reporters/files.ts';
import { mergeResults } from '../../reporters/results/merge.ts';
import { writeSite } from '../../reporters/site/write.ts';
import { EXIT, type ExitCode, UsageError } from '../exit.ts';
import { updateHistory } from '../history-folder.ts';
import { resultsFiles, resultsOf } from '../results-files.ts';

export interface ReportOptions {
  readonly out: string;
  /** A folder that keeps what every run found. */
  readonly history?: string;
}

/**
 * Merges results files (or folders of them) and writes everything that a run writes, and the site, into `out`; with a
 * history folder, adds these runs to it.
 * @throws CallerError when a file cannot be read or written, or is no results file
 */
export async function report(paths: readonly string[], { out, history }: ReportOptions): Promise<ExitCode> {
  const all = paths.flatMap(resultsFiles).map(resultsOf);
  const results = mergeResults(all);
  const histories = history === undefined ? undefined : updateHistory(history, all);
  try {
    writeResultFiles(results, out);
    writeSite(all, out, histories);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error)) throw error;
    throw new UsageError(`${out}: cannot be written (${String(error.code)}); choose another folder with --out`);
  }
  const kept = histories === undefined ? '' : `, ${histories.length} histories in ${history}`;
  process.stdout.write(
    `${results.columns.length} columns, ${results.rules.length} rules${kept}: ${join(out, 'index.html')}\n`,
  );
  return EXIT.ok;
}
