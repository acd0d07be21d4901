import { expect, test } from '@playwright/test';
import { OPERATION_IDS, type OperationId } from '../../core/contract.ts';
import { rules } from '../../core/rules/index.ts';
import type { Scenario } from '../../core/scenario.ts';
import { contractOperations } from '../../specs/load.ts';
import { referenceOnlyScenarios, scenarios } from '../scenarios/index.ts';
import { forecast } from './forecast.ts';
import { selectedScenarios } from './plan.ts';
import { readRehearsal } from './rehearsal.ts';
import { matches, type Selection, selectRules, selectScenarios } from './select.ts';

const rehearsal = readRehearsal();
const all: readonly Scenario[] = [...scenarios, ...referenceOnlyScenarios];

function selected(selection: Selection, operations: readonly OperationId[] = OPERATION_IDS): readonly string[] {
  const offer = { scenarios: all, rehearsal, contracts: ['openai'], operations: new Set(operations), rules } as const;
  return selectScenarios(selection, offer).map(({ id }) => id);
}

test('a star stands for anything, everything else for itself', () => {
  expect(matches('usage/*', 'usage/total')).toBe(true);
  expect(matches('*', '')).toBe(true);
  expect(matches('sse/*-json', 'sse/data-json')).toBe(true);
  expect(matches('usage', 'usage/total')).toBe(false);
  expect(matches('a.c', 'abc')).toBe(false);
});

test('rules are chosen by pattern and by how binding they are under any of the contracts', () => {
  expect(selectRules(rules, {}, ['openai'])).toEqual(rules);
  const usage = selectRules(rules, { rules: ['usage/*'] }, ['openai']);
  expect(usage.length).toBeGreaterThan(3);
  expect(usage.every(({ id }) => id.startsWith('usage/'))).toBe(true);
  const must = selectRules(rules, { level: 'MUST' }, ['openai']);
  expect(must.every(({ levels }) => levels.openai === 'MUST')).toBe(true);
  const should = selectRules(rules, { level: 'SHOULD' }, ['openai']);
  expect(should.length).toBeGreaterThan(must.length);
  const sentinel = rules.filter(({ id }) => id === 'sse/done-sentinel');
  expect(selectRules(sentinel, { level: 'MUST' }, ['openai'])).toEqual([]);
  expect(selectRules(sentinel, { level: 'MUST' }, ['openai', 'open-responses@2026-01-15'])).toEqual(sentinel);
});

test('what is thorough is left out unless it is wanted, or called by its name', () => {
  const thorough = all.filter((scenario) => scenario.thorough === true).map(({ id }) => id);
  expect(selected({}).filter((id) => thorough.includes(id))).toEqual([]);
  expect(selected({ thorough: true })).toEqual(all.map(({ id }) => id));
  const named = selected({ scenarios: ['store*'] });
  expect(named).toEqual(all.map(({ id }) => id).filter((id) => id.startsWith('store')));
  expect(named).toEqual(expect.arrayContaining(['store', 'store-stream', 'store-default']));
});

test('a capability chooses its scenarios', () => {
  const models = selected({ capabilities: ['models'] });
  expect(models.length).toBeGreaterThan(0);
  expect(models).toEqual(all.filter((each) => each.capability === 'models' && !each.thorough).map(({ id }) => id));
});

test('for a rule one scenario is asked, in which the rehearsal saw it exercised', () => {
  const chosen = selected({ rules: ['usage/total'] });
  expect(chosen).toHaveLength(1);
  expect(rehearsal.rules['usage/total']).toContain(chosen[0]);
});

test('scenarios that need operations which no contract has are not asked', () => {
  const chosen = selected({}, ['createResponse', 'compactResponse']);
  expect(chosen).toContain('text');
  expect(chosen).not.toContain('store');
  expect(chosen).not.toContain('models');
});

test('a default run asks at most 150 requests', () => {
  const options = { providers: ['reference'], runDir: '', contracts: ['openai'], documents: [] } as const;
  const { requests } = forecast(selectedScenarios(options, rules), rehearsal, 'openai');
  expect(requests).toBeGreaterThan(100);
  expect(requests).toBeLessThanOrEqual(150);
  expect(contractOperations('openai')).toEqual(OPERATION_IDS);
});
