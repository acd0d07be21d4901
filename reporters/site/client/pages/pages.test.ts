import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Browser, expect, type Page, test } from '@playwright/test';
import { runOn } from '../../../history/sample.test-support.ts';
import type { Column, Results, TimingEntry } from '../../../results/model.ts';
import { HOSTILE, sampleResults, USAGE_FINDING } from '../../../results/sample.test-support.ts';
import { launchChromium } from '../../bench/browser.ts';
import { writeSite } from '../../write.ts';

const folder = mkdtempSync(join(tmpdir(), 'tck-pages-'));
let browser: Browser;

test.beforeAll(async () => {
  test.setTimeout(600_000);
  writeSite([runOn(1), runOn(2, { 'usage/total': FAILS }), runOn(3), lateResults()], folder);
  browser = await launchChromium();
});
test.afterAll(async () => {
  await browser?.close();
  rmSync(folder, { recursive: true, force: true });
});

const FAILS = { outcome: 'fail', findings: [USAGE_FINDING] } as const;

/** The sample as the newest run: hostile wherever a provider or a vendor could write, with times and unanswered requests. */
function lateResults(): Results {
  const timing: TimingEntry = {
    exchange: 'x1',
    operation: 'POST /responses',
    status: 200,
    firstByteMs: 12,
    totalMs: 40,
    tokens: [8, 6],
  };
  const timings: readonly TimingEntry[] = [
    ...Array.from({ length: 30 }, (_, n) => ({ ...timing, totalMs: 40 + n * n })),
    { ...timing, exchange: 'x2', streamed: true, firstEventMs: 20, totalMs: 9000 },
    { ...timing, exchange: HOSTILE, operation: HOSTILE, status: 400 },
  ];
  const alpha: Partial<Column> = {
    timings,
    unanswered: [{ exchange: HOSTILE, cause: 'timeout', blame: 'gateway', detail: HOSTILE }],
  };
  const results = sampleResults();
  const at = '2026-11-20T06:00:00.000Z';
  return {
    ...results,
    run: { ...results.run, startedAt: at, arguments: ['--thorough', '--grep', `it's ${HOSTILE}`] },
    columns: results.columns.map((column) =>
      column.provider.id === 'alpha'
        ? { ...column, ...alpha, provider: { ...column.provider, models: { text: HOSTILE } } }
        : column.provider.id === 'reference'
          ? { ...column, verdicts: runOn(4, { 'response/object': FAILS }).columns[0]?.verdicts ?? [] }
          : column,
    ),
  };
}

interface Opened {
  readonly page: Page;
  readonly errors: string[];
}

async function open(route: string, options: { dark?: boolean; phone?: boolean } = {}): Promise<Opened> {
  const page = await browser.newPage({
    colorScheme: options.dark === true ? 'dark' : 'light',
    viewport: options.phone === true ? { width: 390, height: 844 } : { width: 1280, height: 900 },
  });
  const errors: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') errors.push(message.text());
  });
  page.on('pageerror', (error) => errors.push(error.message));
  page.on('request', (request) => {
    if (!request.url().startsWith('file:') && !request.url().startsWith('data:')) errors.push(request.url());
  });
  await page.goto(`${pathToFileURL(join(folder, 'index.html')).href}${route}`);
  await page.locator('main.page h1').waitFor();
  await expect(page.getByText(/^Loading/)).toHaveCount(0);
  return { page, errors };
}

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

interface Violation {
  readonly id: string;
  readonly impact: string | null;
  readonly nodes: readonly { readonly html: string }[];
}

/** What axe finds on the page itself; its head has a test of its own. */
async function violations(page: Page): Promise<readonly string[]> {
  await page.evaluate(AXE);
  const found = await page.evaluate(
    async () =>
      (
        (await (globalThis as unknown as { axe: { run(context: string, options: object): Promise<unknown> } }).axe.run(
          'main',
          { preload: false },
        )) as {
          violations: unknown;
        }
      ).violations,
  );
  return (found as readonly Violation[]).map(({ id, impact, nodes }) => `${impact} ${id}: ${nodes[0]?.html ?? ''}`);
}

const ROUTES = [
  '#/provider/alpha',
  '#/provider/paid',
  '#/provider/vendor',
  '#/provider/nobody',
  '#/rule/usage/total',
  '#/rule/error/envelope',
  '#/rule/no/rule',
  '#/history',
  '#/history?track=reference',
  '#/history?rule=usage/total',
  '#/history?track=nobody',
];

for (const route of ROUTES) {
  test(`${route}: no error, nothing from elsewhere, nothing for axe, nothing wider than a phone`, async () => {
    for (const options of [{}, { dark: true }, { phone: true }, { phone: true, dark: true }]) {
      const { page, errors } = await open(route, options);
      expect(await page.evaluate(() => 'hacked' in globalThis), route).toBe(false);
      expect(await violations(page), `${route} ${JSON.stringify(options)}`).toEqual([]);
      const [width, room] = await page.evaluate(() => [document.documentElement.scrollWidth, innerWidth]);
      expect(width, `${route} ${JSON.stringify(options)}`).toBeLessThanOrEqual(room ?? 0);
      const text = await page.locator('body').innerText();
      expect(text).not.toContain('\u202E');
      expect(text).not.toContain('\u001B');
      expect(errors).toEqual([]);
      await page.close();
    }
  });
}

test('the provider page: target, command, findings by rule, times, tokens and what was not answered', async () => {
  const { page } = await open('#/provider/alpha');
  const main = page.locator('main');
  await expect(main).toContainText('https://alpha.example.test/v1');
  await expect(page.locator('.command pre').first()).toContainText(
    'npx responses-tck@0.1.0 run alpha --thorough --grep',
  );
  await expect(page.locator('.command pre').first()).toContainText(`'it'\\''s `);
  await expect(main).toContainText('MUST rules that do not hold (3)');
  await page.getByRole('button', { name: /usage\/total/ }).click();
  await expect(page.locator('.finding')).toContainText('/body/usage/total_tokens');
  await expect(page.getByRole('row', { name: /POST \/responses, streamed/ })).toContainText('9,000 ms');
  await expect(page.getByRole('row', { name: /^POST \/responses 30/ })).toContainText('12 ms');
  // The refusal is in no table: its time says nothing.
  await expect(page.locator('.numbers tbody tr')).toHaveCount(2);
  await expect(page.locator('#tokens')).toBeVisible();
  await expect(page.locator('.plot canvas')).toHaveCount(2);
  await expect(main).toContainText('input: 248 in 31 answers');
  await expect(page.locator('#unanswered')).toHaveText('Unanswered (1)');
  await expect(main).toContainText('because of a gateway');
  await page.getByRole('combobox', { name: /^Operation/ }).selectOption({ label: 'POST /responses, streamed (1)' });
  await expect(page.locator('.plot').first()).toHaveAttribute('aria-label', /^Times of 1 answer/);
  await page.close();
});

test('a provider that was not asked says what is missing, and how to ask it', async () => {
  const { page } = await open('#/provider/paid');
  await expect(page.locator('main')).toContainText('Paid Cloud was not asked.');
  await expect(page.locator('main')).toContainText('PAID_KEY is not set');
  await expect(page.locator('.command pre')).toContainText('run paid');
  await page.close();
});

test('a document is no server: no latency, no claims, its own words', async () => {
  const { page } = await open('#/provider/vendor');
  await expect(page.locator('main')).toContainText('what its document says');
  await expect(page.locator('#latency')).toHaveCount(0);
  await expect(page.getByRole('columnheader', { name: 'Claimed' })).toHaveCount(0);
  await page.close();
});

test('the rule page: level per contract, source, who breaks, who passes and fails, and what makes it fail', async () => {
  const { page } = await open('#/rule/usage/total');
  const main = page.locator('main');
  await expect(main).toContainText('MUST in openai');
  await expect(main).toContainText('#/components/schemas/Response');
  await expect(main).toContainText('openai-node, AI SDK');
  await expect(main).toContainText('Does not hold (1)');
  await expect(main).toContainText('Known failure (1)');
  await expect(page.locator('.finding').first()).toContainText('/body/usage/total_tokens');
  // Of the rule of this name that the kit has: statements and faults come with the build.
  await expect(page.getByRole('row', { name: /^O01/ })).toContainText('sum of input_tokens and output_tokens');
  await expect(main).toContainText('Exactly this rule fails after this edit');
  await expect(page.locator('#counterexample ~ p')).toContainText(['Exactly this', 'No fault of the reference']);
  await page.close();
  const { page: other } = await open('#/rule/error/envelope');
  await expect(other.locator('.faults .command pre')).toContainText(['serve --fault fastapi-detail-body']);
  await expect(other.locator('main')).toContainText('run reference --fault fastapi-detail-body --rule error/envelope');
  await other.close();
});

test('a rule that the kit does not know is shown from the results alone', async () => {
  const { page } = await open('#/rule/sse/sequence-number');
  await expect(page.locator('main')).toContainText('does not know the rule any more');
  await expect(page.locator('#counterexample')).toHaveCount(0);
  await page.close();
});

test('history: what changed since the last run leads to the cells; any two runs can be compared, and the URL has them', async () => {
  const { page } = await open('#/history');
  await expect(page.locator('main')).toContainText('Regressions (1)');
  await expect(page.locator('.changes-list a').first()).toHaveAttribute('href', /cell=reference/);
  await page.getByRole('link', { name: 'Reference', exact: true }).click();
  await expect(page.locator('h1')).toHaveText('Reference: history');
  await expect(page.locator('main')).toContainText('4 runs');
  await expect(page.locator('.plot canvas')).toHaveCount(2);
  const changes = page.locator('section', { has: page.locator('#compare') }).last();
  await expect(changes.locator('.changes-list li')).toHaveText([/object is "response".*holds → does not hold/]);
  await page.getByRole('combobox', { name: /^from/ }).selectOption({ index: 2 });
  await page.getByRole('combobox', { name: /^to\b/ }).selectOption({ index: 1 });
  await expect(changes.locator('.changes-list li')).toHaveText([/usage\.total_tokens.*does not hold → holds/]);
  await expect(page.locator('main')).toContainText('Fixes (1)');
  expect(page.url()).toContain('from=2026-11-02');
  await page.reload();
  await expect(changes.locator('.changes-list li')).toHaveText([/usage\.total_tokens.*does not hold → holds/]);
  const flips = page.locator('section', { has: page.locator('#flakes') }).last();
  await expect(flips.getByRole('row', { name: /usage\/total/ })).toContainText('2');
  await expect(
    page.getByRole('row', { name: /usage\/total holds once, then does not hold once, then holds/ }),
  ).toBeVisible();
  await page.close();
});

test('a rule over all providers, run by run; reached from its page', async () => {
  const { page } = await open('#/rule/usage/total');
  await page.getByRole('link', { name: 'its history' }).click();
  await expect(page.getByRole('row', { name: /Reference.*holds once, then does not hold once/ })).toBeVisible();
  await expect(page.getByRole('row', { name: /Alpha Server.*does not hold once/ })).toBeVisible();
  await page.close();
});

test('plots follow the theme and the width, and everything opens by keyboard', async () => {
  const { page } = await open('#/provider/alpha');
  const width = () =>
    page
      .locator('.plot canvas')
      .first()
      .evaluate((canvas) => canvas.getBoundingClientRect().width);
  const before = await width();
  await page.setViewportSize({ width: 600, height: 900 });
  await expect.poll(width).toBeLessThan(before);
  const line = page.getByRole('button', { name: /sse\/sequence-number/ });
  await line.focus();
  await page.keyboard.press('Enter');
  await expect(line).toHaveAttribute('aria-expanded', 'true');
  await expect(page.locator('.finding')).toBeVisible();
  await page.keyboard.press('Enter');
  await expect(page.locator('.finding')).toHaveCount(0);
  await page.close();
});
