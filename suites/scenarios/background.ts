import type { Exchange } from '../../core/exchange.ts';
import { parseJson, stringMember } from '../../core/json.ts';
import type { Scenario } from '../../core/scenario.ts';
import { create, once, onResponse, SHORT_ANSWER, succeeded, valid } from './make.ts';

const OPTIONAL = ['background', 'store'];

/** Whether an answer shows a response that is still worked on. */
function unfinished({ answer }: Exchange): boolean {
  if (answer.kind !== 'http' || answer.body.kind !== 'text') return false;
  const parsed = parseJson(answer.body.text);
  const status = parsed.ok ? stringMember(parsed.value, 'status') : undefined;
  return status === 'queued' || status === 'in_progress';
}

export const background: readonly Scenario[] = [
  {
    id: 'background',
    title: 'A background response is polled until it is final',
    capability: 'background',
    entry: true,
    steps: [
      create(
        'create',
        (context) => ({
          model: context.model('text'),
          input: 'Reply with the single word: done',
          max_output_tokens: SHORT_ANSWER,
          background: true,
          store: true,
        }),
        OPTIONAL,
      ),
      onResponse('poll', 'create', 'getResponse', valid(), {
        delayMs: 100,
        again: { times: 120, everyMs: 500, while: unfinished },
      }),
    ],
  },
  {
    id: 'background-stream',
    title: 'A background stream is replayed, whole and from the middle',
    capability: 'background',
    steps: [
      create(
        'create',
        (context) => ({
          model: context.model('text'),
          input: 'Reply with the single word: done',
          max_output_tokens: SHORT_ANSWER,
          background: true,
          store: true,
          stream: true,
        }),
        [...OPTIONAL, 'stream'],
      ),
      onResponse('replay', 'create', 'getResponse', valid('stream'), { query: { stream: 'true' } }),
      onResponse('resume', 'create', 'getResponse', valid('stream', 'starting_after'), (context) =>
        succeeded(context, 'replay')
          ? { query: { stream: 'true', starting_after: '2' } }
          : { unmet: 'replay was not granted' },
      ),
    ],
  },
  {
    id: 'background-cancel',
    title: 'A background response is cancelled, twice',
    capability: 'background',
    steps: [
      create(
        'create',
        (context) => ({
          model: context.model('text'),
          input: 'Write a story of at least two hundred sentences about a lighthouse and the sea around it.',
          max_output_tokens: 2000,
          background: true,
          store: true,
        }),
        OPTIONAL,
      ),
      onResponse('cancel', 'create', 'cancelResponse', valid()),
      onResponse('cancel-again', 'create', 'cancelResponse', valid(), once('cancel')),
    ],
  },
  {
    id: 'cancel-foreground',
    title: 'Only background responses can be cancelled',
    capability: 'background',
    steps: [
      create('create', (context) => ({
        model: context.model('text'),
        input: 'Reply with the single word: done',
        max_output_tokens: SHORT_ANSWER,
        store: true,
      })),
      // The official service says 400; 404, 405 and 501 are what a server without the operation says.
      onResponse('cancel', 'create', 'cancelResponse', {
        kind: 'invalid',
        flaw: 'conflict',
        statuses: [400, 404, 405, 422, 501],
      }),
    ],
  },
];
