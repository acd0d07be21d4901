import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Browser, expect, test } from '@playwright/test';
import { sampleResults } from '../results/sample.test-support.ts';
import { launchChromium } from './bench/browser.ts';
import { seriousViolations, TestSite, visitPage } from './visit.test-support.ts';
import { renderSite } from './write.ts';

let browser: Browser;
let site: TestSite;

test.beforeAll(async () => {
  test.setTimeout(600_000);
  browser = await launchChromium();
  const { columns, ...results } = sampleResults();
  const again = columns.slice(0, 2).map((column) => ({ ...column, contract: 'open-responses' as const }));
  site = new TestSite([{ ...results, columns: [...columns, ...again] }]);
});

test.afterAll(async () => {
  await browser?.close();
  site?.remove();
});

test('the legend is dismissed for good, also where nothing can be kept', async () => {
  const { page, trouble } = await site.visit(browser);
  await page.getByRole('button', { name: 'Got it' }).click();
  await expect(page.getByRole('region', { name: 'Legend' })).toBeHidden();
  await page.reload();
  await expect(page.getByRole('grid')).toBeVisible();
  await expect(page.getByRole('region', { name: 'Legend' })).toBeHidden();
  await page.close();
  const blocked = await browser.newPage();
  await blocked.addInitScript(() => {
    Object.defineProperty(window, 'localStorage', {
      get: () => {
        throw new Error('blocked');
      },
    });
  });
  await blocked.goto(site.address);
  await blocked.getByRole('button', { name: 'Got it' }).click();
  await expect(blocked.getByRole('region', { name: 'Legend' })).toBeHidden();
  expect(trouble).toEqual([]);
  await blocked.close();
});

test('colours follow the system until the reader chooses', async () => {
  const { page } = await site.visit(browser, '', { colorScheme: 'dark' });
  const paper = () => page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);
  expect(await paper()).toBe('rgb(21, 24, 27)');
  await page.getByRole('button', { name: /colours; change/ }).click();
  expect(await paper()).toBe('rgb(255, 255, 255)');
  await page.reload();
  await expect(page.getByRole('grid')).toBeVisible();
  expect(await paper()).toBe('rgb(255, 255, 255)');
  await page.close();
});

for (const colorScheme of ['light', 'dark'] as const) {
  for (const width of [1280, 390]) {
    test(`axe finds nothing serious, ${colorScheme}, ${width} px`, async () => {
      for (const hash of [
        '#/?open=core,errors',
        '#/?cell=alpha~live~openai/streaming',
        '#/?verdict=fail',
        '#/?q=nothing-at-all',
        '#/parameters?open=temperature',
        '#/history',
        '#/provider/alpha~live~openai',
        '#/rule/usage/total',
        '#/evidence/alpha~live~openai/x1?at=/body/usage/total_tokens',
        '#/nowhere',
      ]) {
        const { page, trouble } = await site.visit(browser, hash, { colorScheme, viewport: { width, height: 800 } });
        await page.locator('[role=grid], main .empty, main h1').first().waitFor();
        expect(await seriousViolations(page), hash).toEqual([]);
        const wide = await page.evaluate(
          () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
        );
        expect(wide, `${hash} scrolls sideways`).toBe(0);
        expect(trouble).toEqual([]);
        await page.close();
      }
    });
  }
}

test('what a provider wrote is text and nothing else', async () => {
  for (const hash of [
    '#/?open=errors',
    '#/?cell=alpha~live~openai/error/envelope',
    '#/parameters?open=user&cell=alpha~live~openai/user',
    '#/provider/vendor',
    '#/?cell=gateway/usage/total',
    '#/evidence/alpha~live~openai/x3?at=/body/error/message',
    '#/?q=%3Cimg%20src%3Dx%20onerror%3Dalert(1)%3E&contract=%3Cscript%3E&pin=%E2%80%AE',
    '#/evidence/%3Cscript%3E/%E2%80%AE',
  ]) {
    const { page, trouble } = await site.visit(browser, hash);
    await page.locator('[role=grid], main .empty, main h1').first().waitFor();
    expect(await page.evaluate(() => 'hacked' in window)).toBe(false);
    expect(await page.locator('img').count()).toBe(0);
    expect(await page.locator('a[href^="javascript" i]').count()).toBe(0);
    expect((await page.evaluate(() => document.body.innerText)).replace(/[\n\t]/g, '')).not.toMatch(
      /[\p{Cc}\p{Cs}\u202e\u2028]/u,
    );
    expect(trouble, hash).toEqual([]);
    await page.close();
  }
});

test('without scripts the counts are there', async () => {
  const { page, trouble } = await site.visit(browser, '', { javaScriptEnabled: false });
  await expect(page.getByRole('row', { name: /Create a response/ })).toContainText('◐ 1/2');
  expect(trouble).toEqual([]);
  await page.close();
});

test('a run leaves the same as one file, which loads nothing', async () => {
  const file = join(site.folder, 'matrix.html');
  writeFileSync(file, renderSite(sampleResults()));
  const address = pathToFileURL(file).href;
  for (const hash of ['#/', '#/parameters', '#/history', '#/provider/alpha', '#/rule/usage/total']) {
    const { page, trouble } = await visitPage(browser, address, hash);
    page.on('request', (request) => trouble.push(`request ${request.url()}`));
    await page.locator('[role=grid], main .empty, main h1').first().waitFor();
    await expect(page.locator('.failed')).toHaveCount(0);
    expect(trouble, hash).toEqual([]);
    await page.close();
  }
  const { page, trouble } = await visitPage(browser, address, '#/?cell=alpha/usage/total');
  await expect(page.getByRole('dialog')).toContainText('curl -sS https://api.example.test/v1/responses');
  await expect(page.locator('.failed')).toHaveCount(0);
  expect(trouble).toEqual([]);
  await page.close();
});

test('the site and the page in one file look the same, in both themes and on a phone', async () => {
  const file = join(site.folder, 'same.html');
  const lone = new TestSite([sampleResults()]);
  writeFileSync(file, renderSite(sampleResults()));
  try {
    for (const [colorScheme, width] of [
      ['light', 1280],
      ['dark', 1280],
      ['light', 390],
    ] as const) {
      for (const hash of ['#/?open=core', '#/parameters']) {
        const shots: Buffer[] = [];
        for (const address of [lone.address, pathToFileURL(file).href]) {
          const options = { colorScheme, viewport: { width, height: 800 } };
          const { page } = await visitPage(browser, address, hash, options);
          await page.locator('[role=gridcell]').first().waitFor();
          shots.push(await page.screenshot({ animations: 'disabled' }));
          await page.close();
        }
        const [one, other] = shots;
        expect(one?.equals(other ?? Buffer.of()), `${hash} ${colorScheme} ${width}`).toBe(true);
      }
    }
  } finally {
    lone.remove();
  }
});

test('paper has every row and every column, in bands', async () => {
  const { page, trouble } = await site.visit(browser, '#/?contract=all&open=core,streaming,errors');
  await page.locator('[role=gridcell]').first().waitFor();
  await page.emulateMedia({ media: 'print' });
  await expect(page.locator('.printed')).toHaveCount(2);
  await expect(page.locator('.printed tbody tr')).toHaveCount(24);
  await expect(page.getByText('Columns 1 to 6 of 7')).toBeVisible();
  await expect(page.getByText('Column 7 of 7')).toBeVisible();
  await expect(page.locator('.printed thead th')).toHaveCount(7);
  await page.emulateMedia({ media: 'screen' });
  await expect(page.getByRole('grid')).toBeVisible();
  expect(trouble).toEqual([]);
  await page.close();
});

test('the policy stops a script that gets in all the same', async () => {
  const { page } = await site.visit(browser);
  const ran = await page.evaluate(() => {
    const script = document.createElement('script');
    script.textContent = 'window.hacked = 1';
    document.body.append(script);
    return 'hacked' in window;
  });
  expect(ran).toBe(false);
  await page.close();
});

test('a megabyte of text in a name and a finding stays readable', async () => {
  const results = sampleResults();
  const [reference, alpha, ...others] = results.columns;
  if (reference === undefined || alpha === undefined) throw new Error('the sample has no columns');
  const long = 'x'.repeat(1_000_000);
  const verdicts = alpha.verdicts.map((each) =>
    each.verdict.outcome === 'fail'
      ? {
          ...each,
          verdict: { ...each.verdict, findings: each.verdict.findings.map((one) => ({ ...one, actual: long })) },
        }
      : each,
  );
  const named = { ...reference, provider: { ...reference.provider, name: long } };
  const big = new TestSite([{ ...results, columns: [named, { ...alpha, verdicts }, ...others] }]);
  try {
    const { page, trouble } = await big.visit(browser, '#/?cell=alpha/usage/total');
    await expect(page.getByRole('dialog')).toContainText('(1000000 characters)');
    await page.keyboard.press('Escape');
    const head = await page.locator('.grid-column').first().boundingBox();
    expect(head?.height).toBeLessThan(120);
    expect(trouble).toEqual([]);
    await page.close();
  } finally {
    big.remove();
  }
});

test('a data file that is missing is named, with the mend', async () => {
  const { page } = await site.visit(browser);
  await page.route('**/data/columns/**', (route) => route.abort());
  await page.goto(`${site.address}#/?cell=gateway/usage/total`);
  await page.reload();
  await expect(page.getByRole('dialog').getByRole('alert')).toContainText(
    'data/columns/gateway.js could not be loaded. Copy the whole folder',
  );
  await page.close();
});
