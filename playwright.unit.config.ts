import { defineConfig } from '@playwright/test';

/** The kit's own tests: every `*.test.ts` beside its source. The conformance suite is `playwright.config.ts`. */
export default defineConfig({
  testDir: '.',
  testMatch: '**/*.test.ts',
  testIgnore: ['dist/**', 'node_modules/**'],
  outputDir: 'test-results/unit',
  // Built files need no transformation: the validators alone are 700 KB.
  build: { external: ['**/dist/**'] },
  expect: { toHaveScreenshot: { pathTemplate: '{testDir}/{testFileDir}/screenshots/{arg}{ext}' } },
  workers: 2,
  forbidOnly: Boolean(process.env['CI']),
  // A busy machine with two slow cores needs up to a minute for what takes three seconds here.
  timeout: 180_000,
  reporter: './reporters/count-line.ts',
});
