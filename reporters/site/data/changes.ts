import { type SinceChange, sinceLast } from '../../history/compare.ts';
import type { SiteChange, SiteChanges } from '../model.ts';
import type { Sources } from './columns.ts';

/** What the strip above the matrix says: the newest run of every column against the one before it, MUST rules alone. */
export function siteChanges({ columns, histories }: Sources): SiteChanges | undefined {
  const since = sinceLast(histories);
  if (since === undefined) return undefined;
  const keys = new Map(
    columns.map(({ key, column: { provider, evidence, contract } }) => [
      JSON.stringify([provider.id, evidence, contract]),
      key,
    ]),
  );
  const placed = (changes: readonly SinceChange[]) =>
    changes.flatMap(({ provider, evidence, contract, rule }): readonly SiteChange[] => {
      const column = keys.get(JSON.stringify([provider, evidence, contract]));
      return column === undefined ? [] : [{ column, rule }];
    });
  return {
    since: since.since,
    regressions: placed(since.regressions),
    fixes: placed(since.fixes),
    stale: placed(since.stale),
  };
}
