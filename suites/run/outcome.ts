import type { Contract } from '../../core/contract.ts';
import type { DocumentedContract } from '../../core/document.ts';
import { exampleExchanges, judgeDocument, statedPerCapability } from '../../core/judge/document.ts';
import { judgeScenario } from '../../core/judge/scenario.ts';
import type { Evidence, ScenarioReport } from '../../core/report.ts';
import { documentRules } from '../../core/rules/document.ts';
import { rules } from '../../core/rules/index.ts';
import type { Scenario } from '../../core/scenario.ts';
import type { Delivery, ProviderFacts } from './channel.ts';
import { redFindings, redMessage } from './red.ts';

/** What a test has to show. */
export interface Outcome {
  readonly report: ScenarioReport;
  readonly provider: ProviderFacts;
  /** Why the test is red; undefined when it is not. */
  readonly red: string | undefined;
}

/** Judges the exchanges of one scenario. Pure. `today` (YYYY-MM-DD) decides which known failures still count. */
export function judgeDelivery(
  scenario: Scenario,
  { provider, exchanges }: Extract<Delivery, { kind: 'exchanges' }>,
  contract: Contract,
  today: string,
): Outcome {
  const report = judgeScenario({ provider: provider.id, evidence: 'live', contract, rules, scenario, exchanges });
  return outcomeOf(report, provider, today);
}

/** Judges what a vendor's document states, or the examples it prints. Pure. */
export function judgeVendorDocument(
  document: DocumentedContract,
  evidence: Exclude<Evidence, 'live'>,
  contract: Contract,
  today: string,
): Outcome {
  const provider = { id: document.id, name: document.title, capabilities: [], knownFailures: [] };
  const report = evidence === 'documented' ? statementsOf(document, contract) : examplesOf(document, contract);
  return outcomeOf(report, provider, today);
}

function statementsOf(document: DocumentedContract, contract: Contract): ScenarioReport {
  const { applied, findings } = judgeDocument(document, documentRules, contract);
  return {
    provider: document.id,
    evidence: 'documented',
    contract: contract.id,
    scenario: 'document',
    title: 'What the document states',
    capability: 'core',
    entry: false,
    exchanges: [],
    applied,
    findings,
    unmet: [],
    unanswered: [],
    succeeded: [],
    stated: statedPerCapability(document),
    refused: [],
  };
}

function examplesOf(document: DocumentedContract, contract: Contract): ScenarioReport {
  return judgeScenario({
    provider: document.id,
    evidence: 'example',
    contract,
    rules,
    scenario: { id: 'examples', title: 'What the document prints as examples', capability: 'core' },
    exchanges: exampleExchanges(document),
  });
}

function outcomeOf(report: ScenarioReport, provider: ProviderFacts, today: string): Outcome {
  const red = redFindings(report, rules, provider, today);
  return { report, provider, red: red.length === 0 ? undefined : redMessage(red) };
}
