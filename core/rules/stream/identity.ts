import { isObject, sameJson, show, stringMember } from '../../json.ts';
import type { Probe, StreamRule } from '../../rule.ts';
import type { ItemTrack, StreamStep } from '../../stream/machine.ts';
import { FINISHING, live, place, terminalPairs, WITHIN_ITEM } from './helpers.ts';

const DONE_ITEM = '/events/response.output_item.done/item';

/**
 * Compares a member of an item in `output_item.done` with the added one, and in the terminal output with the done one
 * (else the added one). Two values are enough to be right: the terminal output may agree with either.
 */
/** Ids that the events of an item used: who repeats one of them is not to blame for the first disagreement. */
function stableId(probe: Probe): (step: StreamStep) => void {
  const used = new Map<ItemTrack, Set<string>>();
  const check = stable('id', {
    unmet: probe.unmet,
    check(holds, at, expected, actual) {
      const repeated = [...used.values()].some((ids) => ids.has(actual));
      probe.check(holds || repeated, at, expected, actual);
    },
  });
  return (step) => {
    const id = step.data?.['item_id'];
    if (typeof id === 'string' && step.item !== undefined && id !== step.item.id) {
      const ids = used.get(step.item) ?? new Set<string>();
      used.set(step.item, ids.add(show(id)));
    }
    check(step);
  };
}

function stable(name: string, probe: Probe, types?: readonly string[]): (step: StreamStep) => void {
  return (step) => {
    if (step.family === 'item-done' && step.item !== undefined && !step.item.implicit) {
      const added = stringMember(step.item.addedItem, name);
      const shown = step.data?.['item'];
      if (types !== undefined && !types.includes(step.item.type ?? '')) return;
      if (added === undefined || step.item.done !== undefined || stringMember(shown, 'type') === undefined) return;
      const done = stringMember(shown, name);
      if (ofSchema(name, step.item) && !done) return;
      probe.check(done === added, place(step, `/item/${name}`), added, show(done));
    }
    if (step.type !== 'response.completed' && step.type !== 'response.incomplete') return;
    for (const { item, value, at } of terminalPairs(step)) {
      if (types !== undefined && !types.includes(item.type ?? '')) continue;
      const known = [stringMember(item.doneItem, name), stringMember(item.addedItem, name)].filter(isText);
      if (known.length === 0) continue;
      const final = stringMember(value, name);
      if (ofSchema(name, item) && !final) continue;
      // A terminal item without the member has a finding of its own: `item/id`, `item/call-id` or its schema.
      if (value[name] === undefined && name !== 'id') continue;
      probe.check(final !== undefined && known.includes(final), `${at}/${name}`, known[0] ?? '', show(final));
    }
  };
}

/** Calls of a tool that the request names. */
const CLIENT_CALLS = ['function_call', 'custom_tool_call'];

/** What is answered by call_id, and the answers. A genuine tool_search_call has changed it between added and done. */
export const CALLS = [
  ...CLIENT_CALLS,
  ...['shell_call', 'shell_call_output', 'apply_patch_call', 'apply_patch_call_output'],
  ...['local_shell_call', 'computer_call', 'program', 'program_output'],
];
const NAMED = ['function_call', 'custom_tool_call', 'mcp_call', 'mcp_approval_request'];

/** What a hosted call lacks is a matter of its schema. */
function ofSchema(name: string, { type }: ItemTrack): boolean {
  return (name === 'call_id' || name === 'name') && type !== 'function_call' && type !== 'custom_tool_call';
}

function isText(value: string | undefined): value is string {
  return value !== undefined;
}

/** An item is the same item in every snapshot. */
export const identityRules: readonly StreamRule[] = [
  {
    id: 'stream/item-id-stable',
    title: 'An item keeps its id',
    on: 'stream',
    events: [...WITHIN_ITEM, ...FINISHING],
    steady: true,
    levels: { openai: 'MUST', 'open-responses': 'MUST' },
    source: '#/components/schemas/Event.response.output_item.done/properties/item',
    capability: 'streaming',
    needs: ['ids'],
    breaks: ['openai-node', 'opencode'],
    counterexample: {
      of: 'text-stream/create',
      edit: [{ op: 'set', path: `${DONE_ITEM}/id`, value: 'msg_another' }],
    },
    watch: (probe) => live(stableId(probe)),
  },
  {
    id: 'stream/item-type-stable',
    title: 'An item keeps its type',
    on: 'stream',
    events: ['item-done', ...FINISHING],
    levels: { openai: 'MUST', 'open-responses': 'MUST' },
    source: '#/components/schemas/Event.response.output_item.done/properties/item',
    capability: 'streaming',
    breaks: ['openai-node'],
    counterexample: {
      of: 'text-stream/create',
      edit: [{ op: 'set', path: `${DONE_ITEM}/type`, value: 'acme:message' }],
    },
    watch: (probe) => live(stable('type', probe)),
  },
  {
    id: 'stream/call-id-stable',
    title: 'A call keeps its call_id',
    on: 'stream',
    events: ['item-done', ...FINISHING],
    levels: { openai: 'MUST', 'open-responses': 'MUST' },
    source: '#/components/schemas/Item.function_call/properties/call_id',
    capability: 'function-tools',
    needs: ['ids'],
    breaks: ['openai-node'],
    counterexample: {
      of: 'function-call-stream/call',
      edit: [{ op: 'set', path: `${DONE_ITEM}/call_id`, value: 'call_another' }],
    },
    watch: (probe) => live(stable('call_id', probe, CALLS)),
  },
  {
    id: 'stream/call-name-stable',
    title: 'A call keeps the name of its tool',
    on: 'stream',
    events: ['item-done', ...FINISHING],
    levels: { openai: 'MUST', 'open-responses': 'MUST' },
    source: '#/components/schemas/Item.function_call/properties/name',
    capability: 'function-tools',
    counterexample: {
      of: 'function-call-stream/call',
      edit: [{ op: 'set', path: `${DONE_ITEM}/name`, value: 'another_tool' }],
    },
    watch: (probe) => live(stable('name', probe, NAMED)),
  },
  {
    id: 'stream/role-stable',
    title: 'A message keeps its role',
    on: 'stream',
    events: ['item-done', ...FINISHING],
    levels: { openai: 'MUST', 'open-responses': 'MUST' },
    source: '#/components/schemas/Item.message/properties/role',
    capability: 'streaming',
    counterexample: {
      of: 'text-stream/create',
      edit: [{ op: 'set', path: '/events/response.output_item.added/item/role', value: 'user' }],
    },
    watch: (probe) => live(stable('role', probe)),
  },
  {
    id: 'stream/announced-kept',
    title: 'What an item is announced with stays: server, container, caller, namespace, phase',
    on: 'stream',
    events: ['item-done'],
    levels: { openai: 'SHOULD', 'open-responses': 'SHOULD' },
    source: '#/components/schemas/Event.response.output_item.added/properties/item',
    capability: 'streaming',
    counterexample: {
      of: 'mcp-stream/create',
      edit: [{ op: 'set', path: '/events/response.output_item.added/item/server_label', value: 'another_server' }],
    },
    watch: (probe) =>
      live((step) => {
        const { item } = step;
        const shown = step.data?.['item'];
        if (item === undefined || item.implicit || item.done !== undefined || !isObject(shown)) return;
        for (const name of ANNOUNCED) {
          // The arguments of a request for approval are not streamed: they are whole when it is announced.
          if (name === 'arguments' && item.type !== 'mcp_approval_request') continue;
          const [added, done] = [item.addedItem[name] ?? null, shown[name] ?? null];
          if (added === null || added === '' || done === null) continue;
          const holds = sameJson(added, done);
          probe.check(holds, `${item.added.at}/data/item/${name}`, `${show(done)}, as in ${step.type}`, show(added));
        }
      }),
  },
];

/** In the recorded streams of five services none of these changes; status, action, operation and diff do. */
const ANNOUNCED = ['server_label', 'container_id', 'caller', 'namespace', 'phase', 'execution', 'arguments'];
