import { spawn } from 'node:child_process';
import {
  closeSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { CallerError } from '../../core/caller-error.ts';
import { arrayOf, type Json, parseJson, stringMember } from '../../core/json.ts';
import { journalPath } from '../../fixtures/service/journal.ts';
import { linesOf } from '../../fixtures/service/journal-file.ts';
import { asBuilt } from './as-built.ts';
import { blobFolder } from './names.ts';
import { RUN_VARIABLE, type RunOptions, readRunOptions } from './options.ts';

/** One machine's part of a run: the folder that `run --shard 2/3` wrote. */
interface Part {
  readonly folder: string;
  readonly options: RunOptions;
  readonly nth: number;
  readonly of: number;
}

/** Says which folder is no part, or which part is missing. */
export class PartsError extends CallerError {
  override readonly name = 'PartsError';
}

/**
 * Brings the parts of a run together in one folder: its options, the providers, the journal, and, by Playwright's
 * `merge-reports` over the parts' blobs, every file that a run writes.
 * @param paths folders of parts, or folders of such folders
 * @returns the options of the whole run
 * @throws PartsError
 */
export async function mergeParts(paths: readonly string[], out: string): Promise<RunOptions> {
  const parts = checked(paths.flatMap(partsIn));
  const [first] = parts;
  if (first === undefined) throw new PartsError('no part was named; give the folders that run --shard wrote');
  const { shard: _shard, ...whole } = { ...first.options, runDir: out, resume: false };
  const blobs = mkdtempSync(join(tmpdir(), 'tck-blobs-'));
  try {
    writeWhole(parts, whole, out);
    const width = String(first.of).length;
    for (const { folder, nth } of parts) {
      for (const name of readdirSync(blobFolder(folder))) {
        // Playwright reads them in the order of their names.
        copyFileSync(join(blobFolder(folder), name), join(blobs, `report-${String(nth).padStart(width, '0')}-${name}`));
      }
    }
    await mergeReports(blobs, out);
  } finally {
    rmSync(blobs, { recursive: true, force: true });
  }
  return whole;
}

function partsIn(path: string): readonly Part[] {
  const folders = existsSync(join(path, 'run.json')) ? [path] : below(path);
  if (folders.length === 0) {
    throw new PartsError(`${path}: holds no run, nor does a folder in it; name the folders that run --shard wrote`);
  }
  return folders.map(partOf);
}

function below(path: string): readonly string[] {
  if (statSync(path, { throwIfNoEntry: false })?.isDirectory() !== true) return [];
  const folders = readdirSync(path).map((name) => join(path, name));
  return folders.filter((folder) => existsSync(join(folder, 'run.json')));
}

function partOf(folder: string): Part {
  const options = readRunOptions(join(folder, 'run.json'));
  const [nth, of] = (options.shard ?? '').split('/').map(Number);
  if (nth === undefined || of === undefined || options.shard === undefined) {
    throw new PartsError(
      `${folder}: is a whole run, not a part of one; several runs are shown by: responses-tck report`,
    );
  }
  if (!existsSync(blobFolder(folder)) || readdirSync(blobFolder(folder)).length === 0) {
    throw new PartsError(
      `${folder}: part ${options.shard} has not ended; go on with it: responses-tck run --resume ${folder}`,
    );
  }
  return { folder, options, nth, of };
}

/** In their order. @throws PartsError when they are not the parts of one run, all of them and each once */
function checked(parts: readonly Part[]): readonly Part[] {
  const [first, ...others] = parts.toSorted((left, right) => left.nth - right.nth || left.of - right.of);
  if (first === undefined) return [];
  for (const { folder, of, options } of others) {
    if (of !== first.of) {
      throw new PartsError(`${folder}: is part ${options.shard}, ${first.folder} is part ${first.options.shard}`);
    }
    const member = differing(first.options, options);
    if (member !== undefined) {
      throw new PartsError(`${folder}: is part of another run than ${first.folder}; their ${member} differ`);
    }
  }
  const all = [first, ...others];
  const twice = all.find((part, index) => all[index - 1]?.nth === part.nth);
  if (twice !== undefined) throw new PartsError(`${twice.folder}: part ${twice.options.shard} was named already`);
  const missing = Array.from({ length: first.of }, (_, at) => at + 1).filter((nth) => !all.some((p) => p.nth === nth));
  if (missing.length > 0) {
    const shown = missing.slice(0, 8).join(', ');
    const more = missing.length > 8 ? ` and ${missing.length - 8} more` : '';
    throw new PartsError(
      `part${missing.length === 1 ? '' : 's'} ${shown}${more} of ${first.of} missing; name their folders too`,
    );
  }
  return all;
}

/** Members that each part has of its own. */
const OWN: readonly string[] = ['runDir', 'shard', 'resume', 'budget', 'timeLimitMs', 'providersDir'];

function differing(left: RunOptions, right: RunOptions): string | undefined {
  const names = new Set([...Object.keys(left), ...Object.keys(right)]);
  const of = (options: RunOptions, name: string) =>
    JSON.stringify(Object.entries(options).find(([key]) => key === name));
  return [...names].find((name) => !OWN.includes(name) && of(left, name) !== of(right, name));
}

function writeWhole(parts: readonly Part[], whole: RunOptions, out: string): void {
  try {
    mkdirSync(out, { recursive: true, mode: 0o700 });
    writeFileSync(join(out, 'run.json'), `${JSON.stringify(whole, null, 2)}\n`, { mode: 0o600 });
    writeFileSync(join(out, 'providers.json'), `${JSON.stringify(providersOf(parts), null, 2)}\n`, { mode: 0o600 });
    const journal = openSync(journalPath(out), 'w', 0o600);
    for (const { folder } of parts) {
      if (!existsSync(journalPath(folder))) continue;
      for (const line of linesOf(journalPath(folder))) writeSync(journal, Buffer.concat([line, Buffer.from('\n')]));
    }
    closeSync(journal);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    throw new PartsError(`${out}: cannot be written (${code}); choose another folder with --out`);
  }
}

/** Each provider once, as the first part knows it that could ask it. */
function providersOf(parts: readonly Part[]): readonly Json[] {
  const known = new Map<string, Json>();
  for (const { folder } of parts) {
    const parsed = parseJson(readFileSync(join(folder, 'providers.json'), 'utf8'));
    for (const provider of arrayOf(parsed.ok ? parsed.value : [])) {
      const id = stringMember(provider, 'id') ?? '';
      const before = known.get(id);
      if (before === undefined || stringMember(before, 'notRun') !== undefined) known.set(id, provider);
    }
  }
  return [...known.values()];
}

/** Red tests make its exit code 1: it has succeeded when there are results. */
async function mergeReports(blobs: string, out: string): Promise<void> {
  const results = join(out, 'results.json');
  rmSync(results, { force: true });
  const extension = import.meta.url.endsWith('.ts') ? 'ts' : 'js';
  const config = fileURLToPath(new URL(`../../playwright.config.${extension}`, import.meta.url));
  const cli = createRequire(import.meta.url).resolve('@playwright/test/cli');
  const child = spawn(process.execPath, [cli, 'merge-reports', '-c', config, blobs], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, [RUN_VARIABLE]: join(out, 'run.json'), TCK_REPORTERS: '', ...asBuilt(import.meta.url) },
  });
  let said = '';
  const keep = (chunk: Buffer): void => {
    said += chunk.toString('utf8');
  };
  child.stdout.on('data', keep);
  child.stderr.on('data', keep);
  const code = await new Promise<number>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (exit) => resolve(exit ?? 1));
  });
  if (existsSync(results)) return;
  const first = said.split('\n').find((line) => line.includes('Error'));
  throw new PartsError(`the parts could not be merged: ${first ?? `the runner ended with code ${code}`}`);
}
