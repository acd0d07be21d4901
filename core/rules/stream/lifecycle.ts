import { arrayOf, isObject, member, show, stringMember, typeName } from '../../json.ts';
import type { StreamRule } from '../../rule.ts';
import { isTerminal } from '../../stream/events.ts';
import { ITEM_EVENTS, isOfficial, live, place, startingAfter } from './helpers.ts';

const CREATED = '#/components/schemas/Event.response.created';
const IN_PROGRESS = '#/components/schemas/Event.response.in_progress';

/** created, queued, in_progress and their snapshots. */
export const lifecycleRules: readonly StreamRule[] = [
  {
    id: 'stream/created-first',
    title: 'The first event is response.created',
    on: 'stream',
    steady: true,
    levels: { openai: 'MUST', 'open-responses': 'SHOULD' },
    source: CREATED,
    capability: 'streaming',
    breaks: ['openai-node'],
    counterexample: { of: 'text-stream/create', edit: [{ op: 'remove', path: '/events/response.created' }] },
    watch(probe, _contract, exchange) {
      let judged = startingAfter(exchange) !== undefined;
      return live(({ family, type, event, data }) => {
        if (judged || family === 'keepalive' || family === 'unknown' || family === 'done-sentinel') return;
        judged = true;
        // An unreadable event may have been it; a stream may begin with its only event, an error.
        if (family === 'unreadable' || family === 'error' || data === undefined) return;
        probe.check(type === 'response.created', `${event.at}/data/type`, 'response.created', type ?? 'no type');
      });
    },
  },
  {
    id: 'stream/created-once',
    title: 'response.created comes once',
    on: 'stream',
    events: ['response.created'],
    levels: { openai: 'MUST', 'open-responses': 'MUST' },
    source: CREATED,
    capability: 'streaming',
    counterexample: {
      of: 'text-stream/create',
      edit: [
        { op: 'set', path: '/events/response.in_progress/type', value: 'response.created' },
        {
          op: 'wire',
          from: 'event: response.in_progress',
          to: 'event: response.created',
        },
      ],
      also: ['stream/in-progress-first'],
    },
    watch: (probe) =>
      live((step) => {
        if (step.type !== 'response.created') return;
        probe.check(step.before.created === undefined, place(step, '/type'), 'one response.created', 'another one');
      }),
  },
  {
    id: 'stream/in-progress-first',
    title: 'response.in_progress comes before the first item',
    on: 'stream',
    events: ['lifecycle', ...ITEM_EVENTS],
    steady: true,
    levels: { openai: 'MUST', 'open-responses': 'SHOULD' },
    source: IN_PROGRESS,
    capability: 'streaming',
    counterexample: {
      of: 'text-stream/create',
      edit: [{ op: 'remove', path: '/events/response.in_progress' }],
      also: ['stream/sequence-contiguous'],
    },
    watch(probe, _contract, exchange) {
      let judged = startingAfter(exchange) !== undefined;
      let seen = false;
      return live((step) => {
        if (step.type === 'response.in_progress') seen = true;
        const needsIt = step.spec?.outputIndex === true || step.type === 'response.completed';
        if (judged || !needsIt) return;
        judged = true;
        // Without response.created the whole beginning is missing: that is `stream/created-first`.
        if (step.before.created === undefined) return;
        probe.check(seen, place(step, '/type'), 'response.in_progress first', step.type ?? '');
      });
    },
  },
  {
    id: 'stream/queued-order',
    title: 'response.queued comes before response.in_progress, and whenever the created response is queued',
    on: 'stream',
    events: ['lifecycle'],
    levels: { openai: 'SHOULD', 'open-responses': 'SHOULD' },
    source: '#/components/schemas/Event.response.queued',
    capability: 'background',
    counterexample: {
      of: 'text-stream/create',
      edit: [{ op: 'set', path: '/events/response.created/response/status', value: 'queued' }],
    },
    watch(probe) {
      let status: string | undefined;
      let queued = false;
      let inProgress = false;
      return live((step) => {
        if (step.type === 'response.created') status = stringMember(step.data?.['response'], 'status');
        if (step.type === 'response.queued') {
          queued = true;
          probe.check(!inProgress, place(step, '/type'), 'before response.in_progress', 'after it');
        }
        if (step.type === 'response.in_progress' && !inProgress) {
          inProgress = true;
          const holds = status !== 'queued' || queued;
          probe.check(holds, place(step, '/type'), 'response.queued first', 'a queued response in progress');
        }
      });
    },
  },
  {
    id: 'stream/snapshot-present',
    title: 'Every lifecycle event carries the Response',
    on: 'stream',
    events: ['lifecycle'],
    levels: { openai: 'MUST', 'open-responses': 'MUST' },
    source: `${CREATED}/properties/response`,
    capability: 'streaming',
    counterexample: {
      of: 'text-stream/create',
      edit: [{ op: 'remove', path: '/events/response.in_progress/response' }],
    },
    watch: (probe) =>
      live((step) => {
        if (step.family !== 'lifecycle') return;
        const snapshot = step.data?.['response'];
        probe.check(isObject(snapshot), place(step, '/response'), 'an object', typeName(snapshot));
      }),
  },
  {
    id: 'stream/response-id-constant',
    title: 'All snapshots have the same response id',
    on: 'stream',
    events: ['lifecycle'],
    levels: { openai: 'MUST', 'open-responses': 'MUST' },
    source: '#/components/schemas/Response/properties/id',
    capability: 'streaming',
    needs: ['ids'],
    breaks: ['openai-node'],
    counterexample: {
      of: 'text-stream/create',
      edit: [{ op: 'set', path: '/events/response.in_progress/response/id', value: 'resp_another' }],
    },
    watch: (probe) =>
      live((step) => {
        const first = step.before.responseId;
        if (step.family !== 'lifecycle' || first === undefined) return;
        // A second response.created is a second response, with an id of its own.
        if (step.type === 'response.created') return;
        const id = stringMember(step.data?.['response'], 'id');
        if (id !== undefined) probe.check(id === first, place(step, '/response/id'), first, id);
      }),
  },
  {
    id: 'stream/interim-status',
    title: 'Snapshots before the end are queued or in_progress',
    on: 'stream',
    events: ['lifecycle'],
    levels: { openai: 'MUST', 'open-responses': 'SHOULD' },
    source: '#/components/schemas/Response/properties/status',
    capability: 'streaming',
    counterexample: {
      of: 'text-stream/create',
      edit: [{ op: 'set', path: '/events/response.in_progress/response/status', value: 'completed' }],
    },
    watch: (probe) =>
      live((step) => {
        if (step.family !== 'lifecycle' || isTerminal(step.type)) return;
        const status = member(step.data?.['response'], 'status');
        if (status === undefined) return;
        const allowed =
          step.type === 'response.in_progress'
            ? ['in_progress']
            : step.type === 'response.queued'
              ? ['queued']
              : ['queued', 'in_progress'];
        const holds = typeof status === 'string' && allowed.includes(status);
        probe.check(holds, place(step, '/response/status'), allowed.join(' or '), holds ? '' : show(status));
      }),
  },
  {
    id: 'stream/interim-output',
    title: 'Snapshots before the end show no item that was not announced',
    on: 'stream',
    events: ['lifecycle'],
    levels: { openai: 'MUST', 'open-responses': 'SHOULD' },
    source: '#/components/schemas/Response/properties/output',
    capability: 'streaming',
    counterexample: {
      of: 'text-stream/create',
      edit: [
        {
          op: 'set',
          path: '/events/response.in_progress/response/output/0',
          value: { type: 'message', id: 'msg_early', role: 'assistant', status: 'in_progress', content: [] },
        },
      ],
    },
    watch: (probe) =>
      live((step) => {
        if (step.family !== 'lifecycle' || isTerminal(step.type)) return;
        const output = member(step.data?.['response'], 'output');
        if (!Array.isArray(output)) return;
        const ids = new Set(step.before.items.map(({ id }) => id));
        const early = arrayOf(output).filter((item) => !ids.has(stringMember(item, 'id')));
        const actual = early.length === 0 ? '' : show(early);
        probe.check(early.length === 0, place(step, '/response/output'), 'only announced items', actual);
      }),
  },
  {
    id: 'stream/event-type-known',
    title: 'Every event type is of the contract or has a vendor prefix',
    on: 'stream',
    steady: true,
    levels: { openai: 'MAY', 'open-responses': 'MUST' },
    source: '#/components/schemas/Event',
    capability: 'streaming',
    breaks: ['openai-node helpers', 'typed Rust and Go clients'],
    counterexample: {
      of: 'text-stream/create',
      edit: [
        { op: 'set', path: '/events/response.in_progress/type', value: 'heartbeat' },
        { op: 'wire', from: 'event: response.in_progress', to: 'event: heartbeat' },
      ],
      also: ['stream/in-progress-first'],
    },
    watch(probe, contract) {
      const known = new Map<string, boolean>();
      const isKnown = (type: string, spec: boolean) =>
        type === 'keepalive' ||
        /^[^:\s]+:\S+$/.test(type) ||
        // Raw reasoning text has two names; either is accepted.
        type.startsWith('response.reasoning_text.') ||
        // Names that genuine streams or the SDK have and no document lists; the Open Responses ones are none of them.
        (spec && isOfficial(contract) && !type.startsWith('response.reasoning.')) ||
        contract.knows('Event', type);
      return live((step) => {
        const { type } = step;
        if (type === undefined) return;
        let holds = known.get(type);
        if (holds === undefined) {
          holds = isKnown(type, step.spec !== undefined);
          known.set(type, holds);
        }
        probe.check(holds, holds ? '' : place(step, '/type'), 'a known or prefixed type', type);
      });
    },
  },
  {
    id: 'stream/no-error-member',
    title: 'Ordinary events have no top-level error member',
    on: 'stream',
    steady: true,
    levels: { openai: 'SHOULD', 'open-responses': 'SHOULD' },
    source: '#/components/schemas/Event',
    capability: 'streaming',
    breaks: ['openai SDKs'],
    counterexample: {
      of: 'text-stream/create',
      edit: [{ op: 'set', path: '/events/response.output_text.delta/error', value: { message: 'none' } }],
    },
    watch: (probe) =>
      live((step) => {
        if (step.data === undefined || step.type === undefined || step.type === 'error') return;
        const { error } = step.data;
        probe.check(!error, error ? place(step, '/error') : '', 'no error member', error ? show(error) : '');
      }),
  },
];
