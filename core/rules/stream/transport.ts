import { show } from '../../json.ts';
import type { ExchangeRule } from '../../rule.ts';

const CREATE = '#/paths/~1responses/post';
const EVENT_STREAM = /^text\/event-stream\s*(?:;|$)/i;

/** What HTTP says of a stream, before its first event. */
export const transportRules: readonly ExchangeRule[] = [
  {
    id: 'sse/content-type',
    title: 'A stream is labelled text/event-stream',
    on: 'exchange',
    levels: { openai: 'MUST', 'open-responses': 'MUST' },
    source: `${CREATE}/responses/200`,
    capability: 'streaming',
    needs: ['wire'],
    breaks: ['clients that choose their reader by the media type'],
    counterexample: {
      of: 'text-stream/create',
      edit: [{ op: 'set', path: '/headers/content-type', value: 'text/plain' }],
    },
    judge(view, probe) {
      if (!view.success || view.body.kind !== 'stream') return;
      const { contentType } = view.answer;
      // Parameters are allowed: the genuine service adds a charset.
      probe.check(EVENT_STREAM.test(contentType), '/headers/content-type', 'text/event-stream', show(contentType));
    },
  },
  {
    id: 'sse/status',
    title: 'A stream has status 200',
    on: 'exchange',
    levels: { openai: 'MUST', 'open-responses': 'MUST' },
    source: `${CREATE}/responses/200`,
    capability: 'streaming',
    counterexample: { of: 'text-stream/create', edit: [{ op: 'set', path: '/status', value: 201 }] },
    judge(view, probe) {
      if (!view.success || view.body.kind !== 'stream') return;
      probe.check(view.status === 200, '/status', '200', String(view.status));
    },
  },
  {
    id: 'sse/error-plain',
    title: 'An error that is found before streaming is no event stream',
    on: 'exchange',
    levels: { openai: 'MUST', 'open-responses': 'MUST' },
    source: CREATE,
    capability: 'errors',
    counterexample: {
      of: 'reject-wrong-type/temperature',
      edit: [
        { op: 'set', path: '/headers/content-type', value: 'text/event-stream' },
        { op: 'wire', from: '{', to: 'event: error\ndata: {' },
      ],
      also: ['error/envelope'],
    },
    judge(view, probe) {
      if (view.status < 400) return;
      probe.check(view.body.kind !== 'stream', '/body', 'a JSON error', `an event stream with status ${view.status}`);
    },
  },
  {
    id: 'sse/no-content-length',
    title: 'A stream is sent as it comes: it has no Content-Length',
    on: 'exchange',
    levels: { openai: 'SHOULD', 'open-responses': 'SHOULD' },
    source: CREATE,
    capability: 'streaming',
    needs: ['headers'],
    breaks: ['live user interfaces'],
    counterexample: {
      of: 'text-stream/create',
      edit: [{ op: 'set', path: '/headers/content-length', value: '7' }],
    },
    judge(view, probe) {
      // Tools that replay or record an answer may have measured it: only a server that was asked itself is judged.
      if (!view.success || view.body.kind !== 'stream' || view.exchange.timing === undefined) return;
      const length = view.headers['content-length'];
      probe.check(length === undefined, '/headers/content-length', 'absent', show(length));
    },
  },
];
