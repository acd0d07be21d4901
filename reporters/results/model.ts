import type { Capability } from '../../core/capability.ts';
import type { ContractFamily, ContractRef, SpecPointer } from '../../core/contract.ts';
import type { Exchange } from '../../core/exchange.ts';
import type { ParameterReport } from '../../core/parameter.ts';
import type { Evidence, RuleVerdict, Unanswered } from '../../core/report.ts';
import type { Level, RuleId } from '../../core/rule.ts';

/** The version of the file that this kit writes; every older one is read too (`read.ts`). */
export const RESULTS_VERSION = 2;

/** The results file. Its JSON Schema is `reporters/results.schema.json`; a change of shape raises `schemaVersion`. */
export interface Results {
  readonly schemaVersion: typeof RESULTS_VERSION;
  readonly run: RunInfo;
  /** Every rule that any column was judged by, in the order of the matrix. */
  readonly rules: readonly RuleInfo[];
  /** One column of the matrix each: a provider under one kind of evidence and one contract. */
  readonly columns: readonly Column[];
}

export interface RunInfo {
  /** ISO 8601, UTC. */
  readonly startedAt: string;
  readonly finishedAt: string;
  readonly kit: { readonly name: string; readonly version: string };
  readonly contracts: readonly { readonly id: ContractRef; readonly edition: string }[];
  /** The flags of `responses-tck run` with which the same is asked again; without providers, files and secrets. */
  readonly arguments?: readonly string[];
}

export interface RuleInfo {
  readonly id: RuleId;
  readonly title: string;
  readonly levels: Readonly<Partial<Record<ContractFamily, Level>>>;
  readonly source: SpecPointer;
  readonly capability: Capability;
  readonly breaks: readonly string[];
}

export interface Column {
  readonly provider: {
    readonly id: string;
    readonly name: string;
    readonly homepage?: string;
    readonly baseUrl?: string;
    /** The models that were asked, by role: `text`, `tools`, ... Absent in files of older kits. */
    readonly models?: Readonly<Partial<Record<string, string>>>;
  };
  readonly evidence: Evidence;
  readonly contract: ContractRef;
  /** Why nothing was asked ("OPENAI_API_KEY is not set"); such a column has no verdicts. */
  readonly notRun?: string;
  readonly capabilities: readonly CapabilityState[];
  readonly verdicts: readonly RuleVerdict[];
  readonly exchanges: readonly EvidenceExchange[];
  /** What could not be judged, and who is to blame. */
  readonly unanswered: readonly Unanswered[];
  readonly requests: number;
  readonly tokens: { readonly input: number; readonly output: number };
  /** What became of every value of every request member that was sent; absent in files of older kits. */
  readonly parameters?: readonly ParameterReport[];
  /** How long each answer took; absent in files of older kits, and where nothing was asked. */
  readonly timings?: readonly TimingEntry[];
  /** The run that made this column, where the file was put together from several; otherwise that of the file. */
  readonly run?: ColumnRun;
}

/** When a column was made, and by which kit. */
export type ColumnRun = Omit<RunInfo, 'contracts'>;

/** One answer's way through time. Milliseconds since its request was sent. */
export interface TimingEntry {
  readonly exchange: string;
  /** `POST /responses`. */
  readonly operation: string;
  readonly status: number;
  /** The answer came in pieces and the time of each is known. */
  readonly streamed?: boolean;
  readonly firstByteMs: number;
  /** Of streams: when the first event was complete. */
  readonly firstEventMs?: number;
  readonly totalMs: number;
  /** Input and output tokens, where the answer reports usage. */
  readonly tokens?: readonly [input: number, output: number];
}

export interface CapabilityState {
  readonly id: Capability;
  readonly claimed: boolean;
  /** `offered`: its entry operation answered; `unsupported`: honestly refused; `unknown`: nobody could tell. */
  readonly state: 'offered' | 'unsupported' | 'unknown';
  readonly why?: string;
  /** Of a documented column: how many statements of the document speak of it. */
  readonly stated?: number;
}

/** An exchange kept as evidence: bodies cut to a limit, secrets already masked, with the command that repeats it. */
export interface EvidenceExchange {
  readonly exchange: Exchange;
  readonly curl: string;
  /** Bytes of the answer's body that were left out here. */
  readonly omittedBytes: number;
  /** The same of the request's body; absent where nothing was, and in files of older kits. */
  readonly omittedRequestBytes?: number;
}
