import { randomUUID } from 'node:crypto';
import { appendFileSync, existsSync, readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { LEVELS } from '../../core/rule.ts';
import { annotationsOf, boundedSummary, outputsOf, renderAnnotation, SUMMARY_BYTES } from '../../reporters/github.ts';
import { renderMarkdown } from '../../reporters/markdown.ts';
import { mergeResults } from '../../reporters/results/merge.ts';
import { readResults } from '../../reporters/results/read.ts';
import { choose } from '../choose.ts';
import { type ExitCode, RUN_FAIL_ON, UsageError } from '../exit.ts';
import { counts, exitCodeOf } from '../outcome.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Prints annotations and appends to the files that a step of GitHub Actions names: outputs to `GITHUB_OUTPUT`, the
 * summary to `GITHUB_STEP_SUMMARY`. Elsewhere these are not set, and only the annotations are printed.
 * @returns the exit code that the run had, under the given `--fail-on`
 * @throws UsageError when a file cannot be read or written
 */
export async function github(
  files: readonly string[],
  options: { readonly failOn: string },
  env: Environment = process.env,
): Promise<ExitCode> {
  const failOn = choose('level for --fail-on', options.failOn, RUN_FAIL_ON);
  const results = mergeResults(files.map((file) => readResults(textOf(file), file)));
  const code = exitCodeOf(results, [], failOn);
  const errors = LEVELS.filter((level) => counts(level, failOn));
  for (const annotation of annotationsOf(results, errors)) process.stdout.write(`${renderAnnotation(annotation)}\n`);
  const [first = ''] = files;
  const page = join(dirname(first), 'matrix.html');
  const outputs: Readonly<Record<string, string | number>> = {
    ...outputsOf(results),
    'exit-code': code,
    results: first,
    report: existsSync(page) ? page : '',
  };
  append(
    'GITHUB_OUTPUT',
    env,
    Object.entries(outputs)
      .map(([name, value]) => output(name, value))
      .join(''),
  );
  const summary = env['GITHUB_STEP_SUMMARY'] ?? '';
  const used = summary === '' ? 0 : (statSync(summary, { throwIfNoEntry: false })?.size ?? 0);
  append('GITHUB_STEP_SUMMARY', env, boundedSummary(renderMarkdown(results), SUMMARY_BYTES - used));
  return code;
}

/** A path has a delimiter that nobody can guess, so that none can end its output and set another. */
function output(name: string, value: string | number): string {
  if (typeof value === 'number') return `${name}=${value}\n`;
  const delimiter = `end-${randomUUID()}`;
  return `${name}<<${delimiter}\n${value}\n${delimiter}\n`;
}

function append(variable: string, env: Environment, text: string): void {
  const file = env[variable] ?? '';
  if (file === '') return;
  try {
    appendFileSync(file, text);
  } catch (error) {
    throw new UsageError(`${file}: cannot be written (${codeOf(error)}); ${variable} must name a file`);
  }
}

function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new UsageError(
      `${file}: cannot be read (${codeOf(error)}); give the path of a results.json that a run wrote`,
    );
  }
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : String(error);
}
