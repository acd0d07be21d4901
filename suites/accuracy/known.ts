import type { Levelled } from './recordings.ts';

/** A finding on recorded traffic that was looked at and is true, as a row of `docs/known-deviations.md`. */
export interface KnownDeviation {
  readonly provider: string;
  readonly recording: string;
  readonly level: string;
  readonly rule: string;
  readonly place: string;
  readonly reason: string;
}

const COLUMNS = ['service', 'recording', 'level', 'rule', 'place', 'why it is true'];

/**
 * The rows of all tables of the page that have these columns. Pure.
 * @throws Error when a row has another number of cells or an empty one
 */
export function knownDeviations(markdown: string): readonly KnownDeviation[] {
  const rows: KnownDeviation[] = [];
  let inside = false;
  for (const line of markdown.split('\n')) {
    const cells = cellsOf(line);
    if (cells === undefined) inside = false;
    else if (cells.join() === COLUMNS.join()) inside = true;
    else if (inside && !cells.every((cell) => /^:?-+:?$/.test(cell))) rows.push(rowOf(cells, line));
  }
  return rows;
}

/** What tells one finding from another: its recording, level, rule and place. */
export function keyOf(known: KnownDeviation): string {
  return [known.provider, known.recording, known.level, known.rule, known.place].join(' ');
}

export function keyOfFinding({ provider, exchange, level, rule, at }: Levelled): string {
  return [provider, exchange, level, rule, at].join(' ');
}

function cellsOf(line: string): readonly string[] | undefined {
  if (!line.startsWith('|')) return undefined;
  return line
    .replace(/^\||\|\s*$/g, '')
    .split('|')
    .map((cell) => cell.trim().replaceAll('`', ''));
}

function rowOf(cells: readonly string[], line: string): KnownDeviation {
  const [provider = '', recording = '', level = '', rule = '', place = '', reason = ''] = cells;
  if (cells.length !== COLUMNS.length || cells.includes('')) throw new Error(`no row of known deviations: ${line}`);
  return { provider, recording, level, rule, place, reason };
}
