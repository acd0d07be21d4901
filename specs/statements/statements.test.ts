import { expect, test } from '@playwright/test';
import { CONTRACT_IDS } from '../../core/contract.ts';
import { LEVELS, type Level } from '../../core/rule.ts';
import { rules } from '../../core/rules/index.ts';
import { loadStatements } from './load.ts';

const statements = loadStatements();

test('numbers are unique', () => {
  const ids = statements.map(({ id }) => id);
  expect(ids.filter((id, index) => ids.indexOf(id) !== index)).toEqual([]);
});

test('every MUST and SHOULD is judged by a rule, or says why none can', () => {
  const binding = statements.filter(({ levels }) => Object.values(levels).some((level) => level !== 'MAY'));
  expect(binding.filter((entry) => entry.rules.length === 0 && entry.unseen === undefined)).toEqual([]);
});

test('the rules that are named exist', () => {
  const known = new Set<string>(rules.map(({ id }) => id));
  const missing = statements.flatMap((entry) => entry.rules.filter((rule) => !known.has(rule)));
  expect(missing).toEqual([]);
});

test('no rule is stricter than the strictest statement that it judges', () => {
  const stricter = rules.flatMap((rule) => {
    const judged = statements.filter((entry) => entry.rules.includes(rule.id));
    if (judged.length === 0) return [];
    return CONTRACT_IDS.filter((id) => {
      const strictest = Math.min(...judged.map(({ levels }) => rank(levels[id])));
      return rank(rule.levels[id]) < strictest;
    }).map((id) => `${rule.id} under ${id}: ${judged.map((entry) => entry.id).join(', ')}`);
  });
  expect(stricter).toEqual([]);
});

function rank(level: Level | undefined): number {
  return level === undefined ? LEVELS.length : LEVELS.indexOf(level);
}
