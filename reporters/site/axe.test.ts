import { type Browser, expect, type Page, test } from '@playwright/test';
import { launchChromium } from './bench/browser.ts';
import { showcase, VIEWS, type ViewName } from './views.test-support.ts';
import { seriousViolations, TestSite } from './visit.test-support.ts';

/** Whole pages, head, panel and all, in both themes: axe finds nothing serious. */
let browser: Browser;
let site: TestSite;

test.beforeAll(async () => {
  test.setTimeout(600_000);
  browser = await launchChromium();
  site = new TestSite(showcase());
});

test.afterAll(async () => {
  await browser?.close();
  site?.remove();
});

for (const name of Object.keys(VIEWS) as ViewName[]) {
  test(`${name}: axe finds nothing serious on the whole page`, async () => {
    for (const colorScheme of ['light', 'dark'] as const) await look(name, colorScheme, async () => undefined);
  });
}

const OPENED: readonly (readonly [what: string, view: ViewName, open: (page: Page) => Promise<void>])[] = [
  ['the filters', 'matrix', (page) => page.getByRole('button', { name: 'Filter' }).click()],
  [
    'the menu of a column',
    'matrix',
    async (page) => {
      const head = page.locator('.grid-column').first();
      await head.hover();
      await head.locator('.column-menu').click();
      await page.getByRole('menu').waitFor();
    },
  ],
];

for (const [what, view, open] of OPENED) {
  test(`${what}, opened: axe finds nothing serious on the whole page`, async () => {
    for (const colorScheme of ['light', 'dark'] as const) await look(view, colorScheme, open);
  });
}

async function look(name: ViewName, colorScheme: 'light' | 'dark', prepare: (page: Page) => Promise<void>) {
  const { hash, ready } = VIEWS[name];
  const { page, trouble } = await site.visit(browser, hash, { colorScheme });
  await page.locator(ready).first().waitFor();
  await expect(page.getByText(/^Loading/)).toHaveCount(0);
  await prepare(page);
  expect(await seriousViolations(page), `${name} ${colorScheme}`).toEqual([]);
  expect(trouble).toEqual([]);
  await page.close();
}
