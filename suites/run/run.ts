import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { asBuilt } from './as-built.ts';
import { type Calls, prepareCalls } from './calls.ts';
import { CHANNEL_VARIABLE } from './channel.ts';
import { blobFolder, LEASH_VARIABLE } from './names.ts';
import { RUN_VARIABLE, type RunOptions, RunOptionsError } from './options.ts';
import { type StopSignal, stopOnSignal } from './stop.ts';

export interface RunOutcome {
  /** Playwright's exit code: 0 all green or skipped, 1 something is red, 130 interrupted. */
  readonly code: number;
  /** What it printed, with `stdio: 'pipe'`; with `quiet` the standard output holds only what broke the run. */
  readonly stdout: string;
  readonly stderr: string;
  /** What kept the run from being made whole: a full disk. One line with the mend. */
  readonly broken?: string;
  /** The signal that stopped the run, if one did. */
  readonly stoppedBy?: StopSignal;
}

interface RunIo {
  /**
   * `inherit` (default) sends all that Playwright prints to the standard error: the standard output belongs to the results.
   * `quiet` does so with its standard error only. `pipe` gives back what it printed.
   */
  readonly stdio?: 'inherit' | 'quiet' | 'pipe';
  /** Names for `TCK_REPORTERS`, e.g. `junit,blob`; '' for none. */
  readonly reporters?: string;
}

/**
 * Runs the conformance suite in a Playwright process of its own, with the configuration that lies beside this code
 * (JavaScript in `dist`, TypeScript in the source tree), and makes its calls in this one. The runner ends with this
 * process, however this one ends.
 * @param extraArgs arguments for `playwright test`, such as `--list`: with any of them the runner is left to itself, calls
 * included
 * @throws RunOptionsError when the run's folder cannot be written
 * @throws CallerError when the run cannot be made: a broken provider file, a journal that cannot be gone on with
 */
export async function runPlaywright(
  options: RunOptions,
  extraArgs: readonly string[] = [],
  io: RunIo = {},
): Promise<RunOutcome> {
  const file = writeOptions(options);
  const stop = stopOnSignal();
  let broken: string | undefined;
  let calls: Calls | undefined;
  try {
    if (extraArgs.length === 0) {
      calls = await prepareCalls(options, (why) => {
        broken ??= why;
      });
    }
    const child = startRunner(file, options, extraArgs, io, calls);
    stop.of(child);
    const said = heard(child);
    let failure: { readonly error: unknown } | undefined;
    const asking = calls?.begin().catch((error: unknown) => {
      failure = { error };
      // Nothing can be asked: there is nothing to test.
      child.stdin?.end();
    });
    const code = await new Promise<number>((resolve, reject) => {
      child.once('error', reject);
      child.once('close', (exit) => resolve(exit ?? 1));
    });
    const stoppedBy = stop.by();
    // A part that is missing something is not to be merged: it has no blob.
    if (stoppedBy !== undefined || broken !== undefined) rmSync(blobFolder(options.runDir), FORCE);
    if (stoppedBy === undefined) await asking;
    if (failure !== undefined && stoppedBy === undefined) throw failure.error;
    return {
      code,
      ...said(),
      ...(broken === undefined ? {} : { broken }),
      ...(stoppedBy === undefined ? {} : { stoppedBy }),
    };
  } finally {
    await calls?.close();
    stop.done();
  }
}

function startRunner(
  file: string,
  options: RunOptions,
  extraArgs: readonly string[],
  { stdio = 'inherit', reporters }: RunIo,
  calls: Calls | undefined,
): ChildProcess {
  const extension = import.meta.url.endsWith('.ts') ? 'ts' : 'js';
  const config = fileURLToPath(new URL(`../../playwright.config.${extension}`, import.meta.url));
  const cli = createRequire(import.meta.url).resolve('@playwright/test/cli');
  const grep = options.grep === undefined ? [] : ['--grep', options.grep];
  const shard = options.shard === undefined ? [] : [`--shard=${options.shard}`];
  const hidden = new Set(calls?.secretVariables ?? []);
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !hidden.has(name)));
  return spawn(process.execPath, [cli, 'test', '-c', config, ...grep, ...shard, ...extraArgs], {
    stdio: ['pipe', stdio === 'inherit' ? 2 : 'pipe', stdio === 'pipe' ? 'pipe' : 2],
    env: {
      ...env,
      [RUN_VARIABLE]: file,
      [LEASH_VARIABLE]: '1',
      ...(calls === undefined ? {} : { [CHANNEL_VARIABLE]: calls.address }),
      ...asBuilt(import.meta.url, reporters),
      ...(reporters === undefined ? {} : { TCK_REPORTERS: reporters }),
    },
  });
}

function heard(child: ChildProcess): () => Pick<RunOutcome, 'stdout' | 'stderr'> {
  let stdout = '';
  let stderr = '';
  child.stdout?.on('data', (chunk: Buffer) => {
    stdout += chunk.toString('utf8');
  });
  child.stderr?.on('data', (chunk: Buffer) => {
    stderr += chunk.toString('utf8');
  });
  return () => ({ stdout, stderr });
}

const FORCE = { recursive: true, force: true } as const;

function writeOptions(options: RunOptions): string {
  const file = join(options.runDir, 'run.json');
  try {
    mkdirSync(options.runDir, { recursive: true, mode: 0o700 });
    // Whole or not at all: a run that is killed here must be able to go on.
    writeFileSync(`${file}.tmp`, `${JSON.stringify(options, null, 2)}\n`, { mode: 0o600 });
    renameSync(`${file}.tmp`, file);
    rmSync(blobFolder(options.runDir), FORCE);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    throw new RunOptionsError(`${options.runDir}: cannot be written (${code}); choose another folder with --out`);
  }
  return file;
}
