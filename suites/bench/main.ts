import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { packageFile } from '../../specs/package-root.ts';
import type { BenchOptions } from './figure.ts';
import { figures } from './figures/index.ts';
import { type Measured, page, printed } from './page.ts';

/**
 * `npm run bench [-- NAME...] [--runs N] [--full] [--write]`: measures what the design sets budgets for, each against a
 * floor in the same run, and prints it; `--write` writes docs/performance.md. `--full` takes the sizes that need minutes.
 */
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    runs: { type: 'string', default: '5' },
    full: { type: 'boolean', default: false },
    write: { type: 'boolean', default: false },
  },
});
const runs = Number(values.runs);
if (!Number.isInteger(runs) || runs < 1) fail(`--runs ${values.runs}: a number from 1`);
const known = figures.map(({ id }) => id);
for (const name of positionals) if (!known.includes(name)) fail(`${name}: one of ${known.join(', ')}`);
if (values.write && (positionals.length > 0 || runs < 5)) fail('--write: all figures, of at least 5 runs');

const options: BenchOptions = { runs, full: values.full };
const measured: Measured[] = [];
for (const figure of figures.filter(({ id }) => positionals.length === 0 || positionals.includes(id))) {
  const rows = await figure.measure(options);
  measured.push({ figure, rows });
  process.stdout.write(printed({ figure, rows }));
  // After each: hours of measuring are not lost by the last.
  if (values.write) writeFileSync(packageFile('docs', 'performance.md'), page(measured, options));
}

function fail(message: string): never {
  process.stderr.write(`bench: ${message}\n`);
  process.exit(2);
}
