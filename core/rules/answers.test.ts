import { expect, test } from '@playwright/test';
import type { SchemaError } from '../contract.ts';
import { judgeExchange } from '../judge/judge.ts';
import { call, exchange, fakeContract, type Made, message, response } from './answers.test-support.ts';
import { answerRules } from './answers.ts';

function failing(made: Made, errors: readonly SchemaError[] = []): readonly string[] {
  const { findings } = judgeExchange(exchange(made), fakeContract(errors), answerRules);
  return findings.map(({ rule }) => rule).sort();
}

test('ids are unique, every rule has a level', () => {
  const ids = answerRules.map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
  for (const rule of answerRules) expect(Object.keys(rule.levels), rule.id).not.toEqual([]);
});

const usage = (members: Record<string, number>) => ({
  ...(response()['usage'] as object),
  ...members,
});
const tools = [{ type: 'function', name: 'get_weather', parameters: { type: 'object' } }];
const CUT = {
  status: 'incomplete',
  completed_at: null,
  incomplete_details: { reason: 'max_output_tokens' },
  output: [message('Once', { status: 'incomplete' })],
};

/** What genuine services do and a strict reading would fail (RULES, traffic notes). */
const CONFORMING: Readonly<Record<string, Made>> = {
  'a plain answer': { body: response() },
  'no completed_at, as before December 2025': { body: response({ completed_at: undefined }) },
  'top_p that was not asked for': { body: response({ top_p: 0.98 }) },
  'null sent for a member': { request: { temperature: null }, body: response() },
  'service_tier auto that resolves': { request: { service_tier: 'auto' }, body: response() },
  'instructions of a prompt template': { request: { instructions: 'Hi' }, body: response({ instructions: [] }) },
  'tools wrapped in a namespace': {
    request: { tools },
    body: response({ tools: [{ type: 'namespace', name: 'n', tools }] }),
  },
  'a dated model name': { request: { model: 'm' }, body: response({ model: 'm-2026-01-01' }) },
  'a routed model name': { request: { model: 'acme/m' }, body: response({ model: 'm' }) },
  'a computer_call that the client still has to run': {
    body: response({
      output: [
        { type: 'computer_call', id: 'cu_1', call_id: 'call_1', status: 'in_progress', action: { type: 'screenshot' } },
      ],
    }),
  },
  'a call of a program': {
    body: response({
      output: [
        { type: 'program', id: 'cm_1', call_id: 'p', code: '', fingerprint: 'x' },
        call({ status: 'in_progress', caller: { type: 'program', caller_id: 'p' } }),
      ],
    }),
  },
  'half arguments of a cut call': {
    body: response({ ...CUT, output: [call({ status: 'incomplete', arguments: '{"ci' })] }),
  },
  'reasoning that was cut shows no status': {
    body: response({ ...CUT, output: [{ type: 'reasoning', id: 'rs_1', summary: [] }] }),
  },
  'output_tokens 0 of a cut answer': {
    body: response({ ...CUT, output: [], usage: usage({ output_tokens: 0, total_tokens: 10 }) }),
  },
  'calls with nothing counted': {
    body: response({ output: [call()], usage: usage({ input_tokens: 0, output_tokens: 0, total_tokens: 0 }) }),
  },
  'an error of the account': {
    status: 429,
    body: { error: { message: 'Slow down.', type: 'requests', param: null, code: 'rate_limit_exceeded' } },
  },
  'a loose json_schema that the model did not follow': {
    request: { text: { format: { type: 'json_schema', name: 'n', schema: { type: 'object' } } } },
    body: response({ text: { format: { type: 'json_schema', name: 'n' } } }),
  },
  'a cancelled response': {
    path: '/v1/responses/resp_1/cancel',
    body: response({ status: 'cancelled', completed_at: null, output: [], usage: null, background: true }),
  },
};

for (const [name, made] of Object.entries(CONFORMING)) {
  test(`conforms: ${name}`, () => expect(failing(made)).toEqual([]));
}

/** Defects of real servers, each with the one rule that names it. */
const DEFECTS: Readonly<Record<string, readonly [rule: string, made: Made]>> = {
  'created_at with a fraction of zero': [
    'response/created-at',
    { body: JSON.stringify(response()).replace('"created_at":1790000000', '"created_at":1790000000.0') },
  ],
  'a stream nobody asked for': ['response/body', { body: 'data: {}\n\n', contentType: 'text/event-stream' }],
  'an in_progress answer without background': [
    'response/settled',
    { body: response({ status: 'in_progress', usage: null, completed_at: null }) },
  ],
  'a temperature that is not echoed': ['echo/temperature', { request: { temperature: 0.5 }, body: response() }],
  'a member that is not echoed at all': [
    'echo/max-output-tokens',
    { request: { max_output_tokens: 50 }, body: response({ max_output_tokens: undefined }) },
  ],
  'usage that is always zero': [
    'usage/counted',
    { body: response({ usage: usage({ input_tokens: 0, output_tokens: 0, total_tokens: 0 }) }) },
  ],
  'a forced call that did not come': [
    'request/tool-choice-required',
    { request: { tools, tool_choice: 'required' }, body: response({ tools, tool_choice: 'required' }) },
  ],
  'an empty arguments string': [
    'item/arguments-json',
    { request: { tools }, body: response({ tools, output: [call({ arguments: '' })] }) },
  ],
  'arguments that are no object': [
    'item/arguments-json',
    { request: { tools }, body: response({ tools, output: [call({ arguments: '"Paris"' })] }) },
  ],
  'a string as the error': ['error/envelope', { status: 400, body: { error: 'Unauthorized' } }],
  'an HTML page as the error': ['error/envelope', { status: 404, body: '<html></html>', contentType: 'text/html' }],
  'an exception as the message': [
    'error/internals',
    {
      status: 400,
      body: { error: { message: "KeyError: 'role'", type: 'invalid_request_error', param: null, code: null } },
    },
  ],
  'a wrong type that is accepted': [
    'request/rejects-wrong-type',
    { body: response(), intent: { kind: 'invalid', flaw: 'wrong-type', statuses: [400] } },
  ],
  'another response than the path names': [
    'state/path-id',
    { method: 'GET', path: '/v1/responses/resp_2', body: response() },
  ],
  'a receipt without deleted': [
    'state/delete-receipt',
    { method: 'DELETE', path: '/v1/responses/resp_1', body: { id: 'resp_1', object: 'response.deleted' } },
  ],
  'prose for a strict schema': [
    'request/json-output',
    {
      request: { text: { format: { type: 'json_schema', name: 'n', schema: {}, strict: true } } },
      body: response({ text: { format: { type: 'json_schema', name: 'n' } } }),
    },
  ],
};

for (const [name, [rule, made]] of Object.entries(DEFECTS)) {
  test(`caught: ${name}`, () => expect(failing(made)).toEqual([rule]));
}

const fault = (schema: string, at: string): SchemaError => ({
  schema,
  at,
  keyword: 'type',
  expected: 'x',
  actual: 'y',
});

test('an error of the validators belongs to one schema rule', () => {
  const errors = [
    fault('Response', '/body/tools'),
    fault('Usage', '/body/usage/cost'),
    fault('Item.message', '/body/output/0/role'),
    fault('Content.output_text', '/body/output/0/content/0/text'),
    fault('Annotation.url_citation', '/body/output/0/content/0/annotations/0/url'),
    fault('Tool.function', '/body/tools/0/strict'),
  ];
  expect(failing({ body: response() }, errors)).toEqual([
    'schema/annotation',
    'schema/content-output-text',
    'schema/item-message',
    'schema/response',
    'schema/tool',
    'schema/usage',
  ]);
});

test('what a dedicated rule reports is not reported by a schema rule as well', () => {
  const body = response({ id: undefined, usage: { ...(response()['usage'] as object), total_tokens: 'many' } });
  const errors = [fault('Response', '/body/id'), fault('Usage', '/body/usage/total_tokens')];
  expect(failing({ body }, errors)).toEqual(['response/id', 'usage/counts']);
});
