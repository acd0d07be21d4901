import { expect, test } from '@playwright/test';
import type { Operation } from './contract.ts';
import { identify } from './operation.ts';

const operations: readonly Operation[] = [
  { id: 'createResponse', method: 'POST', path: '/responses', streams: true },
  { id: 'getResponse', method: 'GET', path: '/responses/{response_id}', streams: true },
  { id: 'cancelResponse', method: 'POST', path: '/responses/{response_id}/cancel', streams: false },
  { id: 'getInputTokenCounts', method: 'POST', path: '/responses/input_tokens', streams: false },
  {
    id: 'getConversationItem',
    method: 'GET',
    path: '/conversations/{conversation_id}/items/{item_id}',
    streams: false,
  },
  { id: 'retrieveModel', method: 'GET', path: '/models/{model}', streams: false },
];

const cases = [
  { method: 'POST', path: '/v1/responses', id: 'createResponse', pathIds: {} },
  { method: 'post', path: '/openai/v1/responses', id: 'createResponse', pathIds: {} },
  { method: 'POST', path: '/responses', id: 'createResponse', pathIds: {} },
  { method: 'GET', path: '/proxy/openai/responses/resp_1', id: 'getResponse', pathIds: { response_id: 'resp_1' } },
  { method: 'POST', path: '/v1/responses/resp_1/cancel', id: 'cancelResponse', pathIds: { response_id: 'resp_1' } },
  { method: 'POST', path: '/v1/responses/input_tokens', id: 'getInputTokenCounts', pathIds: {} },
  { method: 'GET', path: '/v1/models/vendor%2Fname', id: 'retrieveModel', pathIds: { model: 'vendor/name' } },
  { method: 'GET', path: '/v1/models/100%', id: 'retrieveModel', pathIds: { model: '100%' } },
  {
    method: 'GET',
    path: '/v1/conversations/conv_1/items/msg_1',
    id: 'getConversationItem',
    pathIds: { conversation_id: 'conv_1', item_id: 'msg_1' },
  },
] as const;

for (const { method, path, id, pathIds } of cases) {
  test(`${method} ${path} is ${id}`, () => {
    const found = identify(method, path, operations);
    expect(found.operation?.id).toBe(id);
    expect(found.pathIds).toEqual(pathIds);
  });
}

test('another method, and another path, are no operation', () => {
  expect(identify('PUT', '/v1/responses', operations).operation).toBeUndefined();
  expect(identify('POST', '/v1/chat/completions', operations).operation).toBeUndefined();
});
