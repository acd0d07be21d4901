import { isObject, show, typeName, wordTable } from '../../json.ts';
import type { StreamRule } from '../../rule.ts';
import type { StreamEvent } from '../../stream/event.ts';
import { begunBefore, FINISHING, finishes, isOpen, live, misfit, place } from './helpers.ts';
import { watchItem, watchJoined, watchPart, watchTerminal } from './versions.ts';

const DELTA = '#/components/schemas/Event.response.output_text.delta';
const DONE = '#/components/schemas/Event.response.output_text.done';

/** Texts that grow by deltas. Reasoning, refusals and messages alike. */
export const textRules: readonly StreamRule[] = [
  {
    id: 'stream/delta-string',
    title: 'The delta of a text is a string',
    on: 'stream',
    events: ['delta', 'audio'],
    steady: true,
    levels: { openai: 'MUST', 'open-responses': 'MUST' },
    source: `${DELTA}/properties/delta`,
    capability: 'streaming',
    counterexample: {
      of: 'text-stream/create',
      edit: [{ op: 'set', path: '/events/response.output_text.delta/delta', value: 7 }],
    },
    watch: (probe) =>
      live((step) => {
        if (step.data === undefined || (step.family === 'audio' && step.type?.endsWith('.delta') !== true)) return;
        const { delta } = step.data;
        const holds = typeof delta === 'string';
        probe.check(holds, holds ? '' : place(step, '/delta'), 'a string', holds ? '' : typeName(delta));
      }),
  },
  {
    id: 'stream/done-text-string',
    title: 'The done event of a text repeats it as a string',
    on: 'stream',
    events: ['channel-done'],
    levels: { openai: 'MUST', 'open-responses': 'MUST' },
    source: `${DONE}/properties/text`,
    capability: 'streaming',
    counterexample: {
      of: 'text-stream/create',
      edit: [{ op: 'remove', path: '/events/response.output_text.done/text' }],
    },
    watch: (probe) =>
      live((step) => {
        const name = step.spec?.channel;
        if (step.family !== 'channel-done' || name === undefined) return;
        const text = step.data?.[name];
        probe.check(typeof text === 'string', place(step, `/${name}`), 'a string', typeName(text));
      }),
  },
  {
    id: 'stream/text-done',
    title: 'The text of every part is closed by its done event',
    on: 'stream',
    events: FINISHING,
    levels: { openai: 'MUST', 'open-responses': 'MUST' },
    source: DONE,
    capability: 'streaming',
    counterexample: {
      of: 'text-stream/create',
      edit: [{ op: 'remove', path: '/events/response.output_text.done' }],
      also: ['stream/sequence-contiguous'],
    },
    watch: (probe) =>
      live((step) => {
        if (!finishes(step)) return;
        for (const item of step.before.items) {
          for (const part of item.parts) {
            // Raw reasoning in the way of Open Responses has its done event whether or not it has a part event.
            const raw = isRaw(part.added) || isRaw(part.channel.firstDelta);
            const wanted = raw ? 'response.reasoning.done' : DONE_EVENTS[part.type ?? ''];
            if ((part.implicit && !raw) || item.implicit || wanted === undefined || misfit(item, part)) continue;
            probe.check(part.channel.done !== undefined, part.added.at, wanted, `none before ${step.type}`);
          }
        }
      }),
  },
  {
    id: 'stream/text-deltas',
    title: 'A text that is not empty comes in deltas',
    on: 'stream',
    events: ['channel-done'],
    levels: { openai: 'SHOULD', 'open-responses': 'SHOULD' },
    source: DELTA,
    capability: 'streaming',
    breaks: ['live user interfaces'],
    counterexample: {
      of: 'refusal-stream/create',
      edit: [{ op: 'move', path: '/events/response.refusal.done', before: '/events/response.refusal.delta' }],
      also: ['stream/sequence-contiguous', 'stream/sequence-increasing', 'stream/text-order'],
    },
    watch: (probe) =>
      live((step) => {
        if (step.family !== 'channel-done' || step.spec?.part === undefined || step.data === undefined) return;
        // Of an item that was never announced nothing else is expected: `stream/item-opened`.
        if (step.item === undefined) return;
        const text = step.data[step.spec.channel ?? ''];
        if (step.channel?.done !== undefined || begunBefore(step) || typeof text !== 'string' || text === '') return;
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
    id: 'stream/text-order',
    title: 'No delta follows the done event of its text',
    on: 'stream',
    events: ['delta', 'channel-done'],
    steady: true,
    levels: { openai: 'MUST', 'open-responses': 'MUST' },
    source: DONE,
    capability: 'streaming',
    counterexample: {
      of: 'text-stream/create',
      edit: [
        {
          op: 'move',
          path: '/events/response.output_text.done',
          before: '/events/response.output_text.delta#1',
        },
      ],
      also: ['stream/sequence-contiguous', 'stream/sequence-increasing', 'stream/text-joined'],
    },
    watch: (probe) =>
      live((step) => {
        if (step.family !== 'delta' && step.family !== 'channel-done') return;
        if (step.channel === undefined || !isOpen(step.item) || step.part?.done !== undefined) return;
        const holds = step.channel.done === undefined;
        probe.check(holds, holds ? '' : place(step), 'nothing after done', holds ? '' : `${step.type} after done`);
      }),
  },
  {
    id: 'stream/text-joined',
    title: 'The deltas of a text, joined, equal its done event',
    on: 'stream',
    events: ['channel-done'],
    levels: { openai: 'MUST', 'open-responses': 'MUST' },
    source: `${DONE}/properties/text`,
    capability: 'streaming',
    counterexample: {
      of: 'text-stream/create',
      edit: [{ op: 'set', path: '/events/response.output_text.delta#1/delta', value: '~' }],
    },
    watch: (probe) => watchJoined('part', probe),
  },
  {
    id: 'stream/text-part',
    title: 'A finished part holds the text that was streamed',
    on: 'stream',
    events: ['part-done'],
    levels: { openai: 'MUST', 'open-responses': 'MUST' },
    source: '#/components/schemas/Event.response.content_part.done/properties/part',
    capability: 'streaming',
    counterexample: {
      of: 'text-stream/create',
      edit: [{ op: 'set', path: '/events/response.content_part.done/part/text', value: '~' }],
    },
    watch: watchPart,
  },
  {
    id: 'stream/text-item',
    title: 'A finished item holds the texts that were streamed',
    on: 'stream',
    events: ['item-done'],
    levels: { openai: 'MUST', 'open-responses': 'MUST' },
    source: '#/components/schemas/Event.response.output_item.done/properties/item',
    capability: 'streaming',
    counterexample: {
      of: 'text-stream/create',
      edit: [{ op: 'set', path: '/events/response.output_item.done/item/content/0/text', value: '~' }],
    },
    watch: (probe) => watchItem('part', probe),
  },
  {
    id: 'stream/text-output',
    title: 'The terminal output holds the texts that were streamed',
    on: 'stream',
    events: FINISHING,
    levels: { openai: 'MUST', 'open-responses': 'MUST' },
    source: '#/components/schemas/Response/properties/output',
    capability: 'streaming',
    counterexample: {
      of: 'text-stream/create',
      edit: [{ op: 'set', path: '/events/response.completed/response/output/0/content/0/text', value: '~' }],
    },
    watch: (probe) => watchTerminal('part', probe),
  },
  {
    id: 'stream/obfuscation-string',
    title: 'obfuscation is a string beside the delta',
    on: 'stream',
    events: ['delta'],
    steady: true,
    levels: { openai: 'MAY', 'open-responses': 'MAY' },
    source: DELTA,
    capability: 'streaming',
    counterexample: {
      of: 'text-stream/create',
      edit: [{ op: 'set', path: '/events/response.output_text.delta/obfuscation', value: 7 }],
    },
    watch: (probe) =>
      live((step) => {
        if (step.family !== 'delta' || !isObject(step.data)) return;
        const { obfuscation } = step.data;
        const holds = obfuscation === undefined || typeof obfuscation === 'string';
        probe.check(holds, holds ? '' : place(step, '/obfuscation'), 'a string', holds ? '' : show(obfuscation));
      }),
  },
];

function isRaw(event: StreamEvent | undefined): boolean {
  return event?.payload.kind === 'object' && event.payload.type?.startsWith('response.reasoning.') === true;
}

const DONE_EVENTS: Readonly<Record<string, string>> = wordTable({
  output_text: 'response.output_text.done',
  refusal: 'response.refusal.done',
  reasoning_text: 'response.reasoning_text.done',
  summary_text: 'response.reasoning_summary_text.done',
});
