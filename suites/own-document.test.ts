import { expect, test } from '@playwright/test';
import type { DocumentedContract } from '../core/document.ts';
import { applyEdits, editJson } from '../core/edit.ts';
import type { Exchange } from '../core/exchange.ts';
import type { Json } from '../core/json.ts';
import { judgeDocument } from '../core/judge/document.ts';
import { judgeScenario } from '../core/judge/scenario.ts';
import { rules } from '../core/rules/index.ts';
import { ownPromises, ownRules } from '../core/rules/own.ts';
import { referenceDocument } from '../fixtures/reference/document.ts';
import { ownContract } from '../specs/vendors/own.ts';
import { recordReference } from './record.test-support.ts';
import { scenarios } from './scenarios/index.ts';

/**
 * The rules of the contract `own` prove themselves on the reference provider, as all others do in
 * `counterexamples.test.ts`: under a document that states what the reference does, every answer conforms, and the edit that
 * a rule names makes that rule fail and no other.
 */
test.describe.configure({ mode: 'default', timeout: 120_000 });

const contract = ownContract(referenceDocument);
let recorded: ReadonlyMap<string, readonly Exchange[]>;

test.beforeAll(async () => {
  recorded = await recordReference(scenarios);
});

function judged(id: string, exchanges: readonly Exchange[]) {
  const scenario = scenarios.find((one) => one.id === id);
  if (scenario === undefined) throw new Error(`no scenario ${id}`);
  return judgeScenario({ provider: 'reference', evidence: 'live', contract, rules, scenario, exchanges });
}

test('a server that keeps its own document is found to, in every scenario', () => {
  const reports = [...recorded].map(([id, exchanges]) => judged(id, exchanges));
  expect(reports.flatMap(({ findings }) => findings)).toEqual([]);
  const applied = new Set(reports.flatMap((report) => report.applied));
  const ofAnswers = ownRules.filter(({ on }) => on === 'exchange');
  expect([...applied].sort()).toEqual(ofAnswers.map(({ id }) => id).sort());
});

test('what the rules judge is what the document promises, line by line', () => {
  const lines = new Set(ownPromises(referenceDocument).flatMap(({ promises }) => promises.map(({ line }) => line)));
  expect([...lines].sort((a, b) => a - b)).toEqual([2, 4, 10, 11, 12, 13, 14, 20, 21]);
  const silent = { ...referenceDocument, operations: [], auth: [], parameters: [], answers: [] };
  expect(ownPromises(silent)).toEqual([]);
});

test('a document that keeps to itself is found to', () => {
  expect(judgeDocument(referenceDocument, rules, contract)).toEqual({ findings: [], applied: ['own/example-request'] });
});

for (const { id, counterexample, on } of ownRules) {
  if (on === 'document') {
    test(`counterexample: ${id}`, () => {
      const edited = editJson(referenceDocument as unknown as Json, 'document', counterexample.edit);
      const { findings } = judgeDocument(edited as unknown as DocumentedContract, rules, contract);
      expect(findings.map(({ rule, at }) => [rule, at])).toEqual([[id, '/lines/30']]);
    });
    continue;
  }
  test(`counterexample: ${id}`, () => {
    const [name = '', step] = counterexample.of.split('/');
    const exchanges = recorded.get(name) ?? [];
    expect(exchanges.map((exchange) => exchange.step?.step)).toContain(step);
    const broken = exchanges.map((exchange) =>
      exchange.step?.step === step ? applyEdits(exchange, counterexample.edit) : exchange,
    );
    const failing = new Set(judged(name, broken).findings.map(({ rule }) => rule));
    expect([...failing].sort()).toEqual([id, ...(counterexample.also ?? [])].sort());
  });
}
