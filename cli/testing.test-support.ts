import { type ChildProcess, execFileSync, type SpawnOptions, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from '@playwright/test';
import { parseJson } from '../core/json.ts';
import type { Results } from '../reporters/results/model.ts';
import { packageFile } from '../specs/package-root.ts';

/** The command line as a black box: the built program, started as a user starts it. */
const PROGRAM = packageFile('dist', 'cli', 'main.js');

export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Started {
  readonly child: ChildProcess;
  readonly ended: Promise<Ended>;
}

/** As whom a program runs, and where. */
type Identity = Pick<SpawnOptions, 'uid' | 'gid' | 'cwd'>;

export function startCli(
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
  identity: Identity = {},
): Started {
  if (!existsSync(PROGRAM)) throw new Error(`${PROGRAM} is missing: these tests need npm run build first`);
  return startProgram([PROGRAM, ...args], env, identity);
}

/** Any Node program, without the settings of the test runner around it. */
export function startProgram(
  args: readonly string[],
  env: Readonly<Record<string, string>>,
  identity: Identity = {},
): Started {
  const { TCK_RUN: _run, TCK_CHANNEL: _channel, TCK_REPORTERS: _reporters, FORCE_COLOR: _color, ...own } = process.env;
  const child = spawn(process.execPath, args, {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...own, NO_COLOR: '1', ...env },
    ...identity,
  });
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (chunk: Buffer) => {
    stdout += chunk.toString('utf8');
  });
  child.stderr.on('data', (chunk: Buffer) => {
    stderr += chunk.toString('utf8');
  });
  const ended = new Promise<Ended>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve({ code, stdout, stderr }));
  });
  return { child, ended };
}

export function cli(
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
  identity: Identity = {},
): Promise<Ended> {
  return startCli(args, env, identity).ended;
}

export function freshFolder(): string {
  return mkdtempSync(join(tmpdir(), 'tck-cli-'));
}

/** Exit code 2 and one line, which says what is wrong; never a stack. */
export function expectMistake({ code, stderr }: Ended, message: RegExp): void {
  expect(stderr).toMatch(/^responses-tck: [^\n]+\n$/);
  expect(stderr).toMatch(message);
  expectNoStack(stderr);
  expect(code).toBe(2);
}

export function expectNoStack(text: string): void {
  expect(text).not.toMatch(/^ {4}at \S/m);
}

export function resultsIn(folder: string): Results {
  return JSON.parse(readFileSync(join(folder, 'results.json'), 'utf8')) as Results;
}

export interface Journalled {
  readonly exchange: { readonly id: string; readonly answer: { readonly kind: string; readonly cause?: string } };
}

/** The journal's entries; every line must be whole. */
export function journalIn(folder: string): readonly Journalled[] {
  const text = readFileSync(join(folder, 'journal.jsonl'), 'utf8');
  expect(text.endsWith('\n')).toBe(true);
  return text
    .trimEnd()
    .split('\n')
    .map((line) => {
      const parsed = parseJson(line);
      expect(parsed.ok).toBe(true);
      return (parsed.ok ? parsed.value : undefined) as unknown as Journalled;
    });
}

/** The files below a folder that hold the text. */
export function filesWith(folder: string, text: string): readonly string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => readFileSync(path).includes(text));
}

/** Waits until it holds; a run's own time limits are longer than any that a test waits for. */
export async function until(holds: () => boolean, what: string): Promise<void> {
  await expect.poll(holds, { message: what, timeout: 20_000, intervals: [20] }).toBe(true);
}

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

/** Every process below `pid`, itself included. */
export function family(pid: number): readonly number[] {
  const rows = execFileSync('ps', ['-eo', 'pid=,ppid='], { encoding: 'utf8' })
    .trim()
    .split('\n')
    .map((row) => row.trim().split(/\s+/).map(Number));
  const found = [pid];
  for (const parent of found) {
    for (const [child, of] of rows) if (of === parent && child !== undefined) found.push(child);
  }
  return found;
}
