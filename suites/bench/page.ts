import { cpus, totalmem } from 'node:os';
import { type BenchOptions, type Figure, isMet, type Row } from './figure.ts';

export interface Measured {
  readonly figure: Figure;
  readonly rows: readonly Row[];
}

/** For the terminal: a line a row. */
export function printed({ figure, rows }: Measured): string {
  const lines = rows.map((row) => `  ${mark(row)} ${row.what.padEnd(52)} ${cells(row).slice(1).join('  ')}`);
  return `${figure.id}: ${figure.title}\n${lines.join('\n')}\n`;
}

/** `docs/performance.md`. */
export function page(all: readonly Measured[], { runs, full }: BenchOptions): string {
  const missed = all.flatMap(({ rows }) => rows.filter((row) => isMet(row) === false));
  const parts = all.map(({ figure, rows }) =>
    [
      `## ${figure.title}`,
      '',
      figure.how,
      '',
      '|   | what | measured | floor | ratio | budget |',
      '| - | ---- | -------- | ----- | ----- | ------ |',
      ...rows.map((row) => `| ${mark(row)} | ${cells(row).join(' | ')} |`),
      '',
    ].join('\n'),
  );
  const [cpu] = cpus();
  return [
    '# Performance',
    '',
    `Written by \`npm run bench -- --write${full ? ' --full' : ''}\`; never by hand. Every number is the median of ${runs} runs, its floor measured by turns with it:`,
    'a busy machine slows down both, so compare ratios, not times. ✓ within the budget of the design, ✕ not, · no budget.',
    '',
    `${cpus().length} processors (${cpu?.model ?? 'unknown'}), ${Math.round(totalmem() / 2 ** 30)} GiB, Node ${process.versions.node}, ${process.platform}.`,
    missed.length === 0 ? 'All budgets are met.' : `Missed: ${missed.map(({ what }) => what).join('; ')}.`,
    '',
    ...parts,
  ].join('\n');
}

function mark(row: Row): string {
  const met = isMet(row);
  return met === undefined ? '·' : met ? '✓' : '✕';
}

function cells({ what, value, unit, floor, reach }: Row): readonly string[] {
  const budget = reach === undefined ? '' : 'most' in reach ? `<= ${reach.most} ${unit}` : `>= ${reach.least} ${unit}`;
  return [
    what,
    `${rounded(value)} ${unit}`,
    floor === undefined ? '' : `${rounded(floor)} ${unit}`,
    floor === undefined ? '' : `${(value / floor).toFixed(2)}`,
    budget,
  ];
}

function rounded(value: number): string {
  return Math.abs(value) >= 100 ? value.toFixed(0) : value.toPrecision(3);
}
