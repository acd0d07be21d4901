import { expect, test } from '@playwright/test';
import type { JsonObject } from '../../../../core/json.ts';
import { GOOD, streamExchange, timingOf } from '../../data/stream.test-support.ts';
import { type Timeline, timelineOf } from '../../data/timeline.ts';
import { oddities } from './odd.ts';
import { clustered, duration, scaleOf, usualAxis } from './scale.ts';

function built(events: readonly JsonObject[], step?: number): Timeline {
  const timeline = timelineOf(streamExchange(events, step === undefined ? {} : { timing: timingOf(events, step) }));
  if (timeline === undefined) throw new Error('no stream');
  return timeline;
}

test('gaps between events are real time', () => {
  const timeline = built(GOOD, 20);
  const times = [0, 10, 20, 30, 40, 1000, 1010, 1020, 1030, 1040];
  const late = { ...timeline, events: timeline.events.map((each, n) => ({ ...each, ms: times[n] })) };
  const { x, stalls, marks } = scaleOf(late, 'time', 100, 1140);
  expect(times.map((_, index) => Math.round(x(index)))).toEqual(times.map((ms) => ms + 100));
  expect(stalls).toEqual([{ from: 140, to: 1100, label: '960 ms of silence' }]);
  expect(marks.map(({ label }) => label)).toEqual([
    '0 ms',
    '100 ms',
    '200 ms',
    '300 ms',
    '400 ms',
    '500 ms',
    '600 ms',
    '700 ms',
    '800 ms',
    '900 ms',
    '1 s',
  ]);
});

test('without time, or where all came at once, events are counted', () => {
  expect(usualAxis(built(GOOD))).toBe('events');
  expect(usualAxis(built(GOOD, 0))).toBe('events');
  expect(usualAxis(built(GOOD, 20))).toBe('time');
  const burst = built(GOOD, 0);
  const late = burst.events.map((each, n) => ({ ...each, ms: n === 0 ? 10 : 4000 }));
  expect(usualAxis({ ...burst, events: late, clock: { firstByteMs: 10, totalMs: 4000, pieces: 2 } })).toBe('time');
  const { x, marks } = scaleOf(built(GOOD), 'events', 0, 100);
  expect([x(0), x(9)]).toEqual([5, 95]);
  expect(marks.map(({ label }) => label)).toEqual(['0', '5']);
});

test('ticks that touch become one and none is lost', () => {
  const indexes = Array.from({ length: 10_000 }, (_, index) => index);
  const clusters = clustered(indexes, (index) => index / 20, 2);
  expect(clusters).toHaveLength(1);
  const sparse = clustered([0, 1, 5, 6], (index) => index * 10, 15);
  expect(sparse).toEqual([
    { x: 0, width: 10, from: 0, to: 1, count: 2 },
    { x: 50, width: 10, from: 5, to: 6, count: 2 },
  ]);
});

test('what is odd is said in words', () => {
  const said = (events: readonly JsonObject[]) => oddities(built(events)).map(({ text }) => text);
  const without = (type: string) =>
    GOOD.filter((event) => event['type'] !== type).map((event, n) => ({ ...event, sequence_number: n }));
  expect(said(GOOD)).toEqual([]);
  expect(said(without('response.output_item.done'))).toEqual(['message (output 0) is never done.']);
  expect(said(GOOD.slice(3, 4))).toEqual(
    [
      'The response begins without being announced, and is never done.',
      'message (output 0) begins without being announced, and is never done.',
      'output_text 0 is never done.',
    ].map((text) => text.replace('message', 'item without a type')),
  );
  expect(said(without('response.output_text.done'))).toEqual(['The text of output_text 0 is never done.']);
  expect(said(without('response.completed'))).toEqual(['The response is never done.']);
  expect(said(without('response.output_item.added'))).toEqual(['message (output 0) begins without being announced.']);
  expect(said(GOOD.map(({ sequence_number: _, ...event }) => event))).toEqual(['No event has a sequence_number.']);
  expect(said([...GOOD, { type: 'response.output_text.delta', delta: 'x', sequence_number: 10 }])).toEqual([
    'One event follows after the response had ended.',
  ]);
  expect(said(GOOD.map((event, n) => ({ ...event, sequence_number: n < 5 ? n : n + 95 })))).toEqual([
    'sequence_number goes from 4 to 100 at event 5.',
  ]);
});

test('durations are short', () => {
  expect([0.04, 0.42, 9.96, 12.4, 999, 1250, 60_000].map(duration)).toEqual([
    '0 ms',
    '0.4 ms',
    '10 ms',
    '12 ms',
    '999 ms',
    '1.25 s',
    '60 s',
  ]);
});
