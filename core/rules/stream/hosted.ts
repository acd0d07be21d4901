import { integerMember, show } from '../../json.ts';
import type { Probe, StreamRule, StreamWatch } from '../../rule.ts';
import type { ItemTrack } from '../../stream/machine.ts';
import { isOpen, live, place } from './helpers.ts';

/** The stages of hosted calls in their order; the last ones end the call. */
const STAGES: Readonly<Record<string, readonly string[]>> = {
  web_search_call: ['in_progress', 'searching', 'completed'],
  file_search_call: ['in_progress', 'searching', 'completed'],
  code_interpreter_call: ['in_progress', 'interpreting', 'completed'],
  image_generation_call: ['in_progress', 'generating', 'partial_image', 'completed'],
  mcp_call: ['in_progress', 'completed', 'failed'],
  mcp_list_tools: ['in_progress', 'completed', 'failed'],
};

function stageOf(type: string | undefined): string {
  return type?.slice(type.lastIndexOf('.') + 1) ?? '';
}

/** Tools the provider runs itself. */
export const hostedRules: readonly StreamRule[] = [
  {
    id: 'stream/hosted-order',
    title: 'The stages of a hosted call come in their order',
    on: 'stream',
    events: ['item-status'],
    levels: { openai: 'MUST' },
    source: '#/components/schemas/Event.response.web_search_call.searching',
    capability: 'hosted-tools',
    counterexample: {
      of: 'web-search-stream/create',
      edit: [
        {
          op: 'move',
          path: '/events/response.web_search_call.searching',
          before: '/events/response.web_search_call.in_progress',
        },
      ],
      also: ['stream/sequence-contiguous', 'stream/sequence-increasing'],
    },
    watch(probe) {
      const reached = new Map<ItemTrack, number>();
      return live((step) => {
        const stages = STAGES[step.item?.type ?? ''];
        if (step.family !== 'item-status' || stages === undefined || !isOpen(step.item)) return;
        const stage = stages.indexOf(stageOf(step.type));
        if (stage === -1) return;
        const before = reached.get(step.item) ?? -1;
        // Genuine MCP calls have told in_progress twice, partial images come several times.
        const holds = stage >= before;
        probe.check(holds, holds ? '' : place(step, '/type'), `after ${stages[before] ?? 'nothing'}`, step.type ?? '');
        reached.set(step.item, Math.max(stage, before));
      });
    },
  },
  {
    id: 'stream/hosted-begun',
    title: 'A hosted call tells that it is in progress before it is done',
    on: 'stream',
    events: ['item-status', 'item-done'],
    levels: { openai: 'MUST' },
    source: '#/components/schemas/Event.response.web_search_call.in_progress',
    capability: 'hosted-tools',
    counterexample: {
      of: 'web-search-stream/create',
      edit: [{ op: 'remove', path: '/events/response.web_search_call.in_progress' }],
      also: ['stream/sequence-contiguous'],
    },
    watch: (probe) => watchStage(probe, (stages) => stages.has('in_progress'), 'in_progress'),
  },
  {
    id: 'stream/hosted-ended',
    title: 'A hosted call tells that it completed or failed before it is done',
    on: 'stream',
    events: ['item-status', 'item-done'],
    // Not a MUST: Azure closes searches and images without it.
    levels: { openai: 'SHOULD' },
    source: '#/components/schemas/Event.response.web_search_call.completed',
    capability: 'hosted-tools',
    counterexample: {
      of: 'web-search-stream/create',
      edit: [{ op: 'remove', path: '/events/response.web_search_call.completed' }],
      also: ['stream/sequence-contiguous'],
    },
    watch: (probe) => watchStage(probe, (stages) => stages.has('completed') || stages.has('failed'), 'completed'),
  },
  {
    id: 'stream/partial-image-index',
    title: 'partial_image_index counts the partial images of a call from 0',
    on: 'stream',
    events: ['response.image_generation_call.partial_image'],
    levels: { openai: 'MUST' },
    source: '#/components/schemas/Event.response.image_generation_call.partial_image',
    capability: 'hosted-tools',
    counterexample: {
      of: 'image-stream/create',
      edit: [
        {
          op: 'set',
          path: '/events/response.image_generation_call.partial_image/partial_image_index',
          value: 2,
        },
      ],
    },
    watch(probe) {
      const images = new Map<ItemTrack, number>();
      return live((step) => {
        if (step.type !== 'response.image_generation_call.partial_image' || !isOpen(step.item)) return;
        const next = images.get(step.item) ?? 0;
        images.set(step.item, next + 1);
        const index = step.data === undefined ? undefined : integerMember(step.data, 'partial_image_index');
        probe.check(index === next, place(step, '/partial_image_index'), String(next), show(index));
      });
    },
  },
];

function watchStage(probe: Probe, holds: (stages: ReadonlySet<string>) => boolean, wanted: string): StreamWatch {
  const seen = new Map<ItemTrack, Set<string>>();
  return live((step) => {
    const { item } = step;
    if (!isOpen(item) || item.implicit || STAGES[item.type ?? ''] === undefined) return;
    const stages = seen.get(item) ?? new Set<string>();
    seen.set(item, stages);
    if (step.family === 'item-status') stages.add(stageOf(step.type));
    if (step.family !== 'item-done') return;
    const actual = stages.size === 0 ? 'no stage' : [...stages].join(', ');
    probe.check(holds(stages), place(step), `response.${item.type}.${wanted} before it`, actual);
    seen.delete(item);
  });
}
