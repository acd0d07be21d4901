import { type Browser, expect, test } from '@playwright/test';
import { capabilityBadge, columnBadge, renderBadge, renderEndpoint } from './badge.ts';
import { renderJunit } from './junit.ts';
import { HOSTILE, sampleResults } from './results/sample.test-support.ts';
import { ruleIndex } from './results/summary.ts';
import { launchChromium } from './site/bench/browser.ts';

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
  const badges = sampleResults().columns.map((column) => renderBadge(columnBadge(column)));
  for (const badge of badges) expect((await parse(badge)).error).toBeNull();
  expect(badges[0]).toContain('● 8 hold');
  expect(badges[1]).toContain('✕ 3 fail, 2 hold');
  expect(badges[3]).toContain('not run');
});

test('a badge says what it rests on where nobody asked the server now', () => {
  const [column] = sampleResults().columns;
  if (column === undefined) throw new Error('the sample has columns');
  const long = { ...column, provider: { id: 'x', name: 'x'.repeat(200) } };
  expect(columnBadge({ ...column, evidence: 'recorded' }).label).toBe('Responses API · Reference (recorded)');
  expect(columnBadge({ ...long, evidence: 'documented' }).label).toMatch(/… \(\d+ characters\) \(documented\)$/);
});

test('a badge of a capability says which, and how many hold', () => {
  const results = sampleResults();
  const [, alpha] = results.columns;
  if (alpha === undefined) throw new Error('the sample has columns');
  const badge = capabilityBadge(alpha, 'core', ruleIndex(results));
  expect(badge).toEqual({ label: 'Create a response · Alpha Server', message: '◐ 1 of 2 hold', color: '#a84300' });
  expect(capabilityBadge(alpha, 'state', ruleIndex(results)).message).toBe('– unsupported');
  expect(JSON.parse(renderEndpoint(badge))).toEqual({ schemaVersion: 1, ...badge });
});

test('the text of a badge stays in its box, in any script and whatever fonts there are', async () => {
  const names = [
    'iiiiiiiiiiiiiiiiiiii',
    'WWWWWWWWWWWWWWWWWWWW',
    '模型推理服务平台与网关',
    'مزود الخدمة',
    '🧪🧪🧪🧪',
    HOSTILE,
  ];
  const page = await browser.newPage();
  for (const name of names) {
    for (const font of ['Verdana,DejaVu Sans,sans-serif', 'monospace', 'serif']) {
      const svg = renderBadge({ label: name, message: `✕ ${name}`, color: '#a84300' }).replace(
        'Verdana,DejaVu Sans,sans-serif',
        font,
      );
      await page.setContent(svg);
      const overflow = await page.evaluate(() => {
        const svg = document.querySelector('svg');
        const [, left, right] = Array.from(document.querySelectorAll('rect'), (rect) => rect.getBoundingClientRect());
        return Array.from(svg?.querySelectorAll('text') ?? [], (text, index) => {
          const box = text.getBoundingClientRect();
          const around = index === 0 ? left : right;
          return around === undefined ? 99 : Math.max(around.left - box.left, box.right - around.right);
        });
      });
      expect(overflow.length, name).toBe(2);
      for (const pixels of overflow) expect(pixels, `${name} in ${font}`).toBeLessThanOrEqual(0);
    }
  }
  await page.close();
});
