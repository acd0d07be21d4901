/** What an event stream looked like on the wire, before anyone interprets its payloads. */

/** One dispatched (or cut off) event. Offsets are bytes from the start of the body, BOM included. */
export interface WireEvent {
  /** 0, 1, 2, ... over all events that carried data. */
  readonly index: number;
  /** First byte of the event's first field line. */
  readonly offset: number;
  /** First byte of the blank line that closes the event; the length of the body when none does. */
  readonly end: number;
  /** The `event:` field, undefined when there was no such line. */
  readonly name: string | undefined;
  /** The `data:` lines, joined by LF. */
  readonly data: string;
  readonly dataLines: number;
  /** The `id:` field, undefined when there was no such line (or one with a NUL, which every reader ignores). */
  readonly id: string | undefined;
  /** The `retry:` field where it is a number, milliseconds. */
  readonly retry: string | undefined;
  /** Field names that the standard does not know and every reader ignores. */
  readonly unknownFields: readonly string[];
  /** False when the body ended before the blank line: every standard reader drops such an event. */
  readonly complete: boolean;
}

export interface WireComment {
  readonly offset: number;
  readonly text: string;
}

/** Facts about the whole body, complete once `end()` was called. */
export interface WireFacts {
  readonly bytes: number;
  readonly bom: boolean;
  readonly lineEnds: { readonly lf: number; readonly cr: number; readonly crlf: number };
  /** The first comments, at most 20, and how many there were. */
  readonly comments: readonly WireComment[];
  readonly commentCount: number;
  /** Byte offsets of invalid UTF-8 sequences, at most 20. */
  readonly invalidUtf8: readonly number[];
  /**
   * Blocks with an `event:` line or a line of an unknown field but no data: readers dispatch nothing for them. Blocks of
   * `id:` and `retry:` lines only are not counted, they have a use of their own.
   */
  readonly emptyBlocks: number;
}
