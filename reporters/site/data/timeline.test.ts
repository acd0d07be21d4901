import { expect, test } from '@playwright/test';
import type { Ending } from '../../../core/exchange.ts';
import type { JsonObject } from '../../../core/json.ts';
import { exchangeOf, responseBody } from '../../results/sample.test-support.ts';
import { GOOD, streamExchange, timingOf, wireOf } from './stream.test-support.ts';
import { type Lane, type Timeline, timelineOf } from './timeline.ts';

function built(events: readonly JsonObject[], omitted = 0, ending: Ending = 'complete'): Timeline {
  const exchange = streamExchange(events);
  const { answer } = exchange;
  const timeline = timelineOf(
    answer.kind === 'http' ? { ...exchange, answer: { ...answer, ending } } : exchange,
    omitted,
  );
  if (timeline === undefined) throw new Error('no stream');
  return timeline;
}

function brief({ kind, name, from, to, opening, close }: Lane): string {
  return `${kind} ${name} ${from}-${to} ${opening} ${close}`;
}

const without = (...types: readonly string[]) => GOOD.filter(({ type }) => !types.includes(String(type)));

test('a stream in which all is well is nested bars', () => {
  const { lanes, events, sequence } = built(GOOD);
  expect(lanes.map(brief)).toEqual([
    'response response 0-9 announced done',
    'item message 2-8 announced done',
    'part output_text 0 3-7 announced done',
  ]);
  expect(lanes[2]).toMatchObject({
    detail: '2 deltas, 13 characters',
    text: { from: 4, to: 6, opening: 'announced', close: 'done' },
  });
  expect(lanes[1]?.detail).toBe('output 0, msg_1');
  expect(events.map(({ lane }) => lane)).toEqual([0, 0, 1, 2, 2, 2, 2, 2, 1, 0]);
  expect(events.map(({ sequence: number }) => number)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
  expect(sequence).toEqual([{ from: 0, to: 9, first: 0, last: 9 }]);
});

test('a done that never came leaves its bar without an end', () => {
  const { lanes } = built(without('response.output_text.done', 'response.output_item.done'));
  expect(lanes.map(brief)).toEqual([
    'response response 0-7 announced done',
    'item message 2-7 announced never',
    'part output_text 0 3-6 announced done',
  ]);
  expect(lanes[2]?.text).toMatchObject({ from: 4, to: 6, close: 'never' });
  expect(built(without('response.completed')).lanes[0]?.close).toBe('never');
});

test('what nobody announced has a bar without a beginning', () => {
  const { lanes } = built(without('response.created', 'response.output_item.added', 'response.content_part.added'));
  expect(lanes.map(brief)).toEqual([
    'response response 0-6 unannounced done',
    'item message 1-5 unannounced done',
    'part output_text 0 1-4 unannounced done',
  ]);
});

test('what a cut stream owes nobody knows', () => {
  for (const [omitted, ending] of [
    [10, 'complete'],
    [0, 'cut'],
    [0, 'timeout'],
  ] as const) {
    const timeline = built(GOOD.slice(0, 5), omitted, ending);
    expect(timeline.lanes.map(({ close }) => close)).toEqual(['cut', 'cut', 'cut']);
    expect(timeline.ending).toBe(omitted > 0 ? 'kept' : ending);
  }
});

test('a failed response may leave things open', () => {
  const failed = [...GOOD.slice(0, 5), { type: 'response.failed', response: { status: 'failed' }, sequence_number: 5 }];
  expect(built(failed).lanes.map(({ close }) => close)).toEqual(['done', 'failed', 'failed']);
});

test('events after the end are there, beyond the bar', () => {
  const { lanes, events } = built([...GOOD, ...GOOD]);
  expect(lanes[0]).toMatchObject({ from: 0, to: 9, close: 'done' });
  expect(events).toHaveLength(20);
  expect(events.slice(10).every(({ lane }) => lane === 0)).toBe(true);
});

test('numbers that do not go on begin a run of their own, missing ones too', () => {
  const odd = GOOD.map((event, index) => ({
    ...event,
    sequence_number: index === 4 ? undefined : index > 6 ? index + 100 : index,
  }));
  expect(built(odd as readonly JsonObject[]).sequence).toEqual([
    { from: 0, to: 3, first: 0, last: 3 },
    { from: 4, to: 4, first: undefined, last: undefined },
    { from: 5, to: 6, first: 5, last: 6 },
    { from: 7, to: 9, first: 107, last: 109 },
  ]);
});

test('an event is there when the chunk is that ends it', () => {
  const timed = timelineOf(streamExchange(GOOD, { timing: timingOf(GOOD, 20) }));
  expect(timed?.events.map(({ ms }) => ms)).toEqual([20, 40, 60, 80, 100, 120, 140, 160, 180, 200]);
  expect(timed?.clock).toEqual({ firstByteMs: 20, totalMs: 200, pieces: 10 });
  const bytes = new TextEncoder().encode(wireOf(GOOD)).length;
  const timing = { startedAt: '', firstByteMs: 5, totalMs: 9, chunks: [[bytes - 1, 5] as const, [bytes, 9] as const] };
  const split = timelineOf(streamExchange(GOOD, { timing }));
  // The last blank line is a single LF that came later.
  expect(split?.events.map(({ ms }) => ms)).toEqual([5, 5, 5, 5, 5, 5, 5, 5, 5, 9]);
  expect(timelineOf(streamExchange(GOOD))?.clock).toBeUndefined();
});

test('calls have a lane for their arguments', () => {
  const place = { item_id: 'fc_1', output_index: 1 };
  const call = [
    { type: 'response.output_item.added', output_index: 1, item: { id: 'fc_1', type: 'function_call' } },
    { type: 'response.function_call_arguments.delta', ...place, delta: '{}' },
    { type: 'response.function_call_arguments.done', ...place, arguments: '{}' },
    { type: 'response.output_item.done', output_index: 1, item: { id: 'fc_1', type: 'function_call' } },
  ];
  const { lanes, events } = built([...GOOD.slice(0, 9), ...call, ...GOOD.slice(9)]);
  expect(lanes.slice(3).map(brief)).toEqual([
    'item function_call 9-12 announced done',
    'text arguments 10-11 announced done',
  ]);
  expect(events.slice(9, 13).map(({ lane }) => lane)).toEqual([3, 4, 4, 3]);
});

test('bodies that are no stream have no timeline, odd streams have one', () => {
  expect(timelineOf(exchangeOf('x', responseBody()))).toBeUndefined();
  const odd = exchangeOf('x', { kind: 'text', text: 'data: 7\n\ndata: {"type":7}\n\ndata: {\n\ndata: [DONE]\n\n' });
  expect(timelineOf(odd)?.events.map(({ name, lane }) => [name, lane])).toEqual([
    ['no type', 0],
    ['no type', 0],
    ['no type', 0],
    ['[DONE]', 0],
  ]);
  const data = exchangeOf('x', { kind: 'data', payloads: GOOD.map((event) => JSON.stringify(event)) });
  expect(timelineOf(data)?.lanes).toHaveLength(3);
  expect(timelineOf(exchangeOf('x', { kind: 'text', text: '' }, { contentType: 'text/event-stream' }))?.events).toEqual(
    [],
  );
});

test('ten thousand events and a thousand items are no trouble', () => {
  const items = Array.from({ length: 1000 }, (_, n) => ({
    type: 'response.output_item.added',
    output_index: n,
    item: { id: `i${n}` },
  }));
  const deltas = Array.from({ length: 9000 }, () => ({ ...GOOD[4] }) as JsonObject);
  const timeline = built([...GOOD.slice(0, 4), ...deltas, ...items]);
  expect(timeline.events).toHaveLength(10_004);
  expect(timeline.lanes.length).toBeLessThan(100);
  expect(timeline.hiddenItems).toBe(1001 - 60);
});
