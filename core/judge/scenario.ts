import type { Capability } from '../capability.ts';
import type { Contract, OperationId } from '../contract.ts';
import type { Exchange } from '../exchange.ts';
import type { Evidence, Provisional, ScenarioReport, Unanswered } from '../report.ts';
import { levelIn, type Rule, type ScenarioSteps } from '../rule.ts';
import { NOT_NEEDED } from '../scenario.ts';
import { type ExchangeView, viewOf } from '../view.ts';
import { refusalIn } from './answerable.ts';
import { canSee, hiddenAspects } from './aspects.ts';
import { judgeInto } from './judge.ts';
import { parametersOf } from './parameters.ts';
import { Gatherer, scenarioProbeFor } from './probe.ts';
import { provisionally } from './provisional.ts';

export interface ScenarioToJudge {
  readonly provider: string;
  readonly evidence: Evidence;
  readonly contract: Contract;
  readonly rules: readonly Rule[];
  readonly scenario: {
    readonly id: string;
    readonly title: string;
    readonly capability: Capability;
    readonly entry?: boolean;
  };
  readonly exchanges: readonly Exchange[];
  /** From 1: which time the scenario was played, where a run plays each several times. */
  readonly repetition?: number;
}

/** Judges all exchanges of one scenario, each on its own and then together. Pure. */
export function judgeScenario(input: ScenarioToJudge): ScenarioReport {
  const { contract, rules, scenario } = input;
  const exchanges = input.exchanges.filter(isWanted);
  const gatherer = new Gatherer();
  const unanswered: Unanswered[] = [];
  const all: ExchangeView[] = [];
  const views: ExchangeView[] = [];
  const provisional: Provisional[] = [];
  for (const exchange of exchanges) {
    const view = viewOf(exchange, contract.operations);
    const why = judgeInto(gatherer, exchange, view, contract, rules);
    if (view !== undefined) all.push(view);
    if (why !== undefined) {
      unanswered.push(why);
      provisional.push(...provisionally(exchange, view, why, contract, rules));
    } else if (view !== undefined) views.push(view);
  }
  judgeTogether(gatherer, scenario.id, views, contract, rules);
  const parameters = parametersOf(all, contract);
  return {
    provider: input.provider,
    evidence: input.evidence,
    contract: contract.ref,
    scenario: scenario.id,
    title: scenario.title,
    capability: scenario.capability,
    entry: scenario.entry ?? false,
    ...(input.repetition === undefined ? {} : { repetition: input.repetition, checked: gatherer.checked }),
    exchanges,
    applied: gatherer.applied,
    findings: gatherer.findings,
    unmet: gatherer.unmetRules,
    unanswered,
    succeeded: succeededOperations(views),
    // That a server lacks a route which the contract lacks as well says nothing.
    refused: views.flatMap((view) => (view.operation === undefined ? [] : (refusalIn(view) ?? []))),
    ...(provisional.length === 0 ? {} : { provisional }),
    ...(parameters.length === 0 ? {} : { parameters }),
  };
}

/** A step that was left out because nothing called for it is no gap. */
function isWanted({ answer }: Exchange): boolean {
  return answer.kind !== 'none' || answer.cause !== 'unmet' || answer.detail !== NOT_NEEDED;
}

function judgeTogether(
  gatherer: Gatherer,
  scenario: string,
  views: readonly ExchangeView[],
  contract: Contract,
  rules: readonly Rule[],
): void {
  const steps: ScenarioSteps = {
    scenario,
    all: views,
    step: (name) => views.find(({ exchange }) => exchange.step?.step === name),
  };
  for (const rule of rules) {
    if (rule.on !== 'scenario' || levelIn(rule, contract.ref) === undefined) continue;
    if (views.every(({ exchange }) => canSee(rule, hiddenAspects(exchange)))) {
      rule.judge(steps, scenarioProbeFor(gatherer, rule), contract);
    }
  }
}

function succeededOperations(views: readonly ExchangeView[]): readonly OperationId[] {
  const operations = views.flatMap(({ exchange, operation, success }) =>
    success && exchange.intent?.kind === 'valid' && operation !== undefined ? [operation] : [],
  );
  return [...new Set(operations)];
}
