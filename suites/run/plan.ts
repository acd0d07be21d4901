import { type ContractId, type ContractRef, contractIdOf, isReference } from '../../core/contract.ts';
import type { DocumentEvidence } from '../../core/report.ts';
import type { Rule } from '../../core/rule.ts';
import type { Scenario } from '../../core/scenario.ts';
import { contractOperations } from '../../specs/load.ts';
import { openResponsesOnlyScenarios, referenceOnlyScenarios, scenarios } from '../scenarios/index.ts';
import type { RunOptions } from './options.ts';
import { readRehearsal } from './rehearsal.ts';
import { selectScenarios } from './select.ts';

/** One test of the conformance suite, before projects are applied. */
export type Planned =
  | { readonly kind: 'scenario'; readonly title: string; readonly tags: readonly string[]; readonly scenario: Scenario }
  | {
      readonly kind: 'document';
      readonly title: string;
      readonly tags: readonly string[];
      readonly document: string;
      readonly evidence: DocumentEvidence;
    };

/** The provider file of the embedded reference that keeps to a contract. */
export const REFERENCES: Readonly<Record<ContractId, string>> = {
  openai: 'reference',
  'open-responses': 'reference-open-responses',
};

/** The project of the vendors' documents; every other project is the provider of its name. */
export const DOCUMENTS_PROJECT = 'documents';
const REFERENCE_TAG = '@reference-only';
const DOCUMENT_TAG = '@document';

/**
 * The scenarios that the options select, tagged with their capability. Titles start with the scenario's id, so that
 * `--grep` finds it.
 */
export function plannedScenarios(options: RunOptions, rules: readonly Rule[]): readonly Planned[] {
  const of = (scenario: Scenario, ...tags: string[]): Planned => ({
    kind: 'scenario',
    title: `${scenario.id}: ${scenario.title}`,
    tags: [`@${scenario.capability}`, ...tags],
    scenario,
  });
  return selectedScenarios(options, rules).map((scenario) =>
    isReferenceOnly(scenario.id) ? of(scenario, REFERENCE_TAG) : of(scenario),
  );
}

/** The rules that `selectedScenarios` has to know. Loaded only where some are named: many files, before the first request. */
export async function rulesToSelect({ select }: RunOptions): Promise<readonly Rule[]> {
  if (select?.rules === undefined) return [];
  return (await import('../../core/rules/index.ts')).rules;
}

/**
 * What the options select.
 * @param rules all of them, where the options name some
 */
export function selectedScenarios({ contracts, select = {} }: RunOptions, rules: readonly Rule[]): readonly Scenario[] {
  const named = select.thorough === true || select.scenarios !== undefined || select.rules !== undefined;
  return selectScenarios(select, {
    scenarios: [...scenarios, ...(named ? markedScenarios(contracts) : [])],
    rehearsal: readRehearsal(),
    contracts,
    operations: new Set(termsOf(contracts).flatMap(contractOperations)),
    rules,
  });
}

/**
 * The contracts in whose terms is asked: a vendor's document only judges, so that it costs no request. Judged by it alone,
 * a server is asked what the official service would be.
 */
function termsOf(contracts: readonly ContractRef[]) {
  const references = contracts.filter(isReference);
  return references.length === 0 ? (['openai'] as const) : references;
}

/** Two tests a vendor document: what it states, and the examples it prints. */
export function plannedDocuments(ids: readonly string[]): readonly Planned[] {
  return ids.flatMap((document): Planned[] => [
    {
      kind: 'document',
      title: `${document} documented: what the document states`,
      tags: [DOCUMENT_TAG],
      document,
      evidence: 'documented',
    },
    {
      kind: 'document',
      title: `${document} example: what the document prints as examples`,
      tags: [DOCUMENT_TAG],
      document,
      evidence: 'example',
    },
  ]);
}

export interface PlannedProject {
  readonly name: string;
  readonly grep?: RegExp;
  readonly grepInvert?: RegExp;
}

/**
 * The Playwright projects of a run: one a provider, and one for all documents. Which providers get the reference-only
 * scenarios is known once their files are read: the host takes them out of the rest.
 */
export function plannedProjects(options: RunOptions): readonly PlannedProject[] {
  const ids = [...new Set([...options.providers, ...(options.adHoc === undefined ? [] : [options.adHoc.id])])];
  const live = ids.map((name) => ({ name, grepInvert: new RegExp(DOCUMENT_TAG) }));
  return options.documents.length > 0 ? [...live, { name: DOCUMENTS_PROJECT, grep: new RegExp(DOCUMENT_TAG) }] : live;
}

/** What only the reference provider can follow, as far as one of the contracts has it. */
function markedScenarios(contracts: readonly ContractRef[]): readonly Scenario[] {
  const open = contracts.some((ref) => contractIdOf(ref) === 'open-responses');
  return open ? [...referenceOnlyScenarios, ...openResponsesOnlyScenarios] : referenceOnlyScenarios;
}

export function isReferenceOnly(scenario: string): boolean {
  return [...referenceOnlyScenarios, ...openResponsesOnlyScenarios].some(({ id }) => id === scenario);
}

/** A scenario by its id. */
export function scenarioOf(id: string): Scenario | undefined {
  return [...scenarios, ...referenceOnlyScenarios, ...openResponsesOnlyScenarios].find(
    (scenario) => scenario.id === id,
  );
}
