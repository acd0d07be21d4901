import type { ContractRef } from '../../core/contract.ts';
import type { ParameterReport } from '../../core/parameter.ts';
import type { Evidence, Outcome, Unanswered } from '../../core/report.ts';
import type { Level, RuleId } from '../../core/rule.ts';
import type { CapabilityState, RuleInfo, RunInfo } from '../results/model.ts';
import type { SiteEvidence } from './data/exchanges.ts';
import type { SiteHistory, SiteHistoryIndex } from './data/history.ts';
import type { SiteProvider } from './data/provider.ts';
import type { SiteRules } from './data/rule.ts';

/**
 * The data of the site, one file a name. All texts that a provider or a vendor could have written are already harmless
 * (`visible`), and what is a link is an http(s) URL; but exchanges, which are evidence: what shows them makes them harmless
 * (`client/evidence/`). `matrix` is all that the first screen needs.
 */
export interface SiteFiles {
  readonly matrix: SiteMatrix;
  readonly parameters: SiteParameters;
  readonly [column: `columns/${string}`]: SiteColumnDetails;
  readonly [evidence: `evidence/${string}`]: SiteEvidence;
  readonly [provider: `providers/${string}`]: SiteProvider;
  readonly rules: SiteRules;
  readonly history: SiteHistoryIndex;
  readonly [track: `history/${string}`]: SiteHistory;
}
export type SiteFileName = keyof SiteFiles;

export interface SiteMatrix {
  /** Of the newest results. */
  readonly run: RunInfo;
  readonly rules: readonly RuleInfo[];
  readonly columns: readonly SiteColumn[];
  /** What became different in columns that two results files have. Absent where there was nothing to compare with. */
  readonly changes?: SiteChanges;
}

/** One column, without what only its own pages need. */
export interface SiteColumn {
  /** For URLs and file names: unique, letters, digits and `-._~@` only. */
  readonly key: string;
  readonly provider: {
    readonly id: string;
    readonly name: string;
    readonly homepage?: string;
    readonly baseUrl?: string;
  };
  readonly evidence: Evidence;
  readonly contract: ContractRef;
  readonly notRun?: string;
  /** When it was judged: ISO 8601, UTC. */
  readonly judgedAt: string;
  readonly requests: number;
  /** One character for each of `SiteMatrix.rules` (`codes.ts`); a blank where the contract has no such rule. */
  readonly outcomes: string;
  /** One character for each capability, in the order of `CAPABILITY_IDS`; see `codes.ts`. */
  readonly states: string;
  /** Of a documented column: how many of its statements speak of each capability, in the order of `CAPABILITY_IDS`. */
  readonly stated?: readonly number[];
}

/** What differs between the two newest runs of the columns. */
export interface SiteChanges {
  /** The oldest of the runs that were compared with: ISO 8601, UTC. */
  readonly since: string;
  readonly regressions: readonly SiteChange[];
  readonly fixes: readonly SiteChange[];
  readonly stale: readonly SiteChange[];
}

export interface SiteChange {
  readonly column: string;
  readonly rule: RuleId;
}

/** `data/columns/<key>.js`: everything about one column but its exchanges. */
export interface SiteColumnDetails {
  readonly capabilities: readonly CapabilityState[];
  /** In the file without those that only hold or were not exercised; whole once it is loaded (`whole-details.ts`). */
  readonly verdicts: Readonly<Record<RuleId, SiteVerdict>>;
  readonly unanswered: readonly Unanswered[];
  readonly parameters: readonly ParameterReport[];
  readonly requests: number;
  readonly tokens: { readonly input: number; readonly output: number };
}

export interface SiteVerdict {
  readonly level: Level;
  readonly outcome: Outcome;
  /** Why it is known, stale, flaky, unsupported or inconclusive. */
  readonly why?: string;
  readonly link?: string;
  readonly findings: readonly SiteFinding[];
}

/** One defect: alike places, in however many answers. The place is that which is easiest to see. */
export interface SiteFinding {
  /** What is wrong, in one sentence for the server's maintainer. */
  readonly sentence: string;
  readonly exchange: string;
  /** JSON Pointer into the exchange, as `Finding.at`. */
  readonly at: string;
  /** The same for people: lines of a document have numbers. */
  readonly place: string;
  readonly expected: string;
  readonly actual: string;
  /** Number of the event and byte of the body: `event 3, byte 1204`; '' where there is nothing to say. */
  readonly where: string;
  /** Places over all answers, and in how many answers they are. */
  readonly count: number;
  readonly answers: number;
  /** Further places in the same answer, the first few. */
  readonly more: readonly string[];
  /** The same in other answers, the first few. */
  readonly others: readonly { readonly exchange: string; readonly at: string }[];
}

/** `data/parameters.js`: what became of every value of every request member, a character each (`codes.ts`). */
export interface SiteParameters {
  readonly members: readonly SiteMember[];
  /** By column key: one character for each value of each member, in their order; a blank where it was not sent. */
  readonly columns: Readonly<Record<string, string>>;
}

export interface SiteMember {
  readonly name: string;
  readonly values: readonly string[];
}
