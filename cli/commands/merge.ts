import { join, resolve } from 'node:path';
import { mergeParts } from '../../suites/run/parts.ts';
import { choose } from '../choose.ts';
import { type ExitCode, RUN_FAIL_ON } from '../exit.ts';
import { exitCodeOf } from '../outcome.ts';
import { resultsOf } from '../results-files.ts';
import { embedded } from '../run-options.ts';
import { FORMATS, print, shownPath } from '../show.ts';

export interface MergeFlags {
  readonly out: string;
  readonly gate: readonly string[];
  readonly failOn: string;
  readonly format: string;
  readonly verbose: boolean;
}

/**
 * Merges the parts of a run, and prints and ends as the whole run would have.
 * @throws CallerError for wrong options, and folders that are not the parts of one run
 */
export async function merge(folders: readonly string[], flags: MergeFlags): Promise<ExitCode> {
  const failOn = choose('level for --fail-on', flags.failOn, RUN_FAIL_ON);
  const format = choose('format', flags.format, FORMATS);
  const out = resolve(flags.out);
  const { providers, adHoc, contracts } = await mergeParts(folders, out);
  const asked = [...providers, ...(adHoc === undefined ? [] : [adHoc.id])];
  const gate = flags.gate.map((id) => choose('provider for --gate', embedded(id, contracts), asked));
  const results = resultsOf(join(out, 'results.json'));
  print(results, format, flags.verbose);
  if (format === 'text') process.stdout.write(`\nmatrix  ${shownPath(join(out, 'matrix.html'))}\n`);
  return exitCodeOf(results, gate, failOn);
}
