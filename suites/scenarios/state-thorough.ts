import type { Intent } from '../../core/exchange.ts';
import { arrayOf, isObject, type JsonObject, member, stringMember } from '../../core/json.ts';
import type { Scenario, Step, StepContext } from '../../core/scenario.ts';
import { create, once, onResponse, outputs, responseId, SHORT_ANSWER, says, succeeded, valid } from './make.ts';
import { GET_TIME, GET_WEATHER } from './tools.ts';

const OPTIONAL = ['store'];
const GONE = { kind: 'invalid', flaw: 'unknown-id', statuses: [404, 405, 501] } as const;
const ITEMS_GONE: Intent = { ...GONE, judgedBy: 'state/deleted-items-gone' };
const NOTHING_TO_CANCEL: Intent = {
  ...GONE,
  statuses: [400, 404, 405, 501],
  judgedBy: 'state/deleted-not-cancellable',
};
const OUT_OF_RANGE: Intent = { kind: 'invalid', flaw: 'out-of-range', param: 'limit', statuses: [400, 422] };

function stored(context: StepContext, members: JsonObject): JsonObject {
  return { model: context.model('text'), max_output_tokens: SHORT_ANSWER, store: true, ...members };
}

/** A page of the input items, after the last item of another page. */
function page(name: string, after: string, query: Readonly<Record<string, string>>): Step {
  return onResponse(name, 'create', 'listInputItems', valid(), (context) => {
    const last = stringMember(context.answered(after), 'last_id');
    return last === undefined ? { unmet: `${after} names no last_id` } : { query: { ...query, after: last } };
  });
}

function limited(name: string, limit: string): Step {
  return onResponse(name, 'create', 'listInputItems', OUT_OF_RANGE, (context) =>
    succeeded(context, 'first-page') ? { query: { limit } } : { unmet: 'first-page was not granted' },
  );
}

/** What is continued stays as it was. */
const parent: Scenario = {
  id: 'previous-response-parent',
  title: 'A response that was continued is the same afterwards',
  capability: 'state',
  thorough: true,
  steps: [
    create('first', (context) => stored(context, { input: 'Reply with the single word: pong' }), OPTIONAL),
    create(
      'second',
      (context) => {
        const id = responseId(context, 'first');
        if (id === undefined) return { unmet: 'first yielded no response id' };
        return stored(context, { previous_response_id: id, input: 'Once more.' });
      },
      ['previous_response_id'],
    ),
    onResponse('first-again', 'first', 'getResponse', valid(), once('second')),
  ],
};

/** Tool calls that the server remembers: only their output is sent. */
export const storedCalls: readonly Scenario[] = [
  {
    id: 'stored-call',
    title: 'The output of a function goes to a stored call',
    capability: 'state',
    steps: [
      create(
        'call',
        (context) => ({
          ...stored(context, {
            input: 'What is the weather in Paris right now?',
            tools: [GET_WEATHER],
            tool_choice: 'required',
            parallel_tool_calls: false,
          }),
          model: context.model('tools'),
        }),
        [...OPTIONAL, 'tools', 'tool_choice', 'parallel_tool_calls'],
      ),
      create(
        'answer',
        (context) => {
          const id = responseId(context, 'call');
          const callId = stringMember(outputs(context, 'call', 'function_call')[0], 'call_id');
          if (id === undefined || callId === undefined) return { unmet: 'the model made no function call' };
          return {
            ...stored(context, {
              previous_response_id: id,
              input: [{ type: 'function_call_output', call_id: callId, output: '{"temperature_celsius":21}' }],
              // Other tools than the parent had: those of a continuation are its own.
              tools: [GET_WEATHER, GET_TIME],
            }),
            model: context.model('tools'),
          };
        },
        ['previous_response_id'],
      ),
    ],
  },
];

export const stateThorough: readonly Scenario[] = [
  parent,
  {
    id: 'store-default',
    title: 'A response is stored when store is left out, and read with include',
    capability: 'state',
    thorough: true,
    steps: [
      create('create', (context) => ({
        model: context.model('text'),
        input: 'Reply with the single word: stored',
        max_output_tokens: SHORT_ANSWER,
      })),
      onResponse('retrieve', 'create', 'getResponse', valid()),
      onResponse('retrieve-include', 'create', 'getResponse', valid('include'), (context) =>
        succeeded(context, 'retrieve')
          ? { query: { 'include[]': ['reasoning.encrypted_content', 'message.input_image.image_url'] } }
          : { unmet: 'retrieve was not granted' },
      ),
    ],
  },
  {
    id: 'deleted',
    title: 'Nothing is left of a deleted response',
    capability: 'state',
    thorough: true,
    steps: [
      create('create', (context) => stored(context, { input: 'Reply with the single word: deleted' }), OPTIONAL),
      onResponse('listed', 'create', 'listInputItems', valid()),
      onResponse('delete', 'create', 'deleteResponse', valid()),
      onResponse('input-items', 'create', 'listInputItems', ITEMS_GONE, once('delete')),
      onResponse('cancel', 'create', 'cancelResponse', NOTHING_TO_CANCEL, once('delete')),
    ],
  },
  {
    id: 'input-items-pages',
    title: 'Five input items on all pages, newest and oldest first',
    capability: 'state',
    thorough: true,
    steps: [
      create(
        'create',
        (context) =>
          stored(context, {
            input: ['Say one.', 'Say two.', 'Say three.', 'Say four.', 'Say five.'].map((text) => says('user', text)),
          }),
        OPTIONAL,
      ),
      onResponse('first-page', 'create', 'listInputItems', valid(), { query: { limit: '2' } }),
      page('second-page', 'first-page', { limit: '2' }),
      page('third-page', 'second-page', { limit: '2' }),
      onResponse('oldest', 'create', 'listInputItems', valid(), { query: { limit: '3', order: 'asc' } }),
      page('newest', 'oldest', { limit: '3', order: 'asc' }),
      limited('limit-zero', '0'),
      limited('limit-high', '101'),
    ],
  },
  {
    id: 'item-reference',
    title: 'An item_reference stands for a stored item',
    capability: 'state',
    thorough: true,
    steps: [
      create(
        'create',
        (context) => stored(context, { input: [says('user', 'The secret word is marzipan. Reply with OK.')] }),
        OPTIONAL,
      ),
      onResponse('items', 'create', 'listInputItems', valid()),
      create(
        'refer',
        (context) => {
          const [item] = arrayOf(member(context.answered('items'), 'data'));
          const id = stringMember(item, 'id');
          if (!isObject(item) || id === undefined) return { unmet: 'items lists no item with an id' };
          return stored(context, {
            input: [
              { type: 'item_reference', id },
              says('user', 'What is the secret word? Reply with that word only.'),
            ],
          });
        },
        ['item_reference', 'input[0]', 'input.0', 'input'],
      ),
    ],
  },
];
