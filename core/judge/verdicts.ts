import { CAPABILITY_IDS, type Capability } from '../capability.ts';
import { type ContractRef, isOwn, type OperationId } from '../contract.ts';
import type { Blame } from '../exchange.ts';
import type { KnownFailure, RuleVerdict, ScenarioReport, Verdict } from '../report.ts';
import { type Finding, levelIn, type Rule, type RuleId } from '../rule.ts';
import { judgedIn, type Place, placesIn, steadinessOf } from './flaky.ts';
import { settled } from './provisional.ts';
import { refusedAlike } from './unoffered.ts';

export interface VerdictInput {
  /** All reports of one provider under one kind of evidence and one contract. */
  readonly reports: readonly ScenarioReport[];
  readonly rules: readonly Rule[];
  readonly contract: ContractRef;
  /** What the provider's file claims: a claimed capability that is refused is a failure. */
  readonly claimed: readonly Capability[];
  readonly knownFailures: readonly KnownFailure[];
  /** YYYY-MM-DD, for the expiry of known failures. */
  readonly today: string;
}

export interface OfferedCapability {
  readonly id: Capability;
  readonly claimed: boolean;
  readonly state: 'offered' | 'unsupported' | 'unknown';
  readonly why?: string;
  /** How many statements of a document speak of it; absent where no document was judged. */
  readonly stated?: number;
}

export interface Verdicts {
  readonly verdicts: readonly RuleVerdict[];
  readonly capabilities: readonly OfferedCapability[];
}

/** What the rules' findings over all exchanges say about a provider. Pure. */
export function verdictsOf(given: VerdictInput): Verdicts {
  const input = { ...given, reports: settled(given.reports) };
  const refusals = acceptedRefusals(input);
  const honest = new Set(refusals.map(({ exchange }) => exchange));
  const exchanges = input.reports.flatMap((report) => report.exchanges);
  const excused = new Set([...honest, ...refusedAlike(exchanges, honest)]);
  const evidence = gather(input.reports, excused);
  const capabilities = CAPABILITY_IDS.map((id) => offered(id, input, refusals));
  const verdicts = input.rules.flatMap((rule): RuleVerdict[] => {
    const level = levelIn(rule, input.contract);
    return level === undefined ? [] : [{ rule: rule.id, level, verdict: verdictOf(rule, input, evidence, refusals) }];
  });
  return { verdicts, capabilities };
}

interface AcceptedRefusal {
  readonly capability: Capability;
  readonly exchange: string;
  readonly why: string;
}

/**
 * A refusal is honest when the capability is neither mandatory nor claimed and, for a route, when it never worked in this
 * run. Of the mandatory `core` single members may be refused where a step says that they are optional: reasoning models
 * of the genuine service take no temperature.
 */
function acceptedRefusals({ reports, claimed, contract }: VerdictInput): readonly AcceptedRefusal[] {
  // What a document promises its server has claimed, whatever the provider file says.
  if (isOwn(contract)) return [];
  const worked = new Set<OperationId>(reports.flatMap(({ succeeded }) => succeeded));
  return reports.flatMap(({ capability, refused }) => {
    const honest = refused.filter(({ kind, operation }) => {
      if (kind === 'member') return capability === 'core' || !claimed.includes(capability);
      const mandatory = capability === 'core' || capability === 'errors' || claimed.includes(capability);
      return !mandatory && (operation === undefined || !worked.has(operation));
    });
    return honest.map(({ exchange, why }) => ({ capability, exchange, why }));
  });
}

interface Gathered {
  readonly applied: ReadonlySet<RuleId>;
  readonly findings: ReadonlyMap<RuleId, readonly Finding[]>;
  readonly unmet: ReadonlyMap<RuleId, string>;
  readonly places: ReadonlyMap<string, Place>;
  readonly judged: ReadonlyMap<string, ReadonlyMap<RuleId, number>>;
}

function gather(reports: readonly ScenarioReport[], excused: ReadonlySet<string>): Gathered {
  const applied = new Set<RuleId>();
  const findings = new Map<RuleId, Finding[]>();
  const unmet = new Map<RuleId, string>();
  for (const report of reports) {
    const dropped = new Set<RuleId>();
    for (const finding of report.findings) {
      if (excused.has(finding.exchange)) {
        dropped.add(finding.rule);
        continue;
      }
      const list = findings.get(finding.rule) ?? [];
      list.push(finding);
      findings.set(finding.rule, list);
    }
    // A rule whose only check in this scenario was the refusal did not pass anything there.
    for (const rule of report.applied) if (!dropped.has(rule)) applied.add(rule);
    for (const { rule, why } of report.unmet) unmet.set(rule, why);
  }
  const places = placesIn(reports);
  return { applied, findings, unmet, places, judged: judgedIn(reports, places, excused) };
}

function verdictOf(rule: Rule, input: VerdictInput, evidence: Gathered, refusals: readonly AcceptedRefusal[]): Verdict {
  const findings = evidence.findings.get(rule.id) ?? [];
  const known = input.knownFailures.find((entry) => entry.rule === rule.id && !expired(entry, input.today));
  if (findings.length > 0) {
    if (known === undefined) {
      const { steady, failed, of } = steadinessOf(rule.id, findings, evidence.places, evidence.judged);
      return steady ? { outcome: 'fail', findings } : { outcome: 'flaky', findings, failed, of };
    }
    const { reason, link } = known;
    return { outcome: 'known-fail', findings, reason, ...(link === undefined ? {} : { link }) };
  }
  if (evidence.applied.has(rule.id)) {
    return known === undefined ? { outcome: 'pass' } : { outcome: 'stale', reason: known.reason };
  }
  const refusal =
    rule.capability === 'core' ? undefined : refusals.find(({ capability }) => capability === rule.capability);
  if (refusal !== undefined) return { outcome: 'unsupported', why: refusal.why };
  const why = evidence.unmet.get(rule.id);
  if (why !== undefined) return { outcome: 'inconclusive', blame: 'model', why };
  return notReached(rule, input.reports);
}

function expired(entry: KnownFailure, today: string): boolean {
  return entry.expires !== undefined && entry.expires < today;
}

/** A rule that checked nothing: because answers were missing, or because nothing in this run leads to it. */
function notReached(rule: Rule, reports: readonly ScenarioReport[]): Verdict {
  const missing = reports
    .filter(({ capability }) => capability === rule.capability)
    .flatMap(({ unanswered }) => unanswered)
    .find(({ cause }) => cause !== 'unmet');
  if (missing === undefined) return { outcome: 'not-exercised' };
  const { blame, detail }: { blame: Blame; detail: string } = missing;
  return { outcome: 'inconclusive', blame, why: detail };
}

function offered(id: Capability, input: VerdictInput, refusals: readonly AcceptedRefusal[]): OfferedCapability {
  const claimed = input.claimed.includes(id);
  const mine = input.reports.filter(({ capability }) => capability === id);
  // A refused member of the mandatory capability leaves the capability itself offered.
  const refusal = id === 'core' ? undefined : refusals.find(({ capability }) => capability === id);
  const entry = mine.find((report) => report.entry);
  const works = mine.some(({ succeeded, applied }) => succeeded.length > 0 || (id === 'errors' && applied.length > 0));
  // Without its entry operation one refused part does not speak for the whole.
  if (refusal !== undefined && (entry === undefined ? !works : entry.refused.length > 0)) {
    return { id, claimed, state: 'unsupported', why: refusal.why };
  }
  const documents = input.reports.flatMap(({ stated }) => (stated === undefined ? [] : [stated[id] ?? 0]));
  const stated = documents.length === 0 ? {} : { stated: documents.reduce((sum, count) => sum + count, 0) };
  if (works) return { id, claimed, state: 'offered', ...stated };
  // Asked, and no answer that can be judged: told apart from what nobody asked.
  const [silent] = mine.flatMap(({ unanswered }) => unanswered);
  return { id, claimed, state: 'unknown', ...(silent === undefined ? {} : { why: silent.detail }), ...stated };
}
