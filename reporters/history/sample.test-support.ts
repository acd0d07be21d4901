import type { Verdict } from '../../core/report.ts';
import type { RuleId } from '../../core/rule.ts';
import type { Column, Results } from '../results/model.ts';
import { sampleResults, USAGE_FINDING } from '../results/sample.test-support.ts';

export const FAILS: Verdict = { outcome: 'fail', findings: [USAGE_FINDING] };

/** The sample's first column alone, as a run of that day in November 2026 found it. */
export function runOn(
  day: number,
  verdicts: Readonly<Partial<Record<RuleId, Verdict>>> = {},
  more: Partial<Column> = {},
): Results {
  const results = sampleResults();
  const [first] = results.columns;
  if (first === undefined) throw new Error('the sample has columns');
  const own = first.verdicts.map((each) => ({ ...each, verdict: verdicts[each.rule] ?? each.verdict }));
  const startedAt = new Date(Date.UTC(2026, 10, day, 6)).toISOString();
  return {
    ...results,
    run: { ...results.run, startedAt, finishedAt: startedAt },
    columns: [{ ...first, verdicts: own, ...more }],
  };
}
