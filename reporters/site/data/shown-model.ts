/** Where a finding's place is on the shown exchange. `near`: the member is absent, its parent is marked. */
export type Mark =
  | { readonly part: 'request' | 'answer'; readonly line: number; readonly near: boolean }
  | { readonly part: 'event'; readonly event: number; readonly line: number; readonly near: boolean }
  | { readonly part: 'whole' };

export interface ShownExchange {
  /** `POST /v1/responses → 200`. */
  readonly title: string;
  /** `text-stream/create`, or '' for recordings. */
  readonly step: string;
  readonly request: readonly string[];
  /** Status line, headers, and the body unless it is an event stream. */
  readonly answer: readonly string[];
  readonly events?: readonly ShownEvent[];
  /** What is not shown, or how the answer ended. */
  readonly notes: readonly string[];
  /** Exactly as it has to be pasted. */
  readonly curl: string;
}

export interface ShownEvent {
  readonly index: number;
  readonly name: string;
  /** The payload on one line. */
  readonly brief: string;
  /** The event in full, for those that a finding points to. */
  readonly lines?: readonly string[];
}
