import type { Outcome } from '../../core/report.ts';
import type { RuleId } from '../../core/rule.ts';
import { type ChangeId, changeOf } from '../results/change.ts';
import { isSameColumn } from './append.ts';
import type { HistoryRun, ProviderHistory } from './model.ts';
import { decodeOutcome } from './outcome-code.ts';

/** One provider under one kind of evidence and one contract. */
export type Track = Pick<HistoryRun, 'evidence' | 'contract'>;

/** The tracks of a provider, in the order in which they first ran. */
export function tracksOf({ runs }: ProviderHistory): readonly Track[] {
  const found = new Map(runs.map(({ evidence, contract }) => [`${evidence} ${contract}`, { evidence, contract }]));
  return [...found.values()];
}

/** The runs of a track, the oldest first. */
export function runsOf({ runs }: ProviderHistory, track: Track): readonly HistoryRun[] {
  return runs.filter((run) => isSameColumn(run, track));
}

export interface HistoryChange {
  readonly kind: ChangeId;
  readonly rule: RuleId;
  readonly isMust: boolean;
  /** Absent where that run did not have the rule. */
  readonly before?: Outcome;
  readonly after?: Outcome;
}

/**
 * What changed from one run to another. A rule that one of the two kits did not have is left out, as in `diff`: it is
 * the kit that changed.
 */
export function compareRuns(rules: readonly RuleId[], before: HistoryRun, after: HistoryRun): readonly HistoryChange[] {
  return rules.flatMap((rule, index): readonly HistoryChange[] => {
    const was = decodeOutcome(before.outcomes[index]);
    const is = decodeOutcome(after.outcomes[index]);
    if (was === undefined || is === undefined) return [];
    const kind = changeOf(was.outcome, is.outcome);
    return kind === undefined ? [] : [{ kind, rule, isMust: is.isMust, before: was.outcome, after: is.outcome }];
  });
}

/** What the strip above the matrix says: the newest run of every track against the one before it. */
export interface Since {
  /** The oldest of the runs that were compared with. */
  readonly since: string;
  readonly regressions: readonly SinceChange[];
  readonly fixes: readonly SinceChange[];
  readonly stale: readonly SinceChange[];
}

export interface SinceChange extends Track {
  readonly provider: string;
  readonly rule: RuleId;
  readonly from: string;
  readonly to: string;
}

/** Of MUST rules alone. Undefined where no track has two runs yet. */
export function sinceLast(histories: Iterable<ProviderHistory>): Since | undefined {
  const changes: (SinceChange & { readonly kind: ChangeId })[] = [];
  const compared: string[] = [];
  for (const history of histories) {
    for (const track of tracksOf(history)) {
      const [before, after] = runsOf(history, track).slice(-2);
      if (before === undefined || after === undefined) continue;
      compared.push(before.at);
      for (const { kind, rule, isMust } of compareRuns(history.rules, before, after)) {
        if (isMust)
          changes.push({ kind, provider: history.provider.id, ...track, rule, from: before.at, to: after.at });
      }
    }
  }
  const [since] = compared.toSorted();
  if (since === undefined) return undefined;
  const of = (wanted: ChangeId) =>
    changes.filter(({ kind }) => kind === wanted).map(({ kind: _, ...change }) => change);
  return { since, regressions: of('regression'), fixes: of('fix'), stale: of('stale') };
}

export interface TrendPoint {
  readonly at: string;
  readonly kit: string;
  /** MUST rules. `other`: inconclusive, unsupported, not exercised. */
  readonly holds: number;
  readonly fails: number;
  readonly known: number;
  readonly flaky: number;
  readonly other: number;
}

/** The MUST rules of a track over time. */
export function trendOf(runs: readonly HistoryRun[]): readonly TrendPoint[] {
  return runs.map(({ at, kit, must }) => {
    const count = (...outcomes: readonly Outcome[]) => outcomes.reduce((sum, each) => sum + (must[each] ?? 0), 0);
    return {
      at,
      kit,
      holds: count('pass', 'stale'),
      fails: count('fail'),
      known: count('known-fail'),
      flaky: count('flaky'),
      other: count('inconclusive', 'unsupported', 'not-exercised'),
    };
  });
}

export interface Flip {
  readonly rule: RuleId;
  readonly isMust: boolean;
  /** How often it went from holding to failing or back. */
  readonly flips: number;
  /** Runs in which it was `flaky` by itself. */
  readonly flaky: number;
}

/**
 * Rules that nobody should trust: they went back and forth (one change alone is a fix or a regression), or a run with
 * `--repeat` saw them hold now and then. What was not judged in between counts for nothing. The most restless first.
 */
export function flipsOf(rules: readonly RuleId[], runs: readonly HistoryRun[]): readonly Flip[] {
  const found = rules.flatMap((rule, index): readonly Flip[] => {
    let last: boolean | undefined;
    let flips = 0;
    let flaky = 0;
    let isMust = false;
    for (const { outcomes } of runs) {
      const code = decodeOutcome(outcomes[index]);
      if (code === undefined) continue;
      isMust = code.isMust;
      if (code.outcome === 'flaky') flaky++;
      const holds = holdsOf(code.outcome);
      if (holds === undefined) continue;
      if (last !== undefined && last !== holds) flips++;
      last = holds;
    }
    return flips < 2 && flaky === 0 ? [] : [{ rule, isMust, flips, flaky }];
  });
  return found.toSorted((a, b) => b.flips + b.flaky - (a.flips + a.flaky));
}

function holdsOf(outcome: Outcome): boolean | undefined {
  if (outcome === 'pass' || outcome === 'stale') return true;
  return outcome === 'fail' || outcome === 'known-fail' ? false : undefined;
}
