import { type ChildProcess, spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { packageFile } from '../../specs/package-root.ts';

const SAMPLED_EVERY_MS = 40;
const KIB = 1024;

export interface Ran {
  readonly ms: number;
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
  /** The most memory of the process and all its children together, bytes; NaN where the system does not tell. */
  readonly treeBytes: number;
}

interface RunOptions {
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Standard output is read and not kept. */
  readonly silent?: boolean;
  readonly onStart?: (child: ChildProcess) => void;
}

/** Runs a Node program to its end. */
export function runNode(args: readonly string[], options: RunOptions = {}): Promise<Ran> {
  return runProgram(process.execPath, args, options);
}

export const CLI = packageFile('dist', 'cli', 'main.js');

/** A program of this folder, as it was built. */
export function child(name: string): string {
  return fileURLToPath(new URL(`children/${name}.js`, import.meta.url));
}

export function runProgram(program: string, args: readonly string[], options: RunOptions = {}): Promise<Ran> {
  const { cwd, env = {}, silent = false, onStart } = options;
  const began = performance.now();
  const started = spawn(program, args, {
    ...(cwd === undefined ? {} : { cwd }),
    env: { ...process.env, NO_COLOR: '1', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  onStart?.(started);
  let stdout = '';
  let stderr = '';
  started.stdout.on('data', (chunk: Buffer) => {
    if (!silent) stdout += chunk.toString('utf8');
  });
  started.stderr.on('data', (chunk: Buffer) => {
    stderr += chunk.toString('utf8');
  });
  let treeBytes = Number.NaN;
  const timer = setInterval(() => {
    if (started.pid === undefined) return;
    const bytes = bytesOfTree(started.pid);
    if (bytes > 0) treeBytes = Number.isNaN(treeBytes) ? bytes : Math.max(treeBytes, bytes);
  }, SAMPLED_EVERY_MS);
  return new Promise((resolve, reject) => {
    started.once('error', reject);
    started.once('close', (code) => {
      clearInterval(timer);
      resolve({ ms: performance.now() - began, code, stdout, stderr, treeBytes });
    });
  });
}

/** Memory of a process and its children, what they share counted once (Linux: proportional set size); 0 elsewhere. */
function bytesOfTree(root: number): number {
  const parents = new Map<number, number>();
  try {
    for (const name of readdirSync('/proc')) {
      const pid = Number(name);
      if (Number.isInteger(pid)) parents.set(pid, parentOf(pid));
    }
  } catch {
    return 0;
  }
  const isInTree = (pid: number): boolean => {
    for (let at: number | undefined = pid; at !== undefined && at > 1; at = parents.get(at))
      if (at === root) return true;
    return false;
  };
  return [...parents.keys()].filter(isInTree).reduce((sum, pid) => sum + bytesOf(pid), 0);
}

function parentOf(pid: number): number {
  return Number(/\) \S+ (\d+)/.exec(read(`/proc/${pid}/stat`))?.[1] ?? 0);
}

function bytesOf(pid: number): number {
  return Number(/^Pss:\s+(\d+)/m.exec(read(`/proc/${pid}/smaps_rollup`))?.[1] ?? 0) * KIB;
}

/** A process may end at any time. */
function read(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}

/** @throws Error with what the program said, where it ended otherwise than it was to */
export function ended(ran: Ran, codes: readonly number[] = [0]): Ran {
  if (ran.code !== null && codes.includes(ran.code)) return ran;
  throw new Error(`ended with ${ran.code}: ${ran.stderr.slice(-500)} ${ran.stdout.slice(-500)}`);
}
