import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Results } from '../reporters/results/model.ts';
import { readResults } from '../reporters/results/read.ts';
import { UsageError } from './exit.ts';

const FILE = 'results.json';

/**
 * The results files that a path means: itself, `results.json` in a folder, or those of the folders right below it.
 * @throws UsageError naming the path and the mend
 */
export function resultsFiles(path: string): readonly string[] {
  const stat = statSync(path, { throwIfNoEntry: false });
  // A missing file is reported by its reader, with the system's own reason.
  if (stat === undefined || !stat.isDirectory()) return [path];
  const own = join(path, FILE);
  if (existsSync(own)) return [own];
  const below = readdirSync(path)
    .sort()
    .map((name) => join(path, name, FILE))
    .filter((file) => existsSync(file));
  if (below.length === 0) {
    throw new UsageError(`${path}: holds no ${FILE}, nor does a folder in it; name a folder that a run wrote`);
  }
  return below;
}

/**
 * @throws UsageError when the file cannot be read
 * @throws ResultsFileError when it is no results file
 */
export function resultsOf(file: string): Results {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    throw new UsageError(`${file}: cannot be read (${code}); give the path of a ${FILE} that a run wrote`);
  }
  return readResults(text, file);
}
