import type { Capability } from './capability.ts';
import type { ContractRef, OperationId } from './contract.ts';
import type { Blame, Exchange, NoAnswerCause } from './exchange.ts';
import type { ParameterReport } from './parameter.ts';
import type { Finding, Level, RuleId } from './rule.ts';

/**
 * The kinds of evidence; never mixed or shown as one another. `live`: answers to requests of the run itself; `recorded`:
 * answers that were recorded before, to requests of others; `example` and `documented`: what a document prints and says.
 */
export const EVIDENCE = ['live', 'recorded', 'example', 'documented'] as const;
export type Evidence = (typeof EVIDENCE)[number];
export type DocumentEvidence = Exclude<Evidence, 'live' | 'recorded'>;

/** Whether a server itself gave these answers, now or when they were recorded; a document only speaks of one. */
export function isAnswered(evidence: Evidence): evidence is Exclude<Evidence, DocumentEvidence> {
  return evidence === 'live' || evidence === 'recorded';
}

/**
 * What judging one scenario on one provider (or one document) yields. It travels as a Playwright attachment, so it is
 * plain JSON; the results file is assembled from a list of these and from nothing else.
 */
export interface ScenarioReport {
  readonly provider: string;
  readonly evidence: Evidence;
  readonly contract: ContractRef;
  readonly scenario: string;
  readonly title: string;
  readonly capability: Capability;
  /** The first exchange of this scenario shows whether the capability is offered at all. */
  readonly entry: boolean;
  /** From 1: which time the scenario was played; absent where a run plays each once. */
  readonly repetition?: number;
  /** Of a repeated scenario: the rules that checked something, by exchange. */
  readonly checked?: Readonly<Record<string, readonly RuleId[]>>;
  readonly exchanges: readonly Exchange[];
  /** Rules that checked at least one place. */
  readonly applied: readonly RuleId[];
  readonly findings: readonly Finding[];
  /** Rules that could not be tested because the model did not do what was asked. */
  readonly unmet: readonly { readonly rule: RuleId; readonly why: string }[];
  /** Exchanges that could not be judged at all. */
  readonly unanswered: readonly Unanswered[];
  /** Where the provider said that it does not offer something optional (404, 405, 501, or a 4xx that names the member). */
  readonly refused: readonly Refusal[];
  /** Operations that answered a valid request with success in this scenario. */
  readonly succeeded: readonly OperationId[];
  /** For a document: how many of its statements speak of each capability. */
  readonly stated?: Readonly<Partial<Record<Capability, number>>>;
  /** What became of the values of request members, exchange by exchange; `mergeParameters` makes one list of many. */
  readonly parameters?: readonly ParameterReport[];
  /**
   * Deliberately wrong requests that were refused for their key or model, and what they show should the run as a whole
   * prove that both are in order; see `settled`.
   */
  readonly provisional?: readonly Provisional[];
}

export interface Provisional {
  readonly exchange: string;
  /** What must have worked elsewhere in the run: any valid request of this operation, or of this model. */
  readonly unless: { readonly operation: OperationId } | { readonly model: string };
  readonly applied: readonly RuleId[];
  readonly findings: readonly Finding[];
}

/** An exchange that says nothing about the protocol, and who is to blame. */
export interface Unanswered {
  readonly exchange: string;
  /** `configuration`: the key or the model of the run was not accepted. */
  readonly cause: NoAnswerCause | 'overload' | 'configuration';
  readonly blame: Blame;
  /** One phrase for people, without secrets. */
  readonly detail: string;
}

/** A route that is not there, or a member that the step had declared optional. */
export interface Refusal {
  readonly kind: 'route' | 'member';
  readonly exchange: string;
  readonly operation: OperationId | undefined;
  /** One phrase for people: "400 naming temperature". */
  readonly why: string;
}

/** What a rule's findings over all exchanges say about a provider. */
export type Verdict =
  | { readonly outcome: 'pass' }
  | { readonly outcome: 'fail'; readonly findings: readonly Finding[] }
  | {
      readonly outcome: 'known-fail';
      readonly findings: readonly Finding[];
      readonly reason: string;
      readonly link?: string;
    }
  /**
   * Neither pass nor fail: the rule held in some repetitions of a step and not in others. `failed` of `of` are those of
   * the step of the first finding.
   */
  | {
      readonly outcome: 'flaky';
      readonly findings: readonly Finding[];
      readonly failed: number;
      readonly of: number;
    }
  | { readonly outcome: 'stale'; readonly reason: string }
  | { readonly outcome: 'unsupported'; readonly why: string }
  | { readonly outcome: 'inconclusive'; readonly blame: Blame; readonly why: string }
  | { readonly outcome: 'not-exercised' };
export type Outcome = Verdict['outcome'];

/** Every outcome there is, in the order of the filters. */
export const OUTCOMES = [
  'pass',
  'fail',
  'known-fail',
  'flaky',
  'stale',
  'unsupported',
  'inconclusive',
  'not-exercised',
] as const satisfies readonly Outcome[];

export interface RuleVerdict {
  readonly rule: RuleId;
  readonly level: Level;
  readonly verdict: Verdict;
}

/** One accepted failure: rule, reason, optional link and last day (YYYY-MM-DD). */
export interface KnownFailure {
  readonly rule: RuleId;
  readonly reason: string;
  readonly link?: string;
  readonly expires?: string;
}
