import { readFileSync } from 'node:fs';
import { expect, test } from '@playwright/test';
import { CAPABILITY_IDS } from '../core/capability.ts';
import { rules } from '../core/rules/index.ts';
import { loadProviders } from '../fixtures/providers/load.ts';
import { referenceDocument } from '../fixtures/reference/document.ts';
import { loadContract } from '../specs/load.ts';
import { ownContract } from '../specs/vendors/own.ts';

/** The catalogue of rules is a public interface: baselines, results and links refer to its ids. */
const PINNED = new URL('./rules.txt', import.meta.url);

test('ids are unique and stable: to rename or remove one is a decision, made in rules.txt', () => {
  const ids = rules.map(({ id }) => id).sort();
  expect(new Set(ids).size).toBe(ids.length);
  expect(ids).toEqual(readFileSync(PINNED, 'utf8').trim().split('\n'));
});

test('ids are kebab-case in an area', () => {
  expect(rules.filter(({ id }) => !/^[a-z]+\/[a-z0-9]+(?:-[a-z0-9]+)*$/.test(id)).map(({ id }) => id)).toEqual([]);
});

test('titles say what holds, briefly and once', () => {
  const titles = rules.map(({ title }) => title);
  expect(titles.filter((title) => title.length > 120 || /\b(?:should|must|test that|verif)/i.test(title))).toEqual([]);
  expect(titles.filter((title, index) => titles.indexOf(title) !== index)).toEqual([]);
});

test('every rule is in force somewhere and belongs to a capability', () => {
  for (const { id, levels, capability } of rules) {
    expect(Object.keys(levels).length, id).toBeGreaterThan(0);
    expect(CAPABILITY_IDS, id).toContain(capability);
  }
});

test('every source resolves in the contract, or in a vendor document', async () => {
  const contract = await loadContract('openai');
  const own = ownContract(referenceDocument);
  expect(
    rules
      .filter(({ levels, source }) => (levels.own === undefined ? contract : own).resolve(source) === undefined)
      .map(({ id, source }) => [id, source]),
  ).toEqual([]);
});

test('known failures of the provider files name rules that exist', async () => {
  const ids = new Set<string>(rules.map(({ id }) => id));
  for (const { id, knownFailures } of await loadProviders()) {
    expect(
      knownFailures.filter(({ rule }) => !ids.has(rule)).map(({ rule }) => rule),
      id,
    ).toEqual([]);
  }
});
