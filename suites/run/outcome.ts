import type { Contract } from '../../core/contract.ts';
import type { DocumentedContract } from '../../core/document.ts';
import type { Exchange } from '../../core/exchange.ts';
import { exampleExchanges, judgeDocument, statedPerCapability } from '../../core/judge/document.ts';
import { judgeScenario } from '../../core/judge/scenario.ts';
import type { DocumentEvidence, ScenarioReport } from '../../core/report.ts';
import type { Rule } from '../../core/rule.ts';
import type { Scenario } from '../../core/scenario.ts';
import type { Delivery, ProviderFacts } from './channel.ts';
import { redFindings, redMessage } from './red.ts';

/** What a test has to show. */
export interface Outcome {
  /** One for each contract. */
  readonly reports: readonly ScenarioReport[];
  readonly provider: ProviderFacts;
  /** Why the test is red; undefined when it is not. */
  readonly red: string | undefined;
}

/** By what is judged. */
export interface Bench {
  readonly contracts: readonly Contract[];
  readonly rules: readonly Rule[];
  /** YYYY-MM-DD: decides which known failures still count. */
  readonly today: string;
}

/** Judges the exchanges of one scenario under each contract. Pure. */
export function judgeDelivery(
  scenario: Scenario,
  { provider, exchanges }: Extract<Delivery, { kind: 'exchanges' }>,
  bench: Bench,
): Outcome {
  const { rules } = bench;
  const contracts = bench.contracts.filter((contract) => concerns(contract, provider.document));
  const times = repetitionsIn(exchanges);
  const base = { provider: provider.id, evidence: 'live', rules, scenario } as const;
  const reports = contracts.flatMap((contract) =>
    times.length === 1
      ? [judgeScenario({ ...base, contract, exchanges })]
      : times.map((own, index) => judgeScenario({ ...base, contract, exchanges: own, repetition: index + 1 })),
  );
  return outcomeOf(reports, provider, bench);
}

/** A vendor's own document judges the vendor's servers and its own examples, and nobody else's. */
function concerns({ document }: Contract, own: string | undefined): boolean {
  return document === undefined || document.id === own;
}

/** The exchanges of each time that the scenario was played, in order. */
function repetitionsIn(exchanges: readonly Exchange[]): readonly (readonly Exchange[])[] {
  const times = [...new Set(exchanges.map(nthOf))];
  return times.length < 2 ? [exchanges] : times.map((nth) => exchanges.filter((each) => nthOf(each) === nth));
}

function nthOf({ step }: Exchange): number {
  return step?.repetition ?? 1;
}

/** Judges what a vendor's document states, or the examples it prints. Pure. */
export function judgeVendorDocument(document: DocumentedContract, evidence: DocumentEvidence, bench: Bench): Outcome {
  const provider = { id: document.id, name: document.title, capabilities: [], knownFailures: [] };
  const judged = evidence === 'documented' ? statementsOf : examplesOf;
  const contracts = bench.contracts.filter((contract) =>
    // A document cannot contradict itself by what it states, but by what it prints.
    evidence === 'documented' ? contract.document === undefined : concerns(contract, document.id),
  );
  const reports = contracts.map((contract) => judged(document, contract, bench.rules));
  return outcomeOf(reports, provider, bench);
}

function statementsOf(document: DocumentedContract, contract: Contract, rules: readonly Rule[]): ScenarioReport {
  const { applied, findings } = judgeDocument(document, rules, contract);
  return {
    provider: document.id,
    evidence: 'documented',
    contract: contract.ref,
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

function examplesOf(document: DocumentedContract, contract: Contract, rules: readonly Rule[]): ScenarioReport {
  const report = judgeScenario({
    provider: document.id,
    evidence: 'example',
    contract,
    rules,
    scenario: { id: 'examples', title: 'What the document prints as examples', capability: 'core' },
    exchanges: exampleExchanges(document),
  });
  if (contract.document === undefined) return report;
  // A printed request without an answer is no exchange; the document's own rules read it where it stands.
  const printed = judgeDocument(document, rules, contract);
  return {
    ...report,
    applied: [...report.applied, ...printed.applied],
    findings: [...report.findings, ...printed.findings],
  };
}

function outcomeOf(reports: readonly ScenarioReport[], provider: ProviderFacts, { rules, today }: Bench): Outcome {
  const contracts = [...new Set(reports.map(({ contract }) => contract))];
  const red = contracts.flatMap((contract) => {
    const own = reports.filter((report) => report.contract === contract);
    return redFindings(own, rules, provider, today);
  });
  return { reports, provider, red: red.length === 0 ? undefined : redMessage(red) };
}
