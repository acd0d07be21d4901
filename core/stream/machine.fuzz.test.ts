import { deepStrictEqual, strictEqual } from 'node:assert';
import { test } from '@playwright/test';
import fc from 'fast-check';
import { payload } from '../../suites/reliability/exchanges.test-support.ts';
import { holds } from '../../suites/reliability/property.test-support.ts';
import { decodeSse } from '../sse/decoder.ts';
import type { StreamEvent } from './event.ts';
import { createMachine, type StreamSummary } from './machine.ts';
import { fromPayload } from './parse.ts';
import { EventReader } from './reader.ts';

const stream = fc.array(payload, { maxLength: 30 });

function followed(payloads: readonly string[], complete: boolean, resumed: boolean): StreamSummary {
  const machine = createMachine(undefined, resumed);
  const reader = new EventReader();
  for (const [index, text] of payloads.entries())
    strictEqual(machine.step(reader.payload(text, index)).event.index, index);
  return machine.end(undefined, complete);
}

test(
  'stream machine: follows any events, of known and unknown types, the same way each time',
  holds(200, () =>
    fc.property(stream, fc.boolean(), fc.boolean(), (payloads, complete, resumed) => {
      const first = structuredClone(plain(followed(payloads, complete, resumed)));
      deepStrictEqual(plain(followed(payloads, complete, resumed)), first);
    }),
  ),
);

/** Without functions and getters, so that it can be compared. */
function plain(value: unknown): unknown {
  return JSON.parse(
    JSON.stringify(value, (_, one: unknown) => (one instanceof Map ? [...one] : one instanceof Set ? [...one] : one)),
  );
}

/** All that an event says, but for how it was read. */
function told({ index, at, wire, payload, sequenceNumber, delta: text }: StreamEvent) {
  const { name, id, retry, unknownFields, complete } = wire ?? {};
  return { index, at, wire: { name, id, retry, unknownFields, complete }, payload, sequenceNumber, text };
}

const delta = fc.record(
  {
    type: fc.constantFrom(
      'response.output_text.delta',
      'response.output_text.delta',
      'response.function_call_arguments.delta',
    ),
    delta: fc.oneof(
      fc.string({ unit: 'binary', maxLength: 6 }),
      fc.constantFrom<unknown>('"', '\\', 7, null, '","sequence_number":1,"delta":"'),
    ),
    sequence_number: fc.oneof(fc.nat(), fc.constantFrom<unknown>(1.5, '1', null, 1e21, -1)),
    obfuscation: fc.string({ maxLength: 4 }),
    logprobs: fc.constantFrom<unknown>([], [], [1]),
    more: fc.constantFrom<unknown>('"delta":"x"', '"sequence_number":7', true),
  },
  { requiredKeys: ['type', 'delta', 'sequence_number'], noNullPrototype: true },
);

test(
  'stream reader: what is read by a pattern is what JSON.parse reads',
  holds(300, () =>
    fc.property(
      delta,
      fc.array(
        fc.oneof(
          { weight: 30, arbitrary: fc.tuple(fc.string({ maxLength: 5 }), fc.nat()) },
          { weight: 1, arbitrary: delta },
          { weight: 1, arbitrary: payload },
        ),
        { minLength: 20, maxLength: 60 },
      ),
      fc.integer({ min: 1, max: 20 }),
      fc.boolean(),
      (base, changes, patience, twice) => {
        const reader = new EventReader(patience);
        for (const [index, change] of changes.entries()) {
          const own = Array.isArray(change) ? { delta: change[0], sequence_number: change[1] } : change;
          const data = Array.isArray(change) ? { ...base, delta: change[0], sequence_number: change[1] } : own;
          const json = typeof data === 'string' ? data : JSON.stringify(data);
          // Of members that are there twice readers keep the last: what changes here is the first.
          const first = JSON.stringify(own).replace(/\}$/, ',');
          const text = twice && Array.isArray(change) ? first + JSON.stringify(base).slice(1) : json;
          deepStrictEqual(told(reader.payload(text, index)), told(fromPayload(text, index)));
        }
      },
    ),
  ),
);

/** How events may be written; what is between them. */
const written = fc.record({
  head: fc.constantFrom(
    'event: d\ndata: ',
    'event: d\ndata: ',
    'data: ',
    'data:',
    'event:d\n: x\ndata: ',
    'id: 1\ndata: ',
  ),
  tail: fc.constantFrom('\n\n', '\n\n', '\n\n', '\n\n', '\r\n\r\n', '\r\r', '\n\n\n', '\n: x\n\n', '\ndata:\n\n', '\n'),
});

test(
  'stream reader: the runs of a text are the events that its bytes hold',
  holds(300, () =>
    fc.property(
      delta,
      fc.array(fc.tuple(fc.string({ unit: 'binary', maxLength: 4 }), fc.nat()), { minLength: 4, maxLength: 40 }),
      fc.array(written, { minLength: 1, maxLength: 3 }),
      fc.integer({ min: 1, max: 6 }),
      fc.constantFrom('', '\ufeff', ': x\n\n', '\r\n'),
      (base, changes, frames, patience, before) => {
        const blocks = changes.map(([text, number], at) => {
          const { head, tail } = frames[Math.floor((at * frames.length) / changes.length)] ?? { head: '', tail: '' };
          return `${head}${JSON.stringify({ ...base, delta: text, sequence_number: number })}${tail}`;
        });
        const body = `${before}${blocks.join('')}`;
        const own: StreamEvent[] = [];
        const facts = new EventReader(patience).text(body, (event) => own.push(event));
        const { events, facts: wanted } = decodeSse(body);
        deepStrictEqual(facts, wanted);
        const plain = new EventReader(Number.POSITIVE_INFINITY);
        deepStrictEqual(
          own.map(told),
          events.map((event) => told(plain.wire(event))),
        );
      },
    ),
  ),
);
