import { expect, test } from '@playwright/test';
import type { Answer, Ending, Exchange, Intent } from '../exchange.ts';
import { viewOf } from '../view.ts';
import { refusalIn, whyUnanswered } from './answerable.ts';

const valid: Intent = { kind: 'valid', optional: ['temperature'] };

function http(status: number, text = '{}', contentType = 'application/json', ending: Ending = 'complete'): Answer {
  return { kind: 'http', status, headers: {}, contentType, body: { kind: 'text', text }, ending };
}

function exchange(answer: Answer, intent?: Intent): Exchange {
  return {
    id: 'x1',
    request: { method: 'POST', url: '', path: '/v1/responses', query: '', headers: {}, json: {} },
    answer,
    fidelity: 'verbatim',
    ...(intent === undefined ? {} : { intent }),
  };
}

function why(answer: Answer, intent?: Intent) {
  const given = exchange(answer, intent);
  return whyUnanswered(given, viewOf(given, []));
}

test('limits and gateways are inconclusive, with the right blame', () => {
  expect(why(http(429))).toMatchObject({ cause: 'overload', blame: 'provider' });
  expect(why(http(502, '<html>bad gateway</html>', 'text/html'))).toMatchObject({
    cause: 'overload',
    blame: 'gateway',
  });
  const quota = '{"error":{"message":"","type":"insufficient_quota","param":null,"code":"insufficient_quota"}}';
  expect(why(http(400, quota))).toMatchObject({ cause: 'overload', blame: 'provider' });
});

test('a 500 is an answer: it can be judged', () => {
  expect(why(http(500))).toBeUndefined();
});

test('401 on a valid request is configuration, on a deliberately wrong one it is an answer', () => {
  expect(why(http(401), valid)).toMatchObject({ blame: 'configuration' });
  expect(why(http(401), { kind: 'invalid', flaw: 'missing-key', statuses: [401] })).toBeUndefined();
  expect(why(http(401))).toBeUndefined();
});

const model = { method: 'POST', url: '', path: '/v1/responses', query: '', headers: {}, json: { model: 'm' } };
const wrongType: Intent = { kind: 'invalid', flaw: 'wrong-type', param: 'temperature', statuses: [400] };

function whyOf(answer: Answer, intent: Intent) {
  const given = { ...exchange(answer, intent), request: model };
  return whyUnanswered(given, viewOf(given, []));
}

test('a key that the server does not take accuses nobody, whatever else was wrong with the request', () => {
  expect(whyOf(http(401), wrongType)).toMatchObject({ cause: 'configuration' });
  expect(whyOf(http(403), wrongType)).toMatchObject({ cause: 'configuration' });
  expect(whyOf(http(401), { kind: 'invalid', flaw: 'wrong-key', statuses: [401] })).toBeUndefined();
});

test('a model that the server does not have is configuration, unless that was the question', () => {
  const coded = '{"error":{"message":"No.","type":"invalid_request_error","param":"model","code":"model_not_found"}}';
  const worded = '{"error":{"message":"The model `m` does not exist.","type":"NotFoundError","code":404}}';
  for (const text of [coded, worded]) {
    expect(whyOf(http(404, text), valid)).toMatchObject({ cause: 'configuration' });
    expect(whyOf(http(400, text), wrongType)).toMatchObject({ cause: 'configuration' });
    expect(whyOf(http(404, text), { kind: 'invalid', flaw: 'unknown-model', statuses: [404] })).toBeUndefined();
    expect(why(http(404, text))).toBeUndefined();
  }
  expect(whyOf(http(400, '{"error":{"message":"Unknown parameter: temperature"}}'), valid)).toBeUndefined();
});

test('half a JSON body is no answer, half a stream still is', () => {
  expect(why(http(200, '{"id":', 'application/json', 'cut'))).toMatchObject({ blame: 'provider' });
  expect(why(http(200, 'data: {}\n\nda', 'text/event-stream', 'cut'))).toBeUndefined();
});

function refusal(answer: Answer, intent: Intent) {
  const view = viewOf(exchange(answer, intent), []);
  return view === undefined ? undefined : refusalIn(view);
}

test('a missing route and a 4xx that names an optional member are refusals', () => {
  expect(refusal(http(404), valid)?.why).toContain('404');
  expect(refusal(http(400, '{"error":{"message":"Unsupported","param":"temperature"}}'), valid)?.why).toContain(
    'temperature',
  );
  expect(refusal(http(422, '{"detail":[{"loc":["body","temperature"],"msg":"no"}]}'), valid)?.why).toContain(
    'temperature',
  );
});

test('other refusals are not', () => {
  expect(refusal(http(400, '{"error":{"message":"no","param":"input"}}'), valid)).toBeUndefined();
  expect(refusal(http(404), { kind: 'invalid', flaw: 'unknown-id', statuses: [404] })).toBeUndefined();
  expect(refusal(http(200), valid)).toBeUndefined();
});
