import { integerMember, isObject, type JsonObject, member, stringMember } from '../json.ts';
import type { StreamEvent } from './event.ts';
import { type EventSpec, isTerminal } from './events.ts';
import { channelName, findChannel } from './find.ts';
import { Channel, type Item, NO_OBJECT, newItem, newPart, type Part, type State } from './state.ts';

/** What a step resolved, to be applied once the rules have seen the state before it. */
export class Pending {
  event: StreamEvent;
  readonly type: string;
  readonly spec: EventSpec;
  readonly item: Item | undefined;
  readonly part: Part | undefined;
  /** The channel of an item's own text, once it was found: a run of deltas speaks of one. */
  channel: Channel | undefined;

  constructor(event: StreamEvent, type: string, spec: EventSpec, item: Item | undefined, part: Part | undefined) {
    this.event = event;
    this.type = type;
    this.spec = spec;
    this.item = item;
    this.part = part;
  }

  /** Of an alike event the object is made only now. */
  get data(): JsonObject {
    const { payload } = this.event;
    return payload.kind === 'object' ? payload.data : NO_OBJECT;
  }
}

/** Carries one known event into the state; what is missing is supplied, so that the next event finds its place. */
export function apply(state: State, pending: Pending): void {
  const { spec } = pending;
  switch (spec.family) {
    case 'lifecycle':
      lifecycle(state, pending);
      return;
    case 'error':
      state.error ??= pending.event;
      return;
    case 'item-added':
      itemAdded(state, pending);
      return;
    case 'item-done':
      itemDone(state, pending);
      return;
    case 'part-added':
      partAdded(state, pending);
      return;
    case 'part-done':
      partDone(state, pending);
      return;
    case 'channel-added':
      channelAdded(state, pending);
      return;
    case 'delta':
      delta(channelOf(state, pending), pending);
      return;
    case 'channel-done':
      channelDone(channelOf(state, pending), pending);
      return;
    case 'annotation':
      annotation(state, pending);
      return;
    case 'item-status':
      itemOf(state, pending);
      return;
    case 'audio':
    case 'keepalive':
    case 'done-sentinel':
    case 'unknown':
    case 'unreadable':
      return;
    default:
      spec.family satisfies never;
  }
}

function lifecycle(state: State, { event, data, type }: Pending): void {
  if (type === 'response.created') {
    if (state.created !== undefined) {
      // A retry replayed the whole response: follow the new one instead of reporting every item twice.
      state.items.length = 0;
      state.responseId = undefined;
    }
    state.created = event;
  }
  state.responseId ??= stringMember(member(data, 'response'), 'id');
  if (isTerminal(type)) state.terminal = event;
}

function itemOf(state: State, { item, event, data }: Pending): Item {
  if (item !== undefined) return item;
  const implicit = newItem(event, data, false);
  state.items.push(implicit);
  return implicit;
}

/** An item announced late takes the place of its stand-in; one announced twice stays one item. */
function itemAdded(state: State, { event, data }: Pending): void {
  const item = newItem(event, data, true);
  const twin = state.items.find((one) => {
    const same = item.id !== undefined && one.id === item.id;
    return one.done === undefined && (one.implicit ? same || one.outputIndex === item.outputIndex : same);
  });
  if (twin === undefined || (!twin.implicit && twin.outputIndex !== item.outputIndex)) state.items.push(item);
  else if (twin.implicit) Object.assign(twin, { ...item, parts: twin.parts, channels: twin.channels });
}

/** As `itemAdded`, for parts. */
function partAdded(state: State, pending: Pending): void {
  const { parts } = itemOf(state, pending);
  const part = newPart(pending.event, pending.data, pending.spec, true, state.resumed);
  const twin = parts.find((one) => one.kind === part.kind && one.index === part.index && one.done === undefined);
  if (twin === undefined) parts.push(part);
  else if (twin.implicit) Object.assign(twin, { type: part.type, implicit: false, added: part.added });
}

function itemDone(state: State, pending: Pending): void {
  const item = itemOf(state, pending);
  if (item.done !== undefined) return;
  const shown = member(pending.data, 'item');
  item.done = pending.event;
  item.doneItem = isObject(shown) ? shown : NO_OBJECT;
  item.type ??= stringMember(item.doneItem, 'type');
  item.callId ??= stringMember(item.doneItem, 'call_id');
}

function partOf(state: State, pending: Pending): Part {
  if (pending.part !== undefined) return pending.part;
  const implicit = newPart(pending.event, pending.data, pending.spec, false, state.resumed);
  itemOf(state, pending).parts.push(implicit);
  return implicit;
}

function partDone(state: State, pending: Pending): void {
  const part = partOf(state, pending);
  if (part.done !== undefined) return;
  const shown = member(pending.data, 'part');
  part.done = pending.event;
  part.donePart = isObject(shown) ? shown : NO_OBJECT;
  part.type ??= stringMember(part.donePart, 'type');
}

function channelOf(state: State, pending: Pending): Channel {
  if (pending.spec.part !== undefined) {
    const { channel } = partOf(state, pending);
    // A refusal that streams into a text part stays a refusal: which member holds the text is for the events to say.
    if (channel.deltas === 0 && channel.done === undefined) channel.name = pending.spec.channel ?? channel.name;
    return channel;
  }
  if (pending.channel !== undefined) return pending.channel;
  const item = itemOf(state, pending);
  const found = findChannel(item, pending.data, pending.spec);
  if (found !== undefined) {
    pending.channel = found;
    return found;
  }
  const channel = new Channel(
    channelName(pending.data, pending.spec) ?? '',
    state.resumed && item.implicit && pending.spec.family !== 'channel-added',
  );
  item.channels.push(channel);
  return channel;
}

/** A command announced late keeps what was told of it; one announced again is another one. */
function channelAdded(state: State, pending: Pending): void {
  const found = channelOf(state, pending);
  if (found.added === undefined) {
    found.added = pending.event;
    return;
  }
  const again = new Channel(found.name, false);
  again.added = pending.event;
  itemOf(state, pending).channels.push(again);
}

function delta(channel: Channel, { event }: Pending): void {
  if (channel.done !== undefined) return;
  channel.firstDelta ??= event;
  channel.deltas++;
  const { delta: text } = event;
  if (typeof text === 'string') channel.append(text);
  else channel.unreadable++;
}

function channelDone(channel: Channel, { event, data, spec }: Pending): void {
  if (channel.done !== undefined) return;
  channel.close(event, spec.channel === undefined ? undefined : stringMember(data, spec.channel));
}

function annotation(state: State, pending: Pending): void {
  const part = partOf(state, pending);
  const shown = member(pending.data, 'annotation');
  const index = integerMember(pending.data, 'annotation_index');
  const repeated = index !== undefined && index < part.annotations.length;
  if (part.done === undefined && !repeated) part.annotations.push(isObject(shown) ? shown : NO_OBJECT);
}
