import { expect, test } from '@playwright/test';
import type { JsonObject } from '../../core/json.ts';
import { compare } from './compare.ts';
import type { Side } from './shape.ts';

const ours = (schemas: JsonObject): Side => ({ schemas, prefix: '#/s/', sameType: 'last' });
const theirs = (schemas: JsonObject): Side => ({ schemas, prefix: '#/d/', sameType: 'all' });
const object = (properties: JsonObject): JsonObject => ({ type: 'object', properties });
const variant = (type: string, rest: JsonObject = {}): JsonObject => object({ type: { const: type }, ...rest });

/** The differences of one pair called `Thing`, as short lines. */
function lines(contract: JsonObject, sdk: JsonObject): readonly string[] {
  const pair = {
    contract: { at: 'Thing', schema: { $ref: '#/s/Thing' } },
    sdk: { at: 'Thing', schema: { $ref: '#/d/Thing' } },
  };
  return compare(ours(contract), theirs(sdk), [pair]).map(({ has, kind, where }) => `${has} ${kind} ${where}`);
}

test('what is equal but for bounds, null and requiredness does not differ', () => {
  const contract = { Thing: { ...object({ a: { type: ['string', 'null'], maxLength: 3 } }), required: ['a'] } };
  expect(lines(contract, { Thing: object({ a: { type: 'string' } }) })).toEqual([]);
});

test('members are missed on either side, at any depth', () => {
  const contract = {
    Thing: object({ inner: object({ a: {}, b: {} }), list: { type: 'array', items: object({ c: {} }) } }),
  };
  const sdk = {
    Thing: object({ inner: object({ a: {} }), list: { type: 'array', items: object({ c: {}, d: {} }) }, e: {} }),
  };
  expect(lines(contract, sdk)).toEqual([
    'sdk member Thing/e',
    'contract member Thing/inner/b',
    'sdk member Thing/list[]/d',
  ]);
});

test('values of closed lists, statuses among them', () => {
  const contract = {
    Thing: object({ status: { enum: ['on', 'off'] }, role: { type: 'string' }, kind: { const: 'x' } }),
  };
  const sdk = {
    Thing: object({ status: { enum: ['on', 'away'] }, role: { enum: ['user'] }, kind: { type: 'string' } }),
  };
  expect(lines(contract, sdk)).toEqual([
    'sdk value Thing/kind=*',
    'contract value Thing/role=*',
    'sdk status Thing/status=away',
    'contract status Thing/status=off',
  ]);
});

test('an open list on both sides hides no difference, whatever values it suggests', () => {
  const suggested = { anyOf: [{ type: 'string' }, { const: 'a' }] };
  expect(lines({ Thing: object({ a: { type: 'string' } }) }, { Thing: object({ a: suggested }) })).toEqual([]);
});

test('variants are told apart by their type and compared one by one', () => {
  const contract = {
    Thing: { oneOf: [{ $ref: '#/s/A' }, { $ref: '#/s/B' }] },
    A: variant('a', { x: {} }),
    B: variant('b'),
  };
  const sdk = { Thing: { anyOf: [{ $ref: '#/d/A' }, variant('c')] }, A: variant('a', { y: {} }) };
  expect(lines(contract, sdk)).toEqual([
    'contract member A/x',
    'sdk member A/y',
    'contract variant Thing:b',
    'sdk variant Thing:c',
  ]);
});

test('of two variants with one type the last counts here, and all of them in the SDK', () => {
  const contract = { Thing: { oneOf: [variant('a', { x: {} }), variant('a', { y: {} }), variant('b')] } };
  const sdk = { Thing: { anyOf: [variant('a', { y: {} }), variant('a', { z: {} }), variant('b')] } };
  expect(lines(contract, sdk)).toEqual(['sdk member Thing/z']);
});

test('what one of several types of the SDK has is not missed, and a name is told once', () => {
  const contract = {
    Thing: object({ left: { $ref: '#/s/P' }, right: { $ref: '#/s/P' } }),
    P: object({ a: {}, b: {}, c: {} }),
  };
  const sdk = { Thing: object({ left: object({ a: {} }), right: object({ b: {}, d: {} }) }) };
  expect(lines(contract, sdk)).toEqual(['contract member P/c', 'sdk member P/d']);
});

test('an object whose type may be anything stands for all variants', () => {
  const contract = { Thing: object({ type: { type: 'string' }, x: {} }) };
  const sdk = { Thing: { anyOf: [variant('a', { x: {} }), variant('b')] } };
  expect(lines(contract, sdk)).toEqual(['contract value Thing/type=*']);
});

test('recursive schemas end, and a reference into nothing is an error', () => {
  const tree = (prefix: string): JsonObject =>
    object({ a: {}, children: { type: 'array', items: { $ref: `${prefix}Thing` } } });
  expect(lines({ Thing: tree('#/s/') }, { Thing: tree('#/d/') })).toEqual([]);
  expect(() => lines({ Thing: { $ref: '#/s/Gone' } }, { Thing: {} })).toThrow('#/s/Gone leads nowhere');
});
