import { stringMember, wordTable } from '../../json.ts';
import type { Probe, StreamRule, StreamWatch } from '../../rule.ts';
import type { ItemTrack } from '../../stream/machine.ts';
import { isOpen, live, place } from './helpers.ts';

/** The stages of hosted calls in their order. A call that is over is `completed` or `failed`. */
const STAGES: Readonly<Record<string, readonly string[]>> = wordTable({
  web_search_call: ['in_progress', 'searching'],
  file_search_call: ['in_progress', 'searching'],
  code_interpreter_call: ['in_progress', 'interpreting'],
  image_generation_call: ['in_progress', 'generating', 'partial_image'],
  mcp_call: ['in_progress'],
  mcp_list_tools: ['in_progress'],
});
const OVER = ['completed', 'failed'];

const SEARCHES = ['web_search_call', 'file_search_call'];
const RUNS = ['code_interpreter_call', 'mcp_call', 'mcp_list_tools'];

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
        if (stages === undefined || !isOpen(step.item)) return;
        const name = stageOf(step.type);
        const stage = OVER.includes(name) ? stages.length : stages.indexOf(name);
        if (stage === -1) return;
        const before = reached.get(step.item) ?? -1;
        // Genuine MCP calls have told in_progress twice, partial images come several times; a call is over only once.
        const holds = stage >= before && before !== stages.length;
        const earlier = stages[before] ?? (before === -1 ? 'nothing' : 'the end of the call');
        probe.check(holds, holds ? '' : place(step, '/type'), `not after ${earlier}`, step.type ?? '');
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
    watch: (probe) => watchStages(probe, ['in_progress'], Object.keys(STAGES)),
  },
  {
    id: 'stream/hosted-ended',
    title: 'A search or an image tells that it completed before it is done',
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
    watch: (probe) => watchStages(probe, OVER, [...SEARCHES, 'image_generation_call']),
  },
  {
    id: 'stream/hosted-outcome',
    title: 'Code that is run and an MCP server that is asked tell completed or failed before the item is done',
    on: 'stream',
    events: ['item-status', 'item-done'],
    levels: { openai: 'MUST' },
    source: '#/components/schemas/Event.response.mcp_call.completed',
    capability: 'hosted-tools',
    counterexample: {
      of: 'mcp-stream/create',
      edit: [{ op: 'remove', path: '/events/response.mcp_call.completed' }],
      also: ['stream/sequence-contiguous'],
    },
    watch: (probe) => watchStages(probe, OVER, RUNS),
  },
  {
    id: 'stream/search-searching',
    title: 'A search tells that it is searching before it is completed',
    on: 'stream',
    events: ['item-status'],
    levels: { openai: 'MUST' },
    source: '#/components/schemas/Event.response.file_search_call.searching',
    capability: 'hosted-tools',
    counterexample: {
      of: 'file-search-stream/create',
      edit: [{ op: 'remove', path: '/events/response.file_search_call.searching' }],
      also: ['stream/sequence-contiguous'],
    },
    watch: (probe) => watchWork(probe, 'searching', SEARCHES),
  },
  {
    id: 'stream/code-interpreting',
    title: 'A code interpreter tells that it is interpreting before it is completed',
    on: 'stream',
    events: ['item-status'],
    levels: { openai: 'MUST' },
    source: '#/components/schemas/Event.response.code_interpreter_call.interpreting',
    capability: 'hosted-tools',
    counterexample: {
      of: 'code-interpreter-stream/create',
      edit: [{ op: 'remove', path: '/events/response.code_interpreter_call.interpreting' }],
      also: ['stream/sequence-contiguous'],
    },
    watch: (probe) => watchWork(probe, 'interpreting', ['code_interpreter_call']),
  },
  {
    id: 'stream/image-generating',
    title: 'An image tells that it is being generated before it is completed',
    on: 'stream',
    events: ['item-status'],
    levels: { openai: 'MUST' },
    source: '#/components/schemas/Event.response.image_generation_call.generating',
    capability: 'hosted-tools',
    counterexample: {
      of: 'image-stream/create',
      edit: [{ op: 'remove', path: '/events/response.image_generation_call.generating' }],
      also: ['stream/sequence-contiguous'],
    },
    watch: (probe) => watchWork(probe, 'generating', ['image_generation_call']),
  },
  {
    id: 'stream/code-order',
    title: 'Code is streamed after in_progress and before it is interpreted',
    on: 'stream',
    events: ['item-status', 'response.code_interpreter_call_code.delta', 'response.code_interpreter_call_code.done'],
    steady: true,
    levels: { openai: 'MUST' },
    source: '#/components/schemas/Event.response.code_interpreter_call_code.delta',
    capability: 'hosted-tools',
    counterexample: {
      of: 'code-interpreter-stream/create',
      edit: [
        {
          op: 'move',
          path: '/events/response.code_interpreter_call_code.done',
          before: '/events/response.code_interpreter_call.completed',
        },
      ],
      also: ['stream/sequence-contiguous', 'stream/sequence-increasing'],
    },
    watch: (probe) =>
      withStages((step, item, stages) => {
        if (step.family === 'item-status' || item.type !== 'code_interpreter_call' || item.implicit) return;
        const late = ['interpreting', ...OVER].find((stage) => stages.has(stage));
        // A call that never tells that it began is `stream/hosted-begun`: told too late, the order is wrong.
        if (late === undefined) return probe.check(true, '', '', '');
        probe.check(false, place(step), 'code before it is interpreted', `${step.type} after ${late}`);
      }),
  },
  {
    id: 'stream/begun-first',
    title: 'What a hosted call streams comes after it told that it is in progress',
    on: 'stream',
    events: ['item-status', 'delta', 'channel-done'],
    steady: true,
    // Not a MUST: a genuine mcp_call told it after the first delta of its arguments.
    levels: { openai: 'SHOULD' },
    source: '#/components/schemas/Event.response.mcp_call.in_progress',
    capability: 'hosted-tools',
    counterexample: {
      of: 'mcp-stream/create',
      edit: [
        {
          op: 'move',
          path: '/events/response.mcp_call.in_progress',
          before: '/events/response.mcp_call_arguments.done',
        },
      ],
      also: ['stream/sequence-contiguous', 'stream/sequence-increasing'],
    },
    watch(probe) {
      const early = new Map<ItemTrack, string>();
      return withStages((step, item, stages) => {
        if (item.implicit) return;
        if (step.family !== 'item-status') {
          if (stages.size === 0 && !early.has(item)) early.set(item, step.event.at);
          return;
        }
        // Only where it is told at all, and late: that it is missing is `stream/hosted-begun`.
        if (stageOf(step.type) !== 'in_progress' || stages.size > 0) return;
        const at = early.get(item);
        probe.check(at === undefined, at ?? '', `response.${item.type}.in_progress before it`, 'after it');
      });
    },
  },
  {
    id: 'stream/mcp-arguments-done',
    title: 'The arguments of an MCP call are closed before the call is over',
    on: 'stream',
    events: ['response.mcp_call.completed', 'response.mcp_call.failed'],
    levels: { openai: 'MUST' },
    source: '#/components/schemas/Event.response.mcp_call_arguments.done',
    capability: 'hosted-tools',
    counterexample: {
      of: 'mcp-stream/create',
      edit: [{ op: 'remove', path: '/events/response.mcp_call_arguments.done' }],
      also: ['stream/sequence-contiguous'],
    },
    watch: (probe) =>
      live((step) => {
        if (!isOpen(step.item) || step.item.implicit || step.item.type !== 'mcp_call') return;
        const channel = step.item.channels.find(({ name }) => name === 'arguments');
        // A call that failed may not have come to its arguments.
        if (channel === undefined && step.type === 'response.mcp_call.failed') return;
        const closed = channel?.done !== undefined;
        probe.check(closed, place(step), 'response.mcp_call_arguments.done before it', closed ? '' : 'none');
      }),
  },
];

/** The stages that an open hosted call has told before each event of it. */
function withStages(
  see: (step: Parameters<NonNullable<StreamWatch['event']>>[0], item: ItemTrack, stages: ReadonlySet<string>) => void,
): StreamWatch {
  const seen = new Map<ItemTrack, Set<string>>();
  return live((step) => {
    const { item } = step;
    if (!isOpen(item) || STAGES[item.type ?? ''] === undefined) return;
    const stages = seen.get(item) ?? new Set<string>();
    seen.set(item, stages);
    see(step, item, stages);
    if (step.family === 'item-status') stages.add(stageOf(step.type));
    if (step.family === 'item-done') seen.delete(item);
  });
}

/** When a call of these types is done it has told one of the stages. */
function watchStages(probe: Probe, wanted: readonly string[], types: readonly string[]): StreamWatch {
  return withStages((step, item, stages) => {
    if (step.family !== 'item-done' || item.implicit || !types.includes(item.type ?? '')) return;
    const holds = wanted.some((stage) => stages.has(stage));
    // There is no event for a search or a run that fails or is cut: the item says so.
    const status = stringMember(step.data?.['item'], 'status');
    const cut = status === 'incomplete' || (status === 'failed' && item.type !== 'mcp_call');
    if (!holds && cut && wanted === OVER) return;
    const actual = stages.size === 0 ? 'no stage' : [...stages].join(', ');
    probe.check(holds, place(step), `response.${item.type}.${wanted.join(' or ')} before it`, actual);
  });
}

/** When a call of these types tells that it is completed, it has told that it is at work. */
function watchWork(probe: Probe, stage: string, types: readonly string[]): StreamWatch {
  return withStages((step, item, stages) => {
    if (stageOf(step.type) !== 'completed' || item.implicit || !types.includes(item.type ?? '')) return;
    const holds = stages.has(stage);
    probe.check(holds, place(step), `response.${item.type}.${stage} before it`, [...stages].join(', '));
  });
}
