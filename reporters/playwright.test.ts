import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import type { FullResult, TestCase, TestResult } from '@playwright/test/reporter';
import Collector from './playwright.ts';
import { readResults } from './results/read.ts';
import { reportOf } from './results/sample.test-support.ts';

const END = { status: 'passed', startTime: new Date('2026-11-20T06:00:00Z'), duration: 2000 } as FullResult;

function testCase(id: string, project: string): TestCase {
  const annotations = [{ type: 'scenario', description: id }];
  return { id, annotations, parent: { project: () => ({ name: project }) } } as unknown as TestCase;
}

function testResult(attachments: Readonly<Record<string, unknown>>, more: Partial<TestResult> = {}): TestResult {
  const list = Object.entries(attachments).map(([name, value]) => ({
    name,
    contentType: 'application/json',
    body: Buffer.from(JSON.stringify(value)),
  }));
  return { status: 'passed', annotations: [], attachments: list, ...more } as unknown as TestResult;
}

const ALPHA = { id: 'alpha', name: 'Alpha', capabilities: [], knownFailures: [] };

test('attachments become the files of a run, and the last result of a test counts', async () => {
  const runDir = mkdtempSync(join(tmpdir(), 'tck-collector-'));
  writeFileSync(
    join(runDir, 'providers.json'),
    JSON.stringify([{ ...ALPHA, id: 'paid', notRun: 'PAID_KEY is not set' }]),
  );
  const collector = new Collector({ runDir });
  collector.onTestEnd(testCase('a', 'alpha'), testResult({ 'tck-report': reportOf(), 'tck-provider': ALPHA }));
  collector.onTestEnd(testCase('a', 'alpha'), testResult({ 'tck-report': reportOf({ findings: [] }) }));
  const skip = { status: 'skipped', annotations: [{ type: 'skip', description: 'no key' }] } as const;
  collector.onTestEnd(testCase('b', 'other'), testResult({}, { ...skip, annotations: [...skip.annotations] }));
  expect(await collector.onEnd(END)).toBeUndefined();
  expect(readdirSync(runDir).sort()).toEqual([
    'badges',
    'columns',
    'comment.md',
    'index.json',
    'junit.xml',
    'matrix.html',
    'providers.json',
    'results.json',
    'summary.md',
  ]);
  const badges = ['alpha', 'other', 'paid'].flatMap((id) => [id, `${id}.json`, `${id}.svg`]);
  expect(readdirSync(join(runDir, 'badges')).sort()).toEqual(badges);
  const results = readResults(readFileSync(join(runDir, 'results.json'), 'utf8'), 'results.json');
  expect(results.run.finishedAt).toBe('2026-11-20T06:00:02.000Z');
  const columns = results.columns.map(({ provider, notRun }) => [provider.name, notRun]);
  expect(columns).toEqual([
    ['Alpha', 'PAID_KEY is not set'],
    ['Alpha', undefined],
    ['other', 'no key'],
  ]);
  expect(results.columns[1]?.requests).toBe(1);
});

test('listing tests writes nothing', async () => {
  const runDir = mkdtempSync(join(tmpdir(), 'tck-collector-'));
  await new Collector({ runDir, _mode: 'list' }).onEnd(END);
  expect(readdirSync(runDir)).toEqual([]);
});

test('a run that broke before its first test leaves no empty results', async () => {
  const runDir = mkdtempSync(join(tmpdir(), 'tck-collector-'));
  await new Collector({ runDir }).onEnd({ ...END, status: 'failed' });
  expect(readdirSync(runDir)).toEqual([]);
});

test('a folder that cannot be written is said in one line and fails the run', async () => {
  const file = join(mkdtempSync(join(tmpdir(), 'tck-collector-')), 'file');
  writeFileSync(file, '');
  expect(await new Collector({ runDir: join(file, 'x') }).onEnd(END)).toEqual({ status: 'failed' });
});
