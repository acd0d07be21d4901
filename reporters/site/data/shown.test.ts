import { expect, test } from '@playwright/test';
import { exchangeOf, responseBody, streamBody } from '../../results/sample.test-support.ts';
import { showExchange } from './shown.ts';

function show(exchange: ReturnType<typeof exchangeOf>, ...places: string[]) {
  return showExchange({ exchange, curl: 'curl x', omittedBytes: 0 }, places);
}

test('places in head and body are found', () => {
  const { shown, marks } = show(exchangeOf('x', responseBody()), '/status', '/headers/x-request-id', '/headers/none');
  expect(shown.answer[0]).toBe('HTTP 200');
  expect(marks.get('/status')).toEqual({ part: 'answer', line: 0, near: false });
  expect(marks.get('/headers/x-request-id')).toEqual({ part: 'answer', line: 2, near: false });
  expect(marks.get('/headers/none')).toEqual({ part: 'answer', line: 0, near: true });
});

test('the event that a finding points to is shown in full, the others on one line', () => {
  const exchange = exchangeOf('x', streamBody(), { contentType: 'text/event-stream; charset=utf-8' });
  const { shown, marks } = show(exchange, '/events/2/data/delta', '/events/3/event', '/stream', '/events/99/data');
  expect(shown.events).toHaveLength(9);
  expect(shown.events?.filter(({ lines }) => lines !== undefined).map(({ index }) => index)).toEqual([2, 3]);
  const mark = marks.get('/events/2/data/delta');
  expect(mark).toMatchObject({ part: 'event', event: 2, near: false });
  const line = mark?.part === 'event' ? mark.line : -1;
  expect(shown.events?.[2]?.lines?.[line]).toContain('"delta": "Red"');
  expect(marks.get('/events/3/event')).toEqual({ part: 'event', event: 3, line: 0, near: false });
  expect(marks.get('/stream')).toEqual({ part: 'whole' });
  expect(marks.get('/events/99/data')).toEqual({ part: 'whole' });
});

test('bodies that are no JSON are shown as they are', () => {
  const html = exchangeOf('x', { kind: 'text', text: '<html>\n502' }, { status: 502, contentType: 'text/html' });
  expect(show(html).shown.answer.slice(-2)).toEqual(['<html>', '502']);
  const bytes = exchangeOf('x', { kind: 'base64', base64: '/w==' });
  expect(show(bytes).shown.answer.at(-1)).toContain('bytes that are no UTF-8');
});
