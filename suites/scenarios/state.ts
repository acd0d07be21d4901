import type { Intent } from '../../core/exchange.ts';
import { type JsonObject, stringMember } from '../../core/json.ts';
import type { Scenario, Step, StepContext, Unmet } from '../../core/scenario.ts';
import { create, LONG_AGO, once, onResponse, responseId, SHORT_ANSWER, says, succeeded, valid } from './make.ts';

const OPTIONAL = ['store'];

/**
 * Also what a server without the operation answers: that it lacks the operation is said by the step before, which asks
 * for the same operation with a good id.
 */
const GONE: Intent = { kind: 'invalid', flaw: 'unknown-id', statuses: [404, 405, 501] };

function stored(context: StepContext, members: JsonObject): JsonObject {
  return { model: context.model('text'), max_output_tokens: SHORT_ANSWER, store: true, ...members };
}

/** Two servers in one: 400 of the genuine one, 404 of those that look the parent up like any other id. */
const NO_PARENT: Intent = {
  kind: 'invalid',
  flaw: 'unknown-id',
  param: 'previous_response_id',
  statuses: [400, 404, 422],
  codes: ['previous_response_not_found'],
};

/** Continues what is deleted. */
function afterDeletion(name: string, of: string, deleted: string): Step {
  return {
    name,
    send: (context) => {
      const gate = once(deleted)(context);
      if ('unmet' in gate) return gate;
      const json = chained(context, of, 'Go on.');
      return 'unmet' in json ? (json as Unmet) : { operation: 'createResponse', json, intent: NO_PARENT };
    },
  };
}

function chained(context: StepContext, of: string, input: string): JsonObject | Unmet {
  const id = responseId(context, of);
  if (id === undefined) return { unmet: `${of} yielded no response id` };
  return stored(context, { previous_response_id: id, input });
}

export const state: readonly Scenario[] = [
  {
    id: 'store',
    title: 'A stored response is retrieved, listed and deleted',
    capability: 'state',
    entry: true,
    steps: [
      create('create', (context) => stored(context, { input: 'Reply with the single word: stored' }), OPTIONAL),
      onResponse('retrieve', 'create', 'getResponse', valid()),
      onResponse('input-items', 'create', 'listInputItems', valid(), once('retrieve')),
      onResponse('delete', 'create', 'deleteResponse', valid(), once('retrieve')),
      onResponse('retrieve-deleted', 'create', 'getResponse', GONE, once('delete')),
      onResponse('delete-again', 'create', 'deleteResponse', GONE, once('delete')),
      afterDeletion('chain-deleted', 'create', 'delete'),
    ],
  },
  {
    id: 'store-stream',
    title: 'A response that was streamed is retrieved',
    capability: 'state',
    steps: [
      create(
        'create',
        (context) =>
          stored(context, {
            input: 'Reply with the single word: stored',
            metadata: { suite: 'responses-tck', place: 'Århus, 東京' },
            stream: true,
          }),
        [...OPTIONAL, 'stream'],
      ),
      onResponse('retrieve', 'create', 'getResponse', valid()),
    ],
  },
  {
    id: 'store-false',
    title: 'A response with store false is not kept',
    capability: 'state',
    steps: [
      create('create', (context) => stored(context, { input: 'Reply with the single word: gone', store: false })),
      onResponse('retrieve', 'create', 'getResponse', GONE),
    ],
  },
  {
    id: 'previous-response',
    title: 'previous_response_id carries the conversation on, twice from one parent',
    capability: 'state',
    steps: [
      // The answer is long enough that the tokens of the next turn show whether it was lost.
      create(
        'first',
        (context) =>
          stored(context, { input: 'The secret word is marzipan. Write a poem of four lines about the sea.' }),
        OPTIONAL,
      ),
      create('second', (context) => chained(context, 'first', 'What is the secret word? Reply with that word only.'), [
        'previous_response_id',
      ]),
      create(
        'fork',
        (context) =>
          succeeded(context, 'second')
            ? chained(context, 'first', 'Repeat the secret word once more, and nothing else.')
            : { unmet: 'second was not granted' },
        ['previous_response_id'],
      ),
    ],
  },
  {
    id: 'previous-response-chain',
    title: 'The third turn of a chain knows the first',
    capability: 'state',
    steps: [
      create(
        'first',
        (context) => stored(context, { input: `${LONG_AGO} The secret word is marzipan. Reply with OK.` }),
        OPTIONAL,
      ),
      create('second', (context) => chained(context, 'first', 'Name a colour in one word.'), ['previous_response_id']),
      create('third', (context) => chained(context, 'second', 'What is the secret word? Reply with that word only.'), [
        'previous_response_id',
      ]),
    ],
  },
  {
    id: 'previous-response-instructions',
    title: 'Instructions of a turn do not count in the next one',
    capability: 'state',
    steps: [
      create(
        'first',
        (context) => stored(context, { instructions: 'The secret word is kumquat.', input: 'Reply with OK.' }),
        OPTIONAL,
      ),
      create(
        'second',
        (context) => chained(context, 'first', 'What is the secret word? If you do not know any, reply with: unknown'),
        ['previous_response_id'],
      ),
    ],
  },
  {
    id: 'input-items',
    title: 'The input items of a response are listed page by page',
    capability: 'state',
    steps: [
      create(
        'create',
        (context) =>
          stored(context, {
            input: [says('user', 'Say one.'), says('assistant', 'One.'), says('user', 'Say three.')],
          }),
        OPTIONAL,
      ),
      onResponse('first-page', 'create', 'listInputItems', valid(), { query: { limit: '2' } }),
      onResponse('second-page', 'create', 'listInputItems', valid(), (context) => {
        const last = stringMember(context.answered('first-page'), 'last_id');
        return last === undefined
          ? { unmet: 'the first page names no last_id' }
          : { query: { limit: '2', after: last } };
      }),
      onResponse('ascending', 'create', 'listInputItems', valid(), (context) =>
        succeeded(context, 'first-page')
          ? { query: { order: 'asc', limit: '100' } }
          : { unmet: 'first-page was not granted' },
      ),
    ],
  },
];
