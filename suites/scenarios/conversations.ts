import type { OperationId } from '../../core/contract.ts';
import type { Intent } from '../../core/exchange.ts';
import { stringMember } from '../../core/json.ts';
import type { RequestDraft, Scenario, Step } from '../../core/scenario.ts';
import { create, once, SHORT_ANSWER, says, valid } from './make.ts';

/** As for stored responses: a server without the operation says so in the step before. */
const GONE: Intent = { kind: 'invalid', flaw: 'unknown-id', statuses: [404, 405, 501] };

type More = Partial<Pick<RequestDraft, 'json' | 'query' | 'intent'>>;

function onConversation(name: string, operation: OperationId, more: More = {}, only?: string): Step {
  return {
    name,
    send: (context) => {
      const id = stringMember(context.answered('create'), 'id');
      if (id === undefined) return { unmet: 'create yielded no conversation id' };
      const gate = only === undefined ? {} : once(only)(context);
      if ('unmet' in gate) return gate;
      return { operation, pathIds: { conversation_id: id }, intent: valid(), ...more };
    },
  };
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
          json: { metadata: { suite: 'responses-tck' } },
          intent: valid(),
        }),
      },
      onConversation('retrieve', 'getConversation', {}, 'create'),
      onConversation(
        'update',
        'updateConversation',
        { json: { metadata: { suite: 'responses-tck', step: '2' } } },
        'retrieve',
      ),
      onConversation(
        'add-items',
        'createConversationItems',
        { json: { items: [{ type: 'message', ...says('user', 'The secret word is marzipan.') }] } },
        'retrieve',
      ),
      create(
        'respond',
        (context) => {
          const id = stringMember(context.answered('create'), 'id');
          if (id === undefined) return { unmet: 'create yielded no conversation id' };
          return {
            model: context.model('text'),
            conversation: id,
            input: 'What is the secret word? Reply with that word only.',
            max_output_tokens: SHORT_ANSWER,
          };
        },
        ['conversation'],
      ),
      onConversation('items', 'listConversationItems', { query: { order: 'asc', limit: '100' } }, 'retrieve'),
      onConversation('delete', 'deleteConversation', {}, 'retrieve'),
      onConversation('retrieve-deleted', 'getConversation', { intent: GONE }, 'delete'),
    ],
  },
];
