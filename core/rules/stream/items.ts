import { integerMember, isObject, member, show, stringMember, typeName, wordTable } from '../../json.ts';
import type { StreamRule } from '../../rule.ts';
import type { ItemTrack, StreamStep } from '../../stream/machine.ts';
import { absent } from '../support.ts';
import {
  FINISHING,
  finishes,
  ITEM_EVENTS,
  isOfficial,
  live,
  place,
  startingAfter,
  terminalOutput,
  WITHIN_ITEM,
} from './helpers.ts';

const ADDED = '#/components/schemas/Event.response.output_item.added';
const DONE = '#/components/schemas/Event.response.output_item.done';
const TEXT_DELTA = '#/components/schemas/Event.response.output_text.delta';
const ADDED_ITEM = '/events/response.output_item.added/item';

/** Non-nullable members that an announced item has, possibly with an empty value. */
const AT_ONCE: Readonly<Record<string, readonly string[]>> = wordTable({
  message: ['role', 'content', 'status'],
  function_call: ['call_id', 'name', 'arguments', 'status'],
  custom_tool_call: ['call_id', 'name', 'input'],
  reasoning: ['summary'],
  mcp_list_tools: ['server_label', 'tools'],
  mcp_call: ['server_label', 'name', 'arguments'],
  shell_call: ['call_id', 'action'],
  apply_patch_call: ['call_id', 'operation'],
});
const DEMANDED = ['id', 'call_id', 'content', 'summary'];
/** Those of them that Open Responses has. */
const OPEN_TYPES = ['message', 'function_call', 'reasoning'];

/** The client runs these, several at a time. */
function isCall(item: ItemTrack | undefined, type = item?.type): boolean {
  return type !== undefined && /(_call|_list_tools)$/.test(type);
}

function speaksOfItem(step: StreamStep): boolean {
  return step.spec?.outputIndex === true && step.family !== 'item-added';
}

/** Opening and closing of items, and how their events address them. */
export const itemRules: readonly StreamRule[] = [
  {
    id: 'stream/item-present',
    title: 'output_item.added and output_item.done carry the item',
    on: 'stream',
    events: ['item-added', 'item-done'],
    levels: { openai: 'MUST', 'open-responses': 'MUST' },
    source: `${ADDED}/properties/item`,
    capability: 'streaming',
    counterexample: {
      of: 'text-stream/create',
      edit: [{ op: 'set', path: '/events/response.output_item.done/item', value: null }],
    },
    watch: (probe) =>
      live((step) => {
        if (step.family !== 'item-added' && step.family !== 'item-done') return;
        const item = step.data?.['item'];
        const holds = isObject(item) && stringMember(item, 'type') !== undefined;
        probe.check(holds, place(step, '/item'), 'an object with a type', holds ? '' : typeName(item));
      }),
  },
  {
    id: 'stream/item-opened',
    title: 'Events of an item come after its output_item.added',
    on: 'stream',
    events: WITHIN_ITEM,
    steady: true,
    levels: { openai: 'MUST', 'open-responses': 'MUST' },
    source: ADDED,
    capability: 'streaming',
    breaks: ['openai SDKs', 'Codex CLI'],
    counterexample: {
      of: 'text-stream/create',
      edit: [{ op: 'remove', path: '/events/response.output_item.added' }],
      also: ['stream/sequence-contiguous'],
    },
    watch(probe, _contract, exchange) {
      // The items of a resumed stream may have been opened before the cursor.
      const resumed = startingAfter(exchange) !== undefined;
      return live((step) => {
        if (!speaksOfItem(step) || step.data === undefined) return;
        const addressed = step.data['output_index'] !== undefined || step.data['item_id'] !== undefined;
        if (resumed || (!addressed && step.family !== 'item-done')) return;
        const holds = step.item !== undefined;
        probe.check(holds, holds ? '' : place(step), 'an item that was added', holds ? '' : `${step.type} of no item`);
      });
    },
  },
  {
    id: 'stream/item-not-closed',
    title: 'No event of an item follows its output_item.done',
    on: 'stream',
    events: WITHIN_ITEM,
    steady: true,
    levels: { openai: 'MUST', 'open-responses': 'MUST' },
    source: DONE,
    capability: 'streaming',
    counterexample: {
      of: 'text-stream/create',
      edit: [{ op: 'move', path: '/events/response.content_part.done', before: '/events/response.completed' }],
      also: ['stream/sequence-contiguous', 'stream/sequence-increasing'],
    },
    watch: (probe) =>
      live((step) => {
        if (!speaksOfItem(step) || step.item === undefined) return;
        const holds = step.item.done === undefined;
        probe.check(
          holds,
          holds ? '' : place(step),
          'an open item',
          holds ? '' : `${step.type} after output_item.done`,
        );
      }),
  },
  {
    id: 'stream/item-closed',
    title: 'Every item is closed by output_item.done before the response ends',
    on: 'stream',
    events: FINISHING,
    levels: { openai: 'MUST', 'open-responses': 'MUST' },
    source: DONE,
    capability: 'streaming',
    counterexample: {
      of: 'text-stream/create',
      edit: [{ op: 'remove', path: '/events/response.output_item.done' }],
      also: ['stream/sequence-contiguous'],
    },
    watch: (probe) =>
      live((step) => {
        if (!finishes(step)) return;
        const final = new Set((terminalOutput(step) ?? []).map((item) => stringMember(item, 'id')));
        for (const item of step.before.items) {
          if (item.implicit) continue;
          // A genuine stream closed its list of MCP tools through the final output only.
          const listed = item.type === 'mcp_list_tools' && final.has(item.id);
          const holds = item.done !== undefined || listed;
          probe.check(holds, item.added.at, 'response.output_item.done', `none before ${step.type}`);
        }
      }),
  },
  {
    id: 'stream/output-index-present',
    title: 'Every event of an item has an integer output_index',
    on: 'stream',
    events: ITEM_EVENTS,
    steady: true,
    levels: { openai: 'MUST', 'open-responses': 'MUST' },
    source: `${TEXT_DELTA}/properties/output_index`,
    capability: 'streaming',
    counterexample: {
      of: 'text-stream/create',
      edit: [{ op: 'remove', path: '/events/response.output_text.delta#1/output_index' }],
    },
    watch: (probe) =>
      live((step) => {
        if (step.spec?.outputIndex !== true || step.data === undefined) return;
        const index = integerMember(step.data, 'output_index');
        const holds = index !== undefined && index >= 0;
        const at = holds ? '' : place(step, '/output_index');
        probe.check(holds, at, 'an integer from 0', holds ? '' : show(step.data['output_index']));
      }),
  },
  {
    id: 'stream/output-index-matches',
    title: 'All events of an item have the same output_index',
    on: 'stream',
    events: WITHIN_ITEM,
    steady: true,
    levels: { openai: 'MUST', 'open-responses': 'MUST' },
    source: `${TEXT_DELTA}/properties/output_index`,
    capability: 'streaming',
    counterexample: {
      of: 'text-stream/create',
      edit: [{ op: 'set', path: '/events/response.output_text.delta#1/output_index', value: 7 }],
    },
    watch: (probe) =>
      live((step) => {
        if (!speaksOfItem(step) || step.item?.outputIndex === undefined || step.data === undefined) return;
        const index = integerMember(step.data, 'output_index');
        if (index === undefined || index < 0) return;
        // Where the item stands among all: an index that was announced wrong is `stream/output-index-next`.
        const holds = index === step.item.outputIndex || index === step.before.items.indexOf(step.item);
        const at = holds ? '' : place(step, '/output_index');
        probe.check(holds, at, holds ? '' : String(step.item.outputIndex), holds ? '' : String(index));
      }),
  },
  {
    id: 'stream/output-index-unique',
    title: 'Every item has an output_index of its own',
    on: 'stream',
    events: ['item-added'],
    levels: { openai: 'MUST', 'open-responses': 'SHOULD' },
    source: `${ADDED}/properties/output_index`,
    capability: 'streaming',
    counterexample: {
      of: 'reasoning-stream/create',
      edit: [{ op: 'set', path: '/events/response.output_item.added#1/output_index', value: 0 }],
    },
    watch: (probe) =>
      live((step) => {
        if (step.family !== 'item-added' || step.data === undefined) return;
        const index = integerMember(step.data, 'output_index');
        const id = stringMember(step.data['item'], 'id');
        if (index === undefined) return;
        const twin = step.before.items.find((item) => item.outputIndex === index && !item.implicit);
        // The same item announced twice is `stream/item-added-once`.
        const holds = twin === undefined || (id !== undefined && twin.id === id);
        probe.check(holds, place(step, '/output_index'), 'an index of its own', `${index}, as ${show(twin?.id)}`);
      }),
  },
  {
    id: 'stream/output-index-next',
    title: 'Items take the next free output_index, from 0',
    on: 'stream',
    events: ['item-added'],
    levels: { openai: 'MUST', 'open-responses': 'SHOULD' },
    source: `${ADDED}/properties/output_index`,
    capability: 'streaming',
    breaks: ['openai-node'],
    counterexample: {
      of: 'text-stream/create',
      edit: [{ op: 'set', path: '/events/response.output_item.added/output_index', value: 3 }],
    },
    watch(probe, _contract, exchange) {
      const resumed = startingAfter(exchange) !== undefined;
      return live((step) => {
        if (step.family !== 'item-added' || step.data === undefined) return;
        const index = integerMember(step.data, 'output_index');
        const before = step.before.items;
        if (index === undefined || index < 0 || (resumed && before.length === 0)) return;
        if (before.some((item) => item.outputIndex === index)) return;
        const next = before.reduce((highest, item) => Math.max(highest, item.outputIndex ?? highest + 1), -1) + 1;
        probe.check(index === next, place(step, '/output_index'), String(next), String(index));
      });
    },
  },
  {
    id: 'stream/item-id-present',
    title: 'Every event inside an item has its item_id',
    on: 'stream',
    events: WITHIN_ITEM,
    steady: true,
    levels: { openai: 'MUST', 'open-responses': 'MUST' },
    source: `${TEXT_DELTA}/properties/item_id`,
    capability: 'streaming',
    counterexample: {
      of: 'text-stream/create',
      edit: [{ op: 'remove', path: '/events/response.output_text.delta#1/item_id' }],
    },
    watch: (probe) =>
      live((step) => {
        if (step.spec?.itemId !== true || step.data === undefined) return;
        const id = step.data['item_id'];
        const holds = typeof id === 'string' && id !== '';
        probe.check(holds, holds ? '' : place(step, '/item_id'), 'a non-empty string', holds ? '' : show(id));
      }),
  },
  {
    id: 'stream/item-id-matches',
    title: 'item_id is the id of the added item',
    on: 'stream',
    events: WITHIN_ITEM,
    steady: true,
    levels: { openai: 'MUST', 'open-responses': 'MUST' },
    source: `${TEXT_DELTA}/properties/item_id`,
    capability: 'streaming',
    needs: ['ids'],
    breaks: ['openai SDKs', 'opencode'],
    counterexample: {
      of: 'text-stream/create',
      edit: [{ op: 'set', path: '/events/response.output_text.delta#1/item_id', value: 'msg_another' }],
    },
    watch: (probe) =>
      live((step) => {
        const own = step.item?.id;
        if (step.spec?.itemId !== true || own === undefined || step.item?.implicit !== false) return;
        const id = step.data?.['item_id'];
        if (typeof id !== 'string' || id === '') return;
        probe.check(id === own, id === own ? '' : place(step, '/item_id'), own, id);
      }),
  },
  {
    id: 'stream/item-added-once',
    title: 'Every output_item.added has an item id of its own',
    on: 'stream',
    events: ['item-added'],
    levels: { openai: 'MUST', 'open-responses': 'MUST' },
    source: ADDED,
    capability: 'streaming',
    needs: ['ids'],
    breaks: ['openai-node'],
    counterexample: {
      of: 'reasoning-stream/create',
      edit: [
        { op: 'set', path: '/events/response.output_item.added/item/id', value: 'twin' },
        { op: 'set', path: '/events/response.output_item.added#1/item/id', value: 'twin' },
      ],
      also: ['stream/item-id-matches'],
    },
    watch: (probe) =>
      live((step) => {
        if (step.family !== 'item-added') return;
        const id = stringMember(step.data?.['item'], 'id');
        if (id === undefined) return;
        const twin = step.before.items.some((item) => item.id === id && !item.implicit);
        probe.check(!twin, place(step, '/item/id'), 'an id of its own', twin ? `${id} again` : '');
      }),
  },
  {
    id: 'stream/item-added-complete',
    title: 'output_item.added shows every member that is never null, empty if need be',
    on: 'stream',
    events: ['item-added'],
    levels: { openai: 'SHOULD', 'open-responses': 'MUST' },
    source: `${ADDED}/properties/item`,
    capability: 'streaming',
    breaks: ['Codex CLI', 'Grok Build'],
    counterexample: { of: 'text-stream/create', edit: [{ op: 'remove', path: `${ADDED_ITEM}/status` }] },
    watch: (probe, contract) =>
      live((step) => {
        const item = step.data?.['item'];
        if (step.family !== 'item-added' || !isObject(item)) return;
        const type = stringMember(item, 'type') ?? '';
        const judged = isOfficial(contract) || OPEN_TYPES.includes(type);
        for (const name of ['id', ...((judged ? AT_ONCE[type] : undefined) ?? [])]) {
          // What the official contract cannot do without is judged by `item-added-named` and `item-added-lists`.
          if (isOfficial(contract) && DEMANDED.includes(name)) continue;
          const value = item[name];
          probe.check(!absent(value), place(step, `/item/${name}`), 'a value', typeName(value));
        }
      }),
  },
  {
    id: 'stream/item-added-status',
    title: 'An item is in_progress (or already completed) when it is added',
    on: 'stream',
    events: ['item-added'],
    levels: { openai: 'SHOULD', 'open-responses': 'SHOULD' },
    source: `${ADDED}/properties/item`,
    capability: 'streaming',
    counterexample: {
      of: 'text-stream/create',
      edit: [{ op: 'set', path: `${ADDED_ITEM}/status`, value: 'incomplete' }],
    },
    watch: (probe) =>
      live((step) => {
        const item = step.data?.['item'];
        const type = stringMember(item, 'type');
        const status = member(item, 'status');
        if (typeof status !== 'string' || type === undefined || type.includes(':')) return;
        // Hosted calls have names of their own for being at work.
        const streamed = type === 'message' || type === 'function_call' || type === 'custom_tool_call';
        const holds = streamed
          ? status === 'in_progress' || status === 'completed'
          : status !== 'incomplete' && status !== 'failed';
        probe.check(holds, place(step, '/item/status'), '"in_progress"', show(status));
      }),
  },
  {
    id: 'stream/items-sequential',
    title: 'An item is closed before the next one opens, parallel calls aside',
    on: 'stream',
    events: WITHIN_ITEM,
    steady: true,
    levels: { openai: 'SHOULD', 'open-responses': 'SHOULD' },
    source: ADDED,
    capability: 'streaming',
    breaks: ['single-cursor clients'],
    counterexample: {
      of: 'reasoning-stream/create',
      edit: [{ op: 'move', path: '/events/response.output_item.added#1', before: '/events/response.output_item.done' }],
      also: ['stream/sequence-contiguous', 'stream/sequence-increasing'],
    },
    watch: (probe) =>
      live((step) => {
        if (!speaksOfItem(step) || step.item === undefined || step.item.done !== undefined) return;
        const { item } = step;
        const { items } = step.before;
        // Judged when a later event of the earlier item comes: one that is never closed has a rule of its own.
        let later: ItemTrack | undefined;
        for (let at = items.length - 1; at >= 0 && items[at] !== item; at--) {
          const other = items[at];
          if (other !== undefined && !other.implicit && !(isCall(item) && isCall(other))) later = other;
        }
        if (item.implicit) return;
        probe.check(
          later === undefined,
          later?.added.at ?? '',
          'the open item closed first',
          later ? (step.type ?? '') : '',
        );
      }),
  },
];
