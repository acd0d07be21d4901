import { CAPABILITIES } from '../../core/capability.ts';
import { CONTRACT_IDS, type Contract, type ContractRef, ownRef, UNIONS, type UnionName } from '../../core/contract.ts';
import { isObject } from '../../core/json.ts';
import { levelIn } from '../../core/rule.ts';
import { rules } from '../../core/rules/index.ts';
import type { Scenario } from '../../core/scenario.ts';
import { availableContracts, loadContract } from '../../specs/load.ts';
import { choose } from '../choose.ts';
import { EXIT, type ExitCode } from '../exit.ts';

export interface ListOptions {
  readonly json: boolean;
  /** Of the rules: what the contracts say, and which rules judge it. */
  readonly coverage: boolean;
  /** A folder of further provider files. */
  readonly providers?: string;
}

/** A listing: plain objects for `--json`, whose values in order are the columns for people. */
type Row = Readonly<Record<string, string | number | readonly string[]>>;

const LISTINGS: Readonly<Record<string, (options: ListOptions) => Row[] | Promise<Row[]>>> = {
  rules: ({ coverage }) => (coverage ? coverageRows() : ruleRows()),
  scenarios: scenarioRows,
  providers,
  capabilities: async () => {
    const scenarios = await allScenarios();
    return CAPABILITIES.map(({ id, title, about }) => ({
      id,
      title,
      about,
      rules: rules.filter(({ capability }) => capability === id).length,
      scenarios: scenarios.filter(({ capability }) => capability === id).length,
    }));
  },
  faults: async () => {
    const { faults } = await import('../../fixtures/reference/faults/index.ts');
    return faults.map(({ id, title, breaks }) => ({ id, title, breaks }));
  },
  contracts: async () => [...(await Promise.all(availableContracts.map(contractRow))), ...(await ownRows())],
};

async function contractRow(ref: ContractRef): Promise<Row> {
  const contract = await loadContract(ref);
  const { edition, operations, schemas } = contract;
  const branches = UNIONS.map((union) => [COLUMN_OF[union], branchesOf(contract, union).length]);
  return {
    id: ref,
    edition,
    rules: rules.filter((rule) => levelIn(rule, ref) !== undefined).length,
    operations: operations.length,
    schemas: schemas.length,
    'request members': requestMembers(contract).length,
    ...Object.fromEntries(branches),
  };
}

/** Vendors' own documents: only what each states counts, and the rules that this leaves something to judge. */
async function ownRows(): Promise<Row[]> {
  const { loadDocuments } = await import('../../specs/vendors/load.ts');
  const { ownPromises } = await import('../../core/rules/own.ts');
  return (await loadDocuments()).map((document) => ({
    id: ownRef(document.id),
    edition: document.modified ?? '-',
    rules: ownPromises(document).length,
    operations: document.operations.filter(({ depth }) => depth === 'described').length,
    schemas: document.answers.filter(({ schema }) => schema !== undefined).length,
    'request members': document.parameters.filter(({ basis }) => basis === 'stated').length,
    ...Object.fromEntries(UNIONS.map((union) => [COLUMN_OF[union], '-'])),
  }));
}

async function ruleRows(): Promise<Row[]> {
  const { readRehearsal } = await import('../../suites/run/rehearsal.ts');
  const rehearsal = readRehearsal();
  return rules.map(({ id, levels, capability, on, title, source, breaks }) => ({
    id,
    ...Object.fromEntries(CONTRACT_IDS.map((contract) => [contract, levels[contract] ?? '-'])),
    capability,
    on,
    title,
    source,
    breaks: breaks ?? [],
    // Those of fewest requests that exercise it on the reference provider; documents are judged without any.
    scenarios: rehearsal.rules[id] ?? [],
  }));
}

function coverageSummary(rows: readonly Row[]): string {
  const judged = rows.filter(({ rules: judging }) => Array.isArray(judging) && judging.length > 0).length;
  const named = rows.filter(
    ({ rules: judging, unseen }) => Array.isArray(judging) && judging.length === 0 && unseen !== '-',
  );
  const rest = rows.length - judged - named.length;
  return `${judged} are judged by rules; of ${named.length} none can be, for the reason given; ${rest} only permit something\n`;
}

async function scenarioRows(): Promise<Row[]> {
  const { isReferenceOnly } = await import('../../suites/run/plan.ts');
  const { readRehearsal, rehearsedIn } = await import('../../suites/run/rehearsal.ts');
  const rehearsal = readRehearsal();
  return (await allScenarios()).map(({ id, capability, title, steps, thorough }) => ({
    id,
    capability,
    asked: isReferenceOnly(id) ? 'reference only' : thorough === true ? 'thorough' : 'always',
    requests: rehearsedIn(rehearsal, id, 'openai')?.requests ?? steps.length,
    title,
    steps: steps.map(({ name }) => name),
  }));
}

/** Every statement of the contracts, with the rules that judge it or the reason why none can. */
async function coverageRows(): Promise<Row[]> {
  const { loadStatements } = await import('../../specs/statements/load.ts');
  return loadStatements().map(({ id, levels, says, rules: judging, unseen }) => ({
    id,
    ...Object.fromEntries(CONTRACT_IDS.map((contract) => [contract, levels[contract] ?? '-'])),
    says,
    rules: judging,
    unseen: unseen ?? '-',
  }));
}

async function providers({ providers: folder }: ListOptions): Promise<Row[]> {
  const { loadProvidersWith } = await import('../../fixtures/providers/load.ts');
  const { resolveTarget } = await import('../../fixtures/providers/resolve.ts');
  return (await loadProvidersWith(folder)).map((provider) => {
    const target = resolveTarget(provider, process.env);
    // A server of the kit's own is started when a run needs it.
    const ready = 'why' in target && provider.start === undefined ? target.why : 'yes';
    return {
      id: provider.id,
      name: provider.name,
      ready,
      start: provider.start?.kind ?? '-',
      key: provider.auth.kind === 'none' ? '-' : provider.auth.env,
      variables: Object.values(provider.variables).map(({ env }) => env),
      document: provider.document ?? '-',
      capabilities: provider.capabilities,
    };
  });
}

const COLUMN_OF: Readonly<Record<UnionName, string>> = {
  Item: 'output items',
  Event: 'events',
  Content: 'content parts',
  Annotation: 'annotations',
  Tool: 'tools',
  InputItem: 'input items',
  InputContent: 'input parts',
  ListedItem: 'listed items',
};

function branchesOf({ schemas }: Contract, union: UnionName): readonly string[] {
  return schemas.filter((name) => name.startsWith(`${union}.`));
}

/** The members of a create request. */
function requestMembers(contract: Contract): readonly string[] {
  const properties = contract.resolve('#/components/schemas/Request.createResponse/properties');
  return Object.keys(isObject(properties) ? properties : {});
}

async function allScenarios(): Promise<readonly Scenario[]> {
  const suites = await import('../../suites/scenarios/index.ts');
  return [...suites.scenarios, ...suites.referenceOnlyScenarios, ...suites.openResponsesOnlyScenarios];
}

/**
 * Prints one listing.
 * @throws CallerError for an unknown listing or a wrong provider file
 */
export async function list(what: string, options: ListOptions): Promise<ExitCode> {
  const rows = (await LISTINGS[choose('listing', what, Object.keys(LISTINGS))]?.(options)) ?? [];
  process.stdout.write(options.json ? `${JSON.stringify(rows, null, 2)}\n` : table(rows));
  if (what === 'rules' && options.coverage && !options.json) process.stdout.write(coverageSummary(rows));
  return EXIT.ok;
}

const WIDEST_COLUMN = 60;

function table(rows: readonly Row[]): string {
  const names = Object.keys(rows[0] ?? {});
  const cells = rows.map((row) => names.map((name) => cell(row[name])));
  const widths = names.map((name, column) => Math.max(name.length, ...cells.map((row) => row[column]?.length ?? 0)));
  const line = (texts: readonly string[]) =>
    `${texts
      .map((text, column) => text.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd()}\n`;
  return `${line(names)}${cells.map(line).join('')}${rows.length} in all\n`;
}

function cell(value: Row[string] | undefined): string {
  const text = typeof value === 'object' ? value.join(', ') || '-' : String(value ?? '-');
  return text.length > WIDEST_COLUMN ? `${text.slice(0, WIDEST_COLUMN - 1)}…` : text;
}
