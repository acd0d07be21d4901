import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { asBuilt } from './as-built.ts';
import { brokenIn } from './broken.ts';
import { blobFolder, LEASH_VARIABLE } from './names.ts';
import { RUN_VARIABLE, type RunOptions, RunOptionsError } from './options.ts';

export type StopSignal = 'SIGINT' | 'SIGTERM' | 'SIGHUP';
const STOP_SIGNALS: readonly StopSignal[] = ['SIGINT', 'SIGTERM', 'SIGHUP'];
/** How long the runner may take to write what it has after a signal. */
const STOP_WITHIN_MS = 10_000;

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
 * (JavaScript in `dist`, TypeScript in the source tree). The process ends with this one, however this one ends.
 * @param extraArgs arguments for `playwright test`, such as `--list`
 * @throws RunOptionsError when the run's folder cannot be written
 */
export async function runPlaywright(
  options: RunOptions,
  extraArgs: readonly string[] = [],
  io: RunIo = {},
): Promise<RunOutcome> {
  const file = writeOptions(options);
  const extension = import.meta.url.endsWith('.ts') ? 'ts' : 'js';
  const config = fileURLToPath(new URL(`../../playwright.config.${extension}`, import.meta.url));
  const cli = createRequire(import.meta.url).resolve('@playwright/test/cli');
  const grep = options.grep === undefined ? [] : ['--grep', options.grep];
  const shard = options.shard === undefined ? [] : [`--shard=${options.shard}`];
  const { stdio = 'inherit' } = io;
  const child = spawn(process.execPath, [cli, 'test', '-c', config, ...grep, ...shard, ...extraArgs], {
    stdio: ['pipe', stdio === 'inherit' ? 2 : 'pipe', stdio === 'pipe' ? 'pipe' : 2, 'ipc'],
    env: {
      ...process.env,
      [RUN_VARIABLE]: file,
      [LEASH_VARIABLE]: '1',
      ...asBuilt(import.meta.url, io.reporters),
      ...(io.reporters === undefined ? {} : { TCK_REPORTERS: io.reporters }),
    },
  });
  let stdout = '';
  let stderr = '';
  child.stdout?.on('data', (chunk: Buffer) => {
    stdout += chunk.toString('utf8');
  });
  child.stderr?.on('data', (chunk: Buffer) => {
    stderr += chunk.toString('utf8');
  });
  let broken: string | undefined;
  child.on('message', (message) => {
    broken ??= brokenIn(message);
  });
  const stop = stopOnSignal(child);
  try {
    const code = await new Promise<number>((resolve, reject) => {
      child.once('error', reject);
      child.once('close', (exit) => resolve(exit ?? 1));
    });
    const stoppedBy = stop.by();
    // A part that is missing something is not to be merged: it has no blob.
    if (stoppedBy !== undefined || broken !== undefined) rmSync(blobFolder(options.runDir), FORCE);
    return {
      code,
      stdout,
      stderr,
      ...(broken === undefined ? {} : { broken }),
      ...(stoppedBy === undefined ? {} : { stoppedBy }),
    };
  } finally {
    stop.done();
  }
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

/**
 * The first signal lets the runner write what it has: as SIGINT whatever it was, the only one that Playwright ends
 * orderly for. A second one, or too long a wait, ends its standard input, and it stops at once with its own children.
 */
function stopOnSignal(child: ChildProcess): { by(): StopSignal | undefined; done(): void } {
  let by: StopSignal | undefined;
  let timer: NodeJS.Timeout | undefined;
  // The runner may be gone already.
  child.stdin?.on('error', () => {});
  const stop = (signal: StopSignal): void => {
    if (by !== undefined) {
      child.stdin?.end();
      return;
    }
    by = signal;
    child.kill('SIGINT');
    timer = setTimeout(() => child.stdin?.end(), STOP_WITHIN_MS);
  };
  const listeners = STOP_SIGNALS.map((signal) => [signal, () => stop(signal)] as const);
  for (const [signal, listener] of listeners) process.on(signal, listener);
  return {
    by: () => by,
    done() {
      clearTimeout(timer);
      for (const [signal, listener] of listeners) process.off(signal, listener);
    },
  };
}
