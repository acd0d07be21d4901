import type { Level } from '../core/rule.ts';
import { wasJudged } from '../reporters/results/judged.ts';
import type { Column, Results } from '../reporters/results/model.ts';
import { EXIT, type ExitCode, type RunFailOn } from './exit.ts';

/**
 * The exit code of a run. Pure.
 *
 * @param gate ids of the providers that decide; empty: all columns decide
 */
export function exitCodeOf(results: Results, gate: readonly string[], failOn: RunFailOn): ExitCode {
  const deciding = results.columns.filter(({ provider }) => gate.length === 0 || gate.includes(provider.id));
  if (deciding.some((column) => isRed(column, failOn))) return EXIT.fails;
  return deciding.some(wasJudged) ? EXIT.ok : EXIT.nothing;
}

function isRed({ verdicts }: Column, failOn: RunFailOn): boolean {
  return verdicts.some(({ level, verdict }) => {
    if (failOn === 'never') return false;
    const fails = verdict.outcome === 'fail' || (verdict.outcome === 'flaky' && failOn === 'flaky');
    return verdict.outcome === 'stale' || (fails && counts(level, failOn));
  });
}

/** Whether a finding of this level is what `--fail-on` names. */
export function counts(level: Level, failOn: RunFailOn): boolean {
  switch (failOn) {
    case 'must':
    case 'flaky':
      return level === 'MUST';
    case 'should':
      return level !== 'MAY';
    case 'stale':
    case 'never':
      return false;
    default:
      return failOn satisfies never;
  }
}
