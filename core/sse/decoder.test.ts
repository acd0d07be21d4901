import { expect, test } from '@playwright/test';
import { createSseDecoder, decodeSse, type SseEnd } from './decoder.ts';
import { readSse } from './text.ts';
import { invalidSequences } from './utf8.ts';
import type { WireEvent } from './wire.ts';

const utf8 = (text: string) => new TextEncoder().encode(text);

function decodeInChunks(bytes: Uint8Array, cuts: readonly number[]): SseEnd {
  const decoder = createSseDecoder();
  const events = [];
  let from = 0;
  for (const cut of [...cuts, bytes.length]) {
    // The same scratch buffer every time: a decoder that keeps views into its input is found out.
    const scratch = bytes.slice(from, cut);
    events.push(...decoder.push(scratch));
    scratch.fill(0x21);
    from = cut;
  }
  const end = decoder.end();
  return { events: [...events, ...end.events], facts: end.facts };
}

const SAMPLES: Readonly<Record<string, Uint8Array>> = {
  official: utf8('event: a\ndata: {"x":1}\n\nevent: a\ndata: {"x":2}\n\n'),
  'CRLF and comments': utf8(': ping\r\n\r\nevent: a\r\ndata: 1\r\n\r\n:\r\ndata:2\r\n\r\n'),
  'CR only': utf8('event: a\rdata: 1\r\rdata: 2\r\r'),
  'mixed ends': utf8('data: 1\r\ndata: 2\rdata: 3\n\r\n\ndata: 4\r\r\ndata: 5\n\n'),
  'BOM and characters of all lengths': utf8('\ufeffevent: é\ndata: aé世🌍\n\ndata: \ufeffinner\n\n'),
  'fields of all kinds': utf8(
    'id: 1\nid: a\0b\nretry: 30\nretry: x\nfoo: bar\nfoo\ndata\n\nid: 9\n\nretry: 1\n\nfoo: x\n\nevent: y\n\n',
  ),
  'invalid UTF-8': new Uint8Array([
    ...utf8('data: '),
    0xe4,
    0xb8,
    0x0a,
    ...utf8('data: '),
    0xc3,
    0x28,
    0xff,
    0x0a,
    0x0a,
  ]),
  'cut off': utf8('data: 1\n\nevent: late\ndata: {"x":'),
  'cut after a CR': utf8('data: 1\r\n\r\ndata: 2\r'),
  'cut inside a character': utf8('data: é').slice(0, -1),
  'BOM only': new Uint8Array([0xef, 0xbb, 0xbf]),
  'half a BOM': new Uint8Array([0xef, 0xbb]),
  empty: new Uint8Array(0),
};

for (const [name, bytes] of Object.entries(SAMPLES)) {
  test(`cuts make no difference: ${name}`, () => {
    const whole = decodeInChunks(bytes, []);
    for (let cut = 0; cut <= bytes.length; cut++) expect(decodeInChunks(bytes, [cut])).toEqual(whole);
    expect(decodeInChunks(bytes, [...bytes.keys()])).toEqual(whole);
    let seed = 7;
    for (let round = 0; round < 50; round++) {
      const cuts = [...bytes.keys()].filter(() => {
        seed = (seed * 48_271) % 0x7fffffff;
        return seed % 3 === 0;
      });
      expect(decodeInChunks(bytes, cuts)).toEqual(whole);
    }
  });
}

function readText(body: string): SseEnd {
  const events: WireEvent[] = [];
  const facts = readSse(body, { event: (event) => events.push(event), run: () => undefined });
  return { events, facts };
}

test('a text is read as its bytes are', () => {
  for (const [name, bytes] of Object.entries(SAMPLES)) {
    const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);
    for (const body of [text, text.replaceAll('\ufffd', '\ud800'), text.replaceAll('\n', '\r\n')]) {
      expect(readText(body), name).toEqual(decodeSse(body));
    }
  }
});

test('events carry name, data, offsets', () => {
  const { events, facts } = decodeSse('event: a\ndata: {"x":1}\n\ndata: 2\n\n');
  expect(events).toEqual([
    {
      index: 0,
      offset: 0,
      end: 23,
      name: 'a',
      data: '{"x":1}',
      dataLines: 1,
      id: undefined,
      retry: undefined,
      unknownFields: [],
      complete: true,
    },
    expect.objectContaining({ index: 1, offset: 24, end: 32, name: undefined, data: '2' }),
  ]);
  expect(facts).toEqual({
    bytes: 33,
    bom: false,
    lineEnds: { lf: 5, cr: 0, crlf: 0 },
    comments: [],
    commentCount: 0,
    invalidUtf8: [],
    emptyBlocks: 0,
  });
});

test('one space after the colon is dropped, data lines are joined by LF, a bare field is empty', () => {
  const { events } = decodeSse('data:a\ndata:  b\ndata\n\ndata:\n\n');
  expect(events.map(({ data, dataLines }) => [data, dataLines])).toEqual([
    ['a\n b\n', 3],
    ['', 1],
  ]);
});

test('line ends are counted by kind', () => {
  const { facts, events } = decodeSse('data: 1\r\ndata: 2\rdata: 3\n\r\n\r');
  expect(facts.lineEnds).toEqual({ lf: 1, cr: 2, crlf: 2 });
  expect(events.map(({ data }) => data)).toEqual(['1\n2\n3']);
});

test('a BOM is skipped once and counts in offsets', () => {
  const { events, facts } = decodeSse(utf8('\ufeffdata: 1\n\n'));
  expect(facts.bom).toBe(true);
  expect(events[0]).toMatchObject({ data: '1', offset: 3, end: 11 });
});

test('comments are kept with their offset, at most 20 of them', () => {
  const { facts } = decodeSse(': first\n'.repeat(25));
  expect(facts.commentCount).toBe(25);
  expect(facts.comments).toHaveLength(20);
  expect(facts.comments[1]).toEqual({ offset: 8, text: 'first' });
});

test('id, retry and unknown fields', () => {
  const { events, facts } = decodeSse(
    'id: 1\nretry: 30\nfoo: x\nDATA: y\ndata: z\n\nid: a\0b\ndata: z\n\nretry: soon\ndata: z\n\n',
  );
  expect(events.map(({ id, retry, unknownFields }) => [id, retry, unknownFields])).toEqual([
    ['1', '30', ['foo', 'DATA']],
    [undefined, undefined, []],
    [undefined, undefined, []],
  ]);
  expect(facts.emptyBlocks).toBe(0);
});

test('blocks without data are counted, id and retry alone are not', () => {
  const { events, facts } = decodeSse('event: ping\n\n{"error":{}}\n\nid: 1\n\nretry: 1\n\n: x\n\n');
  expect(events).toEqual([]);
  expect(facts.emptyBlocks).toBe(2);
});

test('an event that the end cuts off is told apart', () => {
  const { events } = decodeSse('data: 1\n\nevent: a\ndata: {"x"');
  expect(events.map(({ data, complete, end }) => [data, complete, end])).toEqual([
    ['1', true, 8],
    ['{"x"', false, 28],
  ]);
});

test('invalid UTF-8 is reported at its byte, and replaced as browsers do', () => {
  const bytes = new Uint8Array([...utf8('data: a'), 0xff, ...utf8('b\ndata: '), 0xf0, 0x9f, 0x0a, 0x0a]);
  const { events, facts } = decodeSse(bytes);
  expect(events[0]?.data).toBe('a\ufffdb\n\ufffd');
  expect(facts.invalidUtf8).toEqual([7, 16]);
});

test('invalid sequences are bounded as the WHATWG decoder bounds them', () => {
  const decoder = new TextDecoder();
  let seed = 11;
  for (let round = 0; round < 3000; round++) {
    const bytes = Uint8Array.from({ length: 6 }, () => {
      seed = (seed * 48_271) % 0x7fffffff;
      return HOSTILE[seed % HOSTILE.length] ?? 0;
    });
    const at: number[] = [];
    invalidSequences(bytes, 0, bytes.length, (offset) => at.push(offset));
    const replaced = decoder.decode(bytes).split('\ufffd').length - 1;
    expect(at.length, [...bytes].join(' ')).toBe(replaced);
  }
});

const HOSTILE = [
  0x41, 0x7f, 0x80, 0x8f, 0x90, 0x9f, 0xa0, 0xbf, 0xc0, 0xc1, 0xc2, 0xdf, 0xe0, 0xe1, 0xed, 0xef, 0xf0, 0xf4, 0xf5,
];
