import { type Browser, expect, test } from '@playwright/test';
import { renderBadge } from './badge.ts';
import { launchChromium } from './html/browser.test-support.ts';
import { renderJunit } from './junit.ts';
import { sampleResults } from './results/sample.test-support.ts';

let browser: Browser;

test.beforeAll(async () => {
  test.setTimeout(600_000);
  browser = await launchChromium();
});
test.afterAll(() => browser?.close());

/** Reads XML with a parser that is not ours. */
async function parse(xml: string): Promise<{ readonly error: string | null; readonly counts: Record<string, number> }> {
  const page = await browser.newPage();
  const read = await page.evaluate((text) => {
    const document = new DOMParser().parseFromString(text, 'application/xml');
    const counts: Record<string, number> = {};
    for (const { localName } of Array.from(document.getElementsByTagName('*'))) {
      counts[localName] = (counts[localName] ?? 0) + 1;
    }
    return { error: document.querySelector('parsererror')?.textContent ?? null, counts };
  }, xml);
  await page.close();
  return read;
}

test('JUnit is well-formed, and only MUST and stale are failures', async () => {
  const { error, counts } = await parse(renderJunit(sampleResults()));
  expect(error).toBeNull();
  expect(counts).toMatchObject({ testsuites: 1, testsuite: 5, testcase: 37, failure: 4, 'system-out': 1 });
});

test('a failure says what is wrong, where, by what source and how to see it', () => {
  const xml = renderJunit(sampleResults());
  expect(xml).toContain('message="The answer has usage.total_tokens 15; expected 14."');
  expect(xml).toMatch(/text\/create \/body\/usage\/total_tokens, byte \d+ \(1\)/);
  expect(xml).toContain('breaks openai-node, AI SDK\nsource #/components/schemas/Response\nto see it:\ncurl -sS https');
});

test('a suite counts what it holds', () => {
  const xml = renderJunit(sampleResults());
  expect(xml).toContain('<testsuite name="Alpha Server" tests="9" failures="3" errors="0" skipped="3"');
  expect(xml).toContain('<skipped message="PAID_KEY is not set"/>');
});

test('badges are well-formed and give counts', async () => {
  const badges = sampleResults().columns.map(renderBadge);
  for (const badge of badges) expect((await parse(badge)).error).toBeNull();
  expect(badges[0]).toContain('● 8 hold');
  expect(badges[1]).toContain('✕ 3 fail, 2 hold');
  expect(badges[3]).toContain('not run');
});
