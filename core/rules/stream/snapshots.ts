import { isObject, show, stringMember, wordTable } from '../../json.ts';
import type { StreamRule } from '../../rule.ts';
import { entriesOf, fits, isOpen, live, place } from './helpers.ts';

const PART_ADDED = '#/components/schemas/Event.response.content_part.added';

const PART_TEXT: Readonly<Record<string, string>> = wordTable({
  output_text: 'text',
  refusal: 'refusal',
  reasoning_text: 'text',
  summary_text: 'text',
});

/** What the added and done snapshots of items and parts hold beside their text. */
export const snapshotRules: readonly StreamRule[] = [
  {
    id: 'stream/part-added-empty',
    title: 'A part is empty when it is added',
    on: 'stream',
    events: ['part-added'],
    levels: { openai: 'MUST', 'open-responses': 'SHOULD' },
    source: `${PART_ADDED}/properties/part`,
    capability: 'streaming',
    breaks: ['accumulating clients show the text twice'],
    counterexample: {
      of: 'text-stream/create',
      edit: [{ op: 'set', path: '/events/response.content_part.added/part/text', value: 'The' }],
    },
    watch: (probe) =>
      live((step) => {
        const part = step.data?.['part'];
        if (step.family !== 'part-added' || !isObject(part)) return;
        const name = PART_TEXT[stringMember(part, 'type') ?? ''];
        if (name === undefined) return;
        probe.check(part[name] === '', place(step, `/part/${name}`), '""', show(part[name]));
      }),
  },
  {
    id: 'stream/part-added-annotations',
    title: 'An output_text part has an empty list of annotations when it is added',
    on: 'stream',
    events: ['part-added'],
    levels: { openai: 'MUST', 'open-responses': 'SHOULD' },
    source: `${PART_ADDED}/properties/part`,
    capability: 'streaming',
    breaks: ['openai-node'],
    counterexample: {
      of: 'text-stream/create',
      edit: [{ op: 'remove', path: '/events/response.content_part.added/part/annotations' }],
    },
    watch: (probe) =>
      live((step) => {
        const part = step.data?.['part'];
        if (step.spec?.part !== 'content' || stringMember(part, 'type') !== 'output_text' || !isObject(part)) return;
        const { annotations } = part;
        const holds = Array.isArray(annotations) && annotations.length === 0;
        probe.check(holds, place(step, '/part/annotations'), '[]', show(annotations));
      }),
  },
  {
    id: 'stream/item-added-empty',
    title: 'An item that is streamed is empty when it is added',
    on: 'stream',
    events: ['part-added', 'delta'],
    steady: true,
    levels: { openai: 'MUST', 'open-responses': 'SHOULD' },
    source: '#/components/schemas/Event.response.output_item.added/properties/item',
    capability: 'streaming',
    breaks: ['accumulating clients show the text twice'],
    counterexample: {
      of: 'function-call-stream/call',
      edit: [{ op: 'set', path: '/events/response.output_item.added/item/arguments', value: '{' }],
    },
    watch: (probe) =>
      live((step) => {
        const { item } = step;
        if (!isOpen(item) || item.implicit || !fits(step)) return;
        if (step.family === 'part-added' && step.spec?.part !== undefined && item.parts.length === 0) {
          const shown = entriesOf(item.addedItem, step.spec.part);
          probe.check(
            shown.length === 0,
            `${item.added.at}/data/item/${step.spec.part}`,
            '[]',
            shown.length === 0 ? '' : show(shown),
          );
        }
        if (step.family !== 'delta' || step.spec?.part !== undefined || step.spec?.perCommand) return;
        const name = step.spec?.channel ?? '';
        const shown = item.addedItem[name];
        if (step.channel !== undefined || typeof shown !== 'string') return;
        probe.check(shown === '', `${item.added.at}/data/item/${name}`, '""', shown === '' ? '' : show(shown));
      }),
  },
  {
    id: 'stream/item-parts',
    title: 'The parts of a finished item are those that were streamed',
    on: 'stream',
    events: ['item-done'],
    levels: { openai: 'MUST', 'open-responses': 'MUST' },
    source: '#/components/schemas/Event.response.output_item.done/properties/item',
    capability: 'streaming',
    counterexample: {
      of: 'text-stream/create',
      edit: [{ op: 'set', path: '/events/response.output_item.done/item/content', value: [] }],
    },
    watch: (probe) =>
      live((step) => {
        const { item } = step;
        const shown = step.data?.['item'];
        if (step.family !== 'item-done' || !isOpen(item) || item.implicit || !isObject(shown)) return;
        const kind = item.type === 'message' ? 'content' : item.type === 'reasoning' ? 'summary' : undefined;
        if (kind === undefined || stringMember(shown, 'type') !== item.type) return;
        const parts = item.parts.filter((part) => part.kind === kind);
        const entries = entriesOf(shown, kind).length;
        const actual = `${entries} in the item`;
        probe.check(entries === parts.length, place(step, `/item/${kind}`), `${parts.length} as streamed`, actual);
      }),
  },
];
