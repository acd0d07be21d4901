import { isObject, member, stringMember } from '../../json.ts';
import type { Probe, StreamWatch } from '../../rule.ts';
import type { ChannelTrack, ItemTrack, PartTrack, StreamStep } from '../../stream/machine.ts';
import { entriesOf, finishes, fits, isOpen, live, place, positionOf, terminalPairs } from './helpers.ts';

/**
 * One text is told up to five times: deltas, `.done`, the part, the item, the terminal output. Each telling is compared
 * with the earlier ones and is right when it agrees with any of them, so that one wrong telling is one finding: the
 * first disagreement is always seen, and those who repeat either version are not blamed for it.
 */

/** `part`: text of content and summary parts. `item`: arguments, input, code of the item itself. */
export type Subject = 'part' | 'item';

function concerns(step: StreamStep, subject: Subject): boolean {
  return (step.spec?.part === undefined) === (subject === 'item');
}

/** Earlier tellings of a channel's text. No delta tells nothing: an empty text may have none. */
function told(channel: ChannelTrack | undefined): string[] {
  if (channel === undefined) return [];
  const texts = channel.deltas > 0 && channel.unreadable === 0 && !channel.partial ? [channel.joined] : [];
  return channel.doneText === undefined ? texts : [...texts, channel.doneText];
}

/** The member of a part, or of an item, that holds the channel's text. */
function textOf(holder: unknown, channel: ChannelTrack): string | undefined {
  return stringMember(holder, channel.name);
}

/** The member is there and holds no text: that is its schema's, `item/arguments-string` or `schema/content-output-text`. */
function mistyped(holder: unknown, channel: ChannelTrack): boolean {
  const value = member(holder, channel.name);
  return value !== undefined && typeof value !== 'string';
}

function toldByPart(part: PartTrack): string[] {
  const shown = textOf(part.donePart, part.channel);
  return shown === undefined ? told(part.channel) : [...told(part.channel), shown];
}

function compare(known: readonly string[], actual: string | undefined, at: string, probe: Probe): void {
  const first = known[0];
  if (first === undefined) return;
  const holds = actual !== undefined && known.includes(actual);
  if (holds) probe.check(true, '', '', '');
  else probe.check(false, at, difference(first, actual), actual === undefined ? 'absent' : excerpt(first, actual));
}

/** Where two texts part, for people: whole texts would fill the report. */
function difference(expected: string, actual: string | undefined): string {
  return actual === undefined ? `${expected.length} characters, as streamed` : excerpt(actual, expected);
}

const SHOWN = 40;

function excerpt(other: string, own: string): string {
  let at = 0;
  while (at < own.length && own[at] === other[at]) at++;
  const from = Math.max(0, at - 10);
  return `${own.length} characters, from ${from}: ${JSON.stringify(own.slice(from, from + SHOWN))}`;
}

/** Deltas joined equal the text of `.done`. */
export function watchJoined(subject: Subject, probe: Probe): StreamWatch {
  return live((step) => {
    if (step.family !== 'channel-done' || !concerns(step, subject) || step.channel === undefined) return;
    const { channel } = step;
    // Of what was opened before the stream was taken up, the first deltas are missing.
    if (step.before.resumed && (step.part?.implicit ?? step.item?.implicit)) return;
    // Patches have a rule of their own: the document does not have their events.
    if (channel.name === 'diff') return;
    const text = stringMember(step.data, step.spec?.channel ?? '');
    // Without deltas or without a text another rule speaks.
    if (
      channel.deltas === 0 ||
      channel.unreadable > 0 ||
      channel.partial ||
      channel.done !== undefined ||
      text === undefined
    )
      return;
    compare([channel.joined], text, place(step, `/${step.spec?.channel}`), probe);
  });
}

/** The part in its done event holds the streamed text. */
export function watchPart(probe: Probe): StreamWatch {
  return live((step) => {
    const { part } = step;
    if (step.family !== 'part-done' || part === undefined || part.done !== undefined || !fits(step)) return;
    const shown = step.data?.['part'];
    if (!isObject(shown)) return;
    compare(told(part.channel), textOf(shown, part.channel), place(step, `/part/${part.channel.name}`), probe);
  });
}

function compareParts(item: ItemTrack, shown: unknown, at: string, earlier: unknown, probe: Probe): void {
  for (const kind of ['content', 'summary'] as const) {
    const entries = entriesOf(shown, kind);
    const before = entriesOf(earlier, kind);
    for (const [counted, part] of item.parts.filter((one) => one.kind === kind).entries()) {
      const position = positionOf(item, part, counted);
      const entry = entries[position];
      // How many parts there are is the finding of another rule.
      if (!isObject(entry)) continue;
      if (mistyped(entry, part.channel)) continue;
      const known = toldByPart(part);
      const inItem = textOf(before[position], part.channel);
      if (inItem !== undefined) known.push(inItem);
      compare(known, textOf(entry, part.channel), `${at}/${kind}/${position}/${part.channel.name}`, probe);
    }
  }
}

function compareChannels(item: ItemTrack, shown: unknown, at: string, earlier: unknown, probe: Probe): void {
  for (const channel of item.channels) {
    // Diffs and commands are nested in the item and shared between members: only the joined text is judged.
    if (channel.name === 'diff' || channel.name.includes('/')) continue;
    if (mistyped(shown, channel)) continue;
    const known = told(channel);
    const inItem = textOf(earlier, channel);
    if (inItem !== undefined) known.push(inItem);
    compare(known, textOf(shown, channel), `${at}/${channel.name}`, probe);
  }
}

function compareItem(subject: Subject) {
  return subject === 'part' ? compareParts : compareChannels;
}

/** The item in `output_item.done` holds the streamed text. */
export function watchItem(subject: Subject, probe: Probe): StreamWatch {
  return live((step) => {
    const shown = step.data?.['item'];
    if (step.family !== 'item-done' || !isOpen(step.item) || !isObject(shown)) return;
    compareItem(subject)(step.item, shown, place(step, '/item'), undefined, probe);
  });
}

/** The terminal output holds the streamed text. */
export function watchTerminal(subject: Subject, probe: Probe): StreamWatch {
  return live((step) => {
    if (!finishes(step)) return;
    for (const { item, value, at } of terminalPairs(step)) {
      compareItem(subject)(item, value, at, item.doneItem, probe);
    }
  });
}
