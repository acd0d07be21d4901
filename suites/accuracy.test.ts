import { expect, test } from '@playwright/test';
import { applyEdits } from '../core/edit.ts';
import type { Exchange } from '../core/exchange.ts';
import { rules } from '../core/rules/index.ts';
import type { Fault } from '../fixtures/reference/faults/index.ts';
import { loadContract } from '../specs/load.ts';
import { seenOf } from './accuracy/faults.ts';
import { keyOf, keyOfFinding, knownDeviations } from './accuracy/known.ts';
import { accuracyPage, type Figures, sectionsOf } from './accuracy/page.ts';
import { limitOf, READERS, type SecondReader } from './accuracy/readers.ts';
import { isGenuine } from './accuracy/recordings.ts';
import { recordReference } from './record.test-support.ts';
import { scenarios } from './scenarios/index.ts';

const genuine = {
  exchanges: 12,
  streams: 5,
  checks: 900,
  levels: {
    MUST: { known: 1, falseAlarms: 0 },
    SHOULD: { known: 2, falseAlarms: 3 },
    MAY: { known: 0, falseAlarms: 0 },
  },
};
const figures: Figures = {
  date: '2026-01-02',
  contract: 'openai',
  genuine,
  faults: [
    { fault: 'one', noticed: ['a/b'], silent: [], collateral: [], kinds: ['json'], unnoticeable: false },
    { fault: 'two', noticed: ['a/b'], silent: ['a/c'], collateral: ['d/e'], kinds: ['json'], unnoticeable: false },
    { fault: 'three', noticed: [], silent: [], collateral: [], kinds: ['json'], unnoticeable: true },
  ],
};

test('the page shows the figures, and what was not measured keeps its older ones with their date', () => {
  const first = accuracyPage('', figures);
  expect(first).toContain('| SHOULD | 2 | 3 |');
  expect(first).toContain('| 3 | 1 | 1 | 1 | 1 |');
  expect(first).toContain('- `two`: silent `a/c`');
  expect(sectionsOf(first).get('## Second opinions: the stream readers of two SDKs')).toBe('Not measured here.');
  const { genuine: _, ...rest } = figures;
  const second = accuracyPage(first, { ...rest, date: '2026-02-03' });
  const kept = sectionsOf(second).get('## Genuine traffic') ?? '';
  expect(kept).toMatch(/^Not measured here on 2026-02-03; the figures are older\.\n\nMeasured on 2026-01-02/);
  expect(kept).toContain('| SHOULD | 2 | 3 |');
  // The note is not repeated, and goes when the part is measured again.
  const third = accuracyPage(second, { ...rest, date: '2026-03-04' });
  expect(third.match(/Not measured here on/g)).toHaveLength(1);
  expect(accuracyPage(third, figures)).toBe(first);
});

test('sections of other commands stay as they are', () => {
  const before = `${accuracyPage('', figures)}\n## Mutants\n\n| a |\n\n## More\n\nText.\n`.replace(
    'Not measured yet.',
    '',
  );
  const sections = sectionsOf(accuracyPage(before, figures));
  expect([sections.get('## Mutants'), sections.get('## More')]).toEqual(['| a |', 'Text.']);
});

test('a known deviation is told by service, recording, level, rule and place', () => {
  const row = '| openai | x1 | MUST | `a/b` | `/body/id` | it was so |';
  const header =
    '| service | recording | level | rule | place | why it is true |\n| --- | --- | --- | --- | --- | --- |';
  const [known, ...more] = knownDeviations(
    `# Page\n\n| other | table |\n| --- | --- |\n| x | y |\n\n${header}\n${row}\n`,
  );
  if (known === undefined) throw new Error('no row was read');
  expect(more).toEqual([]);
  const finding = {
    exchange: 'x1',
    rule: 'a/b',
    at: '/body/id',
    expected: '',
    actual: '',
    count: 1,
    more: [],
  } as const;
  const levelled = { ...finding, level: 'MUST', provider: 'openai' } as const;
  expect(keyOf(known)).toBe(keyOfFinding(levelled));
  expect(keyOf(known)).not.toBe(keyOfFinding({ ...levelled, at: '/body/object' }));
  expect(() => knownDeviations(`${header}\n| openai | x1 | MUST | \`a/b\` | \`/body/id\` |  |`)).toThrow(/no row/);
});

const wrongTotal = [{ op: 'set', path: '/body/usage/total_tokens', value: 999_999 }] as const;

test('a fault is compared with what was found: noticed, silent, collateral', async () => {
  const contract = await loadContract('openai');
  const own = scenarios.filter(({ id }) => id === 'text');
  const played = await recordReference(own);
  const fault: Fault = { id: 'x', title: 'x', breaks: ['usage/total', 'response/id'], apply: {} };
  const broken = new Map(
    [...played].map(([id, exchanges]) => [id, exchanges.map((each) => applyEdits(each, wrongTotal))]),
  );
  const options = { contract, rules, scenarios: own };
  expect(seenOf(fault, broken, options)).toMatchObject({
    noticed: ['usage/total'],
    silent: ['response/id'],
    collateral: [],
  });
  expect(seenOf({ ...fault, breaks: ['response/id'] }, broken, options).collateral).toEqual(['usage/total']);
  expect(seenOf(fault, played, options)).toMatchObject({ noticed: [], silent: ['usage/total', 'response/id'] });
});

test('what the SDK cannot read by nature is told from the stream', () => {
  const stream = (...events: readonly object[]): Exchange => ({
    id: 'x',
    fidelity: 'data-lines',
    request: { method: 'POST', url: '', path: '/v1/responses', query: '', headers: {}, json: undefined },
    answer: {
      kind: 'http',
      status: 200,
      headers: {},
      contentType: 'text/event-stream',
      body: { kind: 'data', payloads: events.map((event) => JSON.stringify(event)) },
      ending: 'complete',
    },
  });
  const created = { type: 'response.created', sequence_number: 0 };
  const official = READERS.find(({ name }) => name === 'openai') as SecondReader;
  const limit = (...events: readonly object[]) => limitOf(official, stream(...events)) ?? '';
  expect(limit(created)).toBe('');
  expect(limit({ ...created, type: 'response.in_progress', sequence_number: 4 })).toMatch(/^taken up in the middle/);
  expect(limit(created, { type: 'error' })).toMatch(/^an error event/);
  expect(limit(created, { type: 'response.apply_patch_call_operation_diff.done' })).toMatch(/^events of a type/);
  const vouched = ['openai', 'azure', 'xai', ''].map((provider) => isGenuine({ exchange: stream(), provider }));
  expect(vouched).toEqual([true, true, false, false]);
});
