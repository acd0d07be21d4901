import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { loadProviders } from '../fixtures/providers/load.ts';
import { startServer } from '../fixtures/start.ts';
import { packageFile } from '../specs/package-root.ts';
import { forecast } from './run/forecast.ts';
import { selectedScenarios } from './run/plan.ts';
import { readRehearsal } from './run/rehearsal.ts';
import { needsOf } from './scaling/arithmetic.ts';
import { PAIRS, PAIRS_PER_JOB } from './scaling/assumptions.ts';
import { measurePair } from './scaling/measure.ts';
import { withFigures } from './scaling/page.ts';
import { record } from './scaling/recording.ts';
import { simulate } from './scaling/simulate.ts';

/** `npm run scaling [-- --stand-ins N --seed TEXT]`: measures one pair, simulates many servers, writes docs/scaling.md. */
const { values } = parseArgs({
  options: { 'stand-ins': { type: 'string', default: '1000' }, seed: { type: 'string', default: '2026' } },
});
const provider = (await loadProviders()).find(({ id }) => id === 'reference');
if (provider?.start === undefined) throw new Error('the provider file reference.yaml is missing');
const asked = selectedScenarios({ providers: [], runDir: '', contracts: ['openai'], documents: [] }, []);
const planned = forecast(asked, readRehearsal(), 'openai');
const server = await startServer(provider.start);
const runDir = mkdtempSync(join(tmpdir(), 'tck-scaling-'));
const key = provider.auth.kind === 'none' ? undefined : server.env[provider.auth.env];
const recording = await record({ provider, baseUrl: server.baseUrl, key }, asked, runDir);
await server.stop();
rmSync(runDir, { recursive: true, force: true });
const pair = await measurePair(recording, provider);
const simulated = await simulate(Number(values['stand-ins']), asked, recording, provider.models, values.seed);
const needs = needsOf(PAIRS, PAIRS_PER_JOB, planned, pair, simulated);
const page = packageFile('docs', 'scaling.md');
const { scenarios, requests, input, output } = planned;
const figures = { forecast: { scenarios, requests, input, output }, pair, simulated, needs };
writeFileSync(page, withFigures(readFileSync(page, 'utf8'), figures));
console.log(JSON.stringify(figures, null, 2));
