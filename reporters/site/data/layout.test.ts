import { expect, test } from '@playwright/test';
import { exchangeOf, responseBody } from '../../results/sample.test-support.ts';
import { eventLines, layOut, type Mark, markInEvent, markOf } from './layout.ts';
import { GOOD, streamExchange } from './stream.test-support.ts';
import { eventsOf, streamOf } from './stream.ts';

function marked(exchange: ReturnType<typeof exchangeOf>, at: string): readonly [string | undefined, Mark | undefined] {
  const layout = layOut(exchange);
  const mark = markOf(at, layout, exchange);
  return [mark === undefined ? undefined : layout[mark.part][mark.line]?.text, mark];
}

test('places in request, head and body have their line', () => {
  const exchange = exchangeOf('x', responseBody());
  expect(marked(exchange, '/status')).toEqual(['HTTP 200', { part: 'answer', line: 0, near: false }]);
  expect(marked(exchange, '/headers/x-request-id')[0]).toBe('x-request-id: req_1');
  expect(marked(exchange, '/headers/none')).toEqual(['HTTP 200', { part: 'answer', line: 0, near: true }]);
  expect(marked(exchange, '/body/usage/total_tokens')[0]).toBe('    "total_tokens": 15');
  expect(marked(exchange, '/body/usage/none')).toEqual(['  "usage": {', expect.objectContaining({ near: true })]);
  expect(marked(exchange, '/request/json/model')[0]).toBe('  "model": "example-1",');
  expect(marked(exchange, '/request/headers/authorization')[0]).toBe('authorization: Bearer $EXAMPLE_KEY');
  expect(marked(exchange, '/stream')[1]).toBeUndefined();
});

test('in a body that was cut the line is found by its byte', () => {
  const whole = responseBody({ note: 'x'.repeat(3000) });
  const text = whole.kind === 'text' ? whole.text : '';
  const cut = exchangeOf('x', { kind: 'text', text: text.slice(0, -300) });
  const [line, mark] = marked(cut, '/body/usage/total_tokens');
  expect(line).toContain('"total_tokens":15');
  expect(mark?.line).toBeGreaterThan(3);
  const rows = layOut(cut)
    .answer.slice(4)
    .map((each) => each.text);
  expect(rows.join('')).toBe(text.slice(0, -300));
});

test('bodies that are no JSON are shown as they are', () => {
  const html = exchangeOf('x', { kind: 'text', text: '<html>\n502' }, { status: 502, contentType: 'text/html' });
  expect(layOut(html).answer.slice(-2)).toMatchObject([{ text: '<html>' }, { text: '502' }]);
  const bytes = exchangeOf('x', { kind: 'base64', base64: '/w==' });
  expect(layOut(bytes).answer.at(-1)?.text).toBe('\uFFFD');
  const nothing = {
    ...bytes,
    answer: { kind: 'none', cause: 'refused', blame: 'network', detail: 'no route' } as const,
  };
  expect(layOut(nothing).answer[0]?.text).toBe('No answer: no route');
});

test('an event has its lines, and what it lacks a place', () => {
  const exchange = streamExchange(GOOD);
  const answer = streamOf(exchange);
  const event = answer === undefined ? undefined : eventsOf(answer)[4];
  if (event === undefined) throw new Error('no event');
  const lines = eventLines(event);
  const at = (pointer: string) => {
    const { line, near } = markInEvent(pointer, lines);
    return [lines[line]?.text, near];
  };
  expect(at('/events/4/data/delta')).toEqual(['  "delta": "Red ",', false]);
  expect(at('/events/4/event')).toEqual(['event: response.output_text.delta', false]);
  expect(at('/events/4/data/none')).toEqual(['{', true]);
  expect(at('/events/4/id')).toEqual(['event: response.output_text.delta', true]);
  expect(layOut(exchange).answer.map(({ text }) => text)).toEqual([
    'HTTP 200',
    'content-type: text/event-stream',
    'x-request-id: req_1',
  ]);
});
