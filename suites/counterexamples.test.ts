import { expect, test } from '@playwright/test';
import type { Contract, ContractId } from '../core/contract.ts';
import { applyEdits } from '../core/edit.ts';
import { judgeScenario } from '../core/judge/scenario.ts';
import type { ScenarioReport } from '../core/report.ts';
import type { Finding, Rule, RuleId } from '../core/rule.ts';
import { rules } from '../core/rules/index.ts';
import type { Scenario } from '../core/scenario.ts';
import { loadContract } from '../specs/load.ts';
import { recordReference } from './record.test-support.ts';
import type { Played } from './run/rehearse.ts';
import { openResponsesOnlyScenarios, referenceOnlyScenarios, scenarios } from './scenarios/index.ts';

/**
 * Every rule proves itself here: the reference provider's own exchanges conform, and the edit that a rule names as its
 * counterexample makes that rule fail and no other (but those it lists as inseparable). Under both contracts, each on
 * a reference that keeps to it.
 */
const everywhere: readonly Scenario[] = [...scenarios, ...referenceOnlyScenarios];
const asked: Readonly<Record<ContractId, readonly Scenario[]>> = {
  openai: everywhere,
  'open-responses': [...everywhere, ...openResponsesOnlyScenarios],
};

/** Rules with a level under open-responses that its reference cannot exercise, and why. */
const NOT_EXERCISED: Readonly<Record<RuleId, string>> = {
  'item/compaction-content': 'compaction items come from the compact operation, whose answer is no Response',
  'schema/item-compaction': 'compaction items come from the compact operation, whose answer is no Response',
};

// One recording a contract serves all tests of a worker; a busy machine may need a while for it.
test.describe.configure({ mode: 'default', timeout: 120_000 });

for (const id of ['openai', 'open-responses'] as const) {
  test.describe(id, () => {
    let contract: Contract;
    let recorded: Played;

    test.beforeAll(async () => {
      contract = await loadContract(id);
      recorded = await recordReference(asked[id], [], id);
    });

    function judged(scenario: Scenario, exchanges = recorded.get(scenario.id) ?? []): ScenarioReport {
      return judgeScenario({ provider: 'reference', evidence: 'live', contract, rules, scenario, exchanges });
    }

    for (const scenario of asked[id]) {
      test(`the reference conforms: ${scenario.id}`, () => {
        const report = judged(scenario);
        // What a contract merely allows is information: a breach of it is none.
        const binding = faultsIn(report, report).filter(({ rule }) => id === 'openai' || !isMay(rule));
        expect(binding).toEqual([]);
        if (id === 'openai') expect([report.unanswered, report.refused]).toEqual([[], []]);
      });
    }

    test('every rule of the contract is exercised by its reference', () => {
      const applied = new Set(asked[id].flatMap((scenario) => judged(scenario).applied));
      const idle = live(id).filter((rule) => !applied.has(rule.id));
      const excused = id === 'openai' ? [] : Object.keys(NOT_EXERCISED);
      expect(idle.map((rule) => rule.id).sort()).toEqual(excused.sort());
    });

    for (const rule of live(id).filter((one) => provesItself(one, id))) {
      test(`counterexample: ${rule.id}`, () => {
        const { also = [], edit, of } = rule.counterexample;
        const [name, step] = of.split('/');
        const scenario = asked[id].find((candidate) => candidate.id === name);
        if (scenario === undefined) throw new Error(`${of}: no such scenario`);
        const exchanges = recorded.get(scenario.id) ?? [];
        expect(exchanges.map((exchange) => exchange.step?.step)).toContain(step);
        const broken = exchanges.map((exchange) =>
          exchange.step?.step === step ? applyEdits(exchange, edit) : exchange,
        );
        const failing = new Set(faultsIn(judged(scenario, broken), judged(scenario)).map((finding) => finding.rule));
        expect([...failing].sort()).toEqual([rule.id, ...also].sort());
      });
    }
  });
}

function live(id: ContractId): readonly Rule[] {
  return rules.filter((rule) => rule.on !== 'document' && rule.levels[id] !== undefined);
}

function isMay(rule: RuleId): boolean {
  return rules.some(({ id, levels }) => id === rule && levels['open-responses'] === 'MAY');
}

/** Once is enough: where a rule has a level under openai, it proves itself there. */
function provesItself(rule: Rule, id: ContractId): boolean {
  return id === 'openai' || rule.levels.openai === undefined;
}

/** What is wrong, but in what the reference itself refused: a contract may lack an operation or a tool. */
function faultsIn({ findings }: ScenarioReport, own: ScenarioReport): readonly Finding[] {
  const declined = new Set(own.refused.map(({ exchange }) => exchange));
  return findings.filter(({ exchange }) => !declined.has(exchange));
}
