import type { Exchange, Intent } from '../../core/exchange.ts';
import { type JsonObject, parseJson, stringMember } from '../../core/json.ts';
import type { Scenario, Step, StepContext } from '../../core/scenario.ts';
import { sequenceNumbers } from './cursors.ts';
import { create, once, onResponse, SHORT_ANSWER, succeeded, valid } from './make.ts';

const OPTIONAL = ['background', 'store'];

/** Whether an answer shows a response that is still worked on. */
function unfinished(answered: Exchange): boolean {
  const status = statusIn(answered);
  return status === 'queued' || status === 'in_progress';
}

function queued(answered: Exchange): boolean {
  return statusIn(answered) === 'queued';
}

function statusIn({ answer }: Exchange): string | undefined {
  if (answer.kind !== 'http' || answer.body.kind !== 'text') return undefined;
  const parsed = parseJson(answer.body.text);
  return parsed.ok ? stringMember(parsed.value, 'status') : undefined;
}

/** 200 with the response as it is, or a refusal; a server without the operation says that in the scenario of cancels. */
const FINISHED: Intent = { kind: 'invalid', flaw: 'conflict', statuses: [200, 400, 404, 405, 501] };

/**
 * Reads the stream of `create` again from one of its own sequence numbers on.
 * @param part 0: after the first event, 1: after the last but one, between them by share
 */
function resume(name: string, part: number): Step {
  return onResponse(name, 'create', 'getResponse', valid('stream', 'starting_after'), (context) => {
    if (!succeeded(context, 'replay')) return { unmet: 'replay was not granted' };
    const cursors = sequenceNumbers(context.past('create')).slice(0, -1);
    const cursor = cursors[Math.floor(part * (cursors.length - 1))];
    if (cursor === undefined) return { unmet: 'the first stream had no two numbered events' };
    return { query: { stream: 'true', starting_after: String(cursor) } };
  });
}

/** That a response which is not stored can be retrieved while it is worked on is no MUST. */
const UNSTORED: Intent = { kind: 'valid', judgedBy: 'state/background-unstored' };

const STORY = 'Write a story of at least two hundred sentences about a lighthouse and the sea around it.';

function work(context: StepContext, members: JsonObject): JsonObject {
  return {
    model: context.model('text'),
    input: 'Reply with the single word: done',
    max_output_tokens: SHORT_ANSWER,
    background: true,
    ...members,
  };
}

/** As many cursors as the short answer has events before the last one; a longer stream is resumed at as many places. */
const CURSORS = 24;

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
      onResponse('cancel-finished', 'create', 'cancelResponse', FINISHED, once('poll')),
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
      resume('resume', 0),
      resume('resume-middle', 0.5),
      resume('resume-last', 1),
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
          input: STORY,
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
  {
    id: 'background-resume-everywhere',
    title: 'A background stream is resumed after every one of its events',
    capability: 'background',
    thorough: true,
    steps: [
      create('create', (context) => ({ ...work(context, { store: true }), stream: true }), [...OPTIONAL, 'stream']),
      onResponse('replay', 'create', 'getResponse', valid('stream'), { query: { stream: 'true' } }),
      ...Array.from({ length: CURSORS }, (_, index) => resume(`resume-${index + 1}`, index / (CURSORS - 1))),
    ],
  },
  {
    id: 'background-unstored',
    title: 'A background response with store false is polled',
    capability: 'background',
    thorough: true,
    steps: [
      create('create', (context) => work(context, { store: false }), OPTIONAL),
      // Whether such a response is served at all is the server's choice; once it is, it can be polled.
      onResponse('poll', 'create', 'getResponse', UNSTORED, {
        delayMs: 100,
        again: { times: 120, everyMs: 500, while: unfinished },
      }),
    ],
  },
  {
    id: 'background-cancel-stages',
    title: 'A background response is cancelled once it works, and read after that',
    capability: 'background',
    thorough: true,
    steps: [
      create(
        'create',
        (context) => ({ ...work(context, { store: true }), input: STORY, max_output_tokens: 2000 }),
        OPTIONAL,
      ),
      onResponse('working', 'create', 'getResponse', valid(), {
        delayMs: 50,
        again: { times: 100, everyMs: 50, while: queued },
      }),
      onResponse('cancel', 'create', 'cancelResponse', valid(), once('working')),
      onResponse('retrieve', 'create', 'getResponse', valid(), once('cancel')),
      onResponse('cancel-again', 'create', 'cancelResponse', valid(), once('cancel')),
    ],
  },
];
