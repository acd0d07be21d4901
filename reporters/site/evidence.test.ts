import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Browser, expect, type Page, test } from '@playwright/test';
import type { Exchange } from '../../core/exchange.ts';
import type { JsonObject } from '../../core/json.ts';
import type { Finding, RuleId } from '../../core/rule.ts';
import type { Column, Results } from '../results/model.ts';
import { exchangeOf, HOSTILE, responseBody, sampleResults } from '../results/sample.test-support.ts';
import { launchChromium } from './bench/browser.ts';
import { GOOD, streamExchange, timingOf } from './data/stream.test-support.ts';
import { writeSite } from './write.ts';

/** The panel, the evidence view and the timeline in a real browser, on a site of hand-made exchanges. */
let browser: Browser;
let folder: string;
let address: string;

test.beforeAll(async () => {
  test.setTimeout(600_000);
  browser = await launchChromium();
  folder = mkdtempSync(join(tmpdir(), 'tck-evidence-'));
  writeSite([results()], folder);
  address = pathToFileURL(join(folder, 'index.html')).href;
});

test.afterAll(async () => {
  await browser?.close();
  if (folder !== undefined) rmSync(folder, { recursive: true });
});

const TORN = GOOD.filter(({ type }) => type !== 'response.output_item.done');
const LONG: readonly JsonObject[] = [
  ...GOOD.slice(0, 4),
  ...Array.from({ length: 10_000 }, (_, n): JsonObject => ({ ...GOOD[4], sequence_number: n + 4 })),
];
const NASTY: readonly JsonObject[] = [
  { type: HOSTILE, sequence_number: 0, [HOSTILE]: HOSTILE },
  ...GOOD.slice(1, 3).map((event) => ({ ...event, item: { id: HOSTILE, type: HOSTILE } })),
  { type: 'response.output_text.delta', item_id: HOSTILE, delta: 'x'.repeat(1_000_000), output_index: 0 },
];

function finding(rule: RuleId, exchange: string, at: string, more: Partial<Finding> = {}): Finding {
  return { rule, exchange, at, expected: 'an integer', actual: 'absent', count: 1, more: [], ...more };
}

function results(): Results {
  const sample = sampleResults();
  const [, alpha] = sample.columns;
  if (alpha === undefined) throw new Error('no column');
  const exchanges: readonly (readonly [Exchange, number])[] = [
    [{ ...exchangeOf('json', responseBody()), id: 'alpha/text/json' }, 0],
    [{ ...streamExchange(TORN, { timing: timingOf(TORN, 40) }), id: 'torn' }, 0],
    [{ ...streamExchange(LONG), id: 'long' }, 0],
    [{ ...streamExchange(NASTY), id: 'nasty' }, 0],
    [
      exchangeOf('hostile', { kind: 'text', text: JSON.stringify({ error: { message: HOSTILE } }) }, { status: 400 }),
      0,
    ],
    [exchangeOf('cut', { kind: 'text', text: JSON.stringify({ text: 'x'.repeat(60_000) }).slice(0, 50_000) }), 10_013],
    [exchangeOf('many', { kind: 'text', text: JSON.stringify(Array.from({ length: 5000 }, (_, n) => n)) }), 0],
  ];
  const usage = { expected: '14', actual: '15' };
  const found: readonly Finding[] = [
    finding('usage/total', 'alpha/text/json', '/body/usage/total_tokens', usage),
    finding('usage/total', 'many', '/body/usage/total_tokens', usage),
    finding('usage/total', 'alpha/text/json', '/body/output/0/phase'),
    finding('stream/item-done', 'torn', '/events/2', { expected: 'response.output_item.done', actual: 'none' }),
    finding('sse/sequence-number', 'nasty', '/events/3/data/sequence_number', { count: 9, more: ['/events/2/data'] }),
    finding('error/envelope', 'hostile', '/body/error/message', { expected: HOSTILE, actual: JSON.stringify(HOSTILE) }),
    finding('item/call-arguments', 'many', '/body/4321', { expected: 'a list', actual: '4321' }),
    finding('state/delete', 'gone', '/status', { expected: '404', actual: '200' }),
  ];
  const verdicts = alpha.verdicts.map((each): Column['verdicts'][number] => {
    const findings = found.filter(({ rule }) => rule === each.rule);
    return findings.length === 0
      ? { ...each, verdict: { outcome: 'pass' } }
      : { ...each, verdict: { outcome: 'fail', findings } };
  });
  const evidence = exchanges.map(([exchange, omittedBytes]) => ({
    exchange,
    curl: `curl -sS https://api.example.test/v1/responses -H "authorization: Bearer $EXAMPLE_KEY"`,
    omittedBytes,
  }));
  return { ...sample, columns: [{ ...alpha, verdicts, exchanges: evidence }] };
}

interface Visit {
  readonly page: Page;
  readonly trouble: string[];
}

async function visit(hash: string, options: Parameters<Browser['newPage']>[0] = {}): Promise<Visit> {
  const page = await browser.newPage({ viewport: { width: 1280, height: 900 }, ...options });
  const trouble: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') trouble.push(message.text());
  });
  page.on('pageerror', (error) => trouble.push(String(error)));
  page.on('dialog', (dialog) => trouble.push(`dialog ${dialog.message()}`));
  await page.goto(address + hash);
  return { page, trouble };
}

const evidence = (exchange: string, at?: string) =>
  `#/evidence/alpha/${exchange}${at === undefined ? '' : `?at=${encodeURIComponent(at)}`}`;

/** What axe calls serious or worse in the open panel, else in the page below the header; one line each. */
async function serious(page: Page): Promise<readonly string[]> {
  // The page's own policy forbids scripts that are added; this one comes from outside of it.
  const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
  await page.evaluate(axe);
  return page.evaluate(async () => {
    const { axe: runner } = window as unknown as {
      axe: {
        run(
          part: Element,
          how: { preload: boolean },
        ): Promise<{ violations: { id: string; impact: string; nodes: { html: string }[] }[] }>;
      };
    };
    const part = document.querySelector('dialog[open]') ?? document.querySelector('main') ?? document.body;
    // Fetching style sheets is for the policy to forbid.
    const { violations } = await runner.run(part, { preload: false });
    return violations
      .filter(({ impact }) => impact === 'serious' || impact === 'critical')
      .map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 160)).join(' | ')}`);
  });
}

test('the panel says what is wrong, where, and how to see it', async () => {
  const { page, trouble } = await visit('#/?cell=alpha/usage/total');
  const panel = page.getByRole('dialog');
  await expect(panel.locator('.sentence').first()).toHaveText('The answer has usage.total_tokens 15; expected 14.');
  await expect(panel.locator('.defect')).toHaveCount(2);
  await expect(panel).toContainText('2 places in 2 answers');
  await expect(panel.locator('.defect').first()).toContainText(/byte \d+/);
  await expect(panel.locator('.code-line.main').first()).toContainText('"total_tokens": 15');
  await expect(panel.locator('.curl')).toContainText('curl -sS https://api.example.test/v1/responses');
  await expect(panel).toContainText('openai-node, AI SDK');
  await expect(panel).toContainText('#/components/schemas/Response');
  expect(await serious(page)).toEqual([]);
  await panel.getByRole('link', { name: 'Show exchange' }).first().click();
  await expect(page).toHaveURL(`${address}${evidence('alpha/text/json')}?at=/body/usage/total_tokens`);
  await expect(page.locator('.halves .code-line.main')).toContainText('"total_tokens": 15');
  expect(trouble).toEqual([]);
  await page.close();
});

test('command and baseline entry are copied as they are', async () => {
  const page = await browser.newPage();
  await page.addInitScript(() => {
    Object.defineProperty(navigator, 'clipboard', {
      value: {
        writeText: (text: string) => Promise.resolve(document.documentElement.setAttribute('data-copied', text)),
      },
    });
  });
  await page.goto(`${address}#/?cell=alpha/usage/total`);
  await page.getByRole('button', { name: 'Copy curl' }).first().click();
  await expect(page.locator('html')).toHaveAttribute('data-copied', /^curl -sS .*Bearer \$EXAMPLE_KEY"$/);
  await expect(page.getByRole('dialog').getByText('copied', { exact: true }).first()).toBeVisible();
  await page.getByRole('button', { name: 'Known failure?' }).click();
  await expect(page.locator('html')).toHaveAttribute(
    'data-copied',
    /^alpha:\n {2}- rule: usage\/total\n {4}reason: "The answer/,
  );
  await page.close();
});

test('an exchange that was not kept is named, without links into nothing', async () => {
  const { page, trouble } = await visit('#/?cell=alpha/state/delete');
  const panel = page.getByRole('dialog');
  await expect(panel).toContainText('is not in the results file');
  await expect(panel.getByRole('link', { name: 'Show exchange' })).toHaveCount(0);
  await page.goto(`${address}${evidence('gone', '/status')}`);
  await page.reload();
  await expect(page.locator('main')).toContainText('This exchange was not kept.');
  expect(trouble).toEqual([]);
  await page.close();
});

test('what is absent is marked where it would be', async () => {
  const { page, trouble } = await visit(evidence('alpha/text/json', '/body/output/0/phase'));
  await expect(page.locator('.callout')).toContainText('The answer has no output[0].phase; expected an integer.');
  await expect(page.locator('.callout')).toContainText(/in the object at byte \d+/);
  const marked = page.locator('.halves .code-line.main');
  await expect(marked).toContainText('missing here: phase, expected an integer');
  await expect(marked).toBeInViewport();
  expect(trouble).toEqual([]);
  await page.close();
});

test('a long body is drawn as far as it is seen, with its place in sight', async () => {
  const { page, trouble } = await visit(evidence('many', '/body/4321'));
  await expect(page.locator('.halves .code-line.main')).toBeVisible();
  await expect(page.locator('.halves .code-line.main')).toContainText('4321');
  expect(await page.locator('.code-line').count()).toBeLessThan(300);
  expect(trouble).toEqual([]);
  await page.close();
});

test('a body that was cut says how much is left out', async () => {
  const { page } = await visit(evidence('cut', '/body/text'));
  await expect(page.locator('.notes')).toContainText(
    'The first 49 KB of 59 KB of the answer are in the results file; 10013 bytes are left out.',
  );
  await page.close();
});

test('a done that never came is a torn bar, said in words and flagged', async () => {
  const { page, trouble } = await visit(evidence('torn', '/events/2'));
  await expect(page.locator('.odd')).toContainText('message (output 0) is never done.');
  await expect(page.locator('.chart .torn')).toHaveCount(1);
  await expect(page.locator('.chart .flag text')).toHaveText(['2']);
  await expect(page.locator('.timeline-now')).toContainText(
    'Event 2: response.output_item.added, after 120 ms, sequence 2, breaks 1 rule',
  );
  await expect(page.getByRole('option', { selected: true })).toContainText('response.output_item.added');
  await expect(page.locator('.event-detail .code-line.main')).toContainText('expected response.output_item.done');
  expect(await serious(page)).toEqual([]);
  expect(trouble).toEqual([]);
  await page.close();
});

test('the keyboard alone walks through the events', async () => {
  const { page, trouble } = await visit(evidence('torn'));
  const slider = page.getByRole('slider');
  await slider.focus();
  await page.keyboard.press('Home');
  await page.keyboard.press('ArrowRight');
  await expect(slider).toHaveAttribute('aria-valuetext', 'Event 1: response.in_progress, after 80 ms, sequence 1');
  await expect(page.locator('.event-detail .code-line').first()).toHaveText('event: response.in_progress');
  await page.keyboard.press('End');
  await expect(slider).toHaveAttribute('aria-valuenow', '8');
  await page.keyboard.press('f');
  await expect(slider).toHaveAttribute('aria-valuenow', '2');
  await expect(page).toHaveURL(/event=2/);
  await page.getByRole('button', { name: 'Event numbers' }).press('Enter');
  await expect(page.locator('.chart .axis').first()).toHaveText('0');
  await page.getByRole('listbox').focus();
  await page.keyboard.press('ArrowDown');
  await expect(slider).toHaveAttribute('aria-valuenow', '3');
  expect(trouble).toEqual([]);
  await page.close();
});

test('pointing at a stroke shows its event, a click keeps it', async () => {
  const { page } = await visit(evidence('torn'));
  const box = await page.locator('.timeline-box').boundingBox();
  if (box === null) throw new Error('no drawing');
  await page.mouse.move(box.x + 206, box.y + 42);
  await expect(page.locator('.timeline-now')).toContainText('Event 0: response.created');
  await page.mouse.click(box.x + box.width - 24, box.y + 42);
  await page.mouse.move(0, 0);
  await expect(page.getByRole('slider')).toHaveAttribute('aria-valuenow', '8');
  await page.close();
});

test('ten thousand events are few strokes and a short list', async () => {
  const { page, trouble } = await visit(evidence('long'));
  await expect(page.locator('.timeline-head')).toContainText('10004 events');
  expect(await page.locator('.chart .tick').count()).toBeLessThan(1000);
  expect(await page.getByRole('option').count()).toBeLessThan(80);
  await page.getByRole('slider').press('End');
  await expect(page.getByRole('option', { selected: true })).toContainText('10003');
  await expect(page.getByRole('option', { selected: true })).toBeVisible();
  expect(trouble).toEqual([]);
  await page.close();
});

test('what a provider sent is text and nothing else', async () => {
  for (const hash of [
    evidence('hostile', '/body/error/message'),
    evidence('nasty', '/events/3/data/sequence_number'),
    '#/?cell=alpha/error/envelope',
  ]) {
    const { page, trouble } = await visit(hash);
    await expect(page.locator('body')).toContainText('<script>window.hacked=1</script>');
    await expect(page.locator('body')).toContainText('⟨U+202E⟩');
    expect(await page.evaluate(() => 'hacked' in window)).toBe(false);
    expect(await page.locator('img').count()).toBe(0);
    expect(await page.locator('a[href^="javascript" i]').count()).toBe(0);
    const text = await page.evaluate(() => document.body.innerText);
    expect(text.replaceAll('\n', '').replaceAll('\t', '')).not.toMatch(/[\p{Cc}\p{Cs}\u202a-\u202e\u2028]/u);
    // A megabyte in one member is cut, and says so.
    expect(text.length).toBeLessThan(60_000);
    expect(await serious(page)).toEqual([]);
    expect(trouble).toEqual([]);
    await page.close();
  }
});

test('only the masked forms of secrets are on the page', async () => {
  const { page } = await visit(evidence('alpha/text/json'));
  await expect(page.locator('.halves')).toContainText('authorization: Bearer $EXAMPLE_KEY');
  await expect(page.locator('.curl')).toContainText('Bearer $EXAMPLE_KEY');
  const words = (await page.locator('main').innerText()).match(/Bearer \S+/g) ?? [];
  expect(new Set(words.map((word) => word.replace('"', '')))).toEqual(new Set(['Bearer $EXAMPLE_KEY']));
  await page.close();
});

test('light, dark and phone: nothing sticks out, nothing is serious', async () => {
  for (const colorScheme of ['light', 'dark'] as const) {
    for (const hash of [evidence('torn', '/events/2'), evidence('alpha/text/json', '/body/usage/total_tokens')]) {
      const { page, trouble } = await visit(hash, { viewport: { width: 375, height: 800 }, colorScheme });
      await expect(page.locator('.halves')).toBeVisible();
      const wide = await page.evaluate(
        () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
      );
      expect(wide).toBe(0);
      expect(await serious(page)).toEqual([]);
      expect(trouble).toEqual([]);
      await page.close();
    }
  }
});
