import { expect, test } from '@playwright/test';
import type { Contract, Operation, OperationId, SpecPointer } from '../contract.ts';
import type { DocumentedContract } from '../document.ts';
import { editJson } from '../edit.ts';
import { isObject, type Json, member } from '../json.ts';
import { exampleExchanges, judgeDocument, statedPerCapability } from '../judge/document.ts';
import type { RuleId } from '../rule.ts';
import { documentRules } from './document.ts';
import { conformingDocument } from './document-conforming.ts';

const CREATE_RESPONSE = {
  allOf: [
    { $ref: '#/components/schemas/Sampling' },
    {
      properties: {
        model: { type: 'string' },
        input: { $ref: '#/components/schemas/Input' },
        stream: { type: ['boolean', 'null'] },
        tools: { type: 'array', items: { anyOf: [{ $ref: '#/components/schemas/Tool' }] } },
        tool_choice: { oneOf: [{ type: 'string', enum: ['auto', 'none'] }, { type: 'object' }] },
        max_output_tokens: { anyOf: [{ type: 'integer', minimum: 16 }, { type: 'null' }] },
        truncation: { anyOf: [{ enum: ['auto', 'disabled'] }, { type: 'null' }] },
      },
    },
  ],
};

const SCHEMAS = {
  'Request.createResponse': CREATE_RESPONSE,
  Sampling: { properties: { temperature: { type: 'number', nullable: true } } },
  Input: { oneOf: [{ type: 'string' }, { type: 'array', items: { type: 'object' } }] },
  Usage: {
    type: 'object',
    required: ['total_tokens', 'details'],
    properties: { total_tokens: { type: 'integer' }, details: { type: 'object' } },
  },
  Tool: { type: 'object', required: ['type'] },
  Response: {
    required: ['id', 'object', 'created_at', 'output'],
    properties: {
      id: { type: 'string' },
      object: { const: 'response' },
      created_at: { type: 'integer' },
      output: { type: 'array', items: { type: 'object' } },
      usage: { anyOf: [{ $ref: '#/components/schemas/Usage' }, { type: 'null' }] },
    },
  },
};

const IDS: readonly (readonly [OperationId, string, string])[] = [
  ['createResponse', 'post', '/responses'],
  ['getResponse', 'get', '/responses/{response_id}'],
  ['deleteResponse', 'delete', '/responses/{response_id}'],
  ['listInputItems', 'get', '/responses/{response_id}/input_items'],
  ['cancelResponse', 'post', '/responses/{response_id}/cancel'],
  ['getInputTokenCounts', 'post', '/responses/input_tokens'],
  ['compactResponse', 'post', '/responses/compact'],
  ['createConversation', 'post', '/conversations'],
  ['listModels', 'get', '/models'],
  ['retrieveModel', 'get', '/models/{model}'],
];

/** Just enough of a reference for these rules: two schemas, and one check of one request member. */
const contract: Contract = {
  id: 'openai',
  ref: 'openai',
  edition: 'test',
  operations: IDS.map(
    ([id, method, path]): Operation => ({
      id,
      method,
      path,
      streams: false,
      ...(id === 'createResponse' ? { request: 'Request.createResponse' } : {}),
    }),
  ),
  schemas: [],
  validate: (schema, value, at) =>
    member(value, 'truncation') === 'string'
      ? [{ schema, at: `${at}/truncation`, keyword: 'enum', expected: 'auto or disabled', actual: '"string"' }]
      : [],
  knows: () => true,
  resolve(pointer: SpecPointer) {
    const [, , area, name] = pointer.split('/');
    const found: Json | undefined = area === 'schemas' ? member(SCHEMAS, name ?? '') : undefined;
    return found;
  },
};

const conforming = conformingDocument(contract);

function broken(document: DocumentedContract): RuleId[] {
  return [...new Set(judgeDocument(document, documentRules, contract).findings.map(({ rule }) => rule))].sort();
}

test('every rule is exercised by the conforming document and passes', () => {
  const { findings, applied } = judgeDocument(conforming, documentRules, contract);
  expect(findings).toEqual([]);
  expect([...applied].sort()).toEqual(documentRules.map(({ id }) => id).sort());
});

for (const { id, counterexample } of documentRules) {
  test(`${id} fails on its counterexample, and nothing else does`, () => {
    const document = editJson(conforming as unknown as Json, 'document', counterexample.edit);
    expect(counterexample.of).toBe('conforming');
    expect(broken(document as unknown as DocumentedContract)).toEqual([id, ...(counterexample.also ?? [])].sort());
  });
}

test('ids are unique and titles say what holds', () => {
  const ids = documentRules.map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
  for (const { title } of documentRules) expect(title).not.toMatch(/\bshould\b|^test/i);
});

test('equal deviations are one finding with a count, at a line', () => {
  const auth = [7, 9].map((line) => ({ line, place: 'query', name: 'key', basis: 'stated' }) as const);
  const { findings } = judgeDocument({ ...conforming, auth }, documentRules, contract);
  expect(findings.filter(({ rule }) => rule === 'document/auth-in-header')).toEqual([
    {
      rule: 'document/auth-in-header',
      exchange: 'document:conforming',
      at: '/lines/7',
      expected: 'the header Authorization',
      actual: 'key in the query',
      count: 2,
      more: ['/lines/9'],
    },
  ]);
});

test('a rule without a level under the contract is not applied', () => {
  const { applied } = judgeDocument(conforming, documentRules, {
    ...contract,
    id: 'open-responses',
    ref: 'open-responses',
  });
  expect(applied).not.toContain('document/operations-state');
  expect(applied).toContain('document/operations-compaction');
});

test('harmless statements are no contradictions', () => {
  const [model, input] = conforming.parameters;
  if (model === undefined || input === undefined) throw new Error('the conforming document lost its parameters');
  const harmless: DocumentedContract = {
    ...conforming,
    // Further places for the key, a further media type, "number" for an integer, one form of input in an example.
    auth: [...conforming.auth, { line: 60, place: 'header', name: 'api-key', basis: 'stated' }],
    bodies: [...(conforming.bodies ?? []), { line: 61, operation: 'createResponse', contentType: 'text/plain' }],
    parameters: conforming.parameters.map((parameter) =>
      parameter.name === 'input'
        ? { ...parameter, types: ['string'], basis: 'example' }
        : parameter.name === 'max_output_tokens'
          ? { ...parameter, types: ['number'] }
          : parameter,
    ),
    // A superset of the Response object.
    answers: conforming.answers.map((answer) =>
      isObject(answer.schema) ? { ...answer, schema: { ...answer.schema, required: ['id', 'credits'] } } : answer,
    ),
  };
  expect(broken(harmless)).toEqual([]);
});

test('nested members of the documented answer are compared too', () => {
  const usage = { type: 'object', properties: { total_tokens: { type: 'string' }, credits: { type: 'number' } } };
  const edit = { op: 'set', path: '/document/answers/0/schema/properties/usage', value: usage } as const;
  const edited = editJson(conforming as unknown as Json, 'document', [edit]) as unknown as DocumentedContract;
  expect(judgeDocument(edited, documentRules, contract).findings.map(({ rule, actual }) => [rule, actual])).toEqual([
    ['document/success-answer-members', 'omits usage.details'],
    ['document/success-answer-types', 'usage.total_tokens: string'],
  ]);
});

test('a document that never speaks of streaming is not asked for an event stream', () => {
  const silent = {
    ...conforming,
    parameters: conforming.parameters.filter(({ name }) => name !== 'stream'),
    answers: conforming.answers.filter(({ contentType }) => contentType === 'application/json'),
  };
  expect(broken(silent)).toEqual(['document/parameters-described']);
});

test('examples with an answer become exchanges; placeholders and lone requests do not', () => {
  const request = { model: 'm', input: 'x' };
  const examples = [
    { line: 1, operation: 'createResponse', name: 'alone', request },
    { line: 2, operation: 'createResponse', name: 'empty', request, response: {}, responseLine: 3 },
    { line: 4, operation: 'createResponse', name: 'full', request, response: { id: 'resp_1' }, responseLine: 5 },
    { line: 6, operation: 'createResponse', name: 'stream', response: 'event: a\ndata: {}\n\n', responseLine: 6 },
  ] as const;
  const exchanges = exampleExchanges({ ...conforming, examples });
  expect(exchanges.map(({ id }) => id)).toEqual(['document:conforming/2', 'document:conforming/3']);
  expect(exchanges[0]).toMatchObject({
    fidelity: 'document',
    request: { method: 'POST', url: 'https://api.example.com/v1/responses', path: '/v1/responses', json: request },
    answer: { status: 200, contentType: 'application/json', body: { kind: 'text', text: '{"id":"resp_1"}' } },
  });
  expect(exchanges[1]).toMatchObject({ request: { json: undefined }, answer: { contentType: 'text/event-stream' } });
});

test('statements are counted once, under the capability they speak of', () => {
  const mentions = [{ line: 70, capability: 'reasoning', words: 'reasoning' }] as const;
  const counts = statedPerCapability({ ...conforming, mentions });
  expect(counts).toMatchObject({ streaming: 2, errors: 1, state: 3, background: 1, models: 2, reasoning: 1 });
  expect(counts['hosted-tools']).toBe(0);
  const total = Object.values(counts).reduce((sum, count) => sum + count, 0);
  const { operations, auth, headers = [], bodies = [], parameters, answers, examples } = conforming;
  const lists = [operations, auth, headers, bodies, parameters, answers, examples, mentions];
  expect(total).toBe(lists.reduce((sum, list) => sum + list.length, 0));
});
