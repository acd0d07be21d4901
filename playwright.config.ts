import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { defineConfig, type ReporterDescription } from '@playwright/test';
import { isOwn } from './core/contract.ts';
import { contractEdition } from './specs/load.ts';
import { blobFolder } from './suites/run/names.ts';
import { runOptions } from './suites/run/options.ts';
import { plannedProjects } from './suites/run/plan.ts';

/**
 * The conformance suite. What to ask of whom comes from the file that `TCK_RUN` names (see `suites/run/options.ts`);
 * without it the reference provider is asked. `TCK_REPORTERS` names further reporters: `list`, `line`, `dot`, `junit`,
 * `json`, `blob`, `html`, `github`; where none of them prints, there is one line of progress. Runs as TypeScript here and as JavaScript in `dist`.
 */
const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const extension = import.meta.url.endsWith('.ts') ? 'ts' : 'js';
const options = runOptions(process.env);
const PRINTING = ['list', 'line', 'dot', 'github'];
const asked = (process.env['TCK_REPORTERS'] ?? 'list').split(',').filter((name) => name !== '');
// A part of a run is of use only where it can be merged.
const named = options.shard === undefined ? asked : [...new Set([...asked, 'blob'])];

function reporter(name: string): ReporterDescription {
  switch (name) {
    case 'junit':
      return ['junit', { outputFile: join(options.runDir, 'playwright-junit.xml') }];
    case 'json':
      return ['json', { outputFile: join(options.runDir, 'playwright.json') }];
    case 'blob':
      return ['blob', { outputDir: blobFolder(options.runDir) }];
    case 'html':
      return ['html', { outputFolder: join(options.runDir, 'playwright-report'), open: 'never' }];
    default:
      return [name];
  }
}

export default defineConfig({
  testDir: here('./suites'),
  testMatch: /conformance\.spec\.(ts|js)$/,
  // Built files need no transformation: compiling the validators alone would take longer than the run.
  build: { external: ['**/dist/**'] },
  outputDir: join(options.runDir, 'playwright'),
  projects: plannedProjects(options).map((project) => ({ ...project })),
  // The calls do not live in the workers: one is enough to judge, and each further one costs 0.2 GB.
  workers: 1,
  fullyParallel: true,
  // The exchange service has time limits of its own, per provider; a test only waits for it.
  timeout: 0,
  retries: 0,
  forbidOnly: Boolean(process.env['CI']),
  reporter: [
    [here(`./suites/run/host.${extension}`)],
    ...(named.some((name) => PRINTING.includes(name))
      ? []
      : ([[here(`./suites/run/progress.${extension}`)]] satisfies ReporterDescription[])),
    [
      here(`./reporters/playwright.${extension}`),
      {
        runDir: options.runDir,
        contracts: options.contracts.map((id) => ({
          id,
          edition: isOwn(id) ? (options.editions?.[id] ?? '') : contractEdition(id),
        })),
      },
    ],
    ...named.map(reporter),
  ],
});
