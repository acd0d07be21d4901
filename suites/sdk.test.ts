import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import type { Contract } from '../core/contract.ts';
import type { Exchange } from '../core/exchange.ts';
import { rules } from '../core/rules/index.ts';
import { loadContract } from '../specs/load.ts';
import { agreementOn, breaksMust, readStreams, streamsOf } from './accuracy/agreement.ts';
import { disagreementOn, limitOf, READERS } from './accuracy/readers.ts';
import { readRecorded } from './accuracy/recordings.ts';
import { recordReference } from './record.test-support.ts';
import { referenceOnlyScenarios, scenarios } from './scenarios/index.ts';

/**
 * Second opinions that share no code with the rules: the stream readers of two SDKs. Where one throws, a rule of level
 * MUST objects, or its entry in `accuracy/readers.ts` says why not.
 */
const file = join(process.env['TCK_SHARED'] ?? '', 'traffic', 'recorded.jsonl');
let contract: Contract;
let reference: readonly Exchange[];

test.describe.configure({ timeout: 180_000 });

test.beforeAll(async () => {
  contract = await loadContract('openai');
  reference = [...(await recordReference([...scenarios, ...referenceOnlyScenarios])).values()].flat();
});

for (const reader of READERS) {
  test.describe(reader.name, () => {
    test('reads every stream of the reference, but for what it cannot read by nature', async () => {
      const { limits, read, streams, unread } = await readStreams(reference, reader);
      expect(unread).toEqual([]);
      expect(read).toBeGreaterThan(50);
      expect(read + Object.values(limits).reduce((sum, count) => sum + count, 0)).toBe(streams);
    });

    test('tells what it cannot read', async () => {
      const text = streamsOf(reference).find(({ step }) => step?.scenario === 'text-stream');
      const body = text?.answer.body.kind === 'text' ? text.answer.body.text : '';
      expect(await reader.read(body)).toBeUndefined();
      expect(await reader.read(body.replace('event: response.created', 'event: response.queued'))).toBeUndefined();
      expect(await reader.read(body.replace('data: {', 'data: {{'))).toMatch(/JSON|property name/);
    });

    test('wherever it throws at a broken stream, a rule of level MUST objects', async () => {
      const agreement = await agreementOn(reference, { reader, contract, rules, every: 61, from: 7 });
      expect(agreement.missed).toEqual([]);
      expect(agreement.mutants).toBeGreaterThan(1_000);
      expect(agreement.both).toBeGreaterThan(100);
    });

    test('with no rules at all it would be alone', async () => {
      const agreement = await agreementOn(reference, { reader, contract, rules: [], every: 997, from: 0 });
      expect(agreement.both).toBe(0);
      expect(agreement.thrown).toBeGreaterThan(5);
      expect(agreement.missed.length).toBeGreaterThan(3);
    });

    test('reads the recorded streams, or a rule of level MUST objects; each excuse is needed', async () => {
      test.skip(process.env['TCK_SHARED'] === undefined || !existsSync(file), 'TCK_SHARED names no recorded traffic');
      const recorded = (await readRecorded(file)).map(({ exchange }) => exchange);
      const { limits, read, unread } = await readStreams(recorded, reader);
      expect(read).toBeGreaterThan(250);
      const missed = unread.map((line) => line.split(':', 1)[0] ?? '').filter((id) => !judged(recorded, id));
      expect(missed.filter((id) => disagreementOn(reader, `recording ${id}`) === undefined)).toEqual([]);
      const met = new Set([...Object.keys(limits), ...Object.keys((await readStreams(reference, reader)).limits)]);
      expect([...met].sort()).toEqual(reader.limits.map(({ why }) => why).sort());
      // Those that it cannot read by nature break no MUST either.
      const limited = streamsOf(recorded).filter((exchange) => limitOf(reader, exchange) !== undefined);
      expect(limited.filter((exchange) => breaksMust(exchange, { contract, rules })).map(({ id }) => id)).toEqual([]);
    });
  });
}

function judged(recorded: readonly Exchange[], id: string): boolean {
  return recorded.some((exchange) => exchange.id === id && breaksMust(exchange, { contract, rules }));
}
