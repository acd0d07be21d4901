import { member, show, stringMember, wordTable } from '../../json.ts';
import type { StreamRule } from '../../rule.ts';
import { FINISHING, finishes, isOfficial, isOpen, live, place } from './helpers.ts';
import { watchItem, watchJoined, watchTerminal } from './versions.ts';

const DELTA = '#/components/schemas/Event.response.function_call_arguments.delta';
const DONE = '#/components/schemas/Event.response.function_call_arguments.done';
const DONE_ITEM = '/events/response.output_item.done/item';

/** Items whose text of their own is always streamed, with the event that closes it. */
const CLOSED_BY: Readonly<Record<string, readonly [channel: string, event: string]>> = wordTable({
  function_call: ['arguments', 'response.function_call_arguments.done'],
  custom_tool_call: ['input', 'response.custom_tool_call_input.done'],
  code_interpreter_call: ['code', 'response.code_interpreter_call_code.done'],
});

/** Arguments, inputs and code of calls. */
export const callRules: readonly StreamRule[] = [
  {
    id: 'stream/call-done',
    title: 'The arguments of every call are closed by their done event',
    on: 'stream',
    events: FINISHING,
    levels: { openai: 'MUST', 'open-responses': 'MUST' },
    source: DONE,
    capability: 'function-tools',
    breaks: ['Codex CLI', 'openai SDKs'],
    counterexample: {
      of: 'function-call-stream/call',
      edit: [{ op: 'remove', path: '/events/response.function_call_arguments.done' }],
      also: ['stream/sequence-contiguous'],
    },
    watch: (probe, contract) =>
      live((step) => {
        if (!finishes(step)) return;
        for (const item of step.before.items) {
          // Open Responses says nothing of the other calls.
          const judged = isOfficial(contract) || item.type === 'function_call';
          const wanted = judged ? CLOSED_BY[item.type ?? ''] : undefined;
          if (item.implicit || wanted === undefined) continue;
          const closed = item.channels.some(({ name, done }) => name === wanted[0] && done !== undefined);
          probe.check(closed, item.added.at, wanted[1], `none before ${step.type}`);
        }
      }),
  },
  {
    id: 'stream/call-deltas',
    title: 'Arguments that are not empty come in deltas',
    on: 'stream',
    events: ['channel-done'],
    levels: { openai: 'SHOULD', 'open-responses': 'SHOULD' },
    source: DELTA,
    capability: 'function-tools',
    counterexample: {
      of: 'function-call-stream/call',
      edit: [
        {
          op: 'move',
          path: '/events/response.function_call_arguments.done',
          before: '/events/response.function_call_arguments.delta',
        },
      ],
      also: ['stream/sequence-contiguous', 'stream/sequence-increasing', 'stream/text-order'],
    },
    watch: (probe) =>
      live((step) => {
        if (step.spec?.part !== undefined || step.spec?.channel === 'diff' || step.data === undefined) return;
        // Of an item that was there before this stream began, the deltas may have been as well.
        if (step.item?.implicit !== false) return;
        const text = step.data[step.spec?.channel ?? ''];
        if (step.channel?.done !== undefined || typeof text !== 'string' || text === '') return;
        const holds = (step.channel?.deltas ?? 0) > 0;
        probe.check(
          holds,
          holds ? '' : place(step),
          'deltas before it',
          holds ? '' : `${text.length} characters at once`,
        );
      }),
  },
  {
    id: 'stream/call-joined',
    title: 'The deltas of a call, joined, equal its done event',
    on: 'stream',
    events: ['channel-done'],
    levels: { openai: 'MUST', 'open-responses': 'MUST' },
    source: `${DONE}/properties/arguments`,
    capability: 'function-tools',
    counterexample: {
      of: 'function-call-stream/call',
      edit: [{ op: 'set', path: '/events/response.function_call_arguments.delta/delta', value: '~' }],
    },
    watch: (probe) => watchJoined('item', probe),
  },
  {
    id: 'stream/call-item',
    title: 'A finished call holds the arguments that were streamed',
    on: 'stream',
    events: ['item-done'],
    levels: { openai: 'MUST', 'open-responses': 'MUST' },
    source: '#/components/schemas/Item.function_call/properties/arguments',
    capability: 'function-tools',
    counterexample: {
      of: 'function-call-stream/call',
      edit: [{ op: 'set', path: `${DONE_ITEM}/arguments`, value: '{"another":1}' }],
    },
    watch: (probe) => watchItem('item', probe),
  },
  {
    id: 'stream/call-output',
    title: 'The terminal output holds the arguments that were streamed',
    on: 'stream',
    events: FINISHING,
    levels: { openai: 'MUST', 'open-responses': 'MUST' },
    source: '#/components/schemas/Item.function_call/properties/arguments',
    capability: 'function-tools',
    counterexample: {
      of: 'function-call-stream/call',
      edit: [{ op: 'set', path: '/events/response.completed/response/output/0/arguments', value: '{"another":1}' }],
    },
    watch: (probe) => watchTerminal('item', probe),
  },
  {
    id: 'stream/patch-diff',
    title: 'The deltas of a patch, joined, equal its diff',
    on: 'stream',
    events: ['response.apply_patch_call_operation_diff.done', 'item-done'],
    // The events are no part of the document; the genuine service sends them.
    levels: { openai: 'MAY' },
    source: '#/components/schemas/Item.apply_patch_call/properties/operation',
    capability: 'hosted-tools',
    counterexample: {
      of: 'apply-patch-stream/create',
      edit: [{ op: 'set', path: '/events/response.apply_patch_call_operation_diff.delta/delta', value: '~' }],
    },
    watch: (probe) =>
      live((step) => {
        const channel = isOpen(step.item) ? step.item.channels.find(({ name }) => name === 'diff') : undefined;
        if (channel === undefined || channel.deltas === 0 || step.item?.implicit !== false) return;
        const item = step.family === 'item-done';
        // Who repeats the one or the other version in the item is not to blame for the first disagreement.
        const known = item ? [channel.joined, channel.doneText] : [channel.joined];
        const diff = item ? member(step.data?.['item'], 'operation') : step.data;
        const text = stringMember(diff, 'diff');
        const at = place(step, item ? '/item/operation/diff' : '/diff');
        if (text !== undefined) probe.check(known.includes(text), at, show(known[0]), show(text));
      }),
  },
];
