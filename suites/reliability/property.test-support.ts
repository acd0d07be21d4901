import { appendFileSync, mkdirSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { test } from '@playwright/test';
import fc from 'fast-check';

/** How often a property is tried, as a multiple of its own small number; `npm run test:fuzz` tries far more. */
const TIMES = Number(process.env['TCK_FUZZ'] ?? (process.env['TCK_BUDGET'] === 'long' ? 50 : 1));
const GIVEN_SEED = process.env['TCK_SEED'];
/** Where a failure was found, as its message names it: repeats that one input. */
const PATH = process.env['TCK_PATH'];

/** One line for each property, for whoever counts them; the other suites write theirs there too. */
const TALLY = resolve(process.env['TCK_TALLY'] ?? 'test-results/tally.jsonl');

type Property = fc.IRawProperty<unknown, boolean>;

/**
 * The body of a test: a property holds for `runs` inputs, times the budget. Prints the seed; a failure is shrunk and says
 * how to repeat it.
 * @param property made when the test runs, so that it may wait for what inputs are made of
 */
export function holds(runs: number, property: () => Property | Promise<Property>): () => Promise<void> {
  return async () => {
    const { title } = test.info();
    const seed = GIVEN_SEED === undefined ? Date.now() ^ (process.pid << 8) : Number(GIVEN_SEED);
    const numRuns = Math.max(1, Math.ceil(runs * TIMES));
    // A bound for what hangs, no measure of speed.
    test.setTimeout(120_000 + numRuns * 1000);
    console.log(`${title}: ${numRuns} inputs, seed ${seed}`);
    const options = { numRuns, seed, ...(PATH === undefined ? {} : { path: PATH }) };
    const details = await fc.check(await property(), options);
    note({ suite: 'fuzz', input: title, runs: details.numRuns, seed, ok: !details.failed });
    if (!details.failed) return;
    const where = `TCK_SEED=${seed} TCK_PATH=${details.counterexamplePath} npm run test:fuzz -- -g '${title}'`;
    throw new Error([fc.defaultReportMessage(details), reasonOf(details.errorInstance), `Repeat: ${where}`].join('\n'));
  };
}

/** Its message and the line that threw it. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const at = error.stack?.split('\n').find((line) => line.startsWith('    at ')) ?? '';
  return `${error.name}: ${error.message}\n${at}`;
}

function note(line: object): void {
  mkdirSync(dirname(TALLY), { recursive: true });
  appendFileSync(TALLY, `${JSON.stringify(line)}\n`);
}
