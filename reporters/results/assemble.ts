import { CAPABILITY_IDS, type Capability } from '../../core/capability.ts';
import { type ContractRef, isOwn, ownRef } from '../../core/contract.ts';
import type { Exchange } from '../../core/exchange.ts';
import { mergeParameters } from '../../core/judge/parameters.ts';
import { settled } from '../../core/judge/provisional.ts';
import { verdictsOf } from '../../core/judge/verdicts.ts';
import { type Evidence, isAnswered, type KnownFailure, type ScenarioReport } from '../../core/report.ts';
import type { Rule } from '../../core/rule.ts';
import { evidenceOf, uniqueExchanges } from './evidence.ts';
import { type Column, RESULTS_VERSION, type Results, type RuleInfo, type RunInfo } from './model.ts';
import { timingsOf } from './timings.ts';
import { tokensOf } from './tokens.ts';

/** The public view of a provider: no secrets. */
export interface ProviderView {
  readonly id: string;
  readonly name: string;
  readonly homepage?: string;
  readonly baseUrl?: string;
  /** By role. */
  readonly models?: Readonly<Partial<Record<string, string>>>;
  /** The id of its vendor's document, if that was read. */
  readonly document?: string;
  /** The claimed ones. */
  readonly capabilities: readonly Capability[];
  readonly knownFailures: readonly KnownFailure[];
  /** Why nothing was asked. */
  readonly notRun?: string;
}

export interface AssembleInput {
  /** A scenario reported twice (a retry, a second shard) counts once: the last report. */
  readonly reports: readonly ScenarioReport[];
  readonly rules: readonly Rule[];
  /** In the order of the columns. A report of a provider that is not among them makes a column named by its id. */
  readonly providers: readonly ProviderView[];
  readonly run: RunInfo;
  /** YYYY-MM-DD, for the last day of known failures. */
  readonly today: string;
}

interface Key {
  readonly provider: string;
  readonly evidence: Evidence;
  readonly contract: ContractRef;
}

/** One results document out of what the scenarios reported. Pure. */
export function assembleResults({ reports, rules, providers, run, today }: AssembleInput): Results {
  const groups = groupReports(reports);
  const views = new Map(providers.map((view) => [view.id, view]));
  const reported = [...groups.values()].map(({ key }) => key.provider);
  const ids = new Set([...views.keys(), ...reported]);
  const columns = [...ids].flatMap((id): readonly Column[] => {
    const view = views.get(id) ?? { id, name: id, capabilities: [], knownFailures: [] };
    const own = [...groups.values()].filter(({ key }) => key.provider === id);
    const made = own.map((group) => columnOf(group.key, group.reports, view, rules, today));
    const asked = own.some(({ key }) => key.evidence === 'live');
    if (asked || (made.length > 0 && view.notRun === undefined)) return made;
    return [...emptyColumns(view, run), ...made];
  });
  const judged = new Set(columns.flatMap(({ verdicts }) => verdicts.map(({ rule }) => rule)));
  return {
    schemaVersion: RESULTS_VERSION,
    run,
    rules: rules.filter(({ id }) => judged.has(id)).map(ruleInfo),
    columns,
  };
}

function groupReports(reports: readonly ScenarioReport[]) {
  const groups = new Map<string, { readonly key: Key; readonly scenarios: Map<string, ScenarioReport> }>();
  for (const report of reports) {
    const { provider, evidence, contract } = report;
    const name = JSON.stringify([provider, evidence, contract]);
    const group = groups.get(name) ?? { key: { provider, evidence, contract }, scenarios: new Map() };
    group.scenarios.set(`${report.scenario}#${report.repetition ?? 1}`, report);
    groups.set(name, group);
  }
  return new Map(
    [...groups].map(([name, { key, scenarios }]) => [
      name,
      { key, reports: [...scenarios.values()].sort(simplestFirst) },
    ]),
  );
}

/**
 * Tests end in any order. The first finding of a rule is the one that people see, so it should come from the plainest
 * conversation: in the order of the matrix, deliberately wrong requests last. Two runs then also write the same file.
 */
function simplestFirst(left: ScenarioReport, right: ScenarioReport): number {
  return (
    rankOf(left) - rankOf(right) ||
    compare(left.scenario, right.scenario) ||
    (left.repetition ?? 1) - (right.repetition ?? 1)
  );
}

function rankOf({ capability, entry }: ScenarioReport): number {
  const place = capability === 'errors' ? CAPABILITY_IDS.length : CAPABILITY_IDS.indexOf(capability);
  return place * 2 + (entry ? 0 : 1);
}

/** By code units, the same on every machine. */
function compare(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0;
}

function columnOf(
  key: Key,
  unsettled: readonly ScenarioReport[],
  view: ProviderView,
  rules: readonly Rule[],
  today: string,
): Column {
  const reports = settled(unsettled);
  const exchanges = [...uniqueExchanges(reports).values()];
  const timings = timingsOf(exchanges);
  const parameters = mergeParameters(reports.flatMap((report) => report.parameters ?? []));
  const judged = verdictsOf({
    reports,
    rules,
    contract: key.contract,
    // What a document says or prints is not a claim that the service was asked to keep.
    claimed: isAnswered(key.evidence) ? view.capabilities : [],
    knownFailures: view.knownFailures,
    today,
  });
  return {
    provider: publicView(view),
    evidence: key.evidence,
    contract: key.contract,
    ...judged,
    exchanges: evidenceOf(reports, judged.verdicts, parameters),
    unanswered: reports.flatMap(({ unanswered }) => unanswered),
    requests: exchanges.reduce((sum, exchange) => sum + timesSent(exchange), 0),
    tokens: tokensOf(exchanges),
    ...(parameters.length === 0 ? {} : { parameters }),
    ...(timings.length === 0 ? {} : { timings }),
  };
}

/** How often the request went out: polls and retries are requests too. */
function timesSent({ answer, timing }: Exchange): number {
  const sent = answer.kind === 'http' || !['budget', 'not-run', 'unmet'].includes(answer.cause);
  return sent ? 1 + (timing?.polls ?? 0) + (timing?.retries ?? 0) : 0;
}

/** A provider without a live report still has its place, which says why it is empty. */
function emptyColumns(view: ProviderView, run: RunInfo): readonly Column[] {
  const judging = run.contracts.filter(
    ({ id }) => !isOwn(id) || (view.document !== undefined && id === ownRef(view.document)),
  );
  return judging.map(({ id }) => ({
    provider: publicView(view),
    evidence: 'live',
    contract: id,
    notRun: view.notRun ?? 'no scenario of this provider was part of the run',
    capabilities: [],
    verdicts: [],
    exchanges: [],
    unanswered: [],
    requests: 0,
    tokens: { input: 0, output: 0 },
  }));
}

function publicView({ id, name, homepage, baseUrl, models }: ProviderView): Column['provider'] {
  return {
    id,
    name,
    ...(homepage === undefined ? {} : { homepage }),
    ...(baseUrl === undefined ? {} : { baseUrl }),
    ...(models === undefined ? {} : { models }),
  };
}

function ruleInfo({ id, title, levels, source, capability, breaks }: Rule): RuleInfo {
  return { id, title, levels, source, capability, breaks: breaks ?? [] };
}
