import { integerMember, isObject, type JsonObject, member, stringMember } from '../json.ts';
import type { StreamEvent } from './event.ts';
import type { EventSpec } from './events.ts';
import type { ChannelTrack, ItemTrack, PartTrack, StreamState } from './track.ts';

/** Drops `readonly` from a track: only the machine writes. */
type Writable<T> = { -readonly [K in keyof T]: T[K] };
export interface Part extends Omit<Writable<PartTrack>, 'channel' | 'annotations'> {
  channel: Channel;
  annotations: JsonObject[];
}
export interface Item extends Omit<Writable<ItemTrack>, 'parts' | 'channels'> {
  parts: Part[];
  channels: Channel[];
}
export interface State extends Omit<Writable<StreamState>, 'items'> {
  items: Item[];
}

export const NO_OBJECT: JsonObject = Object.freeze({});

export function newState(resumed: boolean): State {
  return {
    resumed,
    events: 0,
    typed: 0,
    created: undefined,
    responseId: undefined,
    terminal: undefined,
    error: undefined,
    doneSentinel: undefined,
    items: [],
  };
}

/** Deltas that are joined at once. One by one they would stay a tree of small strings, as long as the stream. */
const JOINED_AT_ONCE = 1024;

export class Channel implements ChannelTrack {
  name: string;
  deltas = 0;
  unreadable = 0;
  done: StreamEvent | undefined;
  doneText: string | undefined;
  firstDelta: StreamEvent | undefined;
  added: StreamEvent | undefined;
  readonly partial: boolean;
  #joined = '';
  #rest: string[] = [];

  constructor(name: string, partial: boolean) {
    this.name = name;
    this.partial = partial;
  }

  append(delta: string): void {
    this.#rest.push(delta);
    if (this.#rest.length >= JOINED_AT_ONCE) this.#join();
  }

  get joined(): string {
    this.#join();
    return this.#joined;
  }

  close(event: StreamEvent, text: string | undefined): void {
    this.done = event;
    this.doneText = text;
    // One copy of the text instead of two.
    if (this.joined === text) this.#joined = text;
  }

  #join(): void {
    this.#joined += this.#rest.join('');
    this.#rest = [];
  }
}

export function newItem(event: StreamEvent, data: JsonObject, announced: boolean): Item {
  const shown = member(data, 'item');
  const item = isObject(shown) ? shown : NO_OBJECT;
  return {
    outputIndex: integerMember(data, 'output_index'),
    id: stringMember(item, 'id') ?? (announced ? undefined : stringMember(data, 'item_id')),
    type: stringMember(item, 'type'),
    callId: stringMember(item, 'call_id'),
    implicit: !announced,
    added: event,
    addedItem: announced ? item : NO_OBJECT,
    done: undefined,
    doneItem: undefined,
    parts: [],
    channels: [],
  };
}

/** `event` opens the part (`announced`) or is the first that speaks of it. */
export function newPart(
  event: StreamEvent,
  data: JsonObject,
  spec: EventSpec,
  announced: boolean,
  resumed: boolean,
): Part {
  const kind = spec.part ?? 'content';
  const type = announced ? stringMember(member(data, 'part'), 'type') : spec.partType;
  return {
    kind,
    index: integerMember(data, kind === 'content' ? 'content_index' : 'summary_index'),
    type,
    implicit: !announced,
    added: event,
    done: undefined,
    donePart: undefined,
    channel: new Channel(type === 'refusal' ? 'refusal' : 'text', resumed && !announced),
    annotations: [],
  };
}
