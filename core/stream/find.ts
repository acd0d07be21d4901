import { integerMember, isObject, type JsonObject, member, stringMember } from '../json.ts';
import type { EventSpec } from './events.ts';
import type { Channel, Item, Part, State } from './state.ts';

/** How many items a look-up goes back: streams have few, and hostile ones must not make every event slow. */
const REACH = 512;

/**
 * The item an event speaks of: by its id, else by its output index; an open item wins over a closed one, a later one
 * over an earlier one. An id that nobody has falls back to the index, so that a wrong `item_id` is one defect.
 */
export function findItem(state: State, data: JsonObject): Item | undefined {
  const inner = member(data, 'item');
  const id = stringMember(data, 'item_id') ?? (isObject(inner) ? stringMember(inner, 'id') : undefined);
  const index = integerMember(data, 'output_index');
  let byId: Item | undefined;
  let byIndex: Item | undefined;
  const last = state.items.length - 1;
  for (let at = last; at >= 0 && at > last - REACH; at--) {
    const item = state.items[at];
    if (item === undefined) continue;
    const sameIndex = index !== undefined && item.outputIndex === index;
    if (id !== undefined && item.id === id) {
      if (sameIndex && item.done === undefined) return item;
      if (byId === undefined || better(item, byId, index)) byId = item;
    }
    if (sameIndex && (byIndex === undefined || (byIndex.done !== undefined && item.done === undefined))) byIndex = item;
  }
  return byId ?? byIndex;
}

function better(item: Item, than: Item, index: number | undefined): boolean {
  if (index !== undefined && than.outputIndex === index) return false;
  return (index !== undefined && item.outputIndex === index) || (than.done !== undefined && item.done === undefined);
}

/**
 * The part an event speaks of. An index that nobody has (or that is missing) falls back to the only open part of the
 * kind, so that a wrong index is one defect and the text stays whole.
 */
export function findPart(item: Item, data: JsonObject, spec: EventSpec): Part | undefined {
  if (spec.part === undefined) return undefined;
  const index = integerMember(data, spec.part === 'content' ? 'content_index' : 'summary_index');
  let found: Part | undefined;
  let open: Part | undefined;
  let openParts = 0;
  const last = item.parts.length - 1;
  for (let at = last; at >= 0 && at > last - REACH; at--) {
    const part = item.parts[at];
    if (part === undefined || part.kind !== spec.part) continue;
    if (part.index === index) {
      if (part.done === undefined) return part;
      found ??= part;
    }
    if (part.done === undefined) {
      open = part;
      openParts++;
    }
  }
  return found ?? (openParts === 1 ? open : undefined);
}

/** The name of the channel that an event of an item (not of a part) speaks of. */
export function channelName(data: JsonObject, spec: EventSpec): string | undefined {
  if (spec.channel === undefined || spec.part !== undefined) return undefined;
  return spec.perCommand ? `${spec.channel}/${integerMember(data, 'command_index') ?? '?'}` : spec.channel;
}

/**
 * The channel an event of an item speaks of. A command under an index that nobody has is the only open one, so that a
 * wrong index is one defect.
 */
export function findChannel(item: Item, data: JsonObject, spec: EventSpec): Channel | undefined {
  const name = channelName(data, spec);
  const channels = item.channels.length > REACH ? item.channels.slice(-REACH) : item.channels;
  const exact = name === undefined ? undefined : channels.findLast((channel) => channel.name === name);
  if (exact !== undefined || spec.perCommand !== true || spec.family === 'channel-added') return exact;
  const open = channels.filter((channel) => channel.done === undefined);
  return open.length === 1 ? open[0] : undefined;
}
