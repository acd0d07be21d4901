import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Browser, expect, test } from '@playwright/test';
import { launchChromium } from '../reporters/site/bench/browser.ts';
import { seriousViolations, TestSite } from '../reporters/site/visit.test-support.ts';
import { cli, freshFolder } from './testing.test-support.ts';

/**
 * The switch to vendors' own documents on a site of real results: the reference provider as the server of a document whose
 * promises it keeps (`second`, opeai), and of one whose answers are another API's (`mine`, apifox-export).
 */
let browser: Browser;
let folder: string;
let site: TestSite;
let without: TestSite;

test.beforeAll(async () => {
  test.setTimeout(300_000);
  folder = freshFolder();
  const at = (name: string) => join(folder, name);
  mkdirSync(at('providers'));
  for (const [id, document] of [
    ['mine', 'apifox-export'],
    ['second', 'opeai'],
  ] as const) {
    const lines = [
      `name: ${id === 'mine' ? 'Mine' : 'Second'}`,
      'start: reference',
      'auth: { kind: bearer, env: TCK_REFERENCE_KEY }',
      'models: { text: reference-1 }',
      'capabilities: [core]',
      `document: ${document}`,
    ];
    writeFileSync(at(`providers/${id}.yaml`), `${lines.join('\n')}\n`);
  }
  const asking = ['mine', 'second', '--providers', at('providers'), '--scenario', 'text*'];
  // Two providers with one document: it is judged once.
  await cli(['run', ...asking, 'ohmygpt', 'opeai', '--out', at('run')]);
  await cli(['run', ...asking, '--contract', 'openai', '--out', at('openai')]);
  for (const [run, out] of [
    ['run', 'site'],
    ['openai', 'without'],
  ] as const) {
    const { code, stderr } = await cli(['report', at(run), '--out', at(out)]);
    expect([code, stderr]).toEqual([0, '']);
  }
  site = new TestSite([], at('site'));
  without = new TestSite([], at('without'));
  browser = await launchChromium();
});

test.afterAll(async () => {
  await browser?.close();
  if (folder !== undefined) rmSync(folder, { recursive: true, force: true });
});

test('the contract switch leads to what vendors promise themselves, live and printed', async () => {
  const { page, trouble } = await site.visit(browser);
  const contract = page.getByRole('combobox', { name: 'contract' });
  await expect(contract).not.toHaveValue('own');
  await contract.selectOption({ label: 'its own document' });
  await expect(page).toHaveURL(/contract=own/);
  await expect(page.locator('.note')).toContainText('what a document leaves out nobody owes under it');
  await expect(page.getByRole('link', { name: /^Create a response, Mine: .* 1 fail/ })).toBeVisible();
  await expect(
    page.getByRole('link', { name: /^Create a response, Second: (\d+) of \1 judged MUST rules hold/ }),
  ).toBeVisible();
  // Rules of the reference contracts are not there, and its own are not under those.
  await page.getByRole('button', { name: /^Create a response/ }).click();
  await expect(page.getByRole('link', { name: 'own/answer-schema, Mine: MUST, does not hold' })).toBeVisible();
  await expect(page.getByText('usage/total', { exact: true })).toHaveCount(0);
  await contract.selectOption({ index: 0 });
  await expect(page.locator('.note')).toHaveCount(0);
  await expect(page.getByText('own/answer-schema', { exact: true })).toHaveCount(0);
  expect(trouble).toEqual([]);
  await page.close();
});

test('a cell names the line of the document, and what of it can be judged at all', async () => {
  const { page, trouble } = await site.visit(browser, '#/?contract=own&cell=mine~live~own_apifox-export/core');
  const panel = page.getByRole('dialog');
  await expect(panel).toContainText('by its own document');
  await expect(panel).toContainText('line 18 of the document');
  await expect(panel).toContainText('The document states what these rules judge, and owes nothing else');
  await expect(panel.locator('.promised')).not.toContainText('own/example-request');
  await page.close();
  const idle = await site.visit(browser, '#/?contract=own&cell=ohmygpt~example~own_ohmygpt/core');
  await expect(idle.page.getByRole('dialog')).toContainText('so its examples contradict nothing');
  expect([...trouble, ...idle.trouble]).toEqual([]);
  await idle.page.close();
});

test('a link to one document of many shows them all; the page of a rule lists lines of every document', async () => {
  const { page, trouble } = await site.visit(browser, '#/?contract=own:opeai');
  await expect(page.getByRole('combobox', { name: 'contract' })).toHaveValue('own');
  await page.goto(`${site.address}#/rule/own/answer-media-type`);
  const facts = page.locator('main');
  await expect(facts).toContainText("under a vendor's own document, where that states it");
  await expect(page.getByRole('row', { name: /ohmygpt 167 200 as application\/json/ })).toBeVisible();
  expect(trouble).toEqual([]);
  await page.close();
});

test('where nothing was judged by it, the empty table says how it would be', async () => {
  const { page, trouble } = await without.visit(browser, '#/?contract=own');
  await expect(page.locator('.empty')).toContainText("Nothing here was judged by its vendor's own document");
  await expect(page.locator('.empty')).toContainText('document: ID');
  expect(trouble).toEqual([]);
  await page.close();
});

for (const colorScheme of ['light', 'dark'] as const) {
  test(`axe finds nothing serious under its own document, ${colorScheme}`, async () => {
    test.setTimeout(120_000);
    for (const hash of [
      '#/?contract=own&open=core',
      '#/?contract=own&cell=mine~live~own_apifox-export/core',
      '#/provider/mine~live~own_apifox-export',
      '#/rule/own/parameter-known',
      '#/parameters?contract=own',
    ]) {
      const { page, trouble } = await site.visit(browser, hash, { colorScheme });
      await page.locator('[role=grid], main h1').first().waitFor();
      expect(await seriousViolations(page), hash).toEqual([]);
      expect(trouble, hash).toEqual([]);
      await page.close();
    }
  });
}
