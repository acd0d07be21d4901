import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Browser, expect, test } from '@playwright/test';
import { sampleResults } from '../results/sample.test-support.ts';
import { launchChromium } from './bench/browser.ts';
import { syntheticResults } from './bench/synthetic.ts';
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

test('the first screen shows counts with a symbol, and documents as another kind of thing', async () => {
  const { page, trouble } = await site.visit(browser);
  await expect(page.getByRole('grid')).toHaveAttribute('aria-colcount', '6');
  await expect(page.getByRole('link', { name: /^Create a response, Alpha Server: 1 of 2/ })).toContainText('◐1/2▵1');
  const documented = page.locator('.grid-column.of-documented');
  await expect(documented).toContainText('what its document says');
  expect(await documented.evaluate((element) => getComputedStyle(element).backgroundImage)).toContain('gradient');
  await expect(page.locator('.grid-column.not-run')).toContainText('PAID_KEY is not set');
  expect(trouble).toEqual([]);
  await page.close();
});

test('a row opens to its rules, and the address keeps it', async () => {
  const { page, trouble } = await site.visit(browser);
  await page.getByRole('button', { name: /^Streaming/ }).click();
  await expect(page).toHaveURL(/open=streaming/);
  const cell = page.getByRole('link', { name: 'sse/sequence-number, Alpha Server: MUST, does not hold' });
  await expect(cell).toContainText('✕fails');
  await page.reload();
  await expect(cell).toBeVisible();
  await page.goBack();
  await expect(cell).toBeHidden();
  expect(trouble).toEqual([]);
  await page.close();
});

test('a cell opens what was found; Escape and Back close it', async () => {
  const { page, trouble } = await site.visit(browser);
  await page.getByRole('link', { name: /^Streaming, Alpha Server/ }).click();
  const panel = page.getByRole('dialog', { name: 'Streaming' });
  await expect(panel).toContainText('Every stream event carries an integer sequence_number');
  await expect(panel).toContainText('absent');
  await expect(panel).toContainText('curl -sS https://api.example.test/v1/responses');
  await page.keyboard.press('Escape');
  await expect(panel).toBeHidden();
  await expect(page).not.toHaveURL(/cell=/);
  await page.goBack();
  await expect(panel).toBeVisible();
  await page.goBack();
  await expect(panel).toBeHidden();
  expect(trouble).toEqual([]);
  await page.close();
});

test('a cell that the address names opens, and one that does not exist says so', async () => {
  const { page, trouble } = await site.visit(browser, '#/?cell=alpha~live~openai/usage/total');
  await expect(page.getByRole('dialog')).toContainText('usage.total_tokens equals input plus output');
  await page.close();
  const lost = await site.visit(browser, '#/?cell=nobody/usage/total');
  await expect(lost.page.getByRole('dialog')).toContainText('This site has no column nobody');
  expect([...trouble, ...lost.trouble]).toEqual([]);
  await lost.page.close();
});

test('the keyboard alone walks the grid, opens a row and a cell, and comes back', async () => {
  const { page, trouble } = await site.visit(browser);
  await page.locator('[data-place="0/-1"]').focus();
  await page.keyboard.press('ArrowRight');
  await expect(page.locator('[data-place="0/-1"]')).toHaveAttribute('aria-expanded', 'true');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowDown');
  await expect(page.locator('[data-place="2/-1"]')).toBeFocused();
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowRight');
  const cell = page.getByRole('link', { name: 'usage/total, Alpha Server: MUST, does not hold' });
  await expect(cell).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('dialog')).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toBeHidden();
  await expect(cell).toBeFocused();
  await page.keyboard.press('Control+Home');
  await expect(page.locator('[data-place="0/-1"]')).toBeFocused();
  await page.keyboard.press('/');
  await expect(page.getByRole('searchbox')).toBeFocused();
  expect(trouble).toEqual([]);
  await page.close();
});

test('columns are pinned, moved and hidden by keys, and compared', async () => {
  const { page, trouble } = await site.visit(browser);
  const names = page.locator('.grid-column .provider');
  await expect(names.first()).toHaveText('Reference');
  await page.locator('[data-place="-1/1"]').focus();
  await page.keyboard.press('p');
  await expect(names.first()).toHaveText('Alpha Server');
  await expect(page).toHaveURL(/pin=alpha/);
  await page.locator('[data-place="-1/2"]').focus();
  await page.keyboard.press('Shift+ArrowLeft');
  await expect(names.nth(1)).toHaveText('Gateway');
  await page.keyboard.press('h');
  await expect(page.getByRole('button', { name: 'hidden: Gateway' })).toBeVisible();
  await page.locator('[data-place="-1/1"]').focus();
  await page.keyboard.press('p');
  await page.getByRole('button', { name: 'Compare the 2 pinned' }).click();
  await expect(page).toHaveURL(/#\/compare/);
  await expect(names).toHaveText(['Alpha Server', 'Reference']);
  await expect(page.getByRole('rowheader', { name: /response\/object/ })).toBeHidden();
  await expect(page.getByRole('rowheader', { name: /usage\/total/ })).toBeVisible();
  expect(trouble).toEqual([]);
  await page.close();
});

test('the menu of a column does the same with a pointer', async () => {
  const { page, trouble } = await site.visit(browser);
  await page.locator('.grid-column', { hasText: 'Alpha Server' }).hover();
  await page.getByRole('button', { name: 'Alpha Server: pin, hide, move' }).click();
  await expect(page.getByRole('menuitem').first()).toBeFocused();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await expect(page.locator('.grid-column', { hasText: 'Alpha Server' })).toHaveCount(0);
  await page.getByRole('button', { name: 'hidden: Alpha Server' }).click();
  await expect(page.locator('.grid-column', { hasText: 'Alpha Server' })).toHaveCount(1);
  expect(trouble).toEqual([]);
  await page.close();
});

test('a column is dragged in front of another', async () => {
  const { page, trouble } = await site.visit(browser);
  const heads = page.locator('.grid-column');
  await heads.nth(2).dragTo(heads.nth(0));
  await expect(page.locator('.grid-column .provider').first()).toHaveText('Gateway');
  await expect(page).toHaveURL(/order=gateway/);
  expect(trouble).toEqual([]);
  await page.close();
});

test('filters leave what matches, are in the address, and say when nothing does', async () => {
  const { page, trouble } = await site.visit(browser);
  const rules = page.locator('.line.inner');
  await page.getByRole('button', { name: 'Only failing' }).click();
  await expect(rules).toHaveCount(4);
  await page.getByRole('button', { name: 'Filter' }).click();
  await page.getByLabel('SHOULD', { exact: true }).check();
  await expect(rules).toHaveCount(1);
  await page.getByLabel('Errors').check();
  await expect(page.getByText('No rule is left by these filters.')).toBeVisible();
  await expect(page).toHaveURL(/capability=errors&level=SHOULD&verdict=fail/);
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Clear all filters' }).click();
  await expect(page.locator('.line')).toHaveCount(5);
  await page.getByRole('searchbox').fill('sequence gateway');
  await expect(rules).toHaveCount(1);
  await expect(page.locator('.grid-column')).toHaveCount(1);
  await page.getByRole('searchbox').fill('no such thing');
  await expect(page.getByText('No rule is left by these filters.')).toBeVisible();
  expect(trouble).toEqual([]);
  await page.close();
});

test('contract and kind of evidence choose columns', async () => {
  const { page, trouble } = await site.visit(browser);
  await page.getByLabel('contract').selectOption('open-responses');
  await expect(page.locator('.grid-column')).toHaveCount(2);
  await page.getByLabel('contract').selectOption('all');
  await expect(page.locator('.grid-column')).toHaveCount(7);
  await expect(page.locator('.grid-column .contract').first()).toHaveText('openai');
  await page.getByLabel('evidence').selectOption('documented');
  await expect(page.locator('.grid-column')).toHaveCount(1);
  await expect(page).toHaveURL(/contract=all&evidence=documented/);
  expect(trouble).toEqual([]);
  await page.close();
});

test('request members open to their values, and a cell to what shows it', async () => {
  const { page, trouble } = await site.visit(browser, '#/parameters');
  await expect(page.getByRole('link', { name: /^temperature, Alpha Server: honoured, 2 values tried/ })).toContainText(
    '●honoured 1/2',
  );
  await page.getByRole('button', { name: /^temperature/ }).click();
  await expect(page.getByRole('link', { name: 'temperature = 2, Alpha Server: refused' })).toBeVisible();
  await page.getByRole('link', { name: /^temperature, Alpha Server/ }).click();
  await expect(page.getByRole('dialog')).toContainText('400 naming temperature');
  await page.keyboard.press('Escape');
  await page.getByRole('searchbox').fill('top_p');
  await expect(page.locator('.line')).toHaveCount(1);
  expect(trouble).toEqual([]);
  await page.close();
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

test('paper has every row, and says which columns it leaves out', async () => {
  const { page, trouble } = await site.visit(browser, '#/?contract=all&open=core,streaming,errors');
  await page.locator('[role=gridcell]').first().waitFor();
  await page.emulateMedia({ media: 'print' });
  await expect(page.locator('.printed tbody tr')).toHaveCount(12);
  await expect(page.getByText('6 of 7 columns fit on paper')).toBeVisible();
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

test('a thousand providers: only what is in sight is in the document, and any cell can be reached', async () => {
  const large = new TestSite([syntheticResults({ providers: 1000, rules: 400, exchanges: 1 })]);
  try {
    const { page, trouble } = await large.visit(browser, '#/?open=core,streaming,errors');
    await expect(page.getByRole('grid')).toHaveAttribute('aria-colcount', '1001');
    expect(await page.getByRole('gridcell').count()).toBeLessThan(1000);
    await page.locator('[data-place="0/-1"]').focus();
    await page.keyboard.press('Control+End');
    await expect(page.locator('[data-place$="/999"]:focus')).toBeInViewport();
    await page.keyboard.press('Control+Home');
    await expect(page.locator('[data-place="0/-1"]')).toBeFocused();
    await page.getByRole('searchbox').fill('Provider 998');
    await expect(page.locator('.grid-column')).toHaveCount(1);
    expect(trouble).toEqual([]);
    await page.close();
  } finally {
    large.remove();
  }
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
