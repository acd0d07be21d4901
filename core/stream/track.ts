import type { JsonObject } from '../json.ts';
import type { WireFacts } from '../sse/wire.ts';
import type { StreamEvent } from './event.ts';
import type { EventSpec } from './events.ts';

/**
 * What the state machine tells the rules about one event. All tracks are live objects: they show the state before the
 * event until the machine is given the next one, so a rule reads them at once and keeps copies of what it needs later.
 */
export interface StreamStep {
  readonly event: StreamEvent;
  /** `data.type`, or undefined for what is no typed object. */
  readonly type: string | undefined;
  /** The payload where it is an object, else undefined. */
  readonly data: JsonObject | undefined;
  readonly family: Family;
  /** What is known of this event type; undefined for a type the machine does not know. */
  readonly spec: EventSpec | undefined;
  /** State before this event. */
  readonly before: StreamState;
  /** The item the event speaks of: found by `item_id`, else by `output_index`; undefined when none is known. */
  readonly item: ItemTrack | undefined;
  /** The content part or summary part it speaks of. */
  readonly part: PartTrack | undefined;
  /** The text channel it speaks of (of a part, or of the item itself for arguments, code, input). */
  readonly channel: ChannelTrack | undefined;
}

/** What an event is for. `item` covers all events that speak of one output item other than its added/done. */
export type Family =
  | 'lifecycle' // response.created, queued, in_progress, completed, failed, incomplete
  | 'item-added'
  | 'item-done'
  | 'part-added' // content_part.added, reasoning_summary_part.added
  | 'part-done'
  | 'channel-added' // shell_call_command.added
  | 'delta' // *.delta of a text channel
  | 'channel-done' // output_text.done, refusal.done, function_call_arguments.done, ...
  | 'item-status' // web_search_call.searching, mcp_call.completed, ...
  | 'annotation'
  | 'audio' // audio.delta, audio.transcript.done, ...: tied to no item
  | 'error'
  | 'keepalive'
  | 'done-sentinel' // data: [DONE]
  | 'unknown' // a type the machine does not know
  | 'unreadable'; // no JSON object, or no type

export interface StreamState {
  /** The stream was taken up in the middle. */
  readonly resumed: boolean;
  readonly events: number;
  /** Events with a string `type`, i.e. without the sentinel and unreadable payloads. */
  readonly typed: number;
  readonly created: StreamEvent | undefined;
  /** The id of the first snapshot that had one. */
  readonly responseId: string | undefined;
  readonly terminal: StreamEvent | undefined;
  readonly error: StreamEvent | undefined;
  readonly doneSentinel: StreamEvent | undefined;
  /** By order of their `output_item.added`. After the terminal event nothing changes any more. */
  readonly items: readonly ItemTrack[];
}

export interface ItemTrack {
  readonly outputIndex: number | undefined;
  readonly id: string | undefined;
  readonly type: string | undefined;
  readonly callId: string | undefined;
  /** No `output_item.added` announced it: `added` is the first event that spoke of it, `addedItem` is empty. */
  readonly implicit: boolean;
  readonly added: StreamEvent;
  /** The item as `output_item.added` showed it. */
  readonly addedItem: JsonObject;
  readonly done: StreamEvent | undefined;
  /** The item as `output_item.done` showed it. */
  readonly doneItem: JsonObject | undefined;
  readonly parts: readonly PartTrack[];
  /** Channels of the item itself: `arguments`, `code`, `input`, `diff`. */
  readonly channels: readonly ChannelTrack[];
}

export interface PartTrack {
  readonly kind: 'content' | 'summary';
  /** `content_index` or `summary_index`. */
  readonly index: number | undefined;
  /** `output_text`, `refusal`, `reasoning_text`, `summary_text`. */
  readonly type: string | undefined;
  /** No part event opened it: `added` is the first event that spoke of it. */
  readonly implicit: boolean;
  readonly added: StreamEvent;
  readonly done: StreamEvent | undefined;
  readonly donePart: JsonObject | undefined;
  readonly channel: ChannelTrack;
  readonly annotations: readonly JsonObject[];
}

/** A text that grows by deltas and is closed by a `.done` event which repeats it in full. */
export interface ChannelTrack {
  /**
   * `text`, `refusal`, `arguments`, `code`, `input`, `diff`: the member of the `.done` event. The commands of a shell
   * call are told apart by their index: `command/0`.
   */
  readonly name: string;
  readonly deltas: number;
  /** Deltas that were no string; `joined` lacks them. */
  readonly unreadable: number;
  /** All string deltas joined. */
  readonly joined: string;
  readonly done: StreamEvent | undefined;
  readonly doneText: string | undefined;
  readonly firstDelta: StreamEvent | undefined;
  /** Its first deltas came before the stream began: `joined` is only its end. */
  readonly partial: boolean;
  /** The event that opened it, where there is such an event: the commands of shell calls have one. */
  readonly added: StreamEvent | undefined;
}

export interface StreamSummary {
  readonly state: StreamState;
  /** Absent when a recording kept the payloads only. */
  readonly wire?: WireFacts;
  /** False when the connection was cut or the kit stopped reading: nothing is said of what is missing at the end. */
  readonly complete: boolean;
}
