import { expect, test } from '@playwright/test';
import type { Exchange } from './exchange.ts';
import { explain, whereWords } from './explain.ts';
import { createLocator } from './locate/place.ts';
import type { Finding } from './rule.ts';

function exchangeOf(text: string, intent?: Exchange['intent']): Exchange {
  return {
    id: 'x',
    request: { method: 'POST', url: '/v1/responses', path: '/v1/responses', query: '', headers: {}, json: {} },
    answer: {
      kind: 'http',
      status: 200,
      headers: {},
      contentType: text.startsWith('{') ? 'application/json' : 'text/event-stream',
      body: { kind: 'text', text },
      ending: 'complete',
    },
    fidelity: 'verbatim',
    ...(intent === undefined ? {} : { intent }),
  };
}

const JSON_BODY = exchangeOf('{"usage":{"total_tokens":15},"tools":[{"parameters":"none"}],"status":"done"}');
const STREAM = exchangeOf(
  [
    { type: 'response.created' },
    { type: 'response.output_text.delta', sequence_number: 7 },
    { type: 'response.output_text.delta', sequence_number: 2 },
  ]
    .map((data) => `event: ${data.type}\ndata: ${JSON.stringify(data)}\n\n`)
    .join(''),
);

function told(exchange: Exchange, at: string, expected: string, actual: string, count = 1): string {
  const finding: Finding = { rule: 'a/rule', exchange: 'x', at, expected, actual, count, more: [] };
  return explain(finding, createLocator(exchange)(at), exchange);
}

test('a wrong value is told with what was expected', () => {
  expect(told(JSON_BODY, '/body/usage/total_tokens', '14', '15')).toBe(
    'The answer has usage.total_tokens 15; expected 14.',
  );
  expect(told(STREAM, '/events/1/data/sequence_number', '3', '7')).toBe(
    'Event 1 (response.output_text.delta) has sequence_number 7; expected 3.',
  );
  expect(told(JSON_BODY, '/body/tools/0/parameters', 'object or null', 'string')).toBe(
    'The answer has a string as tools[0].parameters; expected object or null.',
  );
});

test('what is absent is told as absent', () => {
  expect(told(JSON_BODY, '/body/usage/input_tokens', 'present', 'absent')).toBe(
    'The answer has no usage.input_tokens.',
  );
  expect(told(JSON_BODY, '/headers/x-request-id', 'present', 'absent')).toBe('The answer has no header x-request-id.');
  expect(told(STREAM, '/events/0/data/sequence_number', 'an integer', 'absent', 400)).toBe(
    '400 events, first event 0 (response.created), have no sequence_number; expected an integer.',
  );
});

test('what a rule says in words of its own is repeated in them', () => {
  expect(told(JSON_BODY, '/body/usage', 'counts above 0', 'input 0, output 0', 3)).toBe(
    'The answer, at usage: expected counts above 0, found input 0, output 0; 2 more places are like it.',
  );
  // The number is that of its entries, not the value that stands there.
  expect(told(JSON_BODY, '/body/usage/total_tokens', 'at most 10', '999')).toBe(
    'The answer, at usage.total_tokens: expected at most 10, found 999.',
  );
  expect(told(STREAM, '/stream', 'a terminal event', 'none in 3 events')).toBe(
    'The stream as a whole: expected a terminal event, found none in 3 events.',
  );
});

test('a status is told with the request, and whether that was wrong on purpose', () => {
  expect(told(JSON_BODY, '/status', '2xx', '400: "No."')).toBe(
    'POST /v1/responses is answered 400 ("No."); expected 2xx.',
  );
  const wrong = exchangeOf('{}', { kind: 'invalid', flaw: 'missing-member', param: 'model', statuses: [400] });
  expect(told(wrong, '/status', '400 or 422', '200, accepted')).toBe(
    'POST /v1/responses, wrong on purpose (missing member, model), is accepted with 200; expected 400 or 422.',
  );
});

test('a place of a document is a line', () => {
  expect(told(JSON_BODY, '/lines/187', 'a default', 'none')).toBe(
    'Line 187 of the document: expected a default, found none.',
  );
});

test('long values are shortened and never cut in half a character', () => {
  const long = '𝄞'.repeat(500);
  const sentence = told(JSON_BODY, '/body/status', long, JSON.stringify(long));
  expect(sentence.length).toBeLessThan(400);
  expect(sentence).not.toMatch(/\p{Cs}/u);
});

test('where a place is, in words', () => {
  const locate = createLocator(STREAM);
  expect(whereWords(locate('/events/1/data/sequence_number'))).toMatch(/^event 1, byte \d+$/);
  expect(whereWords(locate('/events/0/data/sequence_number'))).toMatch(/^event 0, in the object at byte \d+$/);
  expect(whereWords(locate('/stream'))).toBe('');
});
