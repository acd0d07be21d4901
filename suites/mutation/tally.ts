import type { ContractRef } from '../../core/contract.ts';
import { FATES, type Fate } from './score.ts';

export type Counts = Readonly<Record<Fate['fate'], number>>;

export interface OperatorTally {
  readonly area: Fate['area'];
  readonly operator: string;
  readonly counts: Counts;
}

/** Mutants of one operator at one kind of place with the same fate: indexes are starred. */
export interface FateGroup {
  readonly fate: Fate['fate'];
  readonly operator: string;
  readonly place: string;
  readonly count: number;
  /** Exchange and place of the first. */
  readonly example: string;
  readonly rules: readonly string[];
}

/** What a run of `npm run mutation` found. */
export interface MutationTally {
  readonly contract: ContractRef;
  readonly share: number;
  /** Where the originals come from, and how many of them conform. */
  readonly subjects: readonly SubjectTally[];
  readonly total: Counts;
  readonly operators: readonly OperatorTally[];
  /** Survivors, accused and unwarned: what the judge still gets wrong. */
  readonly groups: readonly FateGroup[];
}

export interface SubjectTally {
  readonly title: string;
  readonly conversations: number;
  /** Of these, the ones that do not conform themselves and were left out. */
  readonly leftOut: number;
  readonly counts: Counts;
}

export const NO_COUNTS: Counts = { killed: 0, survived: 0, warned: 0, unwarned: 0, allowed: 0, accused: 0, unknown: 0 };

export function countsOf(fates: readonly Fate[]): Counts {
  const counts: Record<Fate['fate'], number> = { ...NO_COUNTS };
  for (const { fate } of fates) counts[fate] += 1;
  return counts;
}

export function added(one: Counts, two: Counts): Counts {
  const sum: Record<Fate['fate'], number> = { ...NO_COUNTS };
  for (const fate of FATES) sum[fate] = one[fate] + two[fate];
  return sum;
}

/** The share of the mutants that break a MUST which a MUST rule notices; 1 when there are none. */
export function killRate({ killed, survived }: Counts): number {
  return killed + survived === 0 ? 1 : killed / (killed + survived);
}

export interface SubjectFates {
  readonly title: string;
  /** One entry a conversation; undefined: it does not conform itself. */
  readonly fates: readonly (readonly Fate[] | undefined)[];
}

/** Pure; operators by area and name, groups by fate and count. */
export function tallyOf(contract: ContractRef, share: number, subjects: readonly SubjectFates[]): MutationTally {
  const all = subjects.flatMap(({ fates }) => fates.flatMap((some) => some ?? []));
  const operators = groupedBy(all, ({ area, operator }) => `${area} ${operator}`);
  return {
    contract,
    share,
    subjects: subjects.map(({ fates, title }) => ({
      title,
      conversations: fates.length,
      leftOut: fates.filter((some) => some === undefined).length,
      counts: countsOf(fates.flatMap((some) => some ?? [])),
    })),
    total: countsOf(all),
    operators: [...operators]
      .sort(([one], [two]) => (one < two ? -1 : 1))
      .flatMap(([, some]) => {
        const [first] = some;
        return first === undefined ? [] : [{ area: first.area, operator: first.operator, counts: countsOf(some) }];
      }),
    groups: groupsOf(all),
  };
}

const WRONG: readonly Fate['fate'][] = ['survived', 'accused', 'unwarned'];

function groupsOf(all: readonly Fate[]): readonly FateGroup[] {
  const wrong = all.filter(({ fate }) => WRONG.includes(fate));
  const grouped = groupedBy(wrong, ({ at, fate, operator }) => `${fate} ${operator} ${starred(at)}`);
  const groups = [...grouped.values()].flatMap((some): FateGroup[] => {
    const [first] = some;
    if (first === undefined) return [];
    const { at, exchange, fate, operator } = first;
    const rules = [...new Set(some.flatMap((one) => one.rules))].sort();
    return [{ fate, operator, place: starred(at), count: some.length, example: `${exchange} ${at}`, rules }];
  });
  const order = ({ fate }: FateGroup) => WRONG.indexOf(fate);
  return groups.sort((one, two) => order(one) - order(two) || two.count - one.count);
}

function starred(at: string): string {
  return at.replaceAll(/\/\d+(?=\/|$)/g, '/*');
}

function groupedBy(fates: readonly Fate[], key: (fate: Fate) => string): ReadonlyMap<string, readonly Fate[]> {
  const groups = new Map<string, Fate[]>();
  for (const fate of fates) {
    const name = key(fate);
    const group = groups.get(name);
    if (group === undefined) groups.set(name, [fate]);
    else group.push(fate);
  }
  return groups;
}
