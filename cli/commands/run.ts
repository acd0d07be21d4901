import { existsSync, statSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { parseJson } from '../../core/json.ts';
import type { Results } from '../../reporters/results/model.ts';
import { oneLine } from '../../reporters/text.ts';
import type { RunOptions } from '../../suites/run/options.ts';
import { type RunOutcome, runPlaywright } from '../../suites/run/run.ts';
import type { StopSignal } from '../../suites/run/stop.ts';
import { choose } from '../choose.ts';
import { EXIT, type ExitCode, RUN_FAIL_ON, UsageError } from '../exit.ts';
import { exitCodeOf } from '../outcome.ts';
import { type AskFlags, embedded, runOptionsOf } from '../run-options.ts';
import { FORMATS, print, quoted, shownPath } from '../show.ts';

export interface RunFlags extends AskFlags {
  readonly gate: readonly string[];
  readonly failOn: string;
  readonly format: string;
  readonly reporter: readonly string[];
  readonly verbose: boolean;
  readonly plan: boolean;
}

const REPORTERS = ['list', 'line', 'dot', 'junit', 'json', 'html', 'blob', 'github'] as const;

/** Those that show tests as they end; the others write files. */
const PRINTING: readonly (typeof REPORTERS)[number][] = ['list', 'line', 'dot', 'github'];

/** One of Playwright's own, or the absolute path of a file that exports one; Playwright would look elsewhere for it. */
function reporterOf(name: string): string {
  if (!/^\.{0,2}\//.test(name))
    return choose('reporter', name, REPORTERS, 'run --help; a file of your own begins with ./');
  const path = resolve(name);
  if (existsSync(path)) return path;
  throw new UsageError(`--reporter ${name}: there is no such file; give one that exports a Playwright reporter`);
}

/**
 * Asks and judges, prints the summary, and says where the page lies.
 * @throws CallerError for wrong options, provider files and folders
 */
export async function run(ids: readonly string[], flags: RunFlags): Promise<ExitCode> {
  const failOn = choose('level for --fail-on', flags.failOn, RUN_FAIL_ON);
  const format = choose('format', flags.format, FORMATS);
  const reporters = flags.reporter.map(reporterOf);
  const options = await runOptionsOf(ids, flags);
  if (flags.plan) {
    const { printPlan } = await import('./plan.ts');
    return printPlan(options, format);
  }
  const chosen = [...options.providers, ...(options.adHoc === undefined ? [] : [options.adHoc.id])];
  const gate = flags.gate.map((id) => choose('provider for --gate', embedded(id, options.contracts), chosen));
  const startedAt = Date.now();
  const outcome = await runPlaywright(options, [], {
    stdio: reporters.some((name) => PRINTING.some((printing) => printing === name)) ? 'inherit' : 'quiet',
    reporters: reporters.join(','),
  });
  if (outcome.stoppedBy !== undefined) return stopped(outcome.stoppedBy, options);
  if (outcome.broken !== undefined) throw new UsageError(outcome.broken);
  const file = join(options.runDir, 'results.json');
  if (!isNewer(file, startedAt)) throw new UsageError(withoutResults(outcome, options.grep));
  const results = await ownResults(file);
  // Results were written, and something broke all the same: it is said, and it is no reason to hide them.
  if (outcome.stdout.trim() !== '') process.stderr.write(`responses-tck: ${causeOf(outcome)}\n`);
  print(results, format, flags.verbose);
  if (format === 'text') process.stdout.write(`\nmatrix  ${shownPath(join(options.runDir, 'matrix.html'))}\n`);
  return exitCodeOf(results, gate, failOn);
}

function withoutResults(outcome: RunOutcome, grep: string | undefined): string {
  const cause = causeOf(outcome);
  if (!cause.startsWith('No tests found')) return `the run wrote no results: ${cause}`;
  return grep === undefined
    ? 'this run has no scenario; give it a provider, and a --shard that is not empty'
    : `--grep ${grep}: no scenario of this run matches; see: responses-tck list scenarios`;
}

/**
 * What the runner has just written whole. Not held against the schema, as files from elsewhere are: compiling that takes
 * longer than all else that is done after the last answer.
 */
async function ownResults(file: string): Promise<Results> {
  const parsed = parseJson(await readFile(file, 'utf8'));
  if (!parsed.ok) throw new UsageError(`${file}: no JSON (${parsed.error}); run it again with --resume`);
  return parsed.value as unknown as Results;
}

/** Whether this run wrote the file. Clocks of file systems are coarse: a second is given. */
function isNewer(file: string, startedAt: number): boolean {
  return (statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0) >= startedAt - 1000;
}

/** The first thing that the runner said; its own prefix and colours are of no use here. */
function causeOf({ stdout, code }: RunOutcome): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: colours are control characters
  const said = stdout.replaceAll(/\x1b\[[0-9;]*m/g, '').split('\n');
  const first = said.map((line) => line.trim()).find((line) => line !== '');
  if (first === undefined) return `the runner ended with code ${code}; see the lines above for the cause`;
  return oneLine(first.replace(/^Error: /, ''));
}

const CODES: Readonly<Record<StopSignal, ExitCode>> = {
  SIGINT: EXIT.interrupted,
  SIGTERM: EXIT.terminated,
  SIGHUP: EXIT.hungUp,
};

/** What was answered is judged and shown; a second signal ends that at once. */
async function stopped(signal: StopSignal, options: RunOptions): Promise<ExitCode> {
  const folder = shownPath(options.runDir);
  const { reportSoFar } = await import('../so-far.ts');
  const judged = await reportSoFar(options);
  const shown = judged === 0 ? '' : `${judged} scenarios are judged: ${join(folder, 'matrix.html')}; `;
  process.stderr.write(
    `responses-tck: stopped; ${shown}the answers so far are kept, go on with: responses-tck run --resume ${quoted(folder)}\n`,
  );
  return CODES[signal];
}
