import type { Capability } from './capability.ts';
import { type Contract, type ContractFamily, type ContractRef, contractIdOf, type SpecPointer } from './contract.ts';
import type { DocumentedContract } from './document.ts';
import type { Exchange } from './exchange.ts';
import type { Json, JsonObject } from './json.ts';
import type { Family, StreamStep, StreamSummary } from './stream/machine.ts';
import type { ExchangeView } from './view.ts';

/** MUST: a breach is a failure. SHOULD: a warning. MAY: information at most. No level: the rule is not in that contract. */
export const LEVELS = ['MUST', 'SHOULD', 'MAY'] as const;
export type Level = (typeof LEVELS)[number];

export type RuleId = `${string}/${string}`;

/** What a rule needs to see; a recording whose fidelity hides it is not judged by the rule. */
export type Aspect = 'wire' | 'ids' | 'times' | 'headers' | 'request';

/**
 * One normative statement. `judge` (or `watch`) is a pure function that calls `probe.check` once for every place where
 * the statement can be tested; a rule that checked nothing was not exercised.
 */
export interface RuleFacts {
  readonly id: RuleId;
  /** Says what holds: "usage.total_tokens equals input plus output". Never "should", never "test that". */
  readonly title: string;
  readonly levels: Readonly<Partial<Record<ContractFamily, Level>>>;
  /**
   * The month (YYYY-MM) from which on a contract demands it, where that is younger than the contract itself: editions
   * before it have no such rule.
   */
  readonly since?: Readonly<Partial<Record<ContractFamily, string>>>;
  /**
   * Into the compiled document of the `openai` contract, of rules about a vendor's own document into that (`/answers`:
   * each of them has its line); a test resolves it.
   */
  readonly source: SpecPointer;
  readonly capability: Capability;
  readonly needs?: readonly Aspect[];
  /** Well-known clients that break when the statement does not hold. */
  readonly breaks?: readonly string[];
  readonly counterexample: Counterexample;
  /** Demands that a wrong request is refused, as all of `request/` do: it also looks at one that was granted. */
  readonly demandsRefusal?: true;
  /** Looks also at refusals that say nothing of the rest: a key that was not accepted, a limit. */
  readonly readsRefusals?: true;
}

/** The level of a rule under an edition of a contract; undefined where that edition has no such rule. */
export function levelIn({ levels, since }: Pick<RuleFacts, 'levels' | 'since'>, ref: ContractRef): Level | undefined {
  const id = contractIdOf(ref);
  const from = since?.[id];
  if (from === undefined) return levels[id];
  // The newest edition has no date in its name: nothing is younger.
  const [, edition] = ref.split('@', 2);
  return edition !== undefined && from > edition ? undefined : levels[id];
}

/**
 * A conforming exchange of the reference provider, and the edit that makes exactly this rule fail. A test applies each.
 * `also` names rules that cannot but fail with it.
 */
export interface Counterexample {
  /** `scenario/step` of the exchange that is edited. */
  readonly of: string;
  readonly edit: readonly Edit[];
  readonly also?: readonly RuleId[];
}

/**
 * One change to an exchange. Paths are JSON Pointers: `/body/usage/total_tokens`, `/status`, `/headers/content-type`,
 * and for streams `/events/<type>[#n]/...`: the n-th event (from 0) of that type, e.g.
 * `/events/response.output_text.delta#1/sequence_number`; `/outage` is what became of the server after it.
 * `set` writes (or creates) a member, `remove` removes it (or the whole event), `before`/`after` insert an event,
 * `move` puts the event in front of another one, `wire` replaces text in the raw body.
 */
export type Edit =
  | { readonly op: 'set'; readonly path: string; readonly value: Json }
  | { readonly op: 'remove'; readonly path: string }
  | { readonly op: 'before' | 'after'; readonly path: string; readonly event: JsonObject }
  | { readonly op: 'move'; readonly path: string; readonly before: string }
  | { readonly op: 'wire'; readonly from: string; readonly to: string };

/** Where a rule reports. Calling it at all is what makes a rule count as exercised. */
export interface Probe {
  /**
   * @param holds whether the statement holds at this place
   * @param at JSON Pointer into the exchange (see `Finding.at`)
   * @param expected what the contract asks for, short
   * @param actual what was there, short; `show()` makes one from a value
   */
  check(holds: boolean, at: string, expected: string, actual: string): void;
  /** The statement could have been tested here had the model done its part (blame: model). Never a finding. */
  unmet(why: string): void;
}

/** A rule over a whole exchange: status, headers, envelope, request against answer. */
export interface ExchangeRule extends RuleFacts {
  readonly on: 'exchange';
  judge(view: ExchangeView, probe: Probe, contract: Contract): void;
}

/** A Response object that an exchange holds: the JSON body, or a snapshot inside a stream. */
export interface ResponseSubject {
  readonly value: JsonObject;
  /** JSON Pointer of the object in the exchange, `/body` or `/events/7/data/response`. */
  readonly at: string;
  /** `final`: a JSON body or the terminal event; `interim`: created, queued or in_progress. */
  readonly phase: 'final' | 'interim';
  readonly view: ExchangeView;
}

/** A rule over every Response object, wherever it comes: JSON body, terminal snapshot, interim snapshot. */
export interface ResponseRule extends RuleFacts {
  readonly on: 'response';
  judge(subject: ResponseSubject, probe: Probe, contract: Contract): void;
}

/** A rule over a stream, event by event. `watch` is called once a stream and keeps its own memory. */
export interface StreamRule extends RuleFacts {
  readonly on: 'stream';
  /**
   * The events that its watch looks at; absent: every event. The judge calls it for no other, which is what makes long
   * streams of deltas cheap.
   */
  readonly events?: readonly EventName[];
  /**
   * Of a delta that differs from the one before only in its text and its number, the watch says the same as of that one,
   * and remembers nothing new. The judge shows it the first two of such a run, and the others only where it objected.
   */
  readonly steady?: boolean;
  watch(probe: Probe, contract: Contract, exchange: Exchange): StreamWatch;
}

/** A family of events, or one event type that the state machine knows. */
export type EventName = Family | `response.${string}`;

export interface StreamWatch {
  event?(step: StreamStep): void;
  /** Called once, after the last event. */
  end?(summary: StreamSummary): void;
}

/** A rule over all exchanges of one scenario, in order: retrieve equals create, delete then 404, ... */
export interface ScenarioRule extends RuleFacts {
  readonly on: 'scenario';
  judge(steps: ScenarioSteps, probe: ScenarioProbe, contract: Contract): void;
}

export interface ScenarioSteps {
  readonly scenario: string;
  readonly all: readonly ExchangeView[];
  /** The answered exchange of that step, if there is one. */
  step(name: string): ExchangeView | undefined;
}

/** As `Probe`, and says in which exchange the place is. */
export interface ScenarioProbe {
  check(holds: boolean, where: ExchangeView, at: string, expected: string, actual: string): void;
  unmet(why: string): void;
}

/**
 * A rule over what a vendor's document states, without any exchange. Its counterexample is an edit of the documented
 * contract itself; `of` names the document.
 */
export interface DocumentRule extends RuleFacts {
  readonly on: 'document';
  judge(document: DocumentedContract, probe: DocumentProbe, contract: Contract): void;
}

/** As `Probe`; the place is a line of the document. */
export interface DocumentProbe {
  check(holds: boolean, line: number, expected: string, actual: string): void;
}

export type Rule = ExchangeRule | ResponseRule | StreamRule | ScenarioRule | DocumentRule;

/**
 * One deviation. `at` is a JSON Pointer into the exchange: `/status`, `/headers/content-type`, `/body/...`,
 * `/events/12/data/...`, `/events/12/event` (the `event:` line), `/stream` (the wire as a whole); for a document
 * `/lines/187`, with `exchange` the document's id.
 * Equal deviations at several places of one exchange are one finding with a count.
 */
export interface Finding {
  readonly rule: RuleId;
  readonly exchange: string;
  readonly at: string;
  readonly expected: string;
  readonly actual: string;
  readonly count: number;
  /** Further places, the first few. */
  readonly more: readonly string[];
}
