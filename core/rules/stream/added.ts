import { isObject, show, stringMember, typeName, wordTable } from '../../json.ts';
import type { StreamRule } from '../../rule.ts';
import { live, place } from './helpers.ts';
import { CALLS } from './identity.ts';

const ITEM = '#/components/schemas/Event.response.output_item.added/properties/item';
const ADDED = '/events/response.output_item.added/item';

/** The lists that deltas are appended to. */
const LISTS: Readonly<Record<string, string>> = wordTable({
  message: 'content',
  reasoning: 'summary',
  shell_call_output: 'output',
});

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
    watch: (probe) =>
      live((step) => {
        const item = step.data?.['item'];
        const type = stringMember(item, 'type');
        if (!isObject(item) || type === undefined) return;
        // The document leaves the id of some calls optional, but each of their events has to repeat it. That a name is
        // empty is found by comparing it with the finished item.
        for (const name of CALLS.includes(type) ? ['id', 'call_id'] : ['id']) {
          const holds = typeof item[name] === 'string';
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
