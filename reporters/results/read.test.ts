import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from '@playwright/test';
import type { JsonObject } from '../../core/json.ts';
import { renderTerminal } from '../terminal.ts';
import { RESULTS_VERSION, type Results } from './model.ts';
import { migrated, ResultsFileError, readResults } from './read.ts';
import { HOSTILE, sampleResults } from './sample.test-support.ts';

/** The sample as a plain object that a test may break. */
function broken(change: (results: Record<string, unknown>) => void): string {
  const copy = structuredClone(sampleResults()) as unknown as Record<string, unknown>;
  change(copy);
  return JSON.stringify(copy);
}

function messageOf(text: string): string {
  try {
    readResults(text, 'old.json');
  } catch (error) {
    expect(error).toBeInstanceOf(ResultsFileError);
    return error instanceof Error ? error.message : '';
  }
  return 'no error';
}

test('what was written reads back the same, unpaired surrogates and controls included', () => {
  const results: Results = sampleResults();
  const back = readResults(JSON.stringify(results), 'results.json');
  expect(back).toEqual(JSON.parse(JSON.stringify(results)));
  expect(back.columns[4]?.provider.name).toBe(HOSTILE);
  expect(HOSTILE).toContain('\uD800');
});

test('a file from before request members were reported is read', () => {
  const old = broken((results) => {
    for (const column of results['columns'] as Record<string, unknown>[]) delete column['parameters'];
  });
  expect(readResults(old, 'old.json').columns[1]?.parameters).toBeUndefined();
});

test('a file that a kit of version 0.1.0 wrote is read and shown', () => {
  const path = fileURLToPath(new URL('./samples/v1.json', import.meta.url));
  const results = readResults(readFileSync(path, 'utf8'), 'v1.json');
  const [column] = results.columns;
  expect(column?.timings).toBeUndefined();
  expect(column?.exchanges.map(({ exchange }) => exchange.timing?.chunks?.length)).toEqual([undefined, 30]);
  expect(renderTerminal(results, { color: false })).toContain('usage/counts');
});

test("an older version is brought up to the present one, step by step; a missing step is the kit's fault", () => {
  const steps = {
    1: (older: JsonObject): JsonObject => ({ ...older, second: true }),
    2: (older: JsonObject): JsonObject => ({ ...older, third: older['second'] === true }),
  };
  expect(migrated({ schemaVersion: 1 }, 'x', 3, steps)).toEqual({ schemaVersion: 3, second: true, third: true });
  expect(migrated({ schemaVersion: 3 }, 'x', 3, steps)).toEqual({ schemaVersion: 3 });
  expect(() => migrated({ schemaVersion: 1 }, 'x', 4, steps)).toThrow(/no migration from results version 3/);
});

test('what version 1 called live and named as recorded is recorded; its id, and all others, stay as they were', () => {
  const older = broken((results) => {
    const [column] = results['columns'] as Record<string, unknown>[];
    const provider = { id: 'recorded-api.example', name: 'api.example (recorded)' };
    const others = [
      { id: 'acme', name: 'Acme (recorded)' },
      { id: 'recorded-b', name: 'b' },
    ];
    results['schemaVersion'] = 1;
    results['columns'] = [provider, ...others].map((each) => ({ ...column, provider: each }));
  });
  const { columns } = readResults(older, 'old.json');
  expect(columns.map(({ evidence, provider }) => [evidence, provider.id, provider.name])).toEqual([
    ['recorded', 'recorded-api.example', 'api.example'],
    ['live', 'acme', 'Acme (recorded)'],
    ['live', 'recorded-b', 'b'],
  ]);
});

test("there is a migration from every version before this kit's", () => {
  for (let version = 1; version <= RESULTS_VERSION; version++) {
    const path = fileURLToPath(new URL(`./samples/v${version}.json`, import.meta.url));
    expect(readResults(readFileSync(path, 'utf8'), `v${version}.json`).schemaVersion).toBe(RESULTS_VERSION);
  }
});

test('members that a later kit adds are no error', () => {
  expect(
    readResults(
      broken((results) => Object.assign(results, { later: 1 })),
      'x',
    ).schemaVersion,
  ).toBe(RESULTS_VERSION);
});

const cases: readonly (readonly [string, string, RegExp])[] = [
  ['nothing', '', /^old\.json is empty .*responses-tck run`\.$/],
  ['a cut file', JSON.stringify(sampleResults()).slice(0, 200), /^old\.json ends too early/],
  ['no JSON', '<html>', /^old\.json is no JSON/],
  ['another file', '{"a":1}', /at \/schemaVersion: absent/],
  ['a later version', '{"schemaVersion":99}', /at \/schemaVersion: this kit reads versions up to 2, the file says 99/],
  ['no version', '{"schemaVersion":"1"}', /at \/schemaVersion: "1" is no version/],
  ['a missing member', broken((results) => delete results['run']), /at \/: must have required property 'run'/],
  ['a wrong level', broken((results) => Object.assign(results, { rules: [{}] })), /at \/rules\/0: must have/],
  [
    'a verdict without its findings',
    broken((results) => {
      const columns = results['columns'] as { verdicts: { verdict: object }[] }[];
      if (columns[0]?.verdicts[0] !== undefined) columns[0].verdicts[0].verdict = { outcome: 'fail' };
    }),
    /at \/columns\/0\/verdicts\/0\/verdict: must have required property 'findings'/,
  ],
  [
    'an unknown outcome of a request member',
    broken((results) => {
      const columns = results['columns'] as { parameters?: object[] }[];
      Object.assign(columns[1]?.parameters?.[0] ?? {}, { outcome: 'lost' });
    }),
    /at \/columns\/1\/parameters\/0\/outcome: must be equal to one of the allowed values/,
  ],
  [
    'an unknown evidence',
    broken((results) => Object.assign((results['columns'] as object[])[0] ?? {}, { evidence: 'guess' })),
    /at \/columns\/0\/evidence: must be equal to one of the allowed values \(\["live","recorded","example","documented"\]\)/,
  ],
];

for (const [what, text, message] of cases) {
  test(`${what} is refused in one line with place and mend`, () => {
    expect(messageOf(text)).toMatch(message);
    expect(messageOf(text)).not.toContain('\n');
  });
}
