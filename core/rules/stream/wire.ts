import { show, typeName } from '../../json.ts';
import type { StreamRule } from '../../rule.ts';
import type { StreamEvent } from '../../stream/event.ts';
import { live } from './helpers.ts';

const EVENT = '#/components/schemas/Event';

/** How events are written. */
export const wireRules: readonly StreamRule[] = [
  {
    id: 'sse/event-line',
    title: 'Every event has an event: line',
    on: 'stream',
    steady: true,
    levels: { openai: 'MUST', 'open-responses': 'MUST' },
    source: EVENT,
    capability: 'streaming',
    needs: ['wire'],
    breaks: ['proxies keyed on the event name'],
    counterexample: {
      of: 'text-stream/create',
      edit: [{ op: 'wire', from: 'event: response.output_text.delta\n', to: '' }],
    },
    watch: (probe) =>
      live(({ event: { wire, at }, type }) => {
        if (wire === undefined || type === undefined) return;
        const named = wire.name !== undefined;
        probe.check(named, named ? '' : `${at}/event`, named ? '' : `event: ${type}`, 'no event: line');
      }),
  },
  {
    id: 'sse/event-name',
    title: 'The event: line equals the type of the data',
    on: 'stream',
    steady: true,
    levels: { openai: 'MUST', 'open-responses': 'MUST' },
    source: EVENT,
    capability: 'streaming',
    needs: ['wire'],
    counterexample: {
      of: 'text-stream/create',
      edit: [{ op: 'wire', from: 'event: response.output_text.delta\n', to: 'event: message\n' }],
    },
    watch: (probe) =>
      live(({ event: { wire, at }, type }) => {
        if (wire?.name === undefined || type === undefined) return;
        const same = wire.name === type;
        probe.check(same, same ? '' : `${at}/event`, type, same ? '' : show(wire.name));
      }),
  },
  {
    id: 'sse/no-id',
    title: 'No event has an id: field',
    on: 'stream',
    steady: true,
    levels: { openai: 'SHOULD', 'open-responses': 'SHOULD' },
    source: EVENT,
    capability: 'streaming',
    needs: ['wire'],
    counterexample: {
      of: 'text-stream/create',
      edit: [{ op: 'wire', from: 'event: response.created\n', to: 'id: 7\nevent: response.created\n' }],
    },
    watch: (probe) => ({
      event({ event: { wire, at } }) {
        if (wire === undefined) return;
        const none = wire.id === undefined;
        probe.check(none, none ? '' : `${at}/id`, 'no id: field', none ? '' : show(wire.id));
      },
    }),
  },
  {
    id: 'sse/standard-fields',
    title: 'Events have only the fields of the event-stream standard',
    on: 'stream',
    steady: true,
    levels: { openai: 'SHOULD', 'open-responses': 'SHOULD' },
    source: EVENT,
    capability: 'streaming',
    needs: ['wire'],
    counterexample: {
      of: 'text-stream/create',
      edit: [{ op: 'wire', from: 'event: response.created\n', to: 'time: 7\nevent: response.created\n' }],
    },
    watch: (probe) => ({
      event({ event: { wire, at } }) {
        if (wire === undefined) return;
        const known = wire.unknownFields.length === 0;
        probe.check(known, at, 'event: and data: lines', known ? '' : wire.unknownFields.join(', '));
      },
    }),
  },
  {
    id: 'sse/no-empty-events',
    title: 'Every block with an event: line has data',
    on: 'stream',
    levels: { openai: 'SHOULD', 'open-responses': 'SHOULD' },
    source: EVENT,
    capability: 'streaming',
    needs: ['wire'],
    counterexample: {
      of: 'text-stream/create',
      edit: [{ op: 'wire', from: 'event: response.created\n', to: 'event: ping\n\nevent: response.created\n' }],
    },
    watch: (probe) => ({
      end({ wire }) {
        if (wire === undefined) return;
        probe.check(
          wire.emptyBlocks === 0,
          '/stream',
          'data in every block',
          `${wire.emptyBlocks} blocks without data`,
        );
      },
    }),
  },
  {
    id: 'sse/utf-8',
    title: 'The stream is valid UTF-8',
    on: 'stream',
    levels: { openai: 'MUST', 'open-responses': 'MUST' },
    source: EVENT,
    capability: 'streaming',
    needs: ['wire'],
    // A lone surrogate has no UTF-8 form: written out it is the three bytes that no decoder accepts.
    counterexample: {
      of: 'text-stream/create',
      edit: [{ op: 'wire', from: 'event: response.created', to: ': \ud800\nevent: response.created' }],
    },
    watch: (probe) => ({
      end({ wire }) {
        if (wire === undefined) return;
        const { invalidUtf8 } = wire;
        const actual = `invalid bytes at offset ${invalidUtf8.slice(0, 3).join(', ')}`;
        probe.check(invalidUtf8.length === 0, '/stream', 'valid UTF-8', actual);
      },
    }),
  },
  {
    id: 'sse/event-closed',
    title: 'The last event is closed by a blank line',
    on: 'stream',
    steady: true,
    levels: { openai: 'MUST', 'open-responses': 'MUST' },
    source: EVENT,
    capability: 'streaming',
    needs: ['wire'],
    breaks: ['every standard reader drops an event without its blank line'],
    counterexample: {
      of: 'text-stream/create',
      edit: [
        { op: 'after', path: '/events/response.completed', event: { type: 'last' } },
        { op: 'wire', from: '\n\nevent: last\ndata: {"type":"last"}\n\n', to: '\n' },
      ],
    },
    watch(probe) {
      let last: StreamEvent | undefined;
      return {
        event(step) {
          last = step.event;
        },
        end({ complete }) {
          if (last?.wire === undefined || !complete) return;
          probe.check(last.wire.complete, last.at, 'a blank line after the event', 'end of the body');
        },
      };
    },
  },
  {
    id: 'sse/data-json',
    title: 'The data of every event is one JSON document',
    on: 'stream',
    steady: true,
    levels: { openai: 'MUST', 'open-responses': 'MUST' },
    source: EVENT,
    capability: 'streaming',
    breaks: ['openai SDKs'],
    counterexample: {
      of: 'text-stream/create',
      edit: [
        { op: 'after', path: '/events/response.in_progress', event: { type: 'broken' } },
        { op: 'wire', from: 'event: broken\ndata: {"type":"broken"}', to: 'data: {"type":' },
      ],
    },
    watch: (probe) => ({
      event({ event: { payload, wire, at } }) {
        if (payload.kind === 'done' || wire?.complete === false) return;
        const broken = payload.kind === 'broken';
        probe.check(!broken, broken ? `${at}/data` : '', 'a JSON document', broken ? show(payload.text) : '');
      },
    }),
  },
  {
    id: 'sse/data-object',
    title: 'The data of every event is a JSON object',
    on: 'stream',
    steady: true,
    levels: { openai: 'MUST', 'open-responses': 'MUST' },
    source: EVENT,
    capability: 'streaming',
    counterexample: {
      of: 'text-stream/create',
      edit: [
        { op: 'after', path: '/events/response.in_progress', event: { type: 'bare' } },
        { op: 'wire', from: 'event: bare\ndata: {"type":"bare"}', to: 'data: 7' },
      ],
    },
    watch: (probe) => ({
      event({ event: { payload, at } }) {
        if (payload.kind !== 'object' && payload.kind !== 'other') return;
        const other = payload.kind === 'other';
        probe.check(!other, other ? `${at}/data` : '', 'a JSON object', other ? show(payload.text) : '');
      },
    }),
  },
  {
    id: 'stream/type-present',
    title: 'Every event has a string type',
    on: 'stream',
    steady: true,
    levels: { openai: 'MUST', 'open-responses': 'MUST' },
    source: EVENT,
    capability: 'streaming',
    counterexample: {
      of: 'text-stream/create',
      edit: [{ op: 'after', path: '/events/response.in_progress', event: { note: 'no type' } }],
    },
    watch: (probe) => ({
      event({ event: { payload, at } }) {
        if (payload.kind !== 'object') return;
        const typed = payload.type !== undefined;
        probe.check(typed, typed ? '' : `${at}/data/type`, 'a string', typed ? '' : typeName(payload.data['type']));
      },
    }),
  },
];
