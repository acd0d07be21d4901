import type { StreamRule } from '../../rule.ts';
import { FINISHING, finishes, live, place } from './helpers.ts';
import { watchItem, watchJoined, watchTerminal } from './versions.ts';

const DELTA = '#/components/schemas/Event.response.function_call_arguments.delta';
const DONE = '#/components/schemas/Event.response.function_call_arguments.done';
const DONE_ITEM = '/events/response.output_item.done/item';

/** Items whose text of their own is always streamed, with the event that closes it. */
const CLOSED_BY: Readonly<Record<string, readonly [channel: string, event: string]>> = {
  function_call: ['arguments', 'response.function_call_arguments.done'],
  custom_tool_call: ['input', 'response.custom_tool_call_input.done'],
  code_interpreter_call: ['code', 'response.code_interpreter_call_code.done'],
};

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
    watch: (probe) =>
      live((step) => {
        if (!finishes(step)) return;
        for (const item of step.before.items) {
          const wanted = CLOSED_BY[item.type ?? ''];
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
        if (step.family !== 'channel-done' || step.spec?.part !== undefined || step.data === undefined) return;
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
];
