import type { Json } from './json.ts';

/**
 * One request with its complete answer, as it was on the wire. No opinion in it, and every value is plain data: it can
 * be printed, written to the journal and read back.
 */
export interface Exchange {
  /** Unique within a run or a recording. */
  readonly id: string;
  readonly request: SentRequest;
  readonly answer: Answer;
  readonly fidelity: Fidelity;
  /** What the kit meant by the request; absent for recordings, whose intent nobody knows. */
  readonly intent?: Intent;
  /** Which step of which scenario this was; absent for recordings. */
  readonly step?: StepRef;
  readonly timing?: Timing;
  /**
   * After this request the server accepted no connection for the rest of the run, although it had answered before: what
   * was seen, one sentence. Its own answer is cut or none.
   */
  readonly outage?: string;
}

export interface StepRef {
  readonly scenario: string;
  readonly step: string;
  /** From 2 on: which time the scenario was played, where a run plays each several times. */
  readonly repetition?: number;
}

/** Header names in lower case; secrets are masked before an exchange exists. */
export type Headers = Readonly<Record<string, string>>;

export interface SentRequest {
  /** Upper case. */
  readonly method: string;
  /** Absolute URL as sent, secrets masked; for recordings whatever is known. */
  readonly url: string;
  /** Path as sent, with the provider's prefix: `/v1/responses/resp_1/cancel`. */
  readonly path: string;
  /** Without the question mark. */
  readonly query: string;
  readonly headers: Headers;
  /** The parsed JSON body; `undefined` when there was none, it was no JSON, or it is unknown. */
  readonly json: Json | undefined;
  /** The raw text, where it was not the plain serialisation of `json` (deliberately broken JSON). */
  readonly text?: string;
}

export type Answer = HttpAnswer | NoAnswer;

export interface HttpAnswer {
  readonly kind: 'http';
  readonly status: number;
  /** Empty when the recording has none. */
  readonly headers: Headers;
  /** Media type with its parameters as received, '' when none was. */
  readonly contentType: string;
  readonly body: Body;
  /** How the body ended. Only `complete` bodies are judged for what they lack at their end. */
  readonly ending: Ending;
  /** The `content-encoding` that the body does not have, or that the kit cannot undo: the body is as received. */
  readonly undecoded?: string;
}

/** `cut`: the connection closed early; `timeout`, `too-long`: the kit stopped reading at its own limit. */
export type Ending = 'complete' | 'cut' | 'timeout' | 'too-long';

/**
 * `text` when the bytes are valid UTF-8, `base64` when they are not (so that nothing is lost), `data` when a recording
 * kept only the `data` payloads of a stream.
 */
export type Body =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'base64'; readonly base64: string }
  | { readonly kind: 'data'; readonly payloads: readonly string[] };

/** Nothing that could be judged came back. Never a finding: the judge turns it into `inconclusive` with this blame. */
export interface NoAnswer {
  readonly kind: 'none';
  readonly cause: NoAnswerCause;
  readonly blame: Blame;
  /** One sentence for people, without secrets. */
  readonly detail: string;
}

export const NO_ANSWER_CAUSES = [
  'refused', // connection refused, reset before an answer, DNS or TLS failure
  'timeout', // no status line in time
  'redirected', // to another host: credentials never follow
  'budget', // the kit's own cap on calls or tokens was reached
  'not-run', // no key, or the scenario was stopped
  'unmet', // an earlier step did not yield what this one needs
] as const;
export type NoAnswerCause = (typeof NO_ANSWER_CAUSES)[number];

/** Who is to blame that something could not be judged. */
export type Blame = 'kit' | 'network' | 'provider' | 'gateway' | 'model' | 'configuration';

/**
 * What a recording still shows. `redacted`: ids and times were replaced (no judgement of either); `data-lines`: only the
 * payloads are genuine (no judgement of the wire); `reserialized`: values are intact, key order and spacing are not;
 * `document`: an example printed in a vendor's document.
 */
export const FIDELITIES = ['verbatim', 'reserialized', 'redacted', 'data-lines', 'document'] as const;
export type Fidelity = (typeof FIDELITIES)[number];

/** What the kit meant by a request, and so what it may conclude from a refusal. */
export type Intent =
  | {
      readonly kind: 'valid';
      /** Members whose refusal by name means "optional and not offered" instead of a defect. */
      readonly optional?: readonly string[];
      /** The rule that speaks of a refusal, where that breaks no MUST. */
      readonly judgedBy?: `${string}/${string}`;
    }
  | {
      readonly kind: 'invalid';
      readonly flaw: Flaw;
      /** The member that is wrong, as `error.param` would name it; absent when no member is. */
      readonly param?: string;
      /** Status codes the contract allows for this flaw. */
      readonly statuses: readonly number[];
      /** Codes the official service answers with; only a SHOULD. */
      readonly codes?: readonly string[];
      /** The rule that speaks of its acceptance, where it is not the one of its flaw. */
      readonly judgedBy?: `${string}/${string}`;
    };

/** Ways in which a request is deliberately wrong; each is one rule in `rules/rejection.ts`. */
export const FLAWS = [
  'missing-member',
  'wrong-type',
  'unknown-member',
  'unknown-enum-value',
  'out-of-range',
  'too-long',
  'malformed-json',
  'wrong-media-type',
  'wrong-method',
  'missing-key',
  'wrong-key',
  'unknown-model',
  'unknown-id',
  'conflict',
  // What a single member does not show: items and tools that do not go together.
  'unanswered-call',
  'orphan-reasoning',
  'misplaced-trigger',
  'malformed-id',
  'lone-stream-options',
  'loose-schema',
  'no-json-cue',
  'undeclared-choice',
  'malformed-tool',
  'malformed-hosted-tool',
  'malformed-choice',
  'malformed-item',
  'few-tool-calls',
  'unlisted-effort',
] as const;
export type Flaw = (typeof FLAWS)[number];

/** Milliseconds since the request was sent, from a monotonic clock. */
export interface Timing {
  /** ISO 8601, UTC. */
  readonly startedAt: string;
  readonly firstByteMs: number;
  readonly totalMs: number;
  /** For streams: after `[0]` received bytes, `[1]` ms had passed. One entry a chunk. */
  readonly chunks?: readonly (readonly [bytes: number, ms: number])[];
  /** How often the service had to ask again after a 429 or 503. */
  readonly retries?: number;
  /** How often the same request had been sent before, while it was polled; only the last answer is kept. */
  readonly polls?: number;
}
