import type { Outcome } from '../../../core/report.ts';
import type { SiteChange, SiteChanges } from '../model.ts';
import type { Sources } from './columns.ts';

/** What the strip above the matrix says: MUST rules that the newest results of a column judge unlike those before. */
export function siteChanges({ columns }: Sources): SiteChanges | undefined {
  const compared = columns.flatMap(({ key, column, older: [before] }) =>
    before === undefined ? [] : [{ key, column, before }],
  );
  if (compared.length === 0) return undefined;
  const found = { regressions: [] as SiteChange[], fixes: [] as SiteChange[] };
  for (const { key, column, before } of compared) {
    const then = new Map(before.column.verdicts.map(({ rule, verdict }) => [rule, verdict.outcome]));
    for (const { rule, level, verdict } of column.verdicts) {
      if (level !== 'MUST') continue;
      const was = then.get(rule);
      if (was === 'pass' && isBroken(verdict.outcome)) found.regressions.push({ column: key, rule });
      if (was !== undefined && isBroken(was) && verdict.outcome === 'pass') found.fixes.push({ column: key, rule });
    }
  }
  const times = compared.map(({ before }) => before.results.run.finishedAt).sort();
  return { since: times.at(-1) ?? '', ...found };
}

function isBroken(outcome: Outcome): boolean {
  return outcome === 'fail' || outcome === 'known-fail' || outcome === 'flaky';
}
