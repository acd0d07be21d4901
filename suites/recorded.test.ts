import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { isObject, parseJson, stringMember } from '../core/json.ts';
import { type Judgement, judgeExchange } from '../core/judge/judge.ts';
import { parametersOf } from '../core/judge/parameters.ts';
import type { Level } from '../core/rule.ts';
import { rules } from '../core/rules/index.ts';
import { viewOf } from '../core/view.ts';
import { readRecording } from '../fixtures/recordings/read.ts';
import { loadContract } from '../specs/load.ts';

/**
 * Genuine traffic of the two services that define the contract breaks no MUST. The recordings are no part of the
 * repository: `TCK_SHARED` names the folder that holds `traffic/recorded.jsonl`.
 */
const file = join(process.env['TCK_SHARED'] ?? '', 'traffic', 'recorded.jsonl');
const levels = new Map(rules.map(({ id, levels: { openai } }) => [id, openai]));

/** Until then the service did not number its events: true findings under today's contract. 2025-06-01, Unix seconds. */
const NUMBERED_SINCE = 1_748_736_000;

test.beforeEach(() => {
  test.skip(process.env['TCK_SHARED'] === undefined || !existsSync(file), 'TCK_SHARED names no recorded traffic');
});

test('every line of the recordings is judged, in order', async () => {
  const ids = lines().map((line) => stringMember(line, 'id'));
  expect((await judged()).map(({ id }) => id)).toEqual(ids);
});

test('genuine traffic breaks no MUST', async () => {
  expect(await found('MUST')).toEqual([]);
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
  expect((await found('SHOULD')).length).toBeLessThan(10);
});

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

async function found(level: Level): Promise<readonly string[]> {
  const official = new Map(lines().map((line) => [stringMember(line, 'id'), line]));
  const findings = (await judged()).flatMap((judgement) => {
    const line = official.get(judgement.id);
    return /^(?:openai|azure)$/.test(stringMember(line, 'provider') ?? '')
      ? judgement.findings.filter(({ rule }) => rule !== 'stream/sequence-number-present' || numbered(line))
      : [];
  });
  return findings
    .filter(({ rule }) => levels.get(rule) === level)
    .map(({ rule, exchange, at, expected, actual }) => `${rule} ${exchange} ${at}: ${expected}, was ${actual}`);
}

function numbered(line: object | undefined): boolean {
  const created = /created_at\\*":\s*(\d+)/.exec(JSON.stringify(line))?.[1];
  return created === undefined || Number(created) >= NUMBERED_SINCE;
}
