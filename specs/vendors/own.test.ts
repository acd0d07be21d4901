import { expect, test } from '@playwright/test';
import { stringify } from 'yaml';
import type { DocumentedContract } from '../../core/document.ts';
import type { Json } from '../../core/json.ts';
import { parseVendorDocument } from './load.ts';
import { loadOwnContract, ownContract } from './own.ts';
import { plainSchema } from './plain-schema.ts';

function documentWith(schema: Json): DocumentedContract {
  return {
    id: 'acme',
    title: 'Acme',
    document: 'acme.txt',
    operations: [
      { line: 1, operation: 'createResponse', method: 'POST', path: '/v1/responses', depth: 'described' },
      { line: 2, operation: 'getResponse', method: 'GET', depth: 'listed' },
    ],
    auth: [],
    parameters: [],
    answers: [{ line: 3, operation: 'createResponse', status: 200, contentType: 'application/json', schema }],
    examples: [],
  };
}

const SCHEMA = '#/answers/0/schema';
const errors = (schema: Json, value: unknown) =>
  ownContract(documentWith(schema))
    .validate(SCHEMA, value, '/body')
    .map(({ at, expected, actual }) => [at, expected, actual]);

test('only what is described is an operation, and only what is printed has a schema', () => {
  const contract = ownContract(documentWith({ type: 'object' }));
  expect([contract.id, contract.ref, contract.edition]).toEqual(['own', 'own:acme', '']);
  expect(contract.operations.map(({ id }) => id)).toEqual(['createResponse']);
  expect(contract.resolve('#/answers/0/line')).toBe(3);
  expect(contract.validate('Request.createResponse', 1, '')).toEqual([]);
  expect(contract.validate('#/answers/1/schema', 1, '')).toEqual([]);
  expect(contract.knows('Item', 'message')).toBe(false);
});

test('what does not keep to a schema is told by its place', () => {
  const schema = { type: 'object', required: ['id', 'usage'], properties: { id: { type: 'string' } } };
  expect(errors(schema, { id: 'a', usage: 1, more: true })).toEqual([]);
  expect(errors(schema, { id: 7 })).toEqual([
    ['/body/usage', 'present', 'absent'],
    ['/body/id', 'string', 'integer'],
  ]);
  expect(errors({ ...schema, additionalProperties: false }, { id: 'a', usage: 1, more: true })).toEqual([
    ['/body/usage', 'absent', 'present'],
    ['/body/more', 'absent', 'present'],
  ]);
});

test('references within the schema are written out; nullable and unknown formats are no trouble', () => {
  const schema = {
    $defs: { id: { type: 'string', format: 'acme-id', description: 'An id.' } },
    type: 'object',
    properties: { id: { $ref: '#/$defs/id' }, user: { type: 'string', nullable: true, 'x-order': 1 } },
  };
  expect(plainSchema(schema)).toEqual({
    type: 'object',
    properties: { id: { type: 'string' }, user: { type: 'string', nullable: true } },
  });
  expect(errors(schema, { id: 'x', user: null })).toEqual([]);
  expect(errors(schema, { id: null })).toEqual([['/body/id', 'string', 'null']]);
});

/** Schemas of strangers that cannot be judged by: said in one line, before anything is asked. */
const REFUSED: readonly (readonly [string, Json, RegExp])[] = [
  ['no schema', 'object', /field \/answers\/0\/schema is no JSON Schema/],
  ['a remote reference', { $ref: 'https://acme.example/schema.json' }, /\/schema\/\$ref leads out of the schema/],
  ['a reference to nowhere', { $ref: '#/$defs/x' }, /\/\$ref leads nowhere: there is no #\/\$defs\/x/],
  ['a reference to a prototype', { $ref: '#/constructor' }, /leads nowhere/],
  [
    'a circle',
    { $defs: { a: { items: { $ref: '#/$defs/a' } } }, $ref: '#/$defs/a' },
    /\/\$defs\/a\/items\/\$ref leads back to itself/,
  ],
  ['a pattern', { properties: { id: { pattern: '(a+)+$' } } }, /\/schema\/properties\/id\/pattern is not judged/],
  ['equality of all entries', { uniqueItems: true }, /\/uniqueItems is not judged/],
  ['an unknown type', { type: 'strng' }, /is no JSON Schema: .*; mend it/],
  ['an enum that is none', { enum: 'a' }, /is no JSON Schema/],
  ['properties that are a list', { properties: [] }, /\/properties is no object/],
  ['a property without a schema', { properties: { id: null } }, /\/properties\/id is no JSON Schema/],
  ['a bomb', bomb(), /more than 2000 subschemas/],
];

/** Two references a level: 2^20 subschemas out of twenty. */
function bomb(): Json {
  const levels = Array.from({ length: 20 }, (_, n) => [
    `l${n}`,
    { allOf: [{ $ref: `#/$defs/l${n + 1}` }, { $ref: `#/$defs/l${n + 1}` }] },
  ]);
  return { $defs: { ...Object.fromEntries(levels), l20: {} }, $ref: '#/$defs/l0' };
}

for (const [what, schema, message] of REFUSED) {
  test(`a document with ${what} as its schema is refused in one line`, () => {
    const read = () => parseVendorDocument(stringify(documentWith(schema)), 'acme.yaml');
    expect(read).toThrow(message);
    expect(read).toThrow(/^acme\.yaml: field \/answers\/0\/schema[^\n]+$/);
  });
}

test('a large and wholly wrong answer costs one fault, a small one all of them', () => {
  const schema = { type: 'array', items: { type: 'string' } };
  expect(errors(schema, [1, 2, 3])).toHaveLength(3);
  expect(
    errors(
      schema,
      Array.from({ length: 200_000 }, () => 1),
    ),
  ).toEqual([['/body/0', 'string', 'integer']]);
});

test('a document that is not there is named with those that are', async () => {
  await expect(loadOwnContract('own:nobody')).rejects.toThrow(/no vendor document for own:nobody.*own:opeai/);
  await expect(loadOwnContract('own:../load')).rejects.toThrow(/no vendor document/);
  expect((await loadOwnContract('own:opeai')).document?.title).toBe('OPEAI');
});
