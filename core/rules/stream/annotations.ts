import { arrayOf, asText, isObject, type Json, member, sameJson, show } from '../../json.ts';
import type { EventName, StreamRule, StreamWatch } from '../../rule.ts';
import type { PartTrack } from '../../stream/machine.ts';
import {
  begunBefore,
  entriesOf,
  FINISHING,
  finishes,
  isOpen,
  live,
  place,
  positionOf,
  terminalPairs,
} from './helpers.ts';

const ANNOTATION = '#/components/schemas/Event.response.output_text.annotation.added';

const LOGPROBS_IN: readonly EventName[] = [
  'response.output_text.delta',
  'response.output_text.done',
  'part-done',
  'item-done',
];

/** Annotations and logprobs, which are streamed beside the text. */
export const annotationRules: readonly StreamRule[] = [
  {
    id: 'stream/annotation-index',
    title: 'annotation_index counts the annotations of a part from 0',
    on: 'stream',
    events: ['annotation'],
    levels: { openai: 'MUST', 'open-responses': 'SHOULD' },
    source: `${ANNOTATION}/properties/annotation_index`,
    capability: 'streaming',
    counterexample: {
      of: 'annotations-stream/create',
      edit: [{ op: 'set', path: '/events/response.output_text.annotation.added/annotation_index', value: 3 }],
    },
    watch: (probe) =>
      live((step) => {
        if (
          step.family !== 'annotation' ||
          step.data === undefined ||
          step.part?.done !== undefined ||
          begunBefore(step)
        )
          return;
        const index = step.data['annotation_index'];
        const next = step.part?.annotations.length ?? 0;
        probe.check(index === next, place(step, '/annotation_index'), String(next), show(index));
      }),
  },
  {
    id: 'stream/annotations-agree',
    title: 'A finished text has the annotations that were streamed, in order',
    on: 'stream',
    events: ['part-done', 'item-done', ...FINISHING],
    levels: { openai: 'MUST', 'open-responses': 'SHOULD' },
    source: `${ANNOTATION}/properties/annotation`,
    capability: 'streaming',
    breaks: ['source panels of chat clients'],
    counterexample: {
      of: 'annotations-stream/create',
      edit: [{ op: 'set', path: '/events/response.content_part.done/part/annotations', value: [] }],
    },
    watch(probe) {
      const agree = (known: readonly (readonly unknown[])[], shown: unknown, at: string) => {
        if (!isObject(shown) || shown['type'] !== 'output_text') return;
        const actual = shown['annotations'];
        // A list that is missing where nothing was streamed is a matter of the part's own shape.
        if (!Array.isArray(actual) && known[0]?.length === 0) return;
        const holds = known.some((list) => sameJson(list, actual));
        probe.check(holds, `${at}/annotations`, `${known[0]?.length ?? 0} as streamed`, holds ? '' : show(actual));
      };
      const tellings = (part: PartTrack, inItem: unknown) => {
        const later = [part.donePart, inItem].map((one) => member(one, 'annotations'));
        const lists: (readonly unknown[])[] = [part.annotations];
        for (const list of later) if (isList(list)) lists.push(list);
        return lists;
      };
      return live((step) => {
        const closes = step.family === 'part-done' && step.part?.done === undefined && step.part?.kind === 'content';
        if (closes && step.part !== undefined && !begunBefore(step)) {
          agree([step.part.annotations], step.data?.['part'], place(step, '/part'));
        }
        const items =
          step.family === 'item-done' && isOpen(step.item)
            ? [{ item: step.item, value: step.data?.['item'], at: place(step, '/item') }]
            : finishes(step)
              ? terminalPairs(step)
              : [];
        for (const { item, value, at } of items) {
          const entries = entriesOf(value, 'content');
          const earlier = entriesOf(item.doneItem, 'content');
          for (const [counted, part] of item.parts.filter(({ kind }) => kind === 'content').entries()) {
            if (part.channel.partial) continue;
            const position = positionOf(item, part, counted);
            agree(tellings(part, earlier[position]), entries[position], `${at}/content/${position}`);
          }
        }
      });
    },
  },
  {
    id: 'stream/logprobs-joined',
    title: 'The logprobs of the deltas, joined, equal those of the done event',
    on: 'stream',
    events: LOGPROBS_IN,
    steady: true,
    levels: { openai: 'MUST', 'open-responses': 'SHOULD' },
    source: '#/components/schemas/Event.response.output_text.done/properties/logprobs',
    capability: 'streaming',
    counterexample: {
      of: 'logprobs-stream/create',
      edit: [{ op: 'set', path: '/events/response.output_text.delta/logprobs', value: [] }],
    },
    watch: (probe) =>
      watchLogprobs((streamed, done, at) => {
        const holds = sameLogprobs(streamed, done);
        probe.check(holds, at, `${streamed.length} entries as streamed`, holds ? '' : `${done.length} entries`);
      }, 'done'),
  },
  {
    id: 'stream/logprobs-final',
    title: 'A finished text has the logprobs that were streamed',
    on: 'stream',
    events: LOGPROBS_IN,
    steady: true,
    levels: { openai: 'MUST', 'open-responses': 'SHOULD' },
    source: '#/components/schemas/Content.output_text/properties/logprobs',
    capability: 'streaming',
    counterexample: {
      of: 'logprobs-stream/create',
      edit: [{ op: 'set', path: '/events/response.output_item.done/item/content/0/logprobs', value: [] }],
    },
    watch: (probe) =>
      watchLogprobs((streamed, final, at, done) => {
        const holds = sameLogprobs(streamed, final) || (done !== undefined && sameLogprobs(done, final));
        probe.check(holds, at, `${streamed.length} entries as streamed`, holds ? '' : `${final.length} entries`);
      }, 'final'),
  },
];

function isList(value: unknown): value is readonly unknown[] {
  return Array.isArray(value);
}

/** Tokens and values agree. Genuine items round the value to six decimals. */
function sameLogprobs(left: readonly Json[], right: readonly Json[]): boolean {
  if (left.length !== right.length) return false;
  return left.every((entry, index) => {
    const other = right[index];
    const [value, rounded] = [member(entry, 'logprob'), member(other, 'logprob')];
    const near = typeof value === 'number' && typeof rounded === 'number' && Math.abs(value - rounded) < ROUNDING;
    return member(entry, 'token') === member(other, 'token') && (near || value === rounded);
  });
}

const ROUNDING = 1e-4;

interface Streamed {
  readonly entries: Json[];
  done: readonly Json[] | undefined;
}

/** Compares logprobs once there are any; a stream without them says nothing. */
function watchLogprobs(
  compare: (streamed: readonly Json[], other: readonly Json[], at: string, done?: readonly Json[]) => void,
  what: 'done' | 'final',
): StreamWatch {
  const byChannel = new Map<string, Streamed>();
  const key = (item: object | undefined, index: unknown) => `${itemKeys.get(item) ?? number(item)}/${asText(index)}`;
  const itemKeys = new Map<object | undefined, number>();
  const number = (item: object | undefined) => {
    itemKeys.set(item, itemKeys.size);
    return itemKeys.size - 1;
  };
  return live((step) => {
    const { data, item, type } = step;
    if (type === 'response.output_text.delta') {
      const entries = arrayOf(data?.['logprobs']);
      if (entries.length === 0 || begunBefore(step)) return;
      const name = key(item, step.part?.index);
      const known = byChannel.get(name) ?? { entries: [], done: undefined };
      byChannel.set(name, known);
      for (const entry of entries) known.entries.push(entry);
    } else if (type === 'response.output_text.done') {
      const known = byChannel.get(key(item, step.part?.index));
      if (known === undefined || known.done !== undefined) return;
      // Deltas that do not join to the text have lost their logprobs with it: `stream/text-joined`.
      if (step.channel?.joined !== data?.['text']) {
        byChannel.delete(key(item, step.part?.index));
        return;
      }
      known.done = arrayOf(data?.['logprobs']);
      if (what === 'done') compare(known.entries, known.done, place(step, '/logprobs'));
    } else if (what === 'final' && step.family === 'item-done' && isOpen(item)) {
      for (const [position, entry] of entriesOf(data?.['item'], 'content').entries()) {
        const known = byChannel.get(key(item, item.parts[position]?.index));
        const at = place(step, `/item/content/${position}/logprobs`);
        if (known !== undefined) compare(known.entries, arrayOf(member(entry, 'logprobs')), at, known.done);
      }
    } else if (what === 'final' && step.family === 'part-done' && item !== undefined) {
      const known = byChannel.get(key(item, step.part?.index));
      const shown = arrayOf(member(data?.['part'], 'logprobs'));
      // Genuine part events have an empty list although the deltas and the item have entries.
      if (known === undefined || shown.length === 0) return;
      compare(known.entries, shown, place(step, '/part/logprobs'), known.done);
    }
  });
}
