import type { Outcome } from '../../core/report.ts';
import type { Level } from '../../core/rule.ts';

/** What one run says of a rule on a column. */
export interface Standing {
  readonly outcome: Outcome;
  readonly level: Level;
}

/** How a rule's standing changed between two runs, the most urgent first: the order of every report. */
export const CHANGES = [
  { id: 'regression', title: 'Regressions', about: 'held and fails now', symbol: '✕' },
  { id: 'accepted', title: 'Newly known failures', about: 'held, fails now, and is on the list', symbol: '⚑' },
  { id: 'withdrawn', title: 'No longer supported', about: 'was judged and is refused honestly now', symbol: '–' },
  { id: 'flake', title: 'Flakes', about: 'holds in some repetitions and not in others, now or before', symbol: '≈' },
  { id: 'unlisted', title: 'No longer known', about: 'a known failure that has left its list', symbol: '✕' },
  { id: 'stale', title: 'Known failures gone stale', about: 'a known failure that holds now', symbol: '!' },
  { id: 'fix', title: 'Fixes', about: 'failed and holds now', symbol: '●' },
  { id: 'exercised', title: 'Newly exercised', about: 'was not judged and is now', symbol: '+' },
  { id: 'unexercised', title: 'No longer exercised', about: 'was judged and is not any more', symbol: '·' },
  { id: 'inconclusive', title: 'Newly inconclusive', about: 'nobody can tell any more', symbol: '?' },
] as const;

export type ChangeId = (typeof CHANGES)[number]['id'];

type Kind = 'holds' | 'fails' | 'known' | 'flaky' | 'refused' | 'unsure' | 'unseen';

const KIND: Readonly<Record<Outcome, Kind>> = {
  pass: 'holds',
  stale: 'holds',
  fail: 'fails',
  'known-fail': 'known',
  flaky: 'flaky',
  unsupported: 'refused',
  inconclusive: 'unsure',
  'not-exercised': 'unseen',
};

/**
 * The change from one outcome to another; undefined where nothing worth a line changed. A missing outcome is that of a
 * rule which the run did not have (`--rule`, `--capability`). A regression is only `pass` or `stale` to `fail`: what is
 * inconclusive, flaky, refused or not asked any more has not been shown to fail. Pure.
 */
export function changeOf(before: Outcome | undefined, after: Outcome | undefined): ChangeId | undefined {
  const was = before === undefined ? 'unseen' : KIND[before];
  const is = after === undefined ? 'unseen' : KIND[after];
  if (was === 'flaky' && is === 'flaky') return 'flake';
  if (was === is) return before !== after && after === 'stale' ? 'stale' : undefined;
  switch (is) {
    case 'unsure':
      return 'inconclusive';
    case 'refused':
      return isJudged(was) ? 'withdrawn' : undefined;
    case 'unseen':
      return isJudged(was) ? 'unexercised' : undefined;
    case 'flaky':
      return 'flake';
    case 'holds':
      if (was === 'flaky') return 'flake';
      if (!isJudged(was)) return after === 'stale' ? 'stale' : 'exercised';
      return after === 'stale' ? 'stale' : 'fix';
    case 'fails':
      if (was === 'holds') return 'regression';
      if (was === 'known') return 'unlisted';
      return was === 'flaky' ? 'flake' : 'exercised';
    case 'known':
      if (was === 'holds') return 'accepted';
      if (was === 'flaky') return 'flake';
      // A failure that was put on the list is no change on the wire.
      return was === 'fails' ? undefined : 'exercised';
    default:
      return is satisfies never;
  }
}

function isJudged(kind: Kind): boolean {
  return kind === 'holds' || kind === 'fails' || kind === 'known' || kind === 'flaky';
}
