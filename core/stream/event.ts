import type { JsonObject } from '../json.ts';
import type { WireEvent } from '../sse/wire.ts';

/** One event of a stream with its payload parsed. */
export interface StreamEvent {
  readonly index: number;
  /** JSON Pointer of the event in its exchange: `/events/12`. */
  readonly at: string;
  /** Absent when a recording kept the payloads only. */
  readonly wire?: WireEvent;
  readonly payload: Payload;
}

export type Payload =
  /** A JSON object. `type` is its `type` member where that is a string, else undefined. */
  | { readonly kind: 'object'; readonly type: string | undefined; readonly data: JsonObject }
  /** The literal `[DONE]`. */
  | { readonly kind: 'done' }
  /** JSON, but no object. */
  | { readonly kind: 'other'; readonly text: string }
  /** No JSON document. */
  | { readonly kind: 'broken'; readonly text: string; readonly error: string };
