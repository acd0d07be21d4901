import { isObject, type Json, type JsonObject, member, sameJson, show, stringMember, wordTable } from '../../json.ts';
import type { StreamRule } from '../../rule.ts';
import type { StreamEvent } from '../../stream/event.ts';
import { isTerminal } from '../../stream/events.ts';
import type { ItemTrack } from '../../stream/machine.ts';
import { RESPONSE_STATUSES } from '../support.ts';
import {
  entriesOf,
  FINISHING,
  finishes,
  isOfficial,
  live,
  place,
  startingAfter,
  streamed,
  terminalOutput,
  terminalPairs,
} from './helpers.ts';

const COMPLETED = '#/components/schemas/Event.response.completed';
const OUTPUT = '#/components/schemas/Response/properties/output';
const FINAL = '/events/response.completed/response';

/** How a stream ends. */
export const terminalRules: readonly StreamRule[] = [
  {
    id: 'stream/terminal-present',
    title: 'The stream ends with response.completed, response.incomplete or response.failed',
    on: 'stream',
    events: ['response.created', 'response.queued'],
    levels: { openai: 'MUST', 'open-responses': 'MUST' },
    source: COMPLETED,
    capability: 'streaming',
    breaks: ['Codex CLI', 'openai SDKs'],
    counterexample: { of: 'text-stream/create', edit: [{ op: 'remove', path: '/events/response.completed' }] },
    watch(probe, _contract, exchange) {
      let background = false;
      const resumed = startingAfter(exchange) !== undefined;
      return {
        event(step) {
          if (step.type === 'response.created' || step.type === 'response.queued') {
            background = member(step.data?.['response'], 'background') === true;
          }
        },
        end({ state, complete }) {
          // Nothing comes after the last event; a stream that ends too early is `state/replay-equal`.
          if (!complete || (resumed && state.events === 0)) return;
          // What an error needs after it has a rule of its own; a cancelled background stream just ends.
          if (state.terminal === undefined && (state.error !== undefined || background)) return;
          probe.check(state.terminal !== undefined, '/stream', 'a terminal event', `none in ${state.events} events`);
        },
      };
    },
  },
  {
    id: 'stream/terminal-last',
    title: 'No event follows the terminal one, [DONE] aside',
    on: 'stream',
    steady: true,
    levels: { openai: 'MUST', 'open-responses': 'MUST' },
    source: COMPLETED,
    capability: 'streaming',
    counterexample: {
      of: 'text-stream/create',
      edit: [{ op: 'after', path: '/events/response.completed', event: { type: 'response.completed' } }],
    },
    watch(probe, contract) {
      return {
        event({ before, event, family, type }) {
          if (before.terminal === undefined || family === 'done-sentinel') return;
          // Azure tells why its filter ended a stream in an error event after response.failed (maximhq/bifrost#6652):
          // that it comes too late is `stream/error-then-failed`.
          const told = family === 'error' && before.error === undefined && hasFailed(before.terminal);
          if (isOfficial(contract) && told) return;
          probe.check(false, event.at, `nothing after ${before.terminal.at}`, type ?? 'an unreadable event');
        },
        end({ state }) {
          if (state.terminal !== undefined) probe.check(true, '', '', '');
        },
      };
    },
  },
  {
    id: 'sse/done-sentinel',
    title: 'The stream ends with data: [DONE]',
    on: 'stream',
    levels: { 'open-responses': 'MUST' },
    source: '#/components/schemas/Event',
    capability: 'streaming',
    needs: ['wire'],
    counterexample: { of: 'text-stream/create', edit: [{ op: 'wire', from: 'data: [DONE]\n\n', to: '' }] },
    watch: (probe) => ({
      end({ state, complete }) {
        if (!complete || (state.terminal === undefined && state.error === undefined)) return;
        probe.check(state.doneSentinel !== undefined, '/stream', 'data: [DONE] at the end', 'no [DONE]');
      },
    }),
  },
  {
    id: 'sse/done-sentinel-last',
    title: 'Nothing follows data: [DONE]',
    on: 'stream',
    steady: true,
    levels: { openai: 'MUST', 'open-responses': 'MUST' },
    source: '#/components/schemas/Event',
    capability: 'streaming',
    breaks: ['openai SDKs stop reading at [DONE]'],
    counterexample: {
      of: 'text-stream/create',
      edit: [
        { op: 'before', path: '/events/response.completed', event: { type: 'end' } },
        { op: 'wire', from: 'event: end\ndata: {"type":"end"}', to: 'data: [DONE]' },
      ],
    },
    watch(probe) {
      let late: StreamEvent | undefined;
      return {
        event({ before, event }) {
          if (before.doneSentinel !== undefined) late ??= event;
        },
        end({ state }) {
          // Without a sentinel the statement holds: the openai contract knows none.
          const shown = late?.payload.kind === 'object' ? late.payload.type : undefined;
          if (state.typed > 0)
            probe.check(late === undefined, late?.at ?? '', 'nothing after [DONE]', shown ?? 'more data');
        },
      };
    },
  },
  {
    id: 'stream/terminal-status',
    title: 'The status of the terminal snapshot is that of its event',
    on: 'stream',
    events: ['lifecycle'],
    levels: { openai: 'MUST', 'open-responses': 'MUST' },
    source: '#/components/schemas/Response/properties/status',
    capability: 'streaming',
    counterexample: {
      of: 'text-stream/create',
      edit: [{ op: 'set', path: `${FINAL}/status`, value: 'in_progress' }],
    },
    watch: (probe) =>
      live((step) => {
        const snapshot = step.data?.['response'];
        if (!isTerminal(step.type) || !isObject(snapshot)) return;
        const expected = step.type?.slice('response.'.length) ?? '';
        const { status } = snapshot;
        // What is no status at all is `response/status`.
        if (!RESPONSE_STATUSES.some((known) => known === status)) return;
        probe.check(status === expected, place(step, '/response/status'), `"${expected}"`, show(status));
      }),
  },
  {
    id: 'stream/terminal-full',
    title: 'The terminal snapshot has the members of the first one',
    on: 'stream',
    events: ['lifecycle'],
    levels: { openai: 'MUST', 'open-responses': 'MUST' },
    source: '#/components/schemas/Response',
    capability: 'streaming',
    counterexample: {
      of: 'failed-stream/create',
      edit: [{ op: 'remove', path: '/events/response.failed/response/created_at' }],
      also: ['response/created-at'],
    },
    watch(probe) {
      let first: JsonObject | undefined;
      return live((step) => {
        const snapshot = step.data?.['response'];
        if (step.family !== 'lifecycle' || !isObject(snapshot)) return;
        first ??= snapshot;
        if (!isTerminal(step.type)) return;
        const lost = FULL.filter((name) => first?.[name] !== undefined && snapshot[name] === undefined);
        const at = place(step, lost.length === 1 ? `/response/${lost[0]}` : '/response');
        probe.check(lost.length === 0, at, 'the full Response', `without ${lost.join(', ')}`);
      });
    },
  },
  {
    id: 'stream/output-present',
    title: 'The terminal snapshot has its output in full',
    on: 'stream',
    events: FINISHING,
    levels: { openai: 'SHOULD', 'open-responses': 'MUST' },
    source: OUTPUT,
    capability: 'streaming',
    counterexample: {
      of: 'text-stream/create',
      edit: [{ op: 'remove', path: `${FINAL}/output` }],
      also: ['response/output'],
    },
    watch: (probe) =>
      live((step) => {
        if (!finishes(step) || !isObject(step.data?.['response'])) return;
        const output = step.data['response']['output'];
        const holds = Array.isArray(output);
        // What holds is not shown: that would write out the whole answer.
        probe.check(holds, place(step, '/response/output'), 'an array', holds ? '' : show(output));
      }),
  },
  {
    id: 'stream/output-complete',
    title: 'The terminal output holds as many items as were streamed',
    on: 'stream',
    events: FINISHING,
    levels: { openai: 'MUST', 'open-responses': 'MUST' },
    source: OUTPUT,
    capability: 'streaming',
    breaks: ['OpenClaw', 'Codex CLI'],
    counterexample: { of: 'text-stream/create', edit: [{ op: 'set', path: `${FINAL}/output`, value: [] }] },
    watch(probe, _contract, exchange) {
      const resumed = startingAfter(exchange) !== undefined;
      return live((step) => {
        const output = terminalOutput(step);
        if (!finishes(step) || output === undefined) return;
        const { created, items } = step.before;
        if (resumed) {
          // Items before the cursor were not seen: as many as the highest index tells of are there at least.
          const least = Math.max(0, ...items.map(({ outputIndex }) => (outputIndex ?? -1) + 1));
          const holds = output.length >= least;
          probe.check(holds, place(step, '/response/output'), `${least} items`, `${output.length}`);
          return;
        }
        // Items that were told of and never announced are `stream/item-opened`, a lost beginning `stream/created-first`.
        if (created === undefined && items.length === 0) return;
        const unannounced = items.length > 0 && items.length === output.length;
        const count = unannounced ? items.length : streamed(step.before).length;
        probe.check(output.length === count, place(step, '/response/output'), `${count} items`, `${output.length}`);
      });
    },
  },
  {
    id: 'stream/output-order',
    title: 'The terminal output is in the order of output_index',
    on: 'stream',
    events: FINISHING,
    levels: { openai: 'MUST', 'open-responses': 'MUST' },
    source: OUTPUT,
    capability: 'streaming',
    counterexample: {
      of: 'reasoning-stream/create',
      edit: [
        { op: 'set', path: '/events/response.output_item.added/output_index', value: 1 },
        { op: 'set', path: '/events/response.output_item.added#1/output_index', value: 0 },
      ],
      also: ['stream/output-index-next'],
    },
    watch: (probe) =>
      live((step) => {
        const output = terminalOutput(step);
        const items = streamed(step.before);
        if (!finishes(step) || output === undefined || output.length !== items.length || items.length === 0) return;
        const ids = items.map(({ id }) => id);
        const indexes = items.map(({ outputIndex }) => outputIndex);
        // Indexes that leave gaps or repeat tell no order; that is the finding of other rules.
        const usable = new Set(ids).size === ids.length && indexes.every((_, index) => indexes.includes(index));
        if (!usable || ids.includes(undefined)) return;
        const expected = [...items].sort((a, b) => (a.outputIndex ?? 0) - (b.outputIndex ?? 0)).map(({ id }) => id);
        const actual = output.map((item) => stringMember(item, 'id'));
        // Ids that are not the same set are another defect: `stream/item-id-stable`.
        if (!sameJson([...ids].sort(), [...actual].sort())) return;
        const at = place(step, '/response/output');
        probe.check(sameJson(expected, actual), at, expected.join(', '), actual.join(', '));
      }),
  },
  {
    id: 'stream/output-equals-items',
    title: 'The terminal output equals the items of output_item.done',
    on: 'stream',
    events: FINISHING,
    levels: { openai: 'MUST', 'open-responses': 'MUST' },
    source: OUTPUT,
    capability: 'streaming',
    counterexample: {
      of: 'text-stream/create',
      edit: [{ op: 'set', path: '/events/response.output_item.done/item/status', value: 'in_progress' }],
    },
    watch: (probe) =>
      live((step) => {
        if (!finishes(step)) return;
        for (const { item, value, at } of terminalPairs(step)) {
          if (
            item.done === undefined ||
            stringMember(item.doneItem, 'type') === undefined ||
            item.doneItem === undefined
          )
            continue;
          const name = differing(comparable(item.doneItem, item), comparable(value, item));
          const actual = name === undefined ? '' : show(value[name]);
          probe.check(name === undefined, `${at}/${name ?? ''}`, `as in ${item.done.at}`, actual);
        }
      }),
  },
];

function hasFailed({ payload }: StreamEvent): boolean {
  return payload.kind === 'object' && payload.type === 'response.failed';
}

/** Members of every genuine snapshot, first and last; those a provider never sends are other rules' business. */
const FULL = [
  ...['id', 'object', 'created_at', 'error', 'incomplete_details', 'instructions', 'model', 'tools'],
  ...['parallel_tool_calls', 'metadata', 'tool_choice', 'temperature', 'top_p'],
];

/** Opaque, by item type: may differ between two tellings of the same item. */
const OPAQUE: Readonly<Record<string, string>> = wordTable({
  reasoning: 'encrypted_content',
  compaction: 'encrypted_content',
  program: 'fingerprint',
});
/** Each has a rule of its own, in the items that it speaks of. */
const JUDGED_ELSEWHERE = new Set(['id', 'type', 'call_id', 'name', 'role']);
const STREAMED_TEXTS: Readonly<Record<string, readonly string[]>> = wordTable({
  arguments: ['function_call', 'mcp_call'],
  input: ['custom_tool_call'],
  code: ['code_interpreter_call'],
});
const JUDGED_IN_PARTS = new Set(['text', 'refusal', 'annotations', 'logprobs']);

/** The item without what other rules judge, and without null members: absent and null say the same. */
function comparable(item: JsonObject, track: ItemTrack): Record<string, Json> {
  const kept: Record<string, Json> = {};
  for (const [name, value] of Object.entries(item)) {
    if (value === undefined || value === null || OPAQUE[track.type ?? ''] === name || JUDGED_ELSEWHERE.has(name))
      continue;
    if (STREAMED_TEXTS[name]?.includes(track.type ?? '') === true) continue;
    const parts = (name === 'content' || name === 'summary') && Array.isArray(value);
    // A done item that lost its parts is `stream/item-parts`.
    if ((name === 'content' || name === 'summary') && lostParts(track, name)) continue;
    kept[name] = parts ? (value as readonly Json[]).map(bare) : value;
  }
  return kept;
}

function lostParts({ doneItem, parts, type }: ItemTrack, kind: 'content' | 'summary'): boolean {
  if ((kind === 'content' ? 'message' : 'reasoning') !== type) return false;
  return entriesOf(doneItem, kind).length !== parts.filter((part) => part.kind === kind).length;
}

function bare(part: Json): Json {
  if (!isObject(part)) return part;
  return Object.fromEntries(Object.entries(part).filter(([name]) => !JUDGED_IN_PARTS.has(name)));
}

function differing(left: Record<string, Json>, right: Record<string, Json>): string | undefined {
  const names = new Set([...Object.keys(left), ...Object.keys(right)]);
  return [...names].find((name) => !sameJson(left[name], right[name]));
}
