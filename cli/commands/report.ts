import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { renderMatrix } from '../../reporters/html/matrix.ts';
import { renderMarkdown } from '../../reporters/markdown.ts';
import { mergeResults } from '../../reporters/results/merge.ts';
import type { Results } from '../../reporters/results/model.ts';
import { readResults } from '../../reporters/results/read.ts';
import { writeSite } from '../../reporters/site/write.ts';
import { EXIT, type ExitCode, UsageError } from '../exit.ts';

/**
 * Merges results files and writes the site, its page as one file, the summary and the merged results into `out`.
 * @throws CallerError when a file cannot be read or written, or is no results file
 */
export async function report(files: readonly string[], out: string): Promise<ExitCode> {
  const all: Results[] = [];
  for (const file of files) all.push(readResults(await readText(file), file));
  const results = mergeResults(all);
  await write(out, 'results.json', `${JSON.stringify(results)}\n`);
  await write(out, 'summary.md', renderMarkdown(results));
  await write(out, 'matrix.html', renderMatrix(results));
  writeSite(all, out);
  process.stdout.write(
    `${results.columns.length} columns, ${results.rules.length} rules: ${join(out, 'index.html')}\n`,
  );
  return EXIT.ok;
}

async function readText(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    throw new UsageError(
      `${file}: cannot be read (${codeOf(error)}); give the path of a results.json that a run wrote`,
    );
  }
}

async function write(folder: string, name: string, text: string): Promise<void> {
  try {
    await mkdir(folder, { recursive: true });
    await writeFile(join(folder, name), text);
  } catch (error) {
    throw new UsageError(
      `${join(folder, name)}: cannot be written (${codeOf(error)}); choose another folder with --out`,
    );
  }
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : String(error);
}
