import { expect, test } from '@playwright/test';
import type { Contract } from '../core/contract.ts';
import type { Exchange } from '../core/exchange.ts';
import { rules } from '../core/rules/index.ts';
import type { Scenario } from '../core/scenario.ts';
import { type Fault, faults } from '../fixtures/reference/faults/index.ts';
import { loadContract } from '../specs/load.ts';
import { playApart, playBroken, playUnbroken, touchedBy, type Unbroken } from './accuracy/apart.ts';
import { seenOf } from './accuracy/faults.ts';
import type { Played } from './run/rehearse.ts';
import { referenceOnlyScenarios, scenarios } from './scenarios/index.ts';

/**
 * Every fault of the reference provider is asked everything: the rules that it names notice, and no other rule accuses.
 * Where a fault changes nothing the exchanges are those of the unbroken reference, asked and judged once.
 */
const all = [...scenarios, ...referenceOnlyScenarios];
/** Plays wait for work in the background: so many go on beside the one that is judged. */
const AHEAD = 3;
const TRIES = 4;

test.describe.configure({ mode: 'default', timeout: 120_000 });

let contract: Contract;
let unbroken: Unbroken;
const plays = new Map<Fault, Promise<Played>>();

test.beforeAll(async () => {
  contract = await loadContract('openai');
  unbroken = await playUnbroken(all);
});

function playOf(fault: Fault): Promise<Played> {
  const nth = faults.indexOf(fault);
  for (const each of faults.slice(nth, nth + 1 + AHEAD)) {
    if (plays.has(each)) continue;
    const play = playBroken(each, unbroken);
    // Who waits for it is told.
    play.catch(() => {});
    plays.set(each, play);
  }
  const own = plays.get(fault) ?? playBroken(fault, unbroken);
  plays.delete(fault);
  return own;
}

test('nobody is accused where there is no fault', () => {
  const none: Fault = { id: 'none', title: 'none', breaks: [], apply: {} };
  expect(touchedBy(none, unbroken)).toEqual([]);
  expect(seenOf(none, unbroken.played, { contract, rules, scenarios: all }).collateral).toEqual([]);
});

for (const fault of faults) {
  test(`${fault.id} is blamed on ${fault.breaks.join(', ') || 'nobody'} alone`, async () => {
    const played = await playOf(fault);
    const touched = touchedBy(fault, unbroken);
    expect(
      touched.flatMap((each) => difference(each, played) ?? []),
      'it shows on the wire',
    ).not.toEqual([]);
    const { collateral, kinds, silent } = seenOf(fault, played, { contract, rules, scenarios: touched });
    expect({ collateral, silent }).toEqual({ collateral: [], silent: [] });
    if (fault.both) expect(kinds).toEqual(['json', 'stream']);
  });
}

/** One fault for each way of stepping in; with a long budget all of them. */
const POINTS = ['switches', 'admit', 'request', 'items', 'answer', 'frames', 'wire'] as const;
const compared =
  process.env['TCK_BUDGET'] === 'long'
    ? faults
    : POINTS.flatMap((point) => faults.find(({ apply: { [point]: own } }) => own !== undefined) ?? []);

for (const fault of compared) {
  test(`${fault.id}: what was not asked again is the same to the byte`, async () => {
    const touched = new Set(touchedBy(fault, unbroken));
    let spared = all.filter((scenario) => !touched.has(scenario));
    let seen: readonly string[] = [];
    // How far work in the background has come is a matter of time: what differs is asked again, of both.
    for (let tries = 0; tries < TRIES && spared.length > 0; tries += 1) {
      const own = tries === 0 ? unbroken.played : await playApart(spared, undefined);
      const asked = await playApart(spared, fault);
      seen = spared.flatMap((each) => difference(each, asked, own) ?? []);
      spared = spared.filter((each) => difference(each, asked, own) !== undefined);
    }
    expect(seen).toEqual([]);
  });
}

/** Where the exchanges of a scenario begin to differ from the unbroken ones; undefined where they do not. */
function difference({ id }: Scenario, asked: Played, from = unbroken.played): string | undefined {
  const [own, other] = [asked, from].map((played) => bytesOf(played.get(id) ?? [])) as [string, string];
  if (own === other) return undefined;
  let at = 0;
  while (own[at] === other[at]) at += 1;
  return `${id}: ${own.slice(at - 60, at + 60)} | ${other.slice(at - 60, at + 60)}`;
}

/**
 * But for what differs between two plays of the unbroken reference: its port, the time, the count of its requests,
 * and whether the connection was still open.
 */
function bytesOf(exchanges: readonly Exchange[]): string {
  const lines = exchanges.map(({ timing: _, ...rest }) => JSON.stringify(rest));
  return lines
    .join('\n')
    .replace(/127\.0\.0\.1:\d+/g, 'HOST')
    .replace(/"date":"[^"]*"/g, '"date":"DATE"')
    .replace(/"connection":"[^"]*",("keep-alive":"[^"]*",)?/g, '')
    .replace(/"x-request-id":"[^"]*"/g, '"x-request-id":"ID"')
    .replace(/(_at\\*":)\d{10}\b/g, '$1TIME');
}
