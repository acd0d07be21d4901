import { expect, test } from '@playwright/test';
import type { Difference } from './compare.ts';
import { loadKnown, sorted } from './known.ts';
import { touched } from './touched.ts';

const difference = (where: string, has: Difference['has'] = 'sdk'): Difference => ({
  kind: 'member',
  where,
  has,
  sdk: [],
});

test('known differences are set apart, and entries that differ no longer are stale', () => {
  const entry = { where: 'A/x', has: 'sdk', reason: 'a reason that is long enough' } as const;
  const both = sorted([difference('A/x'), difference('A/y')], [entry]);
  expect(both.known.map(({ where }) => where)).toEqual(['A/x']);
  expect(both.unknown.map(({ where }) => where)).toEqual(['A/y']);
  expect(both.stale).toEqual([]);
  // The other side having it is another difference.
  expect(sorted([difference('A/x', 'contract')], [entry]).stale).toEqual([entry]);
});

test('the list is well formed and names no place twice', () => {
  const places = loadKnown().map(({ has, where }) => `${has} ${where}`);
  expect(places.filter((place, index) => places.indexOf(place) !== index)).toEqual([]);
});

test('the rules of a place are those whose source lies above or below it', () => {
  const rules = [
    { id: 'a/union', source: '#/components/schemas/Item' },
    { id: 'a/message', source: '#/components/schemas/Item.message' },
    { id: 'a/role', source: '#/components/schemas/Item.message/properties/role' },
    { id: 'a/phase', source: '#/components/schemas/Item.message/properties/phase' },
    { id: 'a/other', source: '#/components/schemas/InputItem.message' },
    { id: 'a/path', source: '#/paths/~1responses/post' },
  ] as const;
  expect(touched('Item.message/role=user', rules)).toEqual(['a/union', 'a/message', 'a/role']);
  expect(touched('Item:message', rules)).toEqual(['a/union', 'a/message', 'a/role', 'a/phase']);
  expect(touched('Event:new', rules)).toEqual([]);
});
