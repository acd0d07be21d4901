import { expect, test } from '@playwright/test';
import { createEventReader } from './parse.ts';

const PLACE = '"item_id":"msg_1","output_index":0,"content_index":0';
const event = (number: string, delta: string) =>
  `{"type":"response.output_text.delta","sequence_number":${number},${PLACE},"delta":${delta},"logprobs":[]}`;
const FIRST = event('3', '"The"');

/** What an eager reader makes of the last of these texts. */
function last(...texts: readonly string[]) {
  const reader = createEventReader(1);
  const events = texts.map((text, index) => reader.payload(text, index));
  const found = events.at(-1);
  if (found === undefined) throw new Error('no text');
  return found;
}

test('a delta that differs in text and number only is alike, and read as JSON.parse reads it', () => {
  for (const [number, delta] of [
    ['4', '" sea"'],
    ['0', '""'],
    ['999999999999999', '"\\"quoted\\" \\u00e9\\n\\\\"'],
    ['5', '"世界 🌍 \\ud83c\\udf0d \\ud800"'],
    ['6', '"$& $1 .* ] } \\/"'],
  ] as const) {
    const text = event(number, delta);
    const { alike, payload } = last(FIRST, text);
    expect(alike, text).toBe(true);
    expect(payload).toEqual({ kind: 'object', type: 'response.output_text.delta', data: JSON.parse(text) });
    if (payload.kind === 'object') expect(Object.keys(payload.data)).toEqual(Object.keys(JSON.parse(text)));
  }
});

test('what differs in anything else is not alike', () => {
  for (const text of [
    event('4', '7'),
    event('4', 'null'),
    event('-4', '"a"'),
    event('4.5', '"a"'),
    event('4e3', '"a"'),
    event('1e400', '"a"'),
    event('9999999999999999', '"a"'),
    event('"4"', '"a"'),
    event('4', '"a"').replace('msg_1', 'msg_2'),
    event('4', '"a"').replace('"logprobs":[]', '"logprobs":[{}]'),
    event('4', '"a"').replace('[]}', '[],"more":1}'),
    ` ${event('4', '"a"')}`,
    '[DONE]',
    '7',
  ]) {
    expect(last(FIRST, text).alike, text).toBe(false);
    const plain = createEventReader(Number.POSITIVE_INFINITY).payload(text, 1);
    expect(last(FIRST, text).payload, text).toEqual(plain.payload);
  }
});

test('what is no JSON stays no JSON, however much it looks like the event before', () => {
  for (const text of [
    event('04', '"a"'),
    event('4', '"a\tb"'),
    event('4', '"\\x"'),
    event('4', '"\\ud8"'),
    event('4', '"a"b"'),
    event('4', '"a'),
    `${event('4', '"a"')}}`,
    event('', '"a"'),
  ]) {
    expect(last(FIRST, text).payload.kind, text).toBe('broken');
  }
});

test('members that only look like the number or the text are not taken for them', () => {
  for (const first of [
    '{"type":"a.delta","note":"\\"sequence_number\\":1,","sequence_number":1,"delta":"x"}',
    '{"type":"a.delta","item":{"sequence_number":1},"sequence_number":1,"delta":"x"}',
    '{"type":"a.delta","sequence_number":1,"sequence_number":1,"delta":"x"}',
    '{"type":"a.delta","sequence_number":1,"delta":"y","delta":"x"}',
    '{"type":"a.delta","sequence_number":1.0,"delta":"x"}',
    '{"type":"a.delta","sequence_number":10e0,"delta":"x"}',
  ]) {
    const next = first.replaceAll('1', '2').replaceAll('"x"', '"z"').replaceAll('"y"', '"w"');
    const { payload } = last(first, first, next);
    expect(payload, first).toEqual({ kind: 'object', type: 'a.delta', data: JSON.parse(next) });
  }
});

test('a run begins anew after another event and where an event is written otherwise', () => {
  const reader = createEventReader(1);
  const texts = [FIRST, event('4', '"a"'), '{"type":"keepalive"}', event('6', '"b"'), event('7', '"c"')];
  expect(texts.map((text, index) => reader.payload(text, index).alike)).toEqual([false, true, false, false, true]);

  const wire = createEventReader(1);
  const written = {
    offset: 0,
    end: 0,
    dataLines: 1,
    id: undefined,
    retry: undefined,
    unknownFields: [],
    complete: true,
  };
  const names = ['a', 'a', 'b', 'b', undefined];
  const alike = names.map(
    (name, index) => wire.wire({ ...written, index, name, data: event(`${index}`, '"x"') }).alike,
  );
  expect(alike).toEqual([false, true, false, true, false]);
});

test('the reader has patience: a few deltas are parsed, and deltas that take turns always', () => {
  const reader = createEventReader();
  const alike = Array.from({ length: 40 }, (_, n) => reader.payload(event(`${n}`, '"x"'), n).alike);
  expect(alike.indexOf(true)).toBe(16);
  const turns = createEventReader();
  const other = (n: number) => event(`${n}`, '"x"').replace('msg_1', `msg_${n % 3}`);
  expect(Array.from({ length: 200 }, (_, n) => turns.payload(other(n), n).alike)).not.toContain(true);
});
