import { arrayOf, member, stringMember } from '../../core/json.ts';
import type { Scenario, Step, StepContext } from '../../core/scenario.ts';
import { create, once, onResponse, SHORT_ANSWER, valid } from './make.ts';

const NOBODYS_MODEL = 'no-such-model-of-the-responses-tck';

const small = (context: StepContext) => ({
  model: context.model('text'),
  input: 'Hello',
  max_output_tokens: SHORT_ANSWER,
  store: false,
});

const retrieve = (name: string): Step => ({
  name,
  send: (context) => ({ operation: 'retrieveModel', pathIds: { model: context.model('text') }, intent: valid() }),
});

/** The schema of an object that strict mode does not take: it neither lists its members nor closes the object. */
const NOT_STRICT = { type: 'object', properties: { place: { type: 'string' } } };

/** An id of the list that a path has to encode. */
function encodedId(context: StepContext): string | undefined {
  const ids = arrayOf(member(context.answered('list'), 'data')).map((model) => stringMember(model, 'id'));
  return ids.find((id) => id !== undefined && /[/:]/.test(id));
}

/** Wrong requests beside those of `reject-*`, and those that only some servers look at. */
export const errors: readonly Scenario[] = [
  {
    id: 'unknown-model-retrieved',
    title: 'A model that does not exist is retrieved',
    thorough: true,
    capability: 'models',
    steps: [
      retrieve('retrieve'),
      {
        name: 'unknown',
        send: (context) => {
          const gate = once('retrieve')(context);
          if ('unmet' in gate) return gate;
          return {
            operation: 'retrieveModel',
            pathIds: { model: NOBODYS_MODEL },
            intent: { kind: 'invalid', flaw: 'unknown-id', statuses: [400, 404, 422] },
          };
        },
      },
    ],
  },
  {
    id: 'model-with-slash',
    title: 'A model whose id has to be encoded is retrieved',
    capability: 'models',
    thorough: true,
    steps: [
      { name: 'list', send: () => ({ operation: 'listModels', intent: valid() }) },
      {
        name: 'retrieve',
        send: (context) => {
          const id = encodedId(context);
          if (id === undefined) return { unmet: 'no listed id has a slash or a colon' };
          return { operation: 'retrieveModel', pathIds: { model: id }, intent: valid() };
        },
      },
    ],
  },
  {
    id: 'error-schemas',
    title: 'Schemas that strict mode does not take',
    capability: 'errors',
    thorough: true,
    // `strict` and such a schema exclude each other. A server that knows no strict mode may take them all the same; one
    // that refuses them says where the fault is.
    steps: [
      {
        name: 'tool-parameters',
        send: (context) => ({
          operation: 'createResponse',
          json: { ...small(context), tools: [{ type: 'function', name: 'f', parameters: NOT_STRICT, strict: true }] },
          intent: {
            kind: 'invalid',
            flaw: 'conflict',
            param: 'tools[0].parameters',
            statuses: [200, 400, 422],
            codes: ['invalid_function_parameters'],
          },
        }),
      },
      {
        name: 'text-format',
        send: (context) => ({
          operation: 'createResponse',
          json: {
            ...small(context),
            text: { format: { type: 'json_schema', name: 'place', schema: NOT_STRICT, strict: true } },
          },
          intent: {
            kind: 'invalid',
            flaw: 'conflict',
            param: 'text.format.schema',
            statuses: [200, 400, 422],
            codes: ['invalid_json_schema'],
          },
        }),
      },
    ],
  },
  {
    id: 'query-arrays',
    title: 'An array in the query of a retrieve',
    capability: 'state',
    thorough: true,
    steps: [
      create('create', (context) => ({ ...small(context), store: true }), ['store']),
      // Only a SHOULD: a server may refuse the form, so a refusal is no broken retrieve.
      onResponse(
        'brackets',
        'create',
        'getResponse',
        { kind: 'invalid', flaw: 'unknown-member', param: 'include[]', statuses: [200, 400, 422] },
        { query: { 'include[]': ['message.output_text.logprobs', 'reasoning.encrypted_content'] } },
      ),
    ],
  },
];
