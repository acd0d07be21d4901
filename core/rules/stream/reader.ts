import { isObject, stringMember } from '../../json.ts';
import type { StreamRule } from '../../rule.ts';
import type { ChannelTrack, StreamStep } from '../../stream/machine.ts';
import { finishes, live, streamed, terminalOutput, terminalPairs } from './helpers.ts';

/** Members in which an unknown event could carry what belongs to the output. */
const CARRIERS = ['delta', 'text', 'refusal', 'arguments', 'input', 'code'];

interface Skipped {
  readonly at: string;
  readonly texts: readonly string[];
  readonly item: string | undefined;
}

/**
 * A reader that ignores what it does not know still has everything. That the events of the contract agree with the
 * output is judged, telling by telling, by the rules about texts, calls and items; this one finds what of the output
 * only came in an event that such a reader skips.
 */
export const readerRules: readonly StreamRule[] = [
  {
    id: 'stream/rebuilt',
    title: 'Events that a reader may skip carry no part of the output',
    on: 'stream',
    events: ['unknown', 'keepalive', 'lifecycle'],
    levels: { openai: 'MUST', 'open-responses': 'MUST' },
    source: '#/components/schemas/Event',
    capability: 'streaming',
    counterexample: {
      of: 'text-stream/create',
      edit: [
        { op: 'set', path: '/events/response.output_text.delta/type', value: 'acme:text.delta' },
        { op: 'wire', from: 'event: response.output_text.delta', to: 'event: acme:text.delta' },
      ],
      also: ['stream/text-joined'],
    },
    watch(probe) {
      const skipped: Skipped[] = [];
      return live((step) => {
        if (step.family !== 'lifecycle') {
          const told = carriedBy(step);
          if (told !== undefined) skipped.push(told);
          return;
        }
        if (!finishes(step) || terminalOutput(step) === undefined) return;
        const [lost] = skipped.filter((one) => isNeeded(one, step));
        const actual = lost === undefined ? '' : 'a part of the output';
        probe.check(lost === undefined, lost?.at ?? '', 'nothing that the output needs', actual);
      });
    },
  },
];

function carriedBy({ data, event }: StreamStep): Skipped | undefined {
  if (data === undefined) return undefined;
  const texts = CARRIERS.flatMap((name) => {
    const text = stringMember(data, name);
    return text === undefined || text === '' ? [] : [text];
  });
  const item = stringMember(data['item'], 'id');
  return texts.length === 0 && item === undefined ? undefined : { at: event.at, texts, item };
}

/** Whether the output has an item that only this event told, or a text that lacks just what it told. */
function isNeeded({ texts, item }: Skipped, step: StreamStep): boolean {
  const known = new Set(streamed(step.before).map(({ id }) => id));
  const final = (terminalOutput(step) ?? []).some((one) => isObject(one) && one['id'] === item);
  if (item !== undefined && final && !known.has(item)) return true;
  const channels = terminalPairs(step).flatMap(({ item: own }) => [
    ...own.channels,
    ...own.parts.map(({ channel }) => channel),
  ]);
  return channels.some((channel) => texts.some((text) => lacks(channel, text)));
}

function lacks({ doneText, joined, partial }: ChannelTrack, text: string): boolean {
  return (
    !partial &&
    doneText !== undefined &&
    joined !== doneText &&
    doneText.includes(text) &&
    joined.length < doneText.length
  );
}
