import { deepStrictEqual, ok, strictEqual } from 'node:assert';
import { test } from '@playwright/test';
import fc from 'fast-check';
import { type Json, type JsonObject, member } from '../../core/json.ts';
import { changed, valueAt } from '../../core/mutate/draft.ts';
import {
  brokenJson,
  changes,
  isOneLine,
  jsonOf,
  pick,
  placesOf,
  withChanges,
} from '../../suites/reliability/json.test-support.ts';
import { holds } from '../../suites/reliability/property.test-support.ts';
import { RESULTS_VERSION } from './model.ts';
import { migrated, ResultsFileError, readResults } from './read.ts';
import { sampleResults } from './sample.test-support.ts';

const sample = JSON.parse(JSON.stringify(sampleResults())) as Json;

/** Results that are what the text says, or one error of one line. */
function readOrTold(text: string): boolean {
  try {
    const results = readResults(text, 'results.json');
    const written: unknown = JSON.parse(text.replace(/^\ufeff/, ''));
    // What the steps from an older version change has a property of its own.
    if (member(written, 'schemaVersion') === RESULTS_VERSION) deepStrictEqual(results, written);
    strictEqual(results.schemaVersion, RESULTS_VERSION);
    return true;
  } catch (error) {
    if (!(error instanceof ResultsFileError)) throw error;
    ok(isOneLine(error.message), error.message);
    return false;
  }
}

test(
  'results reader: any JSON is read as it is, or told wrong in one line',
  holds(100, () =>
    fc.property(
      fc.oneof(
        brokenJson,
        changes.map((all) => JSON.stringify(withChanges(sample, all))),
      ),
      (text) => {
        readOrTold(text);
      },
    ),
  ),
);

test(
  'results reader: reads back what was written, whatever the texts in it are',
  holds(60, () =>
    fc.property(
      fc.array(fc.tuple(fc.nat(), fc.string({ unit: 'binary', minLength: 1 })), { minLength: 1, maxLength: 6 }),
      (texts) => {
        // Texts that no schema narrows: titles, names, reasons, what was on the wire.
        const free = placesOf(sample).filter(
          (path) =>
            /^(?:title|name|why|notRun|expected|actual|detail|text|curl|id)$/.test(String(path.at(-1))) &&
            typeof valueAt(sample, path) === 'string' &&
            path[0] === 'columns' &&
            !path.includes('capabilities'),
        );
        const written = texts.reduce<Json>(
          (present, [at, text]) => changed(present, pick(free, at) ?? [], text),
          sample,
        );
        ok(readOrTold(JSON.stringify(written)), 'refused');
      },
    ),
  ),
);

test(
  'results reader: takes every step from an older version to its own, once and in order',
  holds(100, () =>
    fc.property(
      jsonOf(['schemaVersion', 'run']),
      fc.integer({ min: 1, max: 6 }),
      fc.integer({ min: 0, max: 6 }),
      (rest, from, more) => {
        const version = from + more;
        const taken: number[] = [];
        const steps = Object.fromEntries(
          Array.from({ length: version - 1 }, (_, at) => [
            at + 1,
            (older: JsonObject): JsonObject => {
              strictEqual(older['schemaVersion'], at + 1);
              taken.push(at + 1);
              return older;
            },
          ]),
        );
        const own = { rest, schemaVersion: from };
        deepStrictEqual(migrated(own, 'results.json', version, steps), { rest, schemaVersion: version });
        deepStrictEqual(
          taken,
          Array.from({ length: more }, (_, at) => from + at),
        );
      },
    ),
  ),
);
