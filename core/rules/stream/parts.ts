import { integerMember, show, stringMember, typeName } from '../../json.ts';
import type { StreamRule } from '../../rule.ts';
import type { StreamStep } from '../../stream/machine.ts';
import {
  FINISHING,
  finishes,
  fits,
  isOpen,
  live,
  misfit,
  OWNERS,
  PART_EVENTS,
  place,
  SUMMARY_EVENTS,
  WITHIN_ITEM,
} from './helpers.ts';

const PART_ADDED = '#/components/schemas/Event.response.content_part.added';
const PART_DONE = '#/components/schemas/Event.response.content_part.done';
const SUMMARY_ADDED = '#/components/schemas/Event.response.reasoning_summary_part.added';

/** The member that addresses the part of the event. */
function indexName(step: StreamStep): 'content_index' | 'summary_index' {
  return step.spec?.part === 'summary' ? 'summary_index' : 'content_index';
}

function indexOf(step: StreamStep): number | undefined {
  return step.data === undefined ? undefined : integerMember(step.data, indexName(step));
}

/** Raw reasoning under its Open Responses name: whether it has part events is not said there. */
function needsPart(step: StreamStep): boolean {
  return step.spec?.part !== undefined && step.type?.startsWith('response.reasoning.') !== true;
}

/** Content and summary parts. */
export const partRules: readonly StreamRule[] = [
  {
    id: 'stream/event-fits-item',
    title: 'An event speaks of an item of its own kind',
    on: 'stream',
    events: WITHIN_ITEM,
    steady: true,
    levels: { openai: 'MUST', 'open-responses': 'MUST' },
    source: PART_ADDED,
    capability: 'streaming',
    breaks: ['openai-node'],
    counterexample: {
      of: 'function-call-stream/call',
      edit: [{ op: 'set', path: '/events/response.output_item.added/item/type', value: 'mcp_approval_request' }],
      also: ['stream/item-type-stable'],
    },
    watch: (probe) =>
      live((step) => {
        if (step.spec?.items === undefined || !isOpen(step.item) || step.item.implicit) return;
        const holds = fits(step);
        probe.check(
          holds,
          holds ? '' : place(step),
          holds ? '' : `an item of type ${step.spec.items.join(' or ')}`,
          step.item.type ?? '',
        );
      }),
  },
  {
    id: 'stream/part-fits-item',
    title: 'Messages have output_text and refusal parts, reasoning has reasoning_text and summary_text',
    on: 'stream',
    events: ['part-added'],
    levels: { openai: 'MUST' },
    source: `${PART_ADDED}/properties/part`,
    capability: 'streaming',
    counterexample: {
      of: 'text-stream/create',
      edit: [{ op: 'set', path: '/events/response.content_part.added/part/type', value: 'reasoning_text' }],
      also: ['stream/event-fits-part', 'stream/part-type-stable'],
    },
    watch: (probe) =>
      live((step) => {
        // Parts of a summary have a rule of their own: `stream/summary-part-type`.
        if (step.spec?.part !== 'content' || step.item?.implicit !== false || !fits(step)) return;
        const type = stringMember(step.data?.['part'], 'type');
        if (type === undefined || step.item.type === undefined) return;
        const owner = OWNERS[type];
        // A part type nobody knows says nothing of where it belongs.
        if (owner === undefined) return;
        probe.check(owner === step.item.type, place(step, '/part/type'), `a part of ${step.item.type}`, show(type));
      }),
  },
  {
    id: 'stream/event-fits-part',
    title: 'An event speaks of a part of its own kind',
    on: 'stream',
    events: ['part-added', 'delta', 'channel-done', 'annotation'],
    steady: true,
    levels: { openai: 'MUST', 'open-responses': 'MUST' },
    source: '#/components/schemas/Event.response.refusal.delta',
    capability: 'streaming',
    breaks: ['openai-node'],
    counterexample: {
      of: 'refusal-stream/create',
      edit: [
        {
          op: 'set',
          path: '/events/response.content_part.added/part',
          value: { type: 'output_text', text: '', annotations: [], logprobs: [] },
        },
      ],
      also: ['stream/part-type-stable'],
    },
    watch: (probe) =>
      live((step) => {
        if (step.spec?.partType === undefined || step.part === undefined || step.part.implicit || !fits(step)) return;
        // Parts of a summary have a rule of their own: `stream/summary-part-type`.
        if (step.spec.part === 'summary' || step.part.type === undefined) return;
        const holds = step.part.type === step.spec.partType;
        const at = holds ? '' : place(step);
        probe.check(holds, at, holds ? '' : `a part of type ${step.spec.partType}`, step.part.type);
      }),
  },
  {
    id: 'stream/part-type-stable',
    title: 'A part keeps its type',
    on: 'stream',
    events: ['part-done'],
    levels: { openai: 'MUST', 'open-responses': 'MUST' },
    source: `${PART_DONE}/properties/part`,
    capability: 'streaming',
    counterexample: {
      of: 'text-stream/create',
      edit: [{ op: 'set', path: '/events/response.content_part.done/part/type', value: 'text' }],
    },
    watch: (probe) =>
      live((step) => {
        const added = step.part?.implicit === false ? step.part.type : undefined;
        if (step.family !== 'part-done' || added === undefined || step.part?.done !== undefined) return;
        if (step.spec?.part === 'summary' && added !== 'summary_text') return;
        const part = step.data?.['part'];
        const done = stringMember(part, 'type');
        if (done === undefined) return;
        probe.check(done === added, place(step, '/part/type'), added, show(done));
      }),
  },
  {
    id: 'stream/part-present',
    title: 'Part events carry the part',
    on: 'stream',
    events: ['part-added', 'part-done'],
    levels: { openai: 'MUST', 'open-responses': 'MUST' },
    source: `${PART_ADDED}/properties/part`,
    capability: 'streaming',
    counterexample: {
      of: 'text-stream/create',
      edit: [{ op: 'remove', path: '/events/response.content_part.done/part' }],
    },
    watch: (probe) =>
      live((step) => {
        if (step.family !== 'part-added' && step.family !== 'part-done') return;
        const part = step.data?.['part'];
        const holds = stringMember(part, 'type') !== undefined;
        probe.check(holds, place(step, '/part'), 'an object with a type', holds ? '' : typeName(part));
      }),
  },
  {
    id: 'stream/content-index-present',
    title: 'Every event of a content part has an integer content_index',
    on: 'stream',
    events: PART_EVENTS,
    steady: true,
    levels: { openai: 'MUST', 'open-responses': 'MUST' },
    source: '#/components/schemas/Event.response.output_text.delta/properties/content_index',
    capability: 'streaming',
    counterexample: {
      of: 'text-stream/create',
      edit: [{ op: 'remove', path: '/events/response.output_text.delta#1/content_index' }],
    },
    watch: (probe) =>
      live((step) => {
        if (step.spec?.part !== 'content' || !fits(step)) return;
        const holds = (indexOf(step) ?? -1) >= 0;
        const at = holds ? '' : place(step, '/content_index');
        probe.check(holds, at, 'an integer from 0', holds ? '' : show(step.data?.['content_index']));
      }),
  },
  {
    id: 'stream/summary-index-present',
    title: 'Every event of a summary part has an integer summary_index',
    on: 'stream',
    events: SUMMARY_EVENTS,
    steady: true,
    levels: { openai: 'MUST', 'open-responses': 'MUST' },
    source: '#/components/schemas/Event.response.reasoning_summary_text.delta/properties/summary_index',
    capability: 'reasoning',
    breaks: ['opencode'],
    counterexample: {
      of: 'reasoning-stream/create',
      edit: [{ op: 'remove', path: '/events/response.reasoning_summary_text.delta/summary_index' }],
    },
    watch: (probe) =>
      live((step) => {
        if (step.spec?.part !== 'summary' || !fits(step)) return;
        const holds = (indexOf(step) ?? -1) >= 0;
        const at = holds ? '' : place(step, '/summary_index');
        probe.check(holds, at, 'an integer from 0', holds ? '' : show(step.data?.['summary_index']));
      }),
  },
  {
    id: 'stream/content-index-next',
    title: 'Content parts take the next content_index, from 0',
    on: 'stream',
    events: ['part-added'],
    levels: { openai: 'MUST', 'open-responses': 'MUST' },
    source: `${PART_ADDED}/properties/content_index`,
    capability: 'streaming',
    breaks: ['openai-node'],
    counterexample: {
      of: 'text-stream/create',
      edit: [{ op: 'set', path: '/events/response.content_part.added/content_index', value: 1 }],
    },
    watch: (probe) => live((step) => checkNext(step, 'content', probe)),
  },
  {
    id: 'stream/summary-index-next',
    title: 'Summary parts take the next summary_index, from 0',
    on: 'stream',
    events: ['part-added'],
    levels: { openai: 'MUST', 'open-responses': 'MUST' },
    source: `${SUMMARY_ADDED}/properties/summary_index`,
    capability: 'reasoning',
    counterexample: {
      of: 'reasoning-stream/create',
      edit: [{ op: 'set', path: '/events/response.reasoning_summary_part.added/summary_index', value: 5 }],
    },
    watch: (probe) => live((step) => checkNext(step, 'summary', probe)),
  },
  {
    id: 'stream/part-opened',
    title: 'Events of a part come after its added event and name its index',
    on: 'stream',
    events: PART_EVENTS,
    steady: true,
    levels: { openai: 'MUST', 'open-responses': 'MUST' },
    source: PART_ADDED,
    capability: 'streaming',
    breaks: ['openai SDKs'],
    counterexample: {
      of: 'text-stream/create',
      edit: [{ op: 'remove', path: '/events/response.content_part.added' }],
      also: ['stream/sequence-contiguous'],
    },
    watch: (probe) =>
      live((step) => {
        if (!needsPart(step) || step.family === 'part-added' || !isOpen(step.item) || !fits(step)) return;
        // What was opened before is unknown for an item that itself was never announced.
        if (step.item.implicit) return;
        const index = indexOf(step);
        if (index === undefined || index < 0) return;
        const { part } = step;
        const position =
          part === undefined ? -1 : step.item.parts.filter(({ kind }) => kind === part.kind).indexOf(part);
        // A part that was announced under a wrong index is `stream/content-index-next`.
        const holds = part !== undefined && (part.index === undefined || part.index === index || position === index);
        const at = holds ? '' : place(step, `/${indexName(step)}`);
        probe.check(holds, at, 'a part that was added', holds ? '' : `${step.type} of part ${index}`);
      }),
  },
  {
    id: 'stream/part-not-closed',
    title: 'No event of a part follows its done event',
    on: 'stream',
    events: PART_EVENTS,
    steady: true,
    levels: { openai: 'MUST', 'open-responses': 'MUST' },
    source: PART_DONE,
    capability: 'streaming',
    counterexample: {
      of: 'text-stream/create',
      edit: [{ op: 'move', path: '/events/response.content_part.done', before: '/events/response.output_text.done' }],
      also: ['stream/sequence-contiguous', 'stream/sequence-increasing'],
    },
    watch: (probe) =>
      live((step) => {
        if (step.part === undefined || !isOpen(step.item) || !fits(step)) return;
        const holds = step.part.done === undefined;
        probe.check(
          holds,
          holds ? '' : place(step),
          'an open part',
          holds ? '' : `${step.type} after its part was done`,
        );
      }),
  },
  {
    id: 'stream/parts-sequential',
    title: 'A part is closed before the next one of its item opens',
    on: 'stream',
    events: PART_EVENTS,
    steady: true,
    levels: { openai: 'MUST', 'open-responses': 'MUST' },
    source: PART_DONE,
    capability: 'streaming',
    counterexample: {
      of: 'text-stream/create',
      edit: [
        {
          op: 'before',
          path: '/events/response.content_part.done',
          event: {
            type: 'response.content_part.added',
            output_index: 0,
            content_index: 1,
            part: { type: 'output_text', text: '', annotations: [], logprobs: [] },
          },
        },
      ],
      also: [
        'stream/item-id-present',
        'stream/item-parts',
        'stream/part-closed',
        'stream/sequence-number-present',
        'stream/text-done',
      ],
    },
    watch: (probe) =>
      live((step) => {
        const { item, part } = step;
        if (part === undefined || part.implicit || part.done !== undefined || !isOpen(item)) return;
        // Judged when a later event of the earlier part comes: one that is never closed has a rule of its own.
        const own = item.parts.indexOf(part);
        const later = item.parts.find((one, at) => at > own && one.kind === part.kind && !one.implicit);
        const actual = later === undefined ? '' : `${step.type} after it`;
        probe.check(later === undefined, later?.added.at ?? '', 'the open part closed first', actual);
      }),
  },
  {
    id: 'stream/part-closed',
    title: 'Every part is closed before the response ends',
    on: 'stream',
    events: FINISHING,
    levels: { openai: 'MUST', 'open-responses': 'MUST' },
    source: PART_DONE,
    capability: 'streaming',
    counterexample: {
      of: 'text-stream/create',
      edit: [{ op: 'remove', path: '/events/response.content_part.done' }],
      also: ['stream/sequence-contiguous'],
    },
    watch: (probe) =>
      live((step) => {
        if (!finishes(step)) return;
        for (const item of step.before.items) {
          for (const part of item.parts) {
            if (part.implicit || misfit(item, part)) continue;
            const wanted = part.kind === 'content' ? 'content_part.done' : 'reasoning_summary_part.done';
            probe.check(part.done !== undefined, part.added.at, `response.${wanted}`, `none before ${step.type}`);
          }
        }
      }),
  },
];

function checkNext(step: StreamStep, kind: 'content' | 'summary', probe: { check: CheckPlace }): void {
  if (step.family !== 'part-added' || step.spec?.part !== kind || !isOpen(step.item) || !fits(step)) return;
  const index = indexOf(step);
  if (index === undefined || index < 0 || step.item.implicit) return;
  // A part that earlier events already spoke of is announced late, not twice: `stream/part-opened`.
  const before = step.item.parts.filter((part) => part.kind === kind && !(part.implicit && part.index === index));
  const next = before.length;
  probe.check(index === next, place(step, `/${indexName(step)}`), String(next), String(index));
}

type CheckPlace = (holds: boolean, at: string, expected: string, actual: string) => void;
