import { deepStrictEqual, ok, strictEqual } from 'node:assert';
import { test } from '@playwright/test';
import { createParser } from 'eventsource-parser';
import fc from 'fast-check';
import { holds } from '../../suites/reliability/property.test-support.ts';
import { createSseDecoder, decodeSse, type SseEnd } from './decoder.ts';
import { readSse } from './text.ts';
import type { WireEvent } from './wire.ts';

const LF = 0x0a;
const CR = 0x0d;
const isEnd = (byte: number | undefined) => byte === LF || byte === CR;
const utf8 = (text: string) => new TextEncoder().encode(text);

/** What streams are made of, and what breaks their readers: fields, line ends, marks, characters of all lengths. */
const WORDS = [
  ...['data', 'event', 'id', 'retry', 'foo', 'DATA', 'data:', 'event:', 'id:', 'retry:', 'data: ', ':', ': ', ' '],
  ...['\n', '\r', '\r\n', '\n\n', '\r\r', '\r\n\r\n', '\ufeff', '\0', 'é', '世', '🌍', '\ufffd', '\u2028', '7', '030'],
  ...['{"x":1}', '[DONE]', 'response.output_text.delta', 'data: {"type":"a","delta":"é🌍"}\n\n', 'event: a\n'],
];
const line = fc
  .tuple(
    fc.constantFrom('data', 'data', 'event', 'id', 'retry', 'foo', ''),
    fc.constantFrom(':', ': ', ':  ', ''),
    fc.array(fc.constantFrom('7', 'a', '\0', 'é', ':', ' ', '\ufeff', '🌍'), { maxLength: 3 }),
    fc.constantFrom('\n', '\r', '\r\n', '\n\n', '\r\n\r\n', '\r\r', ''),
  )
  .map(([field, colon, value, end]) => `${field}${colon}${value.join('')}${end}`);
const word = fc.oneof(fc.constantFrom(...WORDS), line);
const text = fc
  .array(fc.oneof({ weight: 8, arbitrary: word }, { weight: 1, arbitrary: fc.string({ unit: 'grapheme' }) }))
  .map((parts) => parts.join(''));

/** Bytes that no encoder writes: cut characters, overlong forms, halves of pairs. */
const STRAY = [
  [0xff],
  [0xc3],
  [0xe4, 0xb8],
  [0xf0, 0x9f, 0x8c],
  [0x80],
  [0xc0, 0xaf],
  [0xed, 0xa0, 0x80],
  [0xef, 0xbb],
  [0xf4, 0x90, 0x80, 0x80],
];
const bytes = fc
  .array(
    fc.oneof(
      { weight: 8, arbitrary: word.map(utf8) },
      { weight: 2, arbitrary: fc.constantFrom(...STRAY).map((each) => Uint8Array.from(each)) },
      { weight: 1, arbitrary: fc.uint8Array({ maxLength: 8 }) },
    ),
    { maxLength: 40 },
  )
  .map((parts) => new Uint8Array(Buffer.concat(parts)));

/** Lengths of chunks, which repeat until all is cut. Zeros are chunks without a byte. */
const chunks = fc
  .array(fc.nat({ max: 9 }), { minLength: 1, maxLength: 12 })
  .filter((sizes) => sizes.some((size) => size > 0));

function* cut(body: Uint8Array, sizes: readonly number[]): Generator<Uint8Array> {
  for (let from = 0, nth = 0; from < body.length; nth++) {
    const size = sizes[nth % sizes.length] ?? 1;
    yield body.slice(from, from + size);
    from += size;
  }
}

function decodeInChunks(body: Uint8Array, sizes: readonly number[]): SseEnd {
  const decoder = createSseDecoder();
  const events = [];
  for (const chunk of cut(body, sizes)) {
    events.push(...decoder.push(chunk));
    // A decoder that keeps views into its input is found out.
    chunk.fill(0x21);
  }
  const end = decoder.end();
  return { events: [...events, ...end.events], facts: end.facts };
}

test(
  'SSE decoder: where the bytes are cut makes no difference',
  holds(1000, () =>
    fc.property(bytes, chunks, (body, sizes) => {
      deepStrictEqual(decodeInChunks(body, sizes), decodeSse(body));
    }),
  ),
);

test(
  'SSE decoder: a text is read as its bytes are, every event where it is written',
  holds(1000, () =>
    fc.property(
      fc.oneof(
        text,
        fc.array(fc.oneof(word, fc.constantFrom('\ud800', '\udc00'))).map((parts) => parts.join('')),
      ),
      (body) => {
        const events: WireEvent[] = [];
        const facts = readSse(body, {
          event(event, from, to) {
            // After a line end, for at the very beginning a byte order mark is no part of the event.
            const [alone, ...more] = decodeSse(`${from === 0 ? '' : '\n'}${body.slice(from, to)}`).events;
            deepStrictEqual(more, []);
            strictEqual(alone?.data, event.data);
            events.push(event);
          },
          run: () => undefined,
        });
        deepStrictEqual({ events, facts }, decodeSse(body));
      },
    ),
  ),
);

test(
  'SSE decoder: agrees with npm eventsource-parser on data, event, id and retry',
  holds(1000, () =>
    fc.property(text, (part) => {
      // Theirs waits after a CR for what follows it; a comment at the end decides that.
      const body = `${part}:\n`;
      const others: { readonly event: string; readonly data: string; readonly id: string | undefined }[] = [];
      // It tells each line that says how long to wait; an event has the last one before its end.
      const waits: (number | undefined)[] = [];
      let wait: number | undefined;
      const parser = createParser({
        onEvent({ event, data, id }) {
          others.push({ event: event ?? '', data, id });
          waits.push(wait);
        },
        onRetry(ms) {
          wait = ms;
        },
      });
      // Who calls it decodes bytes, and that takes the mark away.
      parser.feed(new TextDecoder().decode(utf8(body)));
      const own = decodeSse(body).events.filter(({ complete }) => complete);
      deepStrictEqual(
        own.map(({ name, data, id }) => ({ event: name ?? '', data, id })),
        others,
      );
      for (const [at, { retry }] of own.entries()) if (retry !== undefined) strictEqual(waits[at], Number(retry));
    }),
  ),
);

test(
  'SSE decoder: the bytes between the offsets of an event are that event',
  holds(500, () =>
    fc.property(bytes, (body) => {
      const { events, facts } = decodeSse(body);
      strictEqual(facts.bytes, body.length);
      let end = 0;
      for (const { index, offset, end: own, ...event } of events) {
        ok(offset >= end);
        ok(own > offset);
        if (event.complete) ok(isEnd(body[own]) && isEnd(body[own - 1]));
        else strictEqual(own, body.length);
        // After a blank line, for at the very beginning a byte order mark is no part of the event.
        const block = [LF, ...body.subarray(offset, own), ...(event.complete ? [CR] : [])];
        const [alone, ...more] = decodeSse(Uint8Array.from(block)).events;
        deepStrictEqual(more, []);
        deepStrictEqual(alone, { ...event, index: 0, offset: 1, end: own - offset + 1 });
        end = own;
      }
    }),
  ),
);
