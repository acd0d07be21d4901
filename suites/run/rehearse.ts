import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CONTRACT_IDS, type ContractId, OPERATION_IDS, type OperationId } from '../../core/contract.ts';
import type { Exchange } from '../../core/exchange.ts';
import { integerMember, isObject, member } from '../../core/json.ts';
import { judgeScenario } from '../../core/judge/scenario.ts';
import type { RuleId } from '../../core/rule.ts';
import { rules } from '../../core/rules/index.ts';
import type { Scenario } from '../../core/scenario.ts';
import { viewOf } from '../../core/view.ts';
import { loadProviders } from '../../fixtures/providers/load.ts';
import { referenceDocument } from '../../fixtures/reference/document.ts';
import { answeredJson } from '../../fixtures/service/answered.ts';
import { openService } from '../../fixtures/service/service.ts';
import { startServer } from '../../fixtures/start.ts';
import type { Start } from '../../fixtures/target.ts';
import { availableContracts, loadContract } from '../../specs/load.ts';
import { ownContract } from '../../specs/vendors/own.ts';
import { openResponsesOnlyScenarios, referenceOnlyScenarios, scenarios } from '../scenarios/index.ts';
import { REFERENCES } from './plan.ts';
import { type Rehearsal, type Rehearsed, SCENARIOS_KEPT } from './rehearsal.ts';

export type Played = ReadonlyMap<string, readonly Exchange[]>;

/** Plays the scenarios on a server of the kit's own, started for it, and hands out what was on the wire. */
export async function play(id: string, asked: readonly Scenario[], start?: Start): Promise<Played> {
  const { operations } = await loadContract('openai');
  const provider = (await loadProviders()).find((candidate) => candidate.id === id);
  const how = start ?? provider?.start;
  if (provider === undefined || how === undefined) throw new Error(`${id} is no provider that the kit can start`);
  const runDir = await mkdtemp(join(tmpdir(), 'tck-play-'));
  const server = await startServer(how);
  const key = provider.auth.kind === 'none' ? undefined : server.env[provider.auth.env];
  const service = openService({ operations, runDir });
  try {
    const target = { provider, baseUrl: server.baseUrl, key };
    return new Map(await Promise.all(asked.map(async (each) => [each.id, await service.run(each, target)] as const)));
  } finally {
    service.close();
    await server.stop();
    await rm(runDir, { recursive: true, force: true });
  }
}

/** Asks the reference everything, under each contract, and counts. */
export async function rehearse(): Promise<Rehearsal> {
  const shared = [...scenarios, ...referenceOnlyScenarios];
  const exercised = new Map<RuleId, Set<string>>();
  const promised = ownContract(referenceDocument);
  const counted: Record<ContractId, Record<string, Rehearsed>> = { openai: {}, 'open-responses': {} };
  for (const contract of CONTRACT_IDS.filter((id) => availableContracts.includes(id))) {
    const all = contract === 'openai' ? shared : [...shared, ...openResponsesOnlyScenarios];
    const played = await play(REFERENCES[contract], all);
    const compiled = await loadContract(contract);
    const operations = (await loadContract('openai')).operations;
    for (const { id } of all) counted[contract][id] = rehearsed(played.get(id) ?? [], operations);
    for (const scenario of all) {
      const exchanges = played.get(scenario.id) ?? [];
      const judged = {
        provider: 'reference',
        evidence: 'live',
        contract: compiled,
        rules,
        scenario,
        exchanges,
      } as const;
      const own = contract === 'openai' ? judgeScenario({ ...judged, contract: promised }).applied : [];
      for (const rule of [...judgeScenario(judged).applied, ...own]) {
        exercised.set(rule, (exercised.get(rule) ?? new Set()).add(scenario.id));
      }
    }
  }
  const steps = new Map([...shared, ...openResponsesOnlyScenarios].map((each) => [each.id, each.steps.length]));
  const cheapest = (rule: RuleId): readonly string[] => {
    const proven = rules.find(({ id }) => id === rule)?.counterexample.of.split('/')[0];
    // By steps, not by requests: how often something is polled is chance.
    const cost = (id: string): number => (id === proven ? 0 : 1) * 1000 + (steps.get(id) ?? 0);
    return [...(exercised.get(rule) ?? [])]
      .sort((left, right) => cost(left) - cost(right) || (left < right ? -1 : 1))
      .slice(0, SCENARIOS_KEPT);
  };
  const exercisedRules = rules.filter(({ id }) => exercised.has(id)).map(({ id }) => [id, cheapest(id)] as const);
  return { scenarios: counted, rules: Object.fromEntries(exercisedRules) };
}

function rehearsed(exchanges: readonly Exchange[], operations: Parameters<typeof viewOf>[1]): Rehearsed {
  const sent = exchanges.filter(({ answer }) => answer.kind === 'http');
  const used = new Set(sent.map((exchange) => viewOf(exchange, operations)?.operation));
  return {
    requests: sent.reduce((sum, { timing }) => sum + 1 + (timing?.polls ?? 0) + (timing?.retries ?? 0), 0),
    input: sum(sent.map((exchange) => integerMember(usageOf(exchange), 'input_tokens') ?? 0)),
    output: sum(sent.map((exchange) => mostTokens(exchange))),
    operations: OPERATION_IDS.filter((id: OperationId) => used.has(id)),
  };
}

function usageOf(exchange: Exchange) {
  const answered = answeredJson(exchange);
  return isObject(answered) ? member(answered, 'usage') : undefined;
}

/** What a granted create request may cost at most; without a cap of its own what the reference needed. */
function mostTokens(exchange: Exchange): number {
  const { answer, request } = exchange;
  if (answer.kind !== 'http' || answer.status >= 300 || !request.path.endsWith('/responses')) return 0;
  return integerMember(request.json, 'max_output_tokens') ?? integerMember(usageOf(exchange), 'output_tokens') ?? 0;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, each) => total + each, 0);
}
