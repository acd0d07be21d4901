import type { OperationId } from '../../core/contract.ts';
import type { Intent } from '../../core/exchange.ts';
import { arrayOf, type JsonObject, member, stringMember } from '../../core/json.ts';
import type { RequestDraft, Scenario, Step, StepContext, Unmet } from '../../core/scenario.ts';
import { create, LONG_AGO, once, responseId, SHORT_ANSWER, typedMessage, valid } from './make.ts';

/** As for stored responses: a server without the operation says so in the step before. */
const GONE: Intent = { kind: 'invalid', flaw: 'unknown-id', statuses: [404, 405, 501] };
const TOO_MANY: Intent = { kind: 'invalid', flaw: 'too-long', param: 'items', statuses: [400, 422] };
const OUT_OF_RANGE: Intent = { kind: 'invalid', flaw: 'out-of-range', param: 'limit', statuses: [400, 422] };
const EXCLUSIVE: Intent = { kind: 'invalid', flaw: 'conflict', statuses: [400, 422] };
const NOBODYS = `conv_${'0'.repeat(48)}`;
/** One more than a request may bring. */
const TOO_MANY_ITEMS = 21;

type More = Partial<Pick<RequestDraft, 'json' | 'query' | 'intent'>>;

/**
 * A step on the conversation that `create` made.
 * @param only the step that has to be granted before
 */
function onConversation(
  name: string,
  operation: OperationId,
  more: More | ((context: StepContext) => More | Unmet) = {},
  only?: string,
  item?: (context: StepContext) => string | undefined,
): Step {
  return {
    name,
    send: (context) => {
      const id = stringMember(context.answered('create'), 'id');
      if (id === undefined) return { unmet: 'create yielded no conversation id' };
      const gate = only === undefined ? {} : once(only)(context);
      if ('unmet' in gate) return gate;
      const members = typeof more === 'function' ? more(context) : more;
      if ('unmet' in members) return members;
      const itemId = item?.(context);
      if (item !== undefined && itemId === undefined) return { unmet: 'no item with an id was listed' };
      const pathIds = { conversation_id: id, ...(itemId === undefined ? {} : { item_id: itemId }) };
      return { operation, pathIds, intent: valid(), ...members };
    },
  };
}

/** A page of the conversation's items, after the last item of another page. */
function page(name: string, after: string, query: Readonly<Record<string, string>>): Step {
  return onConversation(name, 'listConversationItems', (context) => {
    const last = stringMember(context.answered(after), 'last_id');
    return last === undefined ? { unmet: `${after} names no last_id` } : { query: { ...query, after: last } };
  });
}

function added(...texts: readonly string[]): JsonObject {
  return { items: texts.map((text) => typedMessage('user', text)) };
}

/** The id of the first item that a step listed. */
function firstListed(step: string): (context: StepContext) => string | undefined {
  return (context) => stringMember(arrayOf(member(context.answered(step), 'data'))[0], 'id');
}

function inConversation(context: StepContext, members: JsonObject): JsonObject | Unmet {
  const id = stringMember(context.answered('create'), 'id');
  if (id === undefined) return { unmet: 'create yielded no conversation id' };
  return { model: context.model('text'), conversation: id, max_output_tokens: SHORT_ANSWER, ...members };
}

export const conversations: readonly Scenario[] = [
  {
    id: 'conversation',
    title: 'A conversation is created, answered in, listed and deleted',
    capability: 'conversations',
    entry: true,
    steps: [
      {
        name: 'create',
        send: () => ({
          operation: 'createConversation',
          json: { metadata: { suite: 'responses-tck', step: '1' }, ...added(LONG_AGO) },
          intent: valid(),
        }),
      },
      onConversation('retrieve', 'getConversation', {}, 'create'),
      onConversation('update', 'updateConversation', { json: { metadata: { step: '2' } } }, 'retrieve'),
      onConversation(
        'add-items',
        'createConversationItems',
        { json: added('Remember this: the secret word is marzipan.') },
        'retrieve',
      ),
      create(
        'respond',
        (context) => inConversation(context, { input: 'What is the secret word? Reply with that word only.' }),
        ['conversation'],
      ),
      {
        name: 'conflict',
        send: (context) => {
          const parent = responseId(context, 'respond');
          const gate = once('respond')(context);
          if ('unmet' in gate || parent === undefined) return { unmet: 'respond was not granted' };
          const json = inConversation(context, { previous_response_id: parent, input: 'Go on.' });
          return 'unmet' in json ? (json as Unmet) : { operation: 'createResponse', json, intent: EXCLUSIVE };
        },
      },
      onConversation('items', 'listConversationItems', { query: { order: 'asc', limit: '100' } }, 'retrieve'),
      onConversation('newest', 'listConversationItems', { query: { limit: '3' } }, 'items'),
      onConversation('item', 'getConversationItem', {}, 'items', firstListed('items')),
      onConversation('delete-item', 'deleteConversationItem', {}, 'items', firstListed('items')),
      onConversation('delete', 'deleteConversation', {}, 'retrieve'),
      onConversation('retrieve-deleted', 'getConversation', { intent: GONE }, 'delete'),
    ],
  },
  {
    id: 'conversation-pages',
    title: 'Conversation items on all pages, and the limits of the operations',
    capability: 'conversations',
    thorough: true,
    steps: [
      {
        name: 'create',
        send: () => ({
          operation: 'createConversation',
          json: added('Item one.', 'Item two.'),
          intent: valid(),
        }),
      },
      onConversation('add-items', 'createConversationItems', {
        json: added('Item three.', 'Item four.', 'Item five.'),
      }),
      onConversation('ascending', 'listConversationItems', { query: { order: 'asc', limit: '100' } }),
      onConversation('first-page', 'listConversationItems', { query: { limit: '2' } }, 'ascending'),
      page('second-page', 'first-page', { limit: '2' }),
      page('third-page', 'second-page', { limit: '2' }),
      onConversation('oldest', 'listConversationItems', { query: { order: 'asc', limit: '3' } }, 'ascending'),
      page('oldest-next', 'oldest', { order: 'asc', limit: '3' }),
      onConversation(
        'include',
        'listConversationItems',
        { query: { 'include[]': ['message.input_image.image_url'] }, intent: valid('include') },
        'ascending',
      ),
      onConversation(
        'limit-zero',
        'listConversationItems',
        { query: { limit: '0' }, intent: OUT_OF_RANGE },
        'ascending',
      ),
      onConversation(
        'limit-high',
        'listConversationItems',
        { query: { limit: '101' }, intent: OUT_OF_RANGE },
        'ascending',
      ),
      onConversation(
        'add-too-many',
        'createConversationItems',
        { json: added(...Array.from({ length: TOO_MANY_ITEMS }, (_, at) => `Item ${at + 6}.`)), intent: TOO_MANY },
        'add-items',
      ),
      onConversation('delete-item', 'deleteConversationItem', {}, 'ascending', firstListed('ascending')),
      onConversation('item-deleted', 'getConversationItem', { intent: GONE }, 'delete-item', firstListed('ascending')),
      onConversation('after-delete', 'listConversationItems', {}, 'delete-item'),
      {
        name: 'unknown',
        send: (context) => {
          const gate = once('create')(context);
          if ('unmet' in gate) return gate;
          return { operation: 'getConversation', pathIds: { conversation_id: NOBODYS }, intent: GONE };
        },
      },
      onConversation('delete', 'deleteConversation', {}, 'create'),
    ],
  },
];
