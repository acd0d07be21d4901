import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { loadProviders } from '../../fixtures/providers/load.ts';
import { startServer } from '../../fixtures/start.ts';
import { forecast } from '../run/forecast.ts';
import { selectedScenarios } from '../run/plan.ts';
import { readRehearsal } from '../run/rehearsal.ts';
import { needsOf } from './arithmetic.ts';
import { record } from './recording.ts';
import { simulate } from './simulate.ts';

test('a few simulated servers: the same each time, within the limits, about as many requests as planned', async () => {
  test.setTimeout(180_000);
  const provider = (await loadProviders()).find(({ id }) => id === 'reference');
  if (provider?.start === undefined) throw new Error('no reference');
  const options = { providers: [], runDir: '', contracts: ['openai'], documents: [] } as const;
  const scenarios = selectedScenarios(options, []);
  const server = await startServer(provider.start);
  const runDir = mkdtempSync(join(tmpdir(), 'tck-scaling-'));
  const key = Object.values(server.env)[0];
  const recording = await record({ provider, baseUrl: server.baseUrl, key }, scenarios, runDir);
  await server.stop();
  rmSync(runDir, { recursive: true, force: true });
  const play = () => simulate(12, scenarios, recording, provider.models, 'test');
  const { cpuSeconds: _once, ...first } = await play();
  const { cpuSeconds: _again, ...second } = await play();
  expect({ ...second, journalBytes: 0 }).toEqual({ ...first, journalBytes: 0 });
  expect(first.unknown).toBe(0);
  expect(first.mostUnderWay).toBe(4);
  const planned = forecast(scenarios, readRehearsal(), 'openai').requests;
  const sent = first.requests / (first.standIns - first.dead);
  expect(sent).toBeGreaterThan(planned * 0.95);
  expect(sent).toBeLessThan(planned * 1.2);
  // Longest first leaves little of the time unused.
  expect(first.overIdeal).toBeGreaterThanOrEqual(1);
  expect(first.overIdeal).toBeLessThan(1.2);
});

test('the arithmetic: pairs in jobs, the slower of asking and judging decides', () => {
  const pair = {
    cpuSeconds: 2,
    startCpuSeconds: 4,
    journalBytes: 100,
    resultsBytes: 10,
    resultsGzipBytes: 1,
    folderBytes: 200,
  };
  const cost = { requests: 10, input: 5, output: 7 };
  const simulated = { seconds: { half: 1, most: 2, all: 100 }, requests: 990, standIns: 100, dead: 10 };
  const slowServers = needsOf(1001, 10, cost, pair, simulated);
  expect(slowServers).toMatchObject({
    jobs: 101,
    requests: 11_011,
    inputTokens: 5005,
    outputTokens: 7007,
    jobMinutes: 100 / 60,
    journalBytes: 100_100,
  });
  expect(slowServers.cpuHours).toBeCloseTo((101 * 24) / 3600);
  expect(slowServers.wall.map(({ hours }) => Math.round(hours * 3600))).toEqual([10_100, 1100, 200]);
  const slowJudge = needsOf(1000, 100, cost, pair, simulated);
  expect(slowJudge.jobMinutes).toBeCloseTo(204 / 60);
  expect(slowJudge.requestsPerSecond).toBeCloseTo((100 * 11) / 204);
});
