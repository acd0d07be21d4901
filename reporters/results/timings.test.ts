import { expect, test } from '@playwright/test';
import type { Exchange } from '../../core/exchange.ts';
import { exchangeOf, responseBody, streamBody } from './sample.test-support.ts';
import { operationName, timingsOf } from './timings.ts';

function timed(exchange: Exchange, timing: Omit<NonNullable<Exchange['timing']>, 'startedAt'>): Exchange {
  return { ...exchange, timing: { startedAt: '2026-11-20T06:00:00.000Z', ...timing } };
}

test('a JSON answer has its times and its tokens', () => {
  const exchange = timed(exchangeOf('x1', responseBody()), { firstByteMs: 12, totalMs: 15 });
  expect(timingsOf([exchange])).toEqual([
    { exchange: 'x1', operation: 'POST /responses', status: 200, firstByteMs: 12, totalMs: 15, tokens: [8, 6] },
  ]);
});

test('the first event counts when it is complete, not when its first byte comes', () => {
  const body = streamBody();
  const text = body.kind === 'text' ? body.text : '';
  const first = text.indexOf('\n\n') + 2;
  const stream = exchangeOf('x2', body, { contentType: 'text/event-stream' });
  const arrives = (...chunks: readonly (readonly [number, number])[]) =>
    timingsOf([timed(stream, { firstByteMs: 5, totalMs: 90, chunks })])[0]?.firstEventMs;
  expect(arrives([10, 5], [first - 1, 20], [first, 40], [text.length, 90])).toBe(40);
  expect(arrives([text.length, 90])).toBe(90);
  expect(arrives([10, 5])).toBeUndefined();
});

test('no timing and no answer make no entry', () => {
  const refused: Exchange = {
    ...timed(exchangeOf('x3', responseBody()), { firstByteMs: 0, totalMs: 0 }),
    answer: { kind: 'none', cause: 'refused', blame: 'network', detail: 'refused' },
  };
  expect(timingsOf([exchangeOf('x1', responseBody()), refused])).toEqual([]);
});

test('of very many every n-th is kept', () => {
  const exchange = timed(exchangeOf('x', responseBody()), { firstByteMs: 1, totalMs: 2 });
  const all = Array.from({ length: 5001 }, (_, n) => ({ ...exchange, id: `x${n}` }));
  const kept = timingsOf(all);
  expect(kept.length).toBe(1667);
  expect(kept.slice(0, 2).map((entry) => entry.exchange)).toEqual(['x0', 'x3']);
});

const PATHS: readonly (readonly [string, string, string])[] = [
  ['POST', '/v1/responses', 'POST /responses'],
  ['GET', '/openai/v1/responses/resp_1', 'GET /responses/{id}'],
  ['POST', '/v1/responses/resp_1/cancel', 'POST /responses/{id}/cancel'],
  ['POST', '/v1/responses/input_tokens', 'POST /responses/input_tokens'],
  ['GET', '/v1/conversations/conv_1/items/msg_1', 'GET /conversations/{id}/items/{id}'],
  ['GET', '/v1/models/vendor/name', 'GET /models/{id}'],
  ['GET', '/elsewhere', 'GET /elsewhere'],
];

for (const [method, path, name] of PATHS) {
  test(`${method} ${path} is ${name}`, () => expect(operationName(method, path)).toBe(name));
}
