import { expect, test } from '@playwright/test';
import type { JsonObject } from '../json.ts';
import { EVENT_TYPES } from './events.ts';
import { createMachine } from './machine.ts';
import { fromPayload } from './parse.ts';
import type { StreamStep } from './track.ts';

function run(payloads: readonly (JsonObject | string)[], onStep: (step: StreamStep, index: number) => void = () => {}) {
  const machine = createMachine();
  for (const [index, payload] of payloads.entries()) {
    onStep(machine.step(fromPayload(typeof payload === 'string' ? payload : JSON.stringify(payload), index)), index);
  }
  return machine.end(undefined, true).state;
}

const place = { item_id: 'm', output_index: 0, content_index: 0 };
const MESSAGE: readonly JsonObject[] = [
  { type: 'response.created', response: { id: 'r' } },
  { type: 'response.output_item.added', output_index: 0, item: { type: 'message', id: 'm', content: [] } },
  { type: 'response.content_part.added', ...place, part: { type: 'output_text', text: '' } },
  { type: 'response.output_text.delta', ...place, delta: 'ab' },
  { type: 'response.output_text.delta', ...place, delta: 'c' },
  { type: 'response.output_text.done', ...place, text: 'abc' },
  { type: 'response.content_part.done', ...place, part: { type: 'output_text', text: 'abc' } },
  { type: 'response.output_item.done', output_index: 0, item: { type: 'message', id: 'm' } },
  { type: 'response.completed', response: { id: 'r' } },
];

test('a step shows the state before its event', () => {
  const seen: string[] = [];
  run(MESSAGE, ({ before, channel, type }) => {
    const item = before.items[0];
    const open = item === undefined ? 'none' : item.done === undefined ? 'open' : 'done';
    seen.push(`${type?.slice(9)} ${open} ${channel?.joined ?? '-'} ${channel?.doneText ?? '-'}`);
  });
  expect(seen).toEqual([
    'created none - -',
    'output_item.added none - -',
    'content_part.added open - -',
    'output_text.delta open  -',
    'output_text.delta open ab -',
    'output_text.done open abc -',
    'content_part.done open - -',
    'output_item.done open - -',
    'completed done - -',
  ]);
});

test('the summary shows everything', () => {
  const state = run([...MESSAGE, '[DONE]']);
  expect(state.events).toBe(10);
  expect(state.typed).toBe(9);
  expect(state.responseId).toBe('r');
  expect(state.terminal?.index).toBe(8);
  expect(state.doneSentinel?.index).toBe(9);
  expect(state.items[0]?.parts[0]).toMatchObject({
    type: 'output_text',
    implicit: false,
    channel: { deltas: 2, joined: 'abc' },
  });
});

test('items are found by id, else by output_index; a wrong id falls back', () => {
  const items = ['a', 'b'].map((id, index) => ({
    type: 'response.output_item.added',
    output_index: index,
    item: { type: 'function_call', id },
  }));
  const found: (string | undefined)[] = [];
  const deltas = [
    { item_id: 'a', output_index: 0 },
    { item_id: 'b', output_index: 0 },
    { output_index: 1 },
    { item_id: 'zzz', output_index: 1 },
    { item_id: 'zzz', output_index: 9 },
  ].map((data) => ({ type: 'response.function_call_arguments.delta', delta: 'x', ...data }));
  run([...items, ...deltas], ({ item }, index) => {
    if (index > 1) found.push(item?.id);
  });
  expect(found).toEqual(['a', 'b', 'b', 'b', undefined]);
});

test('what was never announced is taken up once', () => {
  const state = run(MESSAGE.slice(3));
  expect(state.items).toHaveLength(1);
  expect(state.items[0]).toMatchObject({ id: 'm', implicit: true, type: 'message' });
  expect(state.items[0]?.parts[0]).toMatchObject({ implicit: true, channel: { joined: 'abc' } });
});

test('a wrong content_index falls back to the only open part', () => {
  const state = run(MESSAGE.map((event) => (event['delta'] === 'c' ? { ...event, content_index: 7 } : event)));
  expect(state.items[0]?.parts).toHaveLength(1);
  expect(state.items[0]?.parts[0]?.channel.joined).toBe('abc');
});

test('a second response.created starts anew', () => {
  const state = run([...MESSAGE.slice(0, 4), ...MESSAGE]);
  expect(state.items).toHaveLength(1);
  expect(state.items[0]?.parts[0]?.channel.joined).toBe('abc');
});

test('nothing changes after the terminal event', () => {
  const state = run([...MESSAGE, ...MESSAGE]);
  expect(state.items).toHaveLength(1);
  expect(state.terminal?.index).toBe(8);
});

test('no input makes it throw', () => {
  let seed = 5;
  const pick = <T>(list: readonly T[]): T => {
    seed = (seed * 48_271) % 0x7fffffff;
    return list[seed % list.length] as T;
  };
  const values = [
    null,
    0,
    -1,
    1.5,
    '',
    'm',
    '0',
    [],
    {},
    true,
    { type: 'message', id: 'm' },
    [null],
    { id: 1, type: 2 },
  ];
  const names = [
    'item',
    'item_id',
    'output_index',
    'content_index',
    'summary_index',
    'part',
    'delta',
    'text',
    'response',
    'annotation',
    '__proto__',
    'command_index',
    'arguments',
  ];
  for (let round = 0; round < 400; round++) {
    const payloads = Array.from({ length: 40 }, () => {
      const members = Array.from({ length: 5 }, () => `${JSON.stringify(pick(names))}:${JSON.stringify(pick(values))}`);
      return pick([
        `{"type":${JSON.stringify(pick(EVENT_TYPES))},${members.join(',')}}`,
        '{',
        '[]',
        '7',
        'null',
        '[DONE]',
        '{"type":5}',
        '{}',
      ]);
    });
    run(payloads);
  }
});
