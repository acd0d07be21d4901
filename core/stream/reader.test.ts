import { expect, test } from '@playwright/test';
import { decodeSse } from '../sse/decoder.ts';
import { toStreamEvent } from './parse.ts';
import { EventReader } from './reader.ts';

const PLACE = '"item_id":"msg_1","output_index":0,"content_index":0';
const event = (number: string, delta: string) =>
  `{"type":"response.output_text.delta","sequence_number":${number},${PLACE},"delta":${delta},"logprobs":[]}`;
const FIRST = event('3', '"The"');

/** What an eager reader makes of the last of these texts. */
function last(...texts: readonly string[]) {
  const reader = new EventReader(1);
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
    const plain = new EventReader(Number.POSITIVE_INFINITY).payload(text, 1);
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
  const reader = new EventReader(1);
  const texts = [FIRST, event('4', '"a"'), '{"type":"keepalive"}', event('6', '"b"'), event('7', '"c"')];
  expect(texts.map((text, index) => reader.payload(text, index).alike)).toEqual([false, true, false, false, true]);

  const wire = new EventReader(1);
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
  const reader = new EventReader();
  const alike = Array.from({ length: 40 }, (_, n) => reader.payload(event(`${n}`, '"x"'), n).alike);
  expect(alike.indexOf(true)).toBe(3);
  const turns = new EventReader();
  const other = (n: number) => event(`${n}`, '"x"').replace('msg_1', `msg_${n % 3}`);
  expect(Array.from({ length: 200 }, (_, n) => turns.payload(other(n), n).alike)).not.toContain(true);
});

/** What is told of each event of a text, and what an eager reader must tell of it. */
function readText(body: string) {
  const own: unknown[] = [];
  let alike = 0;
  const facts = new EventReader(1).text(body, ({ index, wire, payload, alike: like }) => {
    own.push({ index, wire, payload });
    if (like) alike++;
  });
  const { events, facts: wanted } = decodeSse(body);
  const plain = events.map(toStreamEvent).map(({ index, wire, payload }) => {
    const { name, id, retry, unknownFields, complete } = wire ?? {};
    return { index, wire: { name, id, retry, unknownFields, complete }, payload };
  });
  return { alike, own: { events: own, facts }, wanted: { events: plain, facts: wanted } };
}

const TYPE = 'response.output_text.delta';
const block = (n: number, delta = '"x"', head = `event: ${TYPE}\n`) => `${head}data: ${event(`${n}`, delta)}\n\n`;
const many = (make: (n: number) => string) => Array.from({ length: 6 }, (_, n) => make(n)).join('');

test('a run is read in the text itself, wherever its lines and characters make that possible', () => {
  for (const [body, alike] of [
    [many((n) => block(n)), 5],
    [many((n) => block(n, '"x"', '')), 5],
    [many((n) => block(n)).replaceAll('data: ', 'data:'), 5],
    [many((n) => block(n, '"é世🌍\\n\\ud83c"')), 5],
    [many((n) => block(n)).replaceAll('msg_1', 'mög_世'), 5],
    [`\ufeff${many((n) => block(n))}`, 5],
    [many((n) => block(n)).replaceAll('\n', '\r\n'), 5],
    [many((n) => block(n)).replaceAll('\n', '\r'), 5],
    [many((n) => `: ping\n${block(n)}`), 5],
    [many((n) => block(n).replace('data:', ': ping\ndata:')), 5],
    [many((n) => block(n).replace('data:', 'other: 1\ndata:')), 0],
    [many((n) => block(n).replace('data:', `id: ${n}\ndata:`)), 0],
    [many((n) => block(n).replace('\n\n', '\nid: 7\n\n')), 5],
    [many((n) => `${block(n)}\n\r\n`), 5],
    [many((n) => block(n)).slice(0, -1), 4],
    [many((n) => block(n)).slice(0, -9), 4],
    [many((n) => block(n, n === 3 ? '"\ud800"' : '"x"')), 5],
    [many((n) => block(n, n === 3 ? '"a\\x"' : '"x"')), 3],
    [many((n) => block(n, n === 3 ? '"a\nb"' : '"x"')), 3],
    [many((n) => block(n)).replaceAll('msg_1', 'm\ud800'), 5],
  ] as const) {
    const read = readText(body);
    expect(read.own, JSON.stringify(body)).toEqual(read.wanted);
    expect(read.alike, JSON.stringify(body)).toBe(alike);
  }
});
