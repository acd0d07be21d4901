import { expect, test } from '@playwright/test';
import { OUTCOMES, type Outcome } from '../../core/report.ts';
import { CHANGES, type ChangeId, changeOf } from './change.ts';

const EACH: readonly (Outcome | undefined)[] = [...OUTCOMES, undefined];

/** Every transition there is, one row for what was; in the order of EACH. */
const TABLE: readonly (readonly (ChangeId | '')[])[] = [
  ['', 'regression', 'accepted', 'flake', 'stale', 'withdrawn', 'inconclusive', 'unexercised', 'unexercised'],
  ['fix', '', '', 'flake', 'stale', 'withdrawn', 'inconclusive', 'unexercised', 'unexercised'],
  ['fix', 'unlisted', '', 'flake', 'stale', 'withdrawn', 'inconclusive', 'unexercised', 'unexercised'],
  ['flake', 'flake', 'flake', 'flake', 'flake', 'withdrawn', 'inconclusive', 'unexercised', 'unexercised'],
  ['', 'regression', 'accepted', 'flake', '', 'withdrawn', 'inconclusive', 'unexercised', 'unexercised'],
  ['exercised', 'exercised', 'exercised', 'flake', 'stale', '', 'inconclusive', '', ''],
  ['exercised', 'exercised', 'exercised', 'flake', 'stale', '', '', '', ''],
  ['exercised', 'exercised', 'exercised', 'flake', 'stale', '', 'inconclusive', '', ''],
  ['exercised', 'exercised', 'exercised', 'flake', 'stale', '', 'inconclusive', '', ''],
];

test('every transition has the change that the table says', () => {
  const found = EACH.map((before) => EACH.map((after) => changeOf(before, after) ?? ''));
  expect(found).toEqual(TABLE.map((row) => [...row]));
});

test('every change has a transition', () => {
  const all = new Set(TABLE.flat());
  expect(CHANGES.map(({ id }) => id).filter((id) => !all.has(id))).toEqual([]);
});
