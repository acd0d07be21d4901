import { expect, test } from '@playwright/test';
import type { RunOptions } from './options.ts';
import { inOrder } from './order.ts';
import { plannedScenarios } from './plan.ts';
import { readRehearsal } from './rehearsal.ts';

const OPTIONS: RunOptions = { providers: ['reference'], runDir: '', contracts: ['openai'], documents: [] };
const { scenarios } = readRehearsal();

function lengths(options: RunOptions): readonly number[] {
  return inOrder(plannedScenarios(options, []), options).map((each) =>
    each.kind === 'scenario' ? (scenarios.openai[each.scenario.id]?.requests ?? 0) : 0,
  );
}

test('the longest conversation is judged last', () => {
  const all = lengths(OPTIONS);
  expect(all).toEqual(all.toSorted((left, right) => left - right));
  expect(all[0]).toBeLessThan(all.at(-1) ?? 0);
});

test('every shard asks about as much as the others, each scenario once', () => {
  const all = lengths({ ...OPTIONS, shard: '2/3' });
  expect(all.toSorted()).toEqual(lengths(OPTIONS).toSorted());
  // As Playwright cuts: neighbours, the first parts one longer.
  const size = Math.ceil(all.length / 3);
  const sums = [0, 1, 2].map((part) => all.slice(part * size, (part + 1) * size).reduce((sum, each) => sum + each, 0));
  expect(Math.max(...sums) - Math.min(...sums)).toBeLessThan(Math.max(...sums) / 4);
});
