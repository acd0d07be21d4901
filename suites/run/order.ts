import type { RunOptions } from './options.ts';
import type { Planned } from './plan.ts';
import { readRehearsal, rehearsedIn } from './rehearsal.ts';

/**
 * The tests in the order in which their exchanges are there, the shortest conversation first: a worker judges one after
 * the other, and what it judges while the longest is still under way is done when that ends. Playwright's shards are runs
 * of neighbours: each gets its share of the long ones.
 */
export function inOrder(planned: readonly Planned[], { shard }: RunOptions): readonly Planned[] {
  const rehearsal = readRehearsal();
  const requests = (each: Planned): number =>
    each.kind === 'scenario'
      ? (rehearsedIn(rehearsal, each.scenario.id, 'openai')?.requests ?? each.scenario.steps.length)
      : 0;
  const sorted = planned.toSorted((left, right) => requests(left) - requests(right));
  const of = Number(shard?.split('/')[1] ?? 1);
  return Array.from({ length: of }, (_, part) => sorted.filter((__, at) => at % of === part)).flat();
}
