import { deepStrictEqual, strictEqual } from 'node:assert';
import { test } from '@playwright/test';
import fc from 'fast-check';
import { payload } from '../../suites/reliability/exchanges.test-support.ts';
import { holds } from '../../suites/reliability/property.test-support.ts';
import { createMachine, type StreamSummary } from './machine.ts';
import { createEventReader, fromPayload } from './parse.ts';

const stream = fc.array(payload, { maxLength: 30 });

function followed(payloads: readonly string[], complete: boolean, resumed: boolean): StreamSummary {
  const machine = createMachine(undefined, resumed);
  const reader = createEventReader();
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
        const reader = createEventReader(patience);
        for (const [index, change] of changes.entries()) {
          const own = Array.isArray(change) ? { delta: change[0], sequence_number: change[1] } : change;
          const data = Array.isArray(change) ? { ...base, delta: change[0], sequence_number: change[1] } : own;
          const json = typeof data === 'string' ? data : JSON.stringify(data);
          // Of members that are there twice readers keep the last: what changes here is the first.
          const first = JSON.stringify(own).replace(/\}$/, ',');
          const text = twice && Array.isArray(change) ? first + JSON.stringify(base).slice(1) : json;
          const { alike: _, ...read } = reader.payload(text, index);
          const { alike: __, ...parsed } = fromPayload(text, index);
          deepStrictEqual(read, parsed);
        }
      },
    ),
  ),
);
