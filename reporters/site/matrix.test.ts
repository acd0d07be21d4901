import { type Browser, expect, test } from '@playwright/test';
import { sampleResults } from '../results/sample.test-support.ts';
import { launchChromium } from './bench/browser.ts';
import { syntheticResults } from './bench/synthetic.ts';
import { TestSite } from './visit.test-support.ts';

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
