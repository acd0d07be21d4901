import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import type { Exchange } from '../core/exchange.ts';
import { isObject, parseJson, stringMember } from '../core/json.ts';
import { type Judgement, judgeExchange } from '../core/judge/judge.ts';
import { parametersOf } from '../core/judge/parameters.ts';
import { rules } from '../core/rules/index.ts';
import { viewOf } from '../core/view.ts';
import { readRecording } from '../fixtures/recordings/read.ts';
import { loadContract } from '../specs/load.ts';
import { packageFile } from '../specs/package-root.ts';
import { keyOf, keyOfFinding, knownDeviations } from './accuracy/known.ts';
import { findingsOn, isGenuine, readRecorded } from './accuracy/recordings.ts';

/**
 * Genuine traffic of the two services that define the contract breaks no MUST of its time. The recordings are no part of the
 * repository: `TCK_SHARED` names the folder that holds `traffic/recorded.jsonl`.
 */
const file = join(process.env['TCK_SHARED'] ?? '', 'traffic', 'recorded.jsonl');

test.beforeEach(() => {
  test.skip(process.env['TCK_SHARED'] === undefined || !existsSync(file), 'TCK_SHARED names no recorded traffic');
});

test('every line of the recordings is judged, in order', async () => {
  const ids = lines().map((line) => stringMember(line, 'id'));
  expect((await judged()).map(({ id }) => id)).toEqual(ids);
});

test('what is found in the recordings is what docs/known-deviations.md lists, one by one', async () => {
  const contract = await loadContract('openai');
  const known = knownDeviations(readFileSync(packageFile('docs', 'known-deviations.md'), 'utf8'));
  expect(known.length).toBeGreaterThan(0);
  const found = findingsOn(await readRecorded(file), contract, rules);
  expect(found.map(keyOfFinding).toSorted()).toEqual(known.map(keyOf).toSorted());
});

test('genuine traffic breaks no MUST of its time', async () => {
  const [today, then] = await Promise.all([loadContract('openai'), loadContract('openai@2025-05')]);
  const genuine = (await readRecorded(file)).filter(isGenuine);
  const broken = new Set(
    findingsOn(genuine, today, rules)
      .filter(({ level }) => level === 'MUST')
      .map(({ exchange }) => exchange),
  );
  expect(broken.size).toBe(8);
  const early = genuine.filter(({ exchange }) => broken.has(exchange.id));
  expect(findingsOn(early, then, rules)).toEqual([]);
  // The edition leaves out what is younger, and nothing else: a text that does not join is found there as well.
  const damaged = early.map(({ exchange, provider }) => ({ provider, exchange: withoutFirstDelta(exchange) }));
  const noticed = new Set(findingsOn(damaged, then, rules).map(({ exchange }) => exchange));
  expect(noticed).toEqual(broken);
});

test('genuine traffic ignores no request member, and honours most of what was sent', async () => {
  const contract = await loadContract('openai');
  const official = new Map(lines().map((line) => [stringMember(line, 'id'), stringMember(line, 'provider')]));
  const counts: Record<string, number> = {};
  const lost: string[] = [];
  for await (const entry of readRecording(file)) {
    if ('error' in entry || !/^(?:openai|azure)$/.test(official.get(entry.exchange.id) ?? '')) continue;
    const view = viewOf(entry.exchange, contract.operations);
    for (const { member, value, outcome, why } of parametersOf(view === undefined ? [] : [view], contract)) {
      counts[outcome] = (counts[outcome] ?? 0) + 1;
      if (outcome !== 'honoured' && outcome !== 'unclear') lost.push(`${entry.exchange.id} ${member} ${value}: ${why}`);
    }
  }
  expect(lost).toEqual([]);
  expect(counts['honoured']).toBeGreaterThan(2 * (counts['unclear'] ?? 0));
});

test('warnings on genuine traffic are rare', async () => {
  const genuine = (await readRecorded(file)).filter(isGenuine);
  const found = findingsOn(genuine, await loadContract('openai'), rules);
  expect(found.filter(({ level }) => level === 'SHOULD').length).toBeLessThan(10);
});

/** The stream without its first delta of text or arguments. */
function withoutFirstDelta(exchange: Exchange): Exchange {
  const { answer } = exchange;
  if (answer.kind !== 'http' || answer.body.kind !== 'text') throw new Error(`${exchange.id} is no recorded stream`);
  const text = answer.body.text.replace(
    /^event: response\.(?:output_text|function_call_arguments)\.delta\r?\ndata: .*\r?\n\r?\n/m,
    '',
  );
  expect(text).not.toBe(answer.body.text);
  return { ...exchange, answer: { ...answer, body: { kind: 'text', text } } };
}

function lines(): readonly object[] {
  return readFileSync(file, 'utf8')
    .trim()
    .split('\n')
    .map((line) => {
      const parsed = parseJson(line);
      return parsed.ok && isObject(parsed.value) ? parsed.value : {};
    });
}

async function judged(): Promise<readonly (Judgement & { readonly id: string })[]> {
  const contract = await loadContract('openai');
  const all: (Judgement & { readonly id: string })[] = [];
  for await (const entry of readRecording(file)) {
    if ('error' in entry) throw new Error(`line ${entry.line}: ${entry.error}`);
    all.push({ id: entry.exchange.id, ...judgeExchange(entry.exchange, contract, rules) });
  }
  return all;
}
