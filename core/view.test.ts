import { expect, test } from '@playwright/test';
import type { Body, Exchange } from './exchange.ts';
import type { Json } from './json.ts';
import { viewOf } from './view.ts';

function exchange(contentType: string, body: Body, json: Json | undefined = {}, method = 'POST', query = ''): Exchange {
  return {
    id: 'x1',
    request: { method, url: '', path: '/v1/responses', query, headers: {}, json },
    answer: { kind: 'http', status: 200, headers: {}, contentType, body, ending: 'complete' },
    fidelity: 'verbatim',
  };
}

const text = (value: string): Body => ({ kind: 'text', text: value });

const bodies = [
  { name: 'JSON', contentType: 'application/json; charset=utf-8', body: text('{"a":1}'), want: 'json' },
  { name: 'JSON labelled as text', contentType: 'text/plain', body: text('{"error":{}}'), want: 'json' },
  { name: 'JSON labelled as a stream', contentType: 'text/event-stream', body: text('{"id":1}'), want: 'json' },
  {
    name: 'a stream',
    contentType: 'text/event-stream; charset=utf-8',
    body: text('event: x\ndata: {}\n\n'),
    want: 'stream',
  },
  { name: 'a stream labelled as JSON', contentType: 'application/json', body: text('data: {}\n\n'), want: 'stream' },
  { name: 'a stream of comments only', contentType: '', body: text(': ping\n\n'), want: 'stream' },
  { name: 'an empty stream', contentType: 'text/event-stream', body: text(''), want: 'stream' },
  { name: 'nothing', contentType: 'application/json', body: text(' \n'), want: 'empty' },
  { name: 'HTML', contentType: 'text/html', body: text('<html></html>'), want: 'unreadable' },
  { name: 'payloads only', contentType: '', body: { kind: 'data', payloads: ['{}'] } as const, want: 'stream' },
] as const;

for (const { name, contentType, body, want } of bodies) {
  test(`${name} is seen as ${want}`, () => {
    expect(viewOf(exchange(contentType, body), [])?.body.kind).toBe(want);
  });
}

test('whether a stream was asked for is known from body or query, and unknown for a request that nobody recorded', () => {
  const asked = (given: Exchange) => viewOf(given, [])?.askedToStream;
  expect(asked(exchange('', text(''), { stream: true }))).toBe(true);
  expect(asked(exchange('', text(''), {}))).toBe(false);
  expect(
    asked({ ...exchange('', text('')), request: { ...exchange('', text('')).request, json: undefined } }),
  ).toBeUndefined();
  expect(asked(exchange('', text(''), undefined, 'GET', 'stream=true&starting_after=3'))).toBe(true);
});

test('no answer, no view', () => {
  const silent = {
    ...exchange('', text('')),
    answer: { kind: 'none', cause: 'refused', blame: 'network', detail: '' },
  } as const;
  expect(viewOf(silent, [])).toBeUndefined();
});
