import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Browser, expect, type Page, test } from '@playwright/test';
import { sampleResults, USAGE_FINDING } from '../results/sample.test-support.ts';
import { launchChromium } from './browser.test-support.ts';
import { jsonForHtml, renderMatrix } from './matrix.ts';

let browser: Browser;
let folder: string;
let address: string;

test.beforeAll(async () => {
  test.setTimeout(600_000);
  browser = await launchChromium();
  folder = mkdtempSync(join(tmpdir(), 'tck-matrix-'));
  const file = join(folder, 'matrix.html');
  writeFileSync(file, renderMatrix(sampleResults()));
  address = pathToFileURL(file).href;
});

test.afterAll(async () => {
  await browser?.close();
  if (folder !== undefined) rmSync(folder, { recursive: true });
});

interface Visit {
  readonly page: Page;
  /** Console errors, page errors, and every request other than the page itself. */
  readonly trouble: string[];
}

async function visit(hash = '', options: Parameters<Browser['newPage']>[0] = {}): Promise<Visit> {
  const page = await browser.newPage({ viewport: { width: 1280, height: 800 }, ...options });
  const trouble: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') trouble.push(message.text());
  });
  page.on('pageerror', (error) => trouble.push(String(error)));
  page.on('request', (request) => {
    if (!request.url().startsWith(address)) trouble.push(`request ${request.url()}`);
  });
  page.on('dialog', (dialog) => trouble.push(`dialog ${dialog.message()}`));
  await page.goto(address + hash);
  return { page, trouble };
}

test('a failing cell opens and shows the finding with its command', async () => {
  const { page, trouble } = await visit();
  await page.getByRole('button', { name: /^Create a response, Alpha Server: 1 of 2/ }).click();
  const panel = page.getByRole('dialog');
  await expect(panel).toContainText('usage.total_tokens equals input plus output');
  await expect(panel.locator('.facts .actual').first()).toHaveText('15');
  await expect(panel.locator('.line.marked').first()).toContainText('"total_tokens": 15');
  await expect(panel.locator('.curl').first()).toContainText('curl -sS https://api.example.test/v1/responses');
  expect(trouble).toEqual([]);
  await page.close();
});

test('the broken event of a stream is marked in the list of events', async () => {
  const { page, trouble } = await visit('#alpha/sse/sequence-number');
  const panel = page.getByRole('dialog');
  await expect(panel.locator('.event')).toHaveCount(9);
  await expect(panel.locator('.event.marked')).toHaveCount(1);
  await expect(panel.locator('.event.marked')).toContainText('response.output_item.added');
  await expect(panel.locator('.event.marked .note')).toContainText('absent');
  await expect(panel.locator('.event.marked')).toBeInViewport();
  expect(trouble).toEqual([]);
  await page.close();
});

test('what a provider sent is text and nothing else', async () => {
  const { page, trouble } = await visit('#alpha/error/envelope');
  const panel = page.getByRole('dialog');
  await expect(panel.locator('.facts .actual').first()).toContainText('<script>window.hacked=1</script>');
  await expect(panel).toContainText('⟨U+202E⟩');
  await expect(panel).toContainText('⟨U+001B⟩[31m');
  expect(await page.evaluate(() => 'hacked' in window)).toBe(false);
  expect(await page.locator('img').count()).toBe(0);
  expect(await page.locator('a[href^="javascript" i]').count()).toBe(0);
  await expect(page.locator('thead')).not.toContainText('\u202E');
  expect(trouble).toEqual([]);
  await page.close();
});

test('the policy stops a script that gets in all the same', async () => {
  const { page } = await visit();
  const ran = await page.evaluate(() => {
    const script = document.createElement('script');
    script.textContent = 'window.hacked = 1';
    document.body.append(script);
    return 'hacked' in window;
  });
  expect(ran).toBe(false);
  await page.close();
});

test('the keyboard alone opens a row, a cell and closes the panel', async () => {
  const { page, trouble } = await visit();
  const expand = page.getByRole('button', { name: 'Create a response', exact: true });
  await expand.focus();
  await page.keyboard.press('Enter');
  await expect(expand).toHaveAttribute('aria-expanded', 'true');
  await page.getByRole('button', { name: 'usage/total, Alpha Server: MUST, does not hold' }).focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('dialog')).toBeVisible();
  await expect(page).toHaveURL(`${address}#alpha/usage/total`);
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toBeHidden();
  await expect(page).toHaveURL(address);
  await page.keyboard.press('/');
  await expect(page.getByRole('searchbox')).toBeFocused();
  expect(trouble).toEqual([]);
  await page.close();
});

test('request members open by keyboard, show their values and the exchange', async () => {
  const { page, trouble } = await visit();
  const rows = page.locator('.parameter-row');
  await expect(rows.first()).toBeHidden();
  const expand = page.getByRole('button', { name: 'Request members', exact: true });
  await expand.focus();
  await page.keyboard.press('Enter');
  await expect(expand).toHaveAttribute('aria-expanded', 'true');
  await expect(rows).toHaveCount(5);
  await expect(rows.filter({ hasText: 'temperature' })).toContainText('honoured 1/2');
  await page.getByRole('button', { name: /^temperature, Alpha Server: honoured, 2 values tried; refused: 2/ }).focus();
  await page.keyboard.press('Enter');
  const panel = page.getByRole('dialog');
  await expect(page).toHaveURL(`${address}#alpha/parameter:temperature`);
  const value = panel.locator('summary', { hasText: '400 naming temperature' });
  await value.focus();
  await page.keyboard.press('Enter');
  await expect(panel.locator('.curl')).toContainText('curl -sS https://api.example.test/v1/responses');
  expect(trouble).toEqual([]);
  await page.close();
});

test('the place of a request member is marked in its request', async () => {
  const { page, trouble } = await visit('#alpha/parameter:stream');
  const panel = page.getByRole('dialog');
  await panel.locator('summary').first().click();
  await expect(panel.locator('.line.marked')).toContainText('"stream": true');
  await expect(panel.locator('.line.marked .note')).toContainText('honoured: the answer is a stream');
  await page.close();
  const lost = await visit('#alpha/parameter:user');
  await lost.page.getByRole('dialog').locator('summary').first().click();
  await expect(lost.page.getByRole('dialog')).toContainText('is not in this file');
  expect(await lost.page.evaluate(() => 'hacked' in window)).toBe(false);
  expect([...trouble, ...lost.trouble]).toEqual([]);
  await lost.page.close();
});

test('a search finds request members', async () => {
  const { page } = await visit();
  await page.getByRole('searchbox').fill('top_p');
  await expect(page.locator('.parameter-row:visible')).toHaveCount(1);
  await page.close();
});

test('the copied command is the command, not how it is shown', async () => {
  const page = await browser.newPage();
  await page.addInitScript(() => {
    Object.defineProperty(navigator, 'clipboard', {
      value: {
        writeText: (text: string) => Promise.resolve(document.documentElement.setAttribute('data-copied', text)),
      },
    });
  });
  await page.goto(`${address}#alpha/usage/total`);
  await page.getByRole('button', { name: 'Copy curl' }).click();
  await expect(page.getByRole('dialog').getByRole('status')).toHaveText('copied');
  const curl = sampleResults().columns[1]?.exchanges[0]?.curl ?? 'none';
  await expect(page.locator('html')).toHaveAttribute('data-copied', curl);
  await page.close();
});

test('filters leave what matches and say when nothing does', async () => {
  const { page, trouble } = await visit();
  await page.getByLabel('only failing').check();
  await expect(page.locator('.rule-row')).toHaveCount(4);
  await page.getByLabel('Level').selectOption('SHOULD');
  await expect(page.locator('.rule-row')).toHaveCount(1);
  await page.getByRole('searchbox').fill('no such rule');
  await expect(page.locator('.rule-row')).toHaveCount(0);
  await expect(page.locator('#matches')).toContainText('No rule matches');
  expect(trouble).toEqual([]);
  await page.close();
});

test('a column that was not run and a document are no servers', async () => {
  const { page } = await visit();
  await expect(page.locator('thead')).toContainText('PAID_KEY is not set');
  await expect(page.locator('thead .evidence-documented')).toContainText('what its document says');
  const hatch = page.locator('thead .evidence-documented');
  expect(await hatch.evaluate((element) => getComputedStyle(element).backgroundImage)).toContain('gradient');
  await page.close();
});

test('on a phone the page itself does not scroll sideways', async () => {
  for (const hash of ['', '#alpha/parameter:user', '#alpha/error/envelope', '#alpha/sse/sequence-number']) {
    const { page } = await visit(hash, { viewport: { width: 375, height: 700 } });
    const overflow = await page.evaluate(() => {
      const panel = document.querySelector('dialog');
      const wide = document.documentElement.scrollWidth - document.documentElement.clientWidth;
      return [wide, panel === null || !panel.open ? 0 : panel.scrollWidth - panel.clientWidth];
    });
    expect(overflow).toEqual([0, 0]);
    await page.close();
  }
});

test('without JavaScript the counts are there', async () => {
  const { page } = await visit('', { javaScriptEnabled: false });
  await expect(page.locator('.capability').first()).toContainText('1/2');
  await expect(page.locator('.no-script')).toBeVisible();
  await expect(page.locator('.parameter-row').first()).toBeVisible();
  await page.close();
});

test('a megabyte of text stays a small page', () => {
  const results = sampleResults();
  const [, alpha] = results.columns;
  const long = 'x'.repeat(1_000_000);
  const finding = { ...USAGE_FINDING, expected: long, actual: long };
  const verdict = { outcome: 'fail', findings: [finding] } as const;
  const columns =
    alpha === undefined ? [] : [{ ...alpha, verdicts: [{ rule: finding.rule, level: 'MUST', verdict }] as const }];
  expect(renderMatrix({ ...results, columns }).length).toBeLessThan(100_000);
});

test('data cannot end its element', () => {
  const text = jsonForHtml({ text: '</script><!--\u2028\uD800' });
  expect(text).not.toMatch(/[<>\u2028]/);
  expect(JSON.parse(text)).toEqual({ text: '</script><!--\u2028\uD800' });
});
