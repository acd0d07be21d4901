import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import type { Contract } from '../core/contract.ts';
import type { Exchange } from '../core/exchange.ts';
import { rules } from '../core/rules/index.ts';
import { loadContract } from '../specs/load.ts';
import { agreementOn, breaksMust, readStreams, streamsOf } from './accuracy/agreement.ts';
import { DISAGREEMENTS, sdkLimit } from './accuracy/excuses.ts';
import { sdkObjection } from './accuracy/openai-reader.ts';
import { readRecorded } from './accuracy/recordings.ts';
import { recordReference } from './record.test-support.ts';
import { referenceOnlyScenarios, scenarios } from './scenarios/index.ts';

/**
 * A second opinion that shares no code with the rules: the official SDK's own reader of streams. Where it throws, a rule
 * of level MUST objects, or the table in `accuracy/excuses.ts` says why not.
 */
const file = join(process.env['TCK_SHARED'] ?? '', 'traffic', 'recorded.jsonl');
let contract: Contract;
let reference: readonly Exchange[];

test.describe.configure({ timeout: 180_000 });

test.beforeAll(async () => {
  contract = await loadContract('openai');
  reference = [...(await recordReference([...scenarios, ...referenceOnlyScenarios])).values()].flat();
});

test('the SDK reads every stream of the reference, but for what it cannot read by nature', async () => {
  const { limits, read, streams, unread } = await readStreams(reference, sdkObjection);
  expect(unread).toEqual([]);
  expect(read).toBeGreaterThan(50);
  expect(read + Object.values(limits).reduce((sum, count) => sum + count, 0)).toBe(streams);
  // Each excuse is needed: a stream has it, and is not read.
  expect(Object.keys(limits).sort()).toEqual(['failed', 'middle', 'unknown']);
});

test('a body that the SDK cannot read is told, and one that it can is not', async () => {
  const text = streamsOf(reference).find(({ step }) => step?.scenario === 'text-stream');
  const body = text?.answer.body.kind === 'text' ? text.answer.body.text : '';
  expect(await sdkObjection(body)).toBeUndefined();
  expect(await sdkObjection(body.replace('event: response.created', 'event: response.queued'))).toBeUndefined();
  expect(await sdkObjection(body.replace(/event: response\.created\ndata: .*\n\n/, ''))).toMatch(/response\.created/);
});

test('wherever the SDK throws at a broken stream, a rule of level MUST objects', async () => {
  const agreement = await agreementOn(reference, { read: sdkObjection, contract, rules, every: 61, from: 7 });
  expect(agreement.missed).toEqual([]);
  expect(agreement.mutants).toBeGreaterThan(1_000);
  expect(agreement.both).toBeGreaterThan(200);
  console.log(`SDK and judge: ${JSON.stringify(agreement)}`);
});

test('with no rules at all the SDK misses them', async () => {
  const agreement = await agreementOn(reference, { read: sdkObjection, contract, rules: [], every: 997, from: 0 });
  expect(agreement.both).toBe(0);
  expect(agreement.missed.length).toBeGreaterThan(5);
});

test('the SDK reads the recorded streams, or a rule of level MUST objects', async () => {
  test.skip(process.env['TCK_SHARED'] === undefined || !existsSync(file), 'TCK_SHARED names no recorded traffic');
  const recorded = (await readRecorded(file)).map(({ exchange }) => exchange);
  const { read, unread } = await readStreams(recorded, sdkObjection);
  expect(read).toBeGreaterThan(250);
  const missed = unread.map((line) => line.split(':', 1)[0] ?? '').filter((id) => !judged(recorded, id));
  expect(missed.map((id) => `recording ${id}`)).toEqual(
    [...DISAGREEMENTS.keys()].filter((key) => /^recording /.test(key)),
  );
  // Those that it cannot read by nature break no MUST either.
  const limited = streamsOf(recorded).filter((exchange) => sdkLimit(exchange) !== undefined);
  expect(limited.filter((exchange) => breaksMust(exchange, { contract, rules })).map(({ id }) => id)).toEqual([]);
});

function judged(recorded: readonly Exchange[], id: string): boolean {
  return recorded.some((exchange) => exchange.id === id && breaksMust(exchange, { contract, rules }));
}
