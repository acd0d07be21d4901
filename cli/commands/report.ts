import { join } from 'node:path';
import { writeResultFiles } from '../../reporters/files.ts';
import { mergeResults } from '../../reporters/results/merge.ts';
import { writeSite } from '../../reporters/site/write.ts';
import { httpUrl, plural } from '../../reporters/text.ts';
import { EXIT, type ExitCode, UsageError } from '../exit.ts';
import { updateHistory } from '../history-folder.ts';
import { resultsFiles, resultsOf } from '../results-files.ts';

export interface ReportOptions {
  readonly out: string;
  /** A folder that keeps what every run found. */
  readonly history?: string;
  /** Where the site will lie. */
  readonly url?: string;
}

/**
 * Merges results files (or folders of them) and writes everything that a run writes, and the site, into `out`; with a
 * history folder, adds these runs to it.
 * @throws CallerError when a file cannot be read or written, or is no results file
 */
export async function report(paths: readonly string[], { out, history, url }: ReportOptions): Promise<ExitCode> {
  if (url !== undefined && httpUrl(url) === undefined) {
    throw new UsageError(`--url ${url}: no address; give one that starts with https://`);
  }
  const all = paths.flatMap(resultsFiles).map(resultsOf);
  const results = mergeResults(all);
  const histories = history === undefined ? undefined : updateHistory(history, all);
  try {
    writeResultFiles(results, out, url === undefined ? {} : { url });
    writeSite(all, out, histories);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error)) throw error;
    throw new UsageError(`${out}: cannot be written (${String(error.code)}); choose another folder with --out`);
  }
  const kept =
    histories === undefined
      ? ''
      : `, ${histories.length} ${histories.length === 1 ? 'history' : 'histories'} in ${history}`;
  process.stdout.write(
    `${plural(results.columns.length, 'column')}, ${plural(results.rules.length, 'rule')}${kept}: ${join(out, 'index.html')}\n`,
  );
  return EXIT.ok;
}
