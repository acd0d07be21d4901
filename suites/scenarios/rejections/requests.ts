import type { OperationId } from '../../../core/contract.ts';
import type { JsonObject } from '../../../core/json.ts';
import type { Step, StepContext } from '../../../core/scenario.ts';

/** Of the official form, and made of zeros: nobody ever got it. */
const NOBODYS_ID = `resp_${'0'.repeat(48)}`;
const NOBODYS_CONVERSATION = `conv_${'0'.repeat(48)}`;
const NOBODYS_MODEL = 'no-such-model-of-the-responses-tck';

function small(context: StepContext, members: JsonObject): JsonObject {
  return { model: context.model('text'), input: 'Hello', max_output_tokens: 16, store: false, ...members };
}

export function credentials(flaw: 'missing-key' | 'wrong-key'): Step {
  return {
    name: 'create',
    send: (context) => ({
      operation: 'createResponse',
      json: small(context, {}),
      credentials: flaw === 'missing-key' ? 'omit' : 'wrong',
      intent: {
        kind: 'invalid',
        flaw,
        statuses: [401],
        ...(flaw === 'wrong-key' ? { codes: ['invalid_api_key'] } : {}),
      },
    }),
  };
}

/** 501 is what a server says that knows the method nowhere; 404 what one says that routes by method and path. */
export const wrongMethods: readonly Step[] = ['PUT', 'PATCH'].map((method) => ({
  name: `${method.toLowerCase()}-responses`,
  send: (context) => ({
    operation: 'createResponse',
    method,
    json: small(context, {}),
    intent: { kind: 'invalid', flaw: 'wrong-method', statuses: [404, 405, 501] },
  }),
}));

/** The official service says 400 on create and 404 on retrieve; others say 404 on both. */
export const unknownModel: readonly Step[] = [
  {
    name: 'create',
    send: (context) => ({
      operation: 'createResponse',
      json: small(context, { model: NOBODYS_MODEL }),
      intent: {
        kind: 'invalid',
        flaw: 'unknown-model',
        param: 'model',
        statuses: [400, 404],
        codes: ['model_not_found'],
      },
    }),
  },
  {
    name: 'create-stream',
    send: (context) => ({
      operation: 'createResponse',
      json: small(context, { model: NOBODYS_MODEL, stream: true }),
      intent: {
        kind: 'invalid',
        flaw: 'unknown-model',
        param: 'model',
        statuses: [400, 404],
        codes: ['model_not_found'],
      },
    }),
  },
];

/**
 * 405 and 501 are what a server says that lacks the operation: the state scenarios report that, not these. 404 cannot
 * be told from it and is right in both cases.
 */
function nobodys(name: string, operation: OperationId): Step {
  return {
    name,
    send: () => ({
      operation,
      pathIds: { response_id: NOBODYS_ID },
      intent: { kind: 'invalid', flaw: 'unknown-id', statuses: [404, 405, 501] },
    }),
  };
}

export const unknownIds: readonly Step[] = [
  nobodys('retrieve', 'getResponse'),
  nobodys('delete', 'deleteResponse'),
  nobodys('cancel', 'cancelResponse'),
  nobodys('input-items', 'listInputItems'),
  {
    name: 'previous-response-id',
    send: (context) => ({
      operation: 'createResponse',
      json: small(context, { previous_response_id: NOBODYS_ID }),
      intent: {
        kind: 'invalid',
        flaw: 'unknown-id',
        param: 'previous_response_id',
        statuses: [400],
        codes: ['previous_response_not_found'],
      },
    }),
  },
  {
    name: 'call-id',
    send: (context) => ({
      operation: 'createResponse',
      json: small(context, {
        input: [
          { role: 'user', content: 'What did the tool say?' },
          { type: 'function_call_output', call_id: 'call_nobody', output: '{"answer":42}' },
        ],
      }),
      // Only a SHOULD (the official service says 400): an answer is right too, a crash is not.
      intent: { kind: 'invalid', flaw: 'unknown-id', param: 'input', statuses: [200, 400, 404, 422] },
    }),
  },
];

/** Neither id exists, so a server may also complain of that first. */
export const conflict: readonly Step[] = [
  {
    name: 'previous-response-and-conversation',
    send: (context) => ({
      operation: 'createResponse',
      json: small(context, { previous_response_id: NOBODYS_ID, conversation: NOBODYS_CONVERSATION }),
      intent: { kind: 'invalid', flaw: 'conflict', statuses: [400, 404, 422] },
    }),
  },
];
