import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, expect, test } from '@playwright/test';
import { launchChromium } from '../reporters/site/bench/browser.ts';
import { seriousViolations, TestSite } from '../reporters/site/visit.test-support.ts';
import { cli } from './testing.test-support.ts';

/**
 * The site of real results: the reference provider, an independent mock server, the documents of five vendors, and a
 * recording, which is what the run itself sent and received.
 */
let browser: Browser;
let folder: string;
let site: TestSite;

const PROVIDERS = [
  'reference',
  'aimock',
  'omnirouters',
  'ohmygpt',
  'variable-base-aggregator',
  'opeai',
  'apifox-export',
];

test.beforeAll(async () => {
  test.setTimeout(600_000);
  folder = mkdtempSync(join(tmpdir(), 'tck-real-site-'));
  const at = (name: string) => join(folder, name);
  await cli(['run', ...PROVIDERS, '--capability', 'core,streaming', '--gate', 'reference', '--out', at('run')]);
  await cli(['check', at('run/journal.jsonl'), '--contract', 'openai,open-responses', '--out', at('recorded')]);
  const { code, stderr } = await cli(['report', at('recorded'), at('run'), '--out', at('site')]);
  expect(stderr).toBe('');
  expect(code).toBe(0);
  site = new TestSite([], at('site'));
  browser = await launchChromium();
});

test.afterAll(async () => {
  await browser?.close();
  if (folder !== undefined) rmSync(folder, { recursive: true, force: true });
});

test('from the first page to why aimock fails streaming and its curl: one click', async () => {
  const { page, trouble } = await site.visit(browser);
  await page.getByRole('link', { name: /^Streaming, AIMock: \d+ of \d+ judged MUST rules hold, \d+ fail/ }).click();
  const panel = page.getByRole('dialog', { name: 'Streaming' });
  await expect(panel).toContainText('sequence_number');
  await expect(panel).toContainText('absent');
  await expect(panel.getByText(/curl -N 'http/).first()).toBeVisible();
  expect(trouble).toEqual([]);
  await page.close();
});

test('every page of real results is there, with nothing serious for axe and no word in the console', async () => {
  test.setTimeout(240_000);
  for (const hash of [
    '#/?open=core,streaming',
    '#/?contract=all&differences=1',
    '#/?cell=aimock/streaming',
    '#/parameters',
    '#/compare?pin=reference,aimock&differences=1',
    '#/provider/aimock',
    '#/provider/opeai~documented~openai',
    '#/rule/stream/sequence-number-present',
    '#/history',
  ]) {
    const { page, trouble } = await site.visit(browser, hash);
    await page.locator('[role=grid], main h1').first().waitFor();
    await expect(page.locator('main .empty, .failed'), hash).toHaveCount(hash === '#/history' ? 1 : 0);
    expect(await seriousViolations(page), hash).toEqual([]);
    expect(trouble, hash).toEqual([]);
    await page.close();
  }
});

test('the site is whole: pages, data of every column, machine files', () => {
  for (const name of ['index.html', 'assets/app.js', 'assets/app.css', 'data/matrix.js', 'data/columns/aimock.js']) {
    expect(existsSync(join(folder, 'site', name)), name).toBe(true);
  }
  expect(existsSync(join(folder, 'recorded', 'results.json'))).toBe(true);
});
