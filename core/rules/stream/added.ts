import type { Contract } from '../../contract.ts';
import { isObject, show, stringMember, typeName } from '../../json.ts';
import type { StreamRule } from '../../rule.ts';
import { live, place } from './helpers.ts';

const ITEM = '#/components/schemas/Event.response.output_item.added/properties/item';
const CALL = '/events/response.output_item.added/item';
const NAMES = ['id', 'call_id'] as const;

/** Calls whose call_id is compared with the finished item's: an empty one is found there. */
const COMPARED = ['function_call', 'custom_tool_call'];

/** The names without which the contract has no item of this type. */
function demanded(contract: Contract, type: string): readonly string[] {
  const missing = contract.validate(`Item.${type}`, { type }, '').map(({ at }) => at);
  return NAMES.filter((name) => missing.includes(`/${name}`));
}

/** What an announced item cannot do without; the official client stops reading where it is missing. */
export const addedRules: readonly StreamRule[] = [
  {
    id: 'stream/item-added-named',
    title: 'output_item.added shows the id, and on a call the call_id, that items of its type have',
    on: 'stream',
    events: ['item-added'],
    levels: { openai: 'MUST' },
    source: ITEM,
    capability: 'streaming',
    breaks: ['openai-node responses.stream'],
    counterexample: { of: 'function-call-stream/call', edit: [{ op: 'remove', path: `${CALL}/call_id` }] },
    watch: (probe, contract) =>
      live((step) => {
        const item = step.data?.['item'];
        const type = stringMember(item, 'type');
        if (!isObject(item) || type === undefined) return;
        for (const name of demanded(contract, type)) {
          const objects = contract.validate(`Item.${type}`, item, '').some(({ at }) => at === `/${name}`);
          const empty = name === 'call_id' && item[name] === '' && !COMPARED.includes(type);
          const holds = !objects && !empty;
          probe.check(holds, place(step, `/item/${name}`), 'a non-empty string', holds ? '' : show(item[name]));
        }
      }),
  },
  {
    id: 'stream/message-added-content',
    title: 'A message is added with its list of content, empty as it is',
    on: 'stream',
    events: ['item-added'],
    levels: { openai: 'MUST' },
    source: '#/components/schemas/Item.message/properties/content',
    capability: 'streaming',
    breaks: ['openai-node responses.stream', 'Codex CLI'],
    counterexample: {
      of: 'text-stream/create',
      edit: [{ op: 'remove', path: '/events/response.output_item.added/item/content' }],
    },
    watch: (probe) =>
      live((step) => {
        const item = step.data?.['item'];
        if (!isObject(item) || item['type'] !== 'message') return;
        const { content } = item;
        probe.check(Array.isArray(content), place(step, '/item/content'), 'a list', typeName(content));
      }),
  },
];
