import type { Json, JsonObject } from '../json.ts';
import type { WireEvent } from '../sse/wire.ts';

/** How an event was written, without its payload and its place. */
export type Frame = Pick<WireEvent, 'name' | 'id' | 'retry' | 'unknownFields' | 'complete'>;

/** An event with all that is known of how it was written: its bytes, its place in the body. */
export type WiredEvent = StreamEvent<WireEvent>;

/** One event of a stream with its payload parsed. */
export interface StreamEvent<Wire extends Frame = Frame> {
  readonly index: number;
  /** JSON Pointer of the event in its exchange: `/events/12`. */
  readonly at: string;
  /** Absent when a recording kept the payloads only. */
  readonly wire?: Wire;
  readonly payload: Payload;
  /** Members of the payload, where it is an object that has them: of an alike event they cost nothing. */
  readonly sequenceNumber: Json | undefined;
  readonly delta: Json | undefined;
  /**
   * It differs from the event before it only in the text of its delta, its `obfuscation` and its `sequence_number`, an
   * integer, and all else that it holds are scalars and empty lists; its payload is an object with a `type`. Not every
   * such event is told: only what its reader saw at little cost.
   */
  readonly alike: boolean;
}

export type Payload =
  /** A JSON object. `type` is its `type` member where that is a string, else undefined. */
  | ObjectPayload
  /** The literal `[DONE]`. */
  | { readonly kind: 'done' }
  /** JSON, but no object. */
  | { readonly kind: 'other'; readonly text: string }
  /** No JSON document. */
  | { readonly kind: 'broken'; readonly text: string; readonly error: string };

export interface ObjectPayload {
  readonly kind: 'object';
  readonly type: string | undefined;
  readonly data: JsonObject;
}
