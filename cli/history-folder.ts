import { mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { appendResults } from '../reporters/history/append.ts';
import { readHistory, writeHistory } from '../reporters/history/file.ts';
import type { ProviderHistory } from '../reporters/history/model.ts';
import type { Results } from '../reporters/results/model.ts';
import { UsageError } from './exit.ts';

const ENDING = '.jsonl';

/**
 * Adds what the results hold to the histories of a folder, one file a provider, and gives back all of them. A file that
 * cannot be read stops it before anything is written.
 * @throws CallerError naming the file and the mend
 */
export function updateHistory(folder: string, all: readonly Results[]): readonly ProviderHistory[] {
  const before = readFolder(folder);
  const after = all.reduce(appendResults, before);
  for (const [id, history] of after) {
    if (before.get(id) !== history) writeWhole(join(folder, fileName(id)), writeHistory(history));
  }
  return [...after.values()];
}

function readFolder(folder: string): ReadonlyMap<string, ProviderHistory> {
  try {
    mkdirSync(folder, { recursive: true });
    const files = readdirSync(folder)
      .filter((name) => name.endsWith(ENDING))
      .sort();
    const histories = files.map((name) => readHistory(readFileSync(join(folder, name), 'utf8'), join(folder, name)));
    return new Map(histories.map((history) => [history.provider.id, history]));
  } catch (error) {
    throw systemError(error, folder);
  }
}

function fileName(provider: string): string {
  return `${encodeURIComponent(provider)}${ENDING}`;
}

/** Whole or not at all: a history cannot be made again. */
function writeWhole(path: string, text: string): void {
  try {
    const temporary = `${path}.${process.pid}.tmp`;
    writeFileSync(temporary, text);
    renameSync(temporary, path);
  } catch (error) {
    throw systemError(error, path);
  }
}

function systemError(error: unknown, path: string): unknown {
  return error instanceof Error && 'code' in error
    ? new UsageError(`${path}: cannot be used (${String(error.code)}); choose another folder with --history`)
    : error;
}
