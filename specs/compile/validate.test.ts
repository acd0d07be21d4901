import { expect, test } from '@playwright/test';
import type { Contract } from '../../core/contract.ts';
import { compiled } from './fresh.test-support.ts';

const ref = (name: string) => ({ $ref: `#/components/schemas/${name}` });
const typed = (type: string, rest: object = {}, required: readonly string[] = []) => ({
  type: 'object',
  required: ['type', ...required],
  properties: { type: { const: type }, ...rest },
});

const schemas = {
  Response: {
    type: 'object',
    required: ['output'],
    properties: {
      output: { type: 'array', items: ref('Item') },
      choice: {
        anyOf: [
          { type: 'string', enum: ['auto', 'none'] },
          ref('ChooseFunction'),
          ref('ChooseHosted'),
          { type: 'null' },
        ],
      },
      count: { type: ['integer', 'null'], minimum: 0, maximum: 3 },
      name: { type: 'string', minLength: 1, maxLength: 3, pattern: '^[a-z]+$' },
      map: {
        type: 'object',
        maxProperties: 1,
        propertyNames: { maxLength: 2 },
        additionalProperties: { type: 'string' },
      },
      strict: { type: 'object', additionalProperties: false, properties: {} },
      loose: {
        anyOf: [
          { type: 'object', required: ['a'] },
          { type: 'object', required: ['b'] },
        ],
      },
    },
  },
  ChooseFunction: typed('function', { name: { type: 'string' } }, ['name']),
  ChooseHosted: {
    type: 'object',
    required: ['type'],
    properties: { type: { type: 'string', enum: ['web', 'files'] } },
  },
  Item: { oneOf: [ref('Item.message'), ref('Item.call')] },
  'Item.message': typed('message', { content: { type: 'array', items: ref('Content') } }, ['content']),
  'Item.call': typed('call', { caller: { anyOf: [ref('Item'), { type: 'null' }] } }),
  Content: { oneOf: [ref('Content.text')] },
  'Content.text': {
    type: 'object',
    required: ['type', 'text'],
    properties: { type: { type: 'string', enum: ['text', 'plain'] }, text: { type: 'string' } },
  },
};

let contract: Contract;
test.beforeAll(async () => {
  const path = '/responses';
  const answer = { content: { 'application/json': { schema: ref('Response') } } };
  const paths = { [path]: { post: { operationId: 'createResponse', responses: { '200': answer } } } };
  contract = await compiled({ info: { version: '1' }, paths, components: { schemas } } as never);
});

const errors = (value: object, schema = 'Response') =>
  contract
    .validate(schema, value, '/body')
    .map(({ schema: by, at, keyword, expected, actual }) => `${by} ${at} ${keyword}: ${expected}, ${actual}`);
const response = (rest: object) => errors({ output: [], ...rest });

test('a union is decided by the value, and the innermost branch objects', () => {
  const output = [{ type: 'message', content: [{ type: 'text', text: 'a' }, { type: 'plain' }] }];
  expect(errors({ output })).toEqual(['Content.plain /body/output/0/content/1/text required: present, absent']);
});

test('an unknown type is no error, a missing or wrong one is', () => {
  expect(errors({ output: [{ type: 'acme:thing' }] })).toEqual([]);
  expect(errors({ output: [{}] })).toEqual(['Response /body/output/0/type required: present, absent']);
  expect(errors({ output: [{ type: 7 }] })).toEqual(['Response /body/output/0/type type: string, integer']);
  expect(errors({ output: [7] })).toEqual(['Response /body/output/0 type: object, integer']);
});

test('unions inside branches are followed too', () => {
  expect(errors({ type: 'call', caller: { type: 'message' } }, 'Item.call')).toEqual([
    'Item.message /body/caller/content required: present, absent',
  ]);
});

test('other choices give one error, from the branch that was meant', () => {
  expect(response({ choice: 'auto' })).toEqual([]);
  expect(response({ choice: null })).toEqual([]);
  expect(response({ choice: { type: 'files' } })).toEqual([]);
  expect(response({ choice: 7 })).toEqual(['Response /body/choice type: string or object or null, integer']);
  expect(response({ choice: 'x' })).toEqual(['Response /body/choice enum: one of "auto", "none", "x"']);
  expect(response({ choice: { type: 'function' } })).toEqual(['Response /body/choice/name required: present, absent']);
  expect(response({ choice: { type: 'x' } })).toEqual([
    'Response /body/choice/type enum: one of "function", "web", "files", "x"',
  ]);
  expect(response({ loose: {} })).toEqual([
    'Response /body/loose anyOf: one of the shapes that the contract describes, {}',
  ]);
});

test('bounds are said in words', () => {
  expect(response({ count: -1 })).toEqual(['Response /body/count minimum: at least 0, -1']);
  expect(response({ count: 4 })).toEqual(['Response /body/count maximum: at most 3, 4']);
  expect(response({ count: 'x' })).toEqual(['Response /body/count type: integer or null, string']);
  expect(response({ name: 'abcd' })).toEqual(['Response /body/name maxLength: at most 3 characters, 4 characters']);
  expect(response({ name: '😀😀' })).toEqual(['Response /body/name pattern: matching ^[a-z]+$, "😀😀"']);
  expect(response({ map: { a: 'x', b: 'y' } })).toEqual([
    'Response /body/map maxProperties: at most 1 members, 2 members',
  ]);
  expect(response({ map: { 'a/b': 'x' } }).join()).toContain('Response /body/map propertyNames');
  expect(response({ map: { '~': 1 } })).toEqual(['Response /body/map/~0 type: string, integer']);
});

test('unknown members are allowed, even where the published document closes an object', () => {
  expect(response({ strict: { more: 1 }, unheard_of: 2 })).toEqual([]);
});

test('a schema that does not exist is an error of the caller; an unknown branch is not', () => {
  expect(contract.validate('Event.no.such', {}, '')).toEqual([]);
  expect(() => contract.validate('Respnse', {}, '')).toThrow(/no schema called Respnse/);
});

test('knows and resolve', () => {
  expect(contract.knows('Item', 'message')).toBe(true);
  expect(contract.knows('Content', 'plain')).toBe(true);
  expect(contract.knows('Item', 'plain')).toBe(false);
  expect(contract.resolve('#/components/schemas/Response/properties/name/maxLength')).toBe(3);
  expect(contract.resolve('#/components/schemas/Response/required/0')).toBe('output');
  expect(contract.resolve('#/components/schemas/Nothing')).toBeUndefined();
  expect(contract.resolve('#/paths/~1responses/post/operationId')).toBe('createResponse');
});
