import type { Contract } from '../../contract.ts';
import { isObject, show, stringMember, typeName } from '../../json.ts';
import type { StreamRule } from '../../rule.ts';
import { live, place } from './helpers.ts';

const ITEM = '#/components/schemas/Event.response.output_item.added/properties/item';
const ADDED = '/events/response.output_item.added/item';

/** The lists that deltas are appended to. */
const LISTS: Readonly<Record<string, string>> = {
  message: 'content',
  reasoning: 'summary',
  shell_call_output: 'output',
};

/**
 * The names without which nobody can tell what later events speak of: the id, which the document leaves optional on some
 * calls although each of their events has to repeat it, and the call_id where the contract demands it.
 */
function demanded(contract: Contract, type: string): readonly string[] {
  const missing = contract.validate(`Item.${type}`, { type }, '').map(({ at }) => at);
  return missing.includes('/call_id') ? ['id', 'call_id'] : ['id'];
}

/** What an announced item cannot do without; the official client stops reading where it is missing. */
export const addedRules: readonly StreamRule[] = [
  {
    id: 'stream/item-added-named',
    title: 'output_item.added shows the id of the item, and the call_id of a call',
    on: 'stream',
    events: ['item-added'],
    levels: { openai: 'MUST' },
    source: ITEM,
    capability: 'streaming',
    breaks: ['openai-node responses.stream'],
    counterexample: { of: 'function-call-stream/call', edit: [{ op: 'remove', path: `${ADDED}/call_id` }] },
    watch: (probe, contract) =>
      live((step) => {
        const item = step.data?.['item'];
        const type = stringMember(item, 'type');
        if (!isObject(item) || type === undefined || !contract.knows('Item', type)) return;
        for (const name of demanded(contract, type)) {
          const objects = contract.validate(`Item.${type}`, item, '').some(({ at }) => at === `/${name}`);
          // An empty one is found by comparing it with the finished item.
          const holds = !objects && item[name] !== undefined && (name !== 'id' || item[name] !== null);
          probe.check(holds, place(step, `/item/${name}`), 'a string', holds ? '' : show(item[name]));
        }
      }),
  },
  {
    id: 'stream/item-added-lists',
    title: 'An item is added with its list, empty as it is: content, summary or output',
    on: 'stream',
    events: ['item-added'],
    levels: { openai: 'MUST' },
    source: ITEM,
    capability: 'streaming',
    breaks: ['openai-node responses.stream'],
    counterexample: {
      of: 'text-stream/create',
      edit: [{ op: 'remove', path: `${ADDED}/content` }],
    },
    watch: (probe) =>
      live((step) => {
        const item = step.data?.['item'];
        const name = LISTS[stringMember(item, 'type') ?? ''];
        if (!isObject(item) || name === undefined) return;
        probe.check(Array.isArray(item[name]), place(step, `/item/${name}`), 'a list', typeName(item[name]));
      }),
  },
];
