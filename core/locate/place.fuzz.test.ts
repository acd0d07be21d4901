import { deepStrictEqual, ok, strictEqual } from 'node:assert';
import { test } from '@playwright/test';
import fc from 'fast-check';
import { brokenJson, jsonText } from '../../suites/reliability/json.test-support.ts';
import { holds } from '../../suites/reliability/property.test-support.ts';
import { type Json, token } from '../json.ts';
import { locateJson } from './json.ts';
import { createLocator } from './place.ts';

const utf8 = (text: string) => new TextEncoder().encode(text);
const textOf = (bytes: Uint8Array) => new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);

/** Every pointer of a value. */
function* pointers(value: Json, root = ''): Generator<readonly [pointer: string, value: Json]> {
  yield [root, value];
  if (typeof value !== 'object' || value === null) return;
  for (const [name, entry] of Object.entries(value)) {
    if (entry !== undefined) yield* pointers(entry as Json, `${root}/${token(name)}`);
  }
}

test(
  'place of a JSON Pointer: is where JSON.parse has the value, in any text',
  holds(500, () =>
    fc.property(jsonText, (text) => {
      const bytes = utf8(text);
      for (const [pointer, expected] of pointers(JSON.parse(text) as Json)) {
        const span = locateJson(bytes, pointer);
        ok(span?.exact, pointer);
        deepStrictEqual(JSON.parse(textOf(bytes.subarray(span.start, span.end))), expected, pointer);
      }
    }),
  ),
);

const end = fc.constantFrom('\n', '\r', '\r\n');

test(
  'place of a JSON Pointer: is that byte of the stream, however many lines the payload has',
  holds(300, () =>
    fc.property(
      fc.array(fc.tuple(jsonText, end, fc.constantFrom('data:', 'data: ')), { minLength: 1, maxLength: 3 }),
      (events) => {
        const stream = events
          .map(([text, lineEnd, field]) => {
            const lines = text
              .split(/\r\n|\n/)
              .map((line) => `${field}${line.startsWith(' ') ? ' ' : ''}${line}${lineEnd}`);
            return `event: é${lineEnd}${lines.join('')}${lineEnd}`;
          })
          .join('');
        const body = utf8(stream);
        const answer = {
          kind: 'http',
          status: 200,
          headers: {},
          contentType: 'text/event-stream',
          ending: 'complete',
        } as const;
        const place = createLocator({ answer: { ...answer, body: { kind: 'text', text: stream } } });
        for (const [index, [text]] of events.entries()) {
          for (const [pointer, expected] of pointers(JSON.parse(text) as Json)) {
            const { byte = -1, exact, raw } = place(`/events/${index}/data${pointer}`);
            ok(exact, pointer);
            if (raw !== undefined) deepStrictEqual(JSON.parse(raw), expected);
            const scalar = typeof expected !== 'object' || expected === null;
            if (scalar && raw !== undefined) strictEqual(textOf(body.subarray(byte, byte + utf8(raw).length)), raw);
            else ok(scalar || body[byte] === (Array.isArray(expected) ? 0x5b : 0x7b), pointer);
          }
        }
      },
    ),
  ),
);

const ODD = [
  '',
  '/',
  '/0',
  '/0/0',
  '//',
  '/a',
  '/~1',
  '/events',
  '/events/0',
  '/events/0/data',
  '/events/9/data/0',
  '/body',
  '/body/a/0',
  '/headers/x',
];

test(
  'place of a JSON Pointer: any text and any pointer give a place within the text',
  holds(500, () =>
    fc.property(
      brokenJson,
      fc.oneof(
        fc.constantFrom(...ODD),
        fc.string().map((text) => `/${text}`),
      ),
      (text, pointer) => {
        const bytes = utf8(text);
        const span = locateJson(bytes, pointer);
        if (span !== undefined)
          ok(span.start >= 0 && span.start < span.end && span.end <= bytes.length, JSON.stringify(span));
        const answer = { kind: 'http', status: 200, headers: {}, contentType: '', ending: 'cut' } as const;
        const { byte = 0 } = createLocator({ answer: { ...answer, body: { kind: 'text', text } } })(pointer);
        ok(byte >= 0 && byte <= bytes.length);
      },
    ),
  ),
);
