import { arrayOf, integerMember, isObject, type JsonObject, member, show, stringMember, typeName } from '../../json.ts';
import type { StreamRule } from '../../rule.ts';
import type { ChannelTrack, ItemTrack, StreamStep } from '../../stream/machine.ts';
import { fits, isOpen, live, place } from './helpers.ts';

const COMMAND = '#/components/schemas/Event.response.shell_call_command';
const OUTPUT = '#/components/schemas/Event.response.shell_call_output_content';
const FIRST_COMMAND = '/events/response.shell_call_command.added';
const FIRST_OUTPUT = '/events/response.shell_call_output_content';

interface Found {
  readonly commands: ChannelTrack[];
  upTo: number;
}

const found = new WeakMap<ItemTrack, Found>();

/**
 * The commands of a shell call that the stream spoke of, in the order in which they came up. Channels are only ever added:
 * looking at the new ones alone keeps a call of a hundred thousand commands from taking the square of that.
 */
function commandsOf(item: ItemTrack): readonly ChannelTrack[] {
  const known = found.get(item) ?? { commands: [], upTo: 0 };
  found.set(item, known);
  for (; known.upTo < item.channels.length; known.upTo++) {
    const channel = item.channels[known.upTo];
    if (channel?.name.startsWith('command/') === true) known.commands.push(channel);
  }
  return known.commands;
}

/** What the deltas of one command's output told so far. */
interface Told {
  readonly at: string;
  /** A delta was no object of strings: what it told is lost. */
  unreadable: boolean;
  stdout: string;
  stderr: string;
}

function isReadable(delta: unknown): boolean {
  return isObject(delta) && ['stdout', 'stderr'].every((name) => typeof (delta[name] ?? '') === 'string');
}

/** Outputs that were begun and not closed, by item and command. */
function watchOutputs(
  onDone: (step: StreamStep, told: Told | undefined) => void,
  onEnd: (step: StreamStep, open: readonly Told[]) => void,
) {
  const open = new Map<ItemTrack, Map<number, Told>>();
  return live((step) => {
    const { data, item } = step;
    if (!isOpen(item) || data === undefined || !fits(step)) return;
    if (step.family === 'item-done') {
      if (item.type === 'shell_call_output') onEnd(step, [...(open.get(item)?.values() ?? [])]);
      open.delete(item);
      return;
    }
    const index = integerMember(data, 'command_index');
    if (index === undefined) return;
    const ofItem = open.get(item) ?? new Map<number, Told>();
    open.set(item, ofItem);
    if (step.type === 'response.shell_call_output_content.done') {
      onDone(step, ofItem.get(index));
      ofItem.delete(index);
      return;
    }
    const told = ofItem.get(index) ?? { at: step.event.at, unreadable: false, stdout: '', stderr: '' };
    if (!isReadable(data['delta'])) told.unreadable = true;
    told.stdout += stringMember(data['delta'], 'stdout') ?? '';
    told.stderr += stringMember(data['delta'], 'stderr') ?? '';
    ofItem.set(index, told);
  });
}

/** Commands that the provider or the client runs in a shell, and what they print. */
export const shellRules: readonly StreamRule[] = [
  {
    id: 'stream/command-index-next',
    title: 'The commands of a shell call take the next command_index, from 0',
    on: 'stream',
    events: ['channel-added'],
    levels: { openai: 'MUST' },
    source: `${COMMAND}.added/properties/command_index`,
    capability: 'hosted-tools',
    counterexample: {
      of: 'shell-stream/create',
      edit: [{ op: 'set', path: `${FIRST_COMMAND}/command_index`, value: 4 }],
    },
    watch: (probe) =>
      live((step) => {
        if (!isOpen(step.item) || step.item.implicit || step.data === undefined || !fits(step)) return;
        const index = integerMember(step.data, 'command_index');
        if (index === undefined) return;
        // A command that earlier events already spoke of is announced late: `stream/command-opened`.
        const late = step.channel !== undefined && step.channel.added === undefined;
        const next = commandsOf(step.item).length;
        probe.check(late || index === next, place(step, '/command_index'), String(next), String(index));
      }),
  },
  {
    id: 'stream/command-opened',
    title: 'Events of a command come after its added event',
    on: 'stream',
    events: ['response.shell_call_command.delta', 'response.shell_call_command.done'],
    steady: true,
    levels: { openai: 'MUST' },
    source: `${COMMAND}.added`,
    capability: 'hosted-tools',
    counterexample: {
      of: 'shell-stream/create',
      edit: [{ op: 'remove', path: FIRST_COMMAND }],
      also: ['stream/sequence-contiguous'],
    },
    watch: (probe) =>
      live((step) => {
        if (!isOpen(step.item) || step.item.implicit || step.data === undefined || !fits(step)) return;
        const index = integerMember(step.data, 'command_index');
        if (index === undefined) return;
        const { channel } = step;
        // A command that was announced under a wrong index is `stream/command-index-next`.
        const meant = channel?.name === `command/${index}` || commandsOf(step.item)[index] === channel;
        const holds = channel?.added !== undefined && meant;
        probe.check(holds, place(step, '/command_index'), 'a command that was added', `${step.type} of ${index}`);
      }),
  },
  {
    id: 'stream/command-closed',
    title: 'Every command of a shell call is closed by its done event',
    on: 'stream',
    events: ['item-done'],
    levels: { openai: 'MUST' },
    source: `${COMMAND}.done`,
    capability: 'hosted-tools',
    counterexample: {
      of: 'shell-stream/create',
      edit: [{ op: 'remove', path: '/events/response.shell_call_command.done' }],
      also: ['stream/sequence-contiguous'],
    },
    watch: (probe) =>
      live((step) => {
        if (!isOpen(step.item) || step.item.implicit) return;
        for (const { added, done } of commandsOf(step.item)) {
          if (added === undefined) continue;
          probe.check(done !== undefined, added.at, 'response.shell_call_command.done', 'none before the item is done');
        }
      }),
  },
  {
    id: 'stream/command-item',
    title: 'A finished shell call holds the commands that were streamed',
    on: 'stream',
    events: ['item-done'],
    levels: { openai: 'MUST' },
    source: '#/components/schemas/Item.shell_call/properties/action',
    capability: 'hosted-tools',
    counterexample: {
      of: 'shell-stream/create',
      edit: [{ op: 'set', path: '/events/response.output_item.done/item/action/commands', value: ['rm x'] }],
      also: ['stream/output-equals-items'],
    },
    watch: (probe) =>
      live((step) => {
        const { item } = step;
        const shown = member(member(step.data?.['item'], 'action'), 'commands');
        if (!isOpen(item) || item.implicit || !Array.isArray(shown)) return;
        const commands = commandsOf(item);
        if (commands.length === 0 || commands.some(({ partial, unreadable }) => partial || unreadable > 0)) return;
        const at = place(step, '/item/action/commands');
        const holds =
          shown.length === commands.length &&
          commands.every((command, index) => shown[index] === command.doneText || shown[index] === command.joined);
        probe.check(
          holds,
          at,
          show(commands.map(({ doneText, joined }) => doneText ?? joined)),
          holds ? '' : show(shown),
        );
      }),
  },
  {
    id: 'stream/shell-output-delta',
    title: 'The delta of a shell output is an object with stdout and stderr, where it has them strings',
    on: 'stream',
    events: ['response.shell_call_output_content.delta'],
    levels: { openai: 'MUST' },
    source: `${OUTPUT}.delta/properties/delta`,
    capability: 'hosted-tools',
    counterexample: {
      of: 'shell-stream/create',
      edit: [{ op: 'set', path: `${FIRST_OUTPUT}.delta/delta`, value: 'text' }],
    },
    watch: (probe) =>
      live((step) => {
        const delta = step.data?.['delta'];
        const holds = isReadable(delta);
        probe.check(holds, place(step, '/delta'), '{stdout, stderr}', isObject(delta) ? show(delta) : typeName(delta));
      }),
  },
  {
    id: 'stream/shell-output-closed',
    title: 'Every output of a command that was begun is closed by its done event',
    on: 'stream',
    events: ['response.shell_call_output_content.delta', 'response.shell_call_output_content.done', 'item-done'],
    levels: { openai: 'MUST' },
    source: `${OUTPUT}.done`,
    capability: 'hosted-tools',
    counterexample: {
      of: 'shell-stream/create',
      edit: [{ op: 'remove', path: `${FIRST_OUTPUT}.done` }],
      also: ['stream/sequence-contiguous'],
    },
    watch: (probe) =>
      watchOutputs(
        () => undefined,
        (step, open) => {
          const actual = open.length === 0 ? '' : `${open.length} open when the item is done`;
          probe.check(open.length === 0, open[0]?.at ?? place(step), 'response.shell_call_output_content.done', actual);
        },
      ),
  },
  {
    id: 'stream/shell-output-joined',
    title: 'The deltas of a shell output, joined, equal its done event',
    on: 'stream',
    events: ['response.shell_call_output_content.delta', 'response.shell_call_output_content.done', 'item-done'],
    // Seen in one genuine stream only.
    levels: { openai: 'SHOULD' },
    source: `${OUTPUT}.done/properties/output`,
    capability: 'hosted-tools',
    counterexample: {
      of: 'shell-stream/create',
      edit: [{ op: 'set', path: `${FIRST_OUTPUT}.delta/delta/stdout`, value: '~' }],
    },
    watch: (probe) =>
      watchOutputs(
        (step, told) => {
          const entries = arrayOf(step.data?.['output']).filter(isObject);
          // Of an output that was there before this stream began, the first deltas may have been as well.
          if (told === undefined || told.unreadable || entries.length === 0 || step.item?.implicit !== false) return;
          for (const name of ['stdout', 'stderr'] as const) {
            const whole = entries.map((entry: JsonObject) => stringMember(entry, name) ?? '').join('');
            // Which of the two is streamed is left to the server: no delta of one says nothing of it.
            if (told[name] !== '')
              probe.check(whole === told[name], place(step, '/output'), show(told[name]), show(whole));
          }
        },
        () => undefined,
      ),
  },
];
