/** What is measured, and what it is measured against in the same run. */
export interface Figure {
  readonly id: string;
  readonly title: string;
  /** One sentence on what is done and what the floor is, for the page. */
  readonly how: string;
  measure(options: BenchOptions): Promise<readonly Row[]>;
}

export interface BenchOptions {
  /** Rounds of floor and subject, by turns; every number is a median of them. */
  readonly runs: number;
  /** Sizes that take minutes: a recording of 1 GB. */
  readonly full: boolean;
}

export interface Row {
  readonly what: string;
  readonly value: number;
  readonly unit: Unit;
  /** The same work without the kit. */
  readonly floor?: number;
  /** The design's budget; absent: none was set. */
  readonly reach?: Reach;
}

export type Unit = 'ms' | 's' | 'MB/s' | 'MiB' | 'MB' | 'x';
export type Reach = { readonly most: number } | { readonly least: number };

export function isMet({ value, reach }: Row): boolean | undefined {
  if (reach === undefined) return undefined;
  return 'most' in reach ? value <= reach.most : value >= reach.least;
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((one, other) => one - other);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? upper) + upper) / 2;
}

/** Floor and subject by turns, so that a busy machine slows down both. */
export async function byTurns<T, U>(
  runs: number,
  floor: () => Promise<T> | T,
  subject: () => Promise<U> | U,
): Promise<{ readonly floor: readonly T[]; readonly subject: readonly U[] }> {
  const floors: T[] = [];
  const subjects: U[] = [];
  for (let round = 0; round < runs; round++) {
    floors.push(await floor());
    subjects.push(await subject());
  }
  return { floor: floors, subject: subjects };
}
