import type { Capability } from './capability.ts';
import type { OperationId } from './contract.ts';
import type { Exchange, Headers, Intent } from './exchange.ts';
import type { Json } from './json.ts';

/** Roles that a provider maps to a model: `text` is mandatory, every other one falls back to it. */
export const MODEL_ROLES = ['text', 'tools', 'reasoning', 'structured', 'vision'] as const;
export type ModelRole = (typeof MODEL_ROLES)[number];

/** One conversation with a provider: requests that may depend on earlier answers. */
export interface Scenario {
  /** Stable, kebab-case, unique: `text-stream`. */
  readonly id: string;
  readonly title: string;
  readonly capability: Capability;
  /** The first step shows whether the capability is offered at all. */
  readonly entry?: boolean;
  /** Asked only with `run --thorough`: what a default run has no calls to spare for. */
  readonly thorough?: true;
  readonly steps: readonly Step[];
}

export interface Step {
  /** Unique in its scenario, kebab-case. */
  readonly name: string;
  /** Makes the request, or says what earlier answer it lacks. Pure. */
  readonly send: (context: StepContext) => RequestDraft | Unmet;
}

export interface StepContext {
  readonly model: (role: ModelRole) => string;
  /** A seed for generated data, from the scenario's id: the same in every run. */
  readonly seed: number;
  /** The exchange of an earlier step. */
  past(step: string): Exchange | undefined;
  /** The JSON body, or the terminal snapshot of the stream, of an earlier step's answer. */
  answered(step: string): Json | undefined;
}

export interface Unmet {
  readonly unmet: string;
}

/** Of a step that only some answers call for: nothing is lacking, so it is not reported as unanswered. */
export const NOT_NEEDED = 'not needed after the earlier answers';

export interface RequestDraft {
  readonly operation: OperationId;
  /** Values for the operation's path template. */
  readonly pathIds?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string | readonly string[]>>;
  readonly headers?: Headers;
  readonly json?: Json;
  /** Raw body instead of `json`, for requests that are no JSON. */
  readonly text?: string;
  /** Instead of the operation's own method, for wrong-method requests. */
  readonly method?: string;
  /** `omit`: no credentials; `wrong`: a key of the right form that nobody has. Default: the provider's own. */
  readonly credentials?: 'omit' | 'wrong';
  readonly intent: Intent;
  /** Waits before sending, milliseconds: polling of background responses. */
  readonly delayMs?: number;
  /** Sends again (after delayMs) while the predicate says so, at most this often: polling. The last answer counts. */
  readonly again?: { readonly times: number; readonly everyMs: number; readonly while: (answer: Exchange) => boolean };
}
