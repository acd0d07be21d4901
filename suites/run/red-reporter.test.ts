import { execFile } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from '@playwright/test';

/**
 * Guards undocumented behaviour: a reporter that is first in the list sets `status` and `errors` of a result in
 * `onTestEnd`, and every later reporter, the exit code and a merge of blobs see a failed test. When this goes red after
 * an update of Playwright, tests must throw again (`suites/run/worker.ts`, `show`).
 */
const here = dirname(fileURLToPath(import.meta.url));
const project = join(here, '..', '..', 'test-results', `red-guard-${process.pid}`);
const cli = createRequire(import.meta.url).resolve('@playwright/test/cli');

const SPEC = `import { test } from '@playwright/test';
for (const name of ['one', 'two', 'three']) {
  test(name, () => {
    const info = test.info();
    const attach = (label, text) => info.attachments.push({ name: label, contentType: 'text/plain', body: Buffer.from(text) });
    attach('worker', String(info.workerIndex));
    if (name !== 'two') attach('tck-red', 'usage/total: ' + name + ' breaks it');
  });
}
`;

const CONFIG = `export default {
  testDir: '.', outputDir: 'out', testMatch: /red\\.spec\\.mjs$/, workers: 1, fullyParallel: true,
  reporter: [
    [${JSON.stringify(join(here, 'red-reporter.ts'))}],
    ['list'], ['json', { outputFile: 'report.json' }], ['junit', { outputFile: 'report.xml' }], ['blob', { outputDir: 'blobs' }],
  ],
};
`;

interface Ran {
  readonly code: number;
  readonly stdout: string;
}

function playwright(...args: string[]): Promise<Ran> {
  // Variables of the test runner that runs this test would reach the inner one.
  const env = Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !/^(TEST_|TCK_|FORCE_COLOR)/.test(name)),
  );
  return new Promise((resolve) => {
    execFile(process.execPath, [cli, ...args], { cwd: project, env: { ...env, NO_COLOR: '1' } }, (error, stdout) =>
      resolve({ code: typeof error?.code === 'number' ? error.code : error === null ? 0 : 1, stdout }),
    );
  });
}

test.afterAll(() => rmSync(project, { recursive: true, force: true }));

test('a test that only attaches why it is red is failed for every reporter, in one worker', async () => {
  mkdirSync(project, { recursive: true });
  writeFileSync(join(project, 'red.spec.mjs'), SPEC);
  writeFileSync(join(project, 'playwright.config.mjs'), CONFIG);

  const { code, stdout } = await playwright('test', '-c', 'playwright.config.mjs');
  expect(code).toBe(1);
  expect(stdout).toContain('2 failed');
  expect(stdout).toContain('1 passed');
  expect(stdout).toContain('usage/total: one breaks it');
  expect(stdout).not.toContain('at Object.');

  const results = jsonResults(readFileSync(join(project, 'report.json'), 'utf8'));
  expect(results.map(({ status }) => status)).toEqual(['failed', 'passed', 'failed']);
  expect(new Set(results.map(({ workerIndex }) => workerIndex)).size).toBe(1);

  expect(readFileSync(join(project, 'report.xml'), 'utf8')).toMatch(/(failures|errors)="2"/);

  const merged = await playwright('merge-reports', '--reporter', 'json', 'blobs');
  expect(jsonResults(merged.stdout).map(({ status }) => status)).toEqual(['failed', 'passed', 'failed']);
});

interface JsonResult {
  readonly status: string;
  readonly workerIndex: number;
}

function jsonResults(text: string): readonly JsonResult[] {
  const report = JSON.parse(text) as {
    suites: readonly { specs: readonly { tests: readonly { results: JsonResult[] }[] }[] }[];
  };
  return report.suites.flatMap(({ specs }) => specs.flatMap(({ tests }) => tests.flatMap(({ results }) => results)));
}
