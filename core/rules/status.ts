import { isObject, member, show, stringMember, typeName } from '../json.ts';
import type { ResponseSubject, Rule } from '../rule.ts';
import {
  absent,
  endsWithErrorEvent,
  levels,
  nonEmptyString,
  RESPONSE_STATUSES,
  sentMember,
  settled,
} from './support.ts';

const source = (name: string) => `#/components/schemas/Response/properties/${name}` as const;

/** What the status of a Response says of its other members. */
export const statusRules: readonly Rule[] = [
  {
    id: 'response/completed-at-status',
    title: 'completed_at is set only when the status is completed',
    on: 'response',
    levels: levels('MUST', 'MUST'),
    source: source('completed_at'),
    capability: 'core',
    counterexample: { of: 'incomplete/create', edit: [{ op: 'set', path: '/body/completed_at', value: 1900000000 }] },
    judge(subject, probe) {
      const { value, at } = subject;
      const { status, completed_at: time } = value;
      if (misstated(subject) || !knownStatus(status) || status === 'completed' || time === undefined) return;
      probe.check(time === null, `${at}/completed_at`, `null while status is ${status}`, show(time));
    },
  },
  {
    id: 'response/status',
    title: 'status is one of the six known values',
    on: 'response',
    levels: levels('MUST', 'SHOULD'),
    source: source('status'),
    capability: 'core',
    breaks: ['openai-python', 'openai-node'],
    counterexample: { of: 'function-call/call', edit: [{ op: 'set', path: '/body/status', value: 'requires_action' }] },
    judge({ value, at }, probe) {
      probe.check(knownStatus(value['status']), `${at}/status`, RESPONSE_STATUSES.join(', '), show(value['status']));
    },
  },
  {
    id: 'response/settled',
    title: 'A create request without background is answered with a settled response',
    on: 'response',
    levels: levels('MUST', 'MUST'),
    source: source('status'),
    capability: 'core',
    needs: ['request'],
    counterexample: {
      of: 'text/create',
      edit: [
        { op: 'set', path: '/body/status', value: 'in_progress' },
        { op: 'set', path: '/body/usage', value: null },
        { op: 'set', path: '/body/completed_at', value: null },
      ],
    },
    judge({ value, at, phase, view }, probe) {
      // A stream's terminal status is compared with its event's type.
      if (phase !== 'final' || view.body.kind !== 'json') return;
      if (view.operation !== 'createResponse' || !isObject(view.sent)) return;
      if (sentMember(view, 'background') === true || !knownStatus(value['status'])) return;
      probe.check(settled(value['status']), `${at}/status`, 'completed, incomplete or failed', show(value['status']));
    },
  },
  {
    id: 'response/output',
    title: 'output is an array',
    on: 'response',
    levels: levels('MUST', 'MUST'),
    source: source('output'),
    capability: 'core',
    breaks: ['openai-python', 'openai-node', 'codex'],
    counterexample: { of: 'text/create', edit: [{ op: 'remove', path: '/body/output' }] },
    judge({ value, at }, probe) {
      probe.check(Array.isArray(value['output']), `${at}/output`, 'array', typeName(value['output']));
    },
  },
  {
    id: 'response/output-lost',
    title: 'A completed response that counts output tokens holds output',
    on: 'response',
    levels: levels('MUST', 'MUST'),
    source: source('output'),
    capability: 'core',
    counterexample: { of: 'text/create', edit: [{ op: 'set', path: '/body/output', value: [] }] },
    judge({ value, at, phase, view }, probe) {
      // In a stream the terminal output is compared with the streamed items, which names the same loss more exactly.
      if (phase !== 'final' || view.body.kind !== 'json' || value['status'] !== 'completed') return;
      const tokens = member(value['usage'], 'output_tokens');
      const { output } = value;
      if (typeof tokens !== 'number' || tokens <= 0 || !Array.isArray(output)) return;
      probe.check(output.length > 0, `${at}/output`, 'at least one item', `no item, but ${tokens} output tokens`);
    },
  },
  {
    id: 'response/error-status',
    title: 'error is null unless the status is failed',
    on: 'response',
    levels: levels('MUST', 'MUST'),
    source: source('error'),
    capability: 'core',
    counterexample: {
      of: 'text/create',
      edit: [{ op: 'set', path: '/body/error', value: { code: 'server_error', message: 'upstream failed' } }],
    },
    judge({ value, at }, probe) {
      const { status, error } = value;
      if (!knownStatus(status) || status === 'failed' || status === 'cancelled') return;
      probe.check(absent(error), `${at}/error`, `null while status is ${status}`, show(error));
    },
  },
  {
    id: 'response/failed-error',
    title: 'A failed response says why: error holds code and message',
    on: 'response',
    levels: levels('MUST', 'MUST'),
    source: source('error'),
    capability: 'errors',
    breaks: ['openai-python', 'codex'],
    counterexample: {
      of: 'failed/create',
      edit: [{ op: 'set', path: '/body/error', value: null }],
    },
    judge({ value, at, view }, probe, contract) {
      if (value['status'] !== 'failed') return;
      const { error } = value;
      // Azure's filter says it in the error event after this one alone (maximhq/bifrost#6652).
      if (contract.id === 'openai' && absent(error) && endsWithErrorEvent(view)) return;
      const told = nonEmptyString(member(error, 'code')) && typeof member(error, 'message') === 'string';
      probe.check(told, `${at}/error`, '{code, message}', show(error));
    },
  },
  {
    id: 'response/incomplete-reason',
    title: 'An incomplete response says why: incomplete_details.reason',
    on: 'response',
    levels: levels('MUST', 'MUST'),
    source: source('incomplete_details'),
    capability: 'core',
    counterexample: { of: 'incomplete/create', edit: [{ op: 'set', path: '/body/incomplete_details', value: null }] },
    judge({ value, at }, probe) {
      if (value['status'] !== 'incomplete') return;
      const details = value['incomplete_details'];
      const holds = nonEmptyString(stringMember(details, 'reason'));
      probe.check(holds, `${at}/incomplete_details`, '{reason}', show(details));
    },
  },
  {
    id: 'response/incomplete-reason-known',
    title: 'incomplete_details.reason is a known one',
    on: 'response',
    levels: levels('SHOULD', '-'),
    source: source('incomplete_details'),
    capability: 'core',
    counterexample: {
      of: 'incomplete/create',
      edit: [{ op: 'set', path: '/body/incomplete_details/reason', value: 'length' }],
    },
    judge({ value, at }, probe) {
      const reason = stringMember(value['incomplete_details'], 'reason');
      if (value['status'] !== 'incomplete' || !nonEmptyString(reason)) return;
      const known = ['max_output_tokens', 'content_filter', 'max_messages', 'steered'];
      probe.check(known.includes(reason), `${at}/incomplete_details/reason`, known.join(', '), reason);
    },
  },
  {
    id: 'response/incomplete-details-status',
    title: 'incomplete_details is null unless the status is incomplete',
    on: 'response',
    levels: levels('MUST', 'MUST'),
    source: source('incomplete_details'),
    capability: 'core',
    counterexample: {
      of: 'text/create',
      edit: [{ op: 'set', path: '/body/incomplete_details', value: { reason: 'max_output_tokens' } }],
    },
    judge({ value, at }, probe) {
      const { status, incomplete_details: details } = value;
      if (!knownStatus(status) || status === 'incomplete') return;
      probe.check(absent(details), `${at}/incomplete_details`, `null while status is ${status}`, show(details));
    },
  },
  {
    id: 'response/unfinished-usage',
    title: 'usage is null until the response is finished, and after a cancel',
    on: 'response',
    levels: levels('MUST', 'SHOULD'),
    source: source('usage'),
    capability: 'core',
    counterexample: {
      of: 'text-stream/create',
      edit: [
        {
          op: 'set',
          path: '/events/response.created/response/usage',
          value: {
            input_tokens: 1,
            input_tokens_details: { cached_tokens: 0 },
            output_tokens: 0,
            output_tokens_details: { reasoning_tokens: 0 },
            total_tokens: 1,
          },
        },
      ],
    },
    judge(subject, probe) {
      const { value, at } = subject;
      const { status, usage } = value;
      if (misstated(subject)) return;
      if (status !== 'queued' && status !== 'in_progress' && status !== 'cancelled') return;
      probe.check(absent(usage), `${at}/usage`, `null while status is ${status}`, show(usage));
    },
  },
];

/** A terminal event whose snapshot is not settled: one defect of the stream, from which no second one follows. */
function misstated({ value, phase, view }: ResponseSubject): boolean {
  return phase === 'final' && view.body.kind === 'stream' && !settled(value['status']);
}

function knownStatus(status: unknown): status is (typeof RESPONSE_STATUSES)[number] {
  return (RESPONSE_STATUSES as readonly unknown[]).includes(status);
}
