import { expect, test } from '@playwright/test';
import type { Contract, ContractId } from '../contract.ts';
import type { Exchange, Headers, Intent } from '../exchange.ts';
import type { Json, JsonObject } from '../json.ts';
import { judgeExchange } from '../judge/judge.ts';
import type { Rule } from '../rule.ts';
import { fakeContract } from './answers.test-support.ts';
import { errorRules } from './errors.ts';
import { errorStatusRules } from './errors-status.ts';
import { headerFormRules } from './headers-forms.ts';
import { modelFormRules } from './models-forms.ts';
import { inputRejectionRules } from './rejection-input.ts';

const rules: readonly Rule[] = [
  ...errorRules,
  ...errorStatusRules,
  ...headerFormRules,
  ...modelFormRules,
  ...inputRejectionRules,
];

interface Made {
  readonly status?: number;
  readonly body: Json;
  readonly method?: string;
  readonly path?: string;
  readonly query?: string;
  readonly request?: JsonObject;
  readonly headers?: Headers;
  readonly intent?: Intent;
}

function contract(id: ContractId): Contract {
  const fake = fakeContract();
  const retrieveModel = { id: 'retrieveModel', method: 'GET', path: '/models/{model}', streams: false } as const;
  return { ...fake, id, ref: id, operations: [...fake.operations, retrieveModel] };
}

function judged(made: Made, id: ContractId = 'openai') {
  const {
    body,
    headers = {},
    intent,
    method = 'POST',
    path = '/v1/responses',
    query = '',
    request,
    status = 400,
  } = made;
  const exchange: Exchange = {
    id: 'x1',
    request: { method, url: '', path, query, headers: {}, json: request },
    answer: {
      kind: 'http',
      status,
      headers,
      contentType: 'application/json',
      body: { kind: 'text', text: JSON.stringify(body) },
      ending: 'complete',
    },
    fidelity: 'verbatim',
    ...(intent === undefined ? {} : { intent }),
  };
  return judgeExchange(exchange, contract(id), rules);
}

const failing = (made: Made, id: ContractId = 'openai') => judged(made, id).findings.map(({ rule }) => rule);

const error = (members: JsonObject): Json => ({
  error: { message: 'No.', type: 'invalid_request_error', param: null, code: null, ...members },
});

test('errors of the official service, as recorded, break nothing', () => {
  expect(failing({ status: 401, body: error({ code: 'invalid_api_key' }) })).toEqual([]);
  expect(failing({ body: error({ code: 'model_not_found', param: 'model' }) })).toEqual([]);
  // A quota's end came as 400; an unsupported temperature without a code.
  expect(failing({ body: error({ type: 'insufficient_quota', code: 'insufficient_quota' }) })).toEqual([]);
  expect(failing({ body: error({ param: 'temperature' }) })).toEqual([]);
  const unknown = { method: 'GET', path: '/v1/responses/resp_1', status: 404 };
  expect(failing({ ...unknown, body: error({ message: 'No such response' }) })).toEqual([]);
  expect(failing({ status: 429, body: error({ type: 'rate_limit_error', code: 'rate_limit_exceeded' }) })).toEqual([]);
});

test('the codes of keys, models, parents and contexts have their status', () => {
  expect(failing({ status: 400, body: error({ code: 'invalid_api_key' }) })).toEqual(['error/code-status']);
  const parent = error({ code: 'previous_response_not_found', param: 'previous_response_id' });
  expect(failing({ status: 404, body: parent })).toEqual(['error/code-status']);
  expect(failing({ status: 404, body: parent }, 'open-responses')).toEqual([]);
  const full = (members: JsonObject) => error({ code: 'context_length_exceeded', param: 'input', ...members });
  expect(failing({ body: full({}) })).toEqual([]);
  expect(failing({ status: 413, body: full({}) })).toEqual(['error/code-status']);
  expect(failing({ body: full({ param: null }) })).toEqual(['error/code-names-param']);
});

test('other codes have their usual status, limits among them', () => {
  expect(failing({ status: 409, body: error({ code: 'unknown_parameter', param: 'x' }) })).toEqual([
    'error/code-class',
  ]);
  expect(failing({ status: 400, body: error({ code: 'rate_limit_exceeded' }) })).toEqual(['error/code-class']);
  expect(failing({ body: error({ code: 'conversation_locked', param: 'conversation' }) })).toEqual([]);
});

test('where the kit itself asked wrongly, the status is the business of the rule of that flaw', () => {
  const intent: Intent = { kind: 'invalid', flaw: 'wrong-key', statuses: [401] };
  expect(failing({ status: 500, body: error({ code: 'invalid_api_key' }), intent })).toEqual([]);
});

test('the type fits the status', () => {
  expect(failing({ status: 500, body: error({ type: 'server_error' }) })).toEqual([]);
  expect(failing({ status: 500, body: error({}) })).toEqual(['error/type-status']);
  expect(failing({ status: 404, body: error({ type: 'server_error' }) })).toEqual(['error/type-status']);
  expect(failing({ status: 400, body: error({ type: 'not_found' }) }, 'open-responses')).toEqual(['error/type-status']);
  expect(failing({ status: 500, body: error({ type: 'model_error' }) }, 'open-responses')).toEqual([]);
  expect(failing({ status: 429, body: error({ type: 'too_many_requests' }) }, 'open-responses')).toEqual([]);
  expect(failing({ status: 400, body: error({ type: 'too_many_requests' }) }, 'open-responses')).toEqual([
    'error/type-status',
  ]);
});

test('open-responses lists its types, in two spellings; openai knows more of them', () => {
  for (const type of ['invalid_request', 'invalid_request_error']) {
    expect(failing({ body: error({ type }) }, 'open-responses')).toEqual([]);
  }
  expect(failing({ body: error({ type: 'BadRequestError' }) }, 'open-responses')).toEqual(['error/type-listed']);
  expect(failing({ body: error({ type: 'BadRequestError' }) })).toEqual(['error/type-known']);
  expect(failing({ status: 429, body: error({ type: 'tokens' }) }, 'open-responses')).toEqual(['error/type-listed']);
  // The table has no type for credentials.
  expect(failing({ status: 401, body: error({ type: 'authentication_error' }) }, 'open-responses')).toEqual([]);
});

test('an error with a status of success is told from a response that failed', () => {
  expect(judged({ status: 200, body: error({}) }).findings.map(({ rule }) => rule)).toContain('error/as-success');
  expect(failing({ status: 200, body: { error: 'Unauthorized' } })).toContain('error/as-success');
  const failed = { object: 'response', status: 'failed', error: { code: 'server_error', message: 'm' }, output: [] };
  expect(failing({ status: 200, body: failed })).not.toContain('error/as-success');
});

test('foreign error bodies are named, and an unknown path is only a SHOULD', () => {
  const actual = (made: Made) => judged(made).findings.map(({ rule, actual: was }) => `${rule}: ${was}`);
  expect(actual({ body: { code: 'invalid', error: 'bad key' } })[0]).toContain('error/envelope: {code, error}');
  expect(actual({ body: { error: 'Unauthorized' } })[0]).toContain('error is a string');
  expect(actual({ body: { detail: 'Not Found' } })[0]).toContain('{detail}');
  expect(failing({ status: 404, path: '/v1/nothing', body: { detail: 'Not Found' } })).toEqual([
    'error/server-envelope',
  ]);
  expect(failing({ status: 404, method: 'GET', path: '/v1/responses/resp_1', body: { detail: 'no' } })).toEqual([
    'error/envelope',
  ]);
});

test('a tool output needs its call, unless the call may lie elsewhere', () => {
  const output = { type: 'function_call_output', call_id: 'call_1', output: '42' };
  const call = { type: 'function_call', call_id: 'call_1', name: 'f', arguments: '{}' };
  const accepted = (request: JsonObject) => failing({ status: 200, body: { object: 'response' }, request });
  expect(accepted({ input: [output] })).toEqual(['request/orphan-output-refused']);
  expect(accepted({ input: [call, output] })).toEqual([]);
  expect(accepted({ input: [output], previous_response_id: 'resp_1' })).toEqual([]);
  expect(accepted({ input: [output], conversation: 'conv_1' })).toEqual([]);
  expect(accepted({ input: [{ type: 'item_reference', id: 'fc_1' }, output] })).toEqual([]);
  expect(accepted({ input: [{ id: 'fc_1' }, output] })).toEqual([]);
  expect(failing({ body: error({ param: 'input' }), request: { input: [output] } })).toEqual([]);
});

test('an array in the query that a server does not take', () => {
  const retrieve = { method: 'GET', path: '/v1/responses/resp_1', query: 'include[]=a&include[]=b' };
  expect(failing({ ...retrieve, status: 200, body: { object: 'response' } })).toEqual([]);
  expect(failing({ ...retrieve, body: error({ param: 'include[]' }) })).toEqual(['request/array-query']);
  expect(failing({ ...retrieve, status: 404, body: error({ message: 'resp_1 is gone' }) })).toEqual([]);
});

test('headers have the forms that clients read', () => {
  const made = (headers: Headers) => failing({ status: 200, body: { object: 'response' }, headers });
  for (const reset of ['1s', '6m0s', '12ms', '-1', '0', '59.5', '1h2m3.5s']) {
    expect(made({ 'x-ratelimit-reset-tokens': reset }), reset).toEqual([]);
  }
  expect(made({ 'x-ratelimit-reset-tokens': 'Fri, 21 Nov 2026' })).toEqual(['header/rate-limit-resets']);
  expect(made({ 'x-ratelimit-limit-tokens': '-1', 'x-ratelimit-remaining-tokens': '-1' })).toEqual([]);
  expect(made({ 'x-ratelimit-limit-tokens': 'many' })).toEqual(['header/rate-limit-counts']);
  expect(made({ 'x-ratelimit-limit-tokens': '5', 'x-ratelimit-remaining-tokens': '6' })).toEqual([
    'header/rate-limit-remaining',
  ]);
  expect(made({ 'openai-processing-ms': '1.5', 'openai-version': '2020-10-01' })).toEqual([]);
});

test('models: seconds, dates, pages, and those that do not exist', () => {
  const list = (model: JsonObject, more: JsonObject = {}) =>
    failing({ method: 'GET', path: '/v1/models', status: 200, body: { object: 'list', data: [model], ...more } });
  expect(list({ id: 'a', created: 1_700_000_000, shutdown_date: '2027-01-31' })).toEqual([]);
  expect(list({ id: 'a', created: 0, shutdown_date: null }, { has_more: false })).toEqual([]);
  expect(list({ id: 'a', created: 1_700_000_000_000 })).toEqual(['models/created-seconds']);
  expect(list({ id: 'a', shutdown_date: '2027-13-01' })).toEqual(['models/shutdown-date']);
  expect(list({ id: 'a' }, { has_more: true })).toEqual(['models/whole-list']);
  const intent: Intent = { kind: 'invalid', flaw: 'unknown-id', statuses: [400, 404] };
  const unknown = { method: 'GET', path: '/v1/models/nobodys', intent };
  expect(failing({ ...unknown, status: 404, body: error({ code: 'model_not_found', param: 'model' }) })).toEqual([]);
  expect(failing({ ...unknown, status: 404, body: error({}) })).toEqual(['models/unknown-code']);
  expect(judged({ ...unknown, status: 500, body: error({ type: 'server_error' }) }).findings[0]?.rule).toBe(
    'models/unknown-refused',
  );
});
