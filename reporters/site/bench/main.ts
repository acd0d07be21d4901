import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { gzipSync } from 'node:zlib';
import type { Browser, CDPSession, Page } from '@playwright/test';
import { CAPABILITY_IDS } from '../../../core/capability.ts';
import { writeSite } from '../write.ts';
import { launchChromium } from './browser.ts';
import { syntheticResults } from './synthetic.ts';

/**
 * Builds a site of 1,000 providers and 400 rules, opens it in a headless Chromium, and prints how long it takes until the
 * matrix is there: in milliseconds, and as a ratio to the floor (an empty page that parses the same script and data).
 * Then how it scrolls, and what it weighs. `npm run bench:site [-- PROVIDERS RULES]`
 */
const providers = Number(process.argv[2] ?? 1000);
const rules = Number(process.argv[3] ?? 400);
const ROUNDS = 5;

const folder = mkdtempSync(join(tmpdir(), 'tck-bench-site-'));
let browser: Browser | undefined;
try {
  const began = performance.now();
  writeSite([syntheticResults({ providers, rules, exchanges: 6 })], folder);
  print(`${providers} providers x ${rules} rules, built in ${round(performance.now() - began)} ms`);
  for (const [name, path] of [
    ['first screen (app, matrix)', ['index.html', 'assets', 'data/matrix.js']],
    ['all but the exchanges', ['index.html', 'assets', 'data/matrix.js', 'data/parameters.js', 'data/columns']],
    ['exchanges', ['data/evidence']],
    ['everything', ['.']],
  ] as const) {
    const { raw, packed } = sizeOf(path.map((each) => join(folder, each)));
    print(`${name.padEnd(28)} ${megabytes(raw)} MB, compressed ${megabytes(packed)} MB`);
  }
  writeFileSync(join(folder, 'floor.html'), floorPage());
  browser = await launchChromium();
  const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
  const site = pathToFileURL(join(folder, 'index.html')).href;
  const floor = pathToFileURL(join(folder, 'floor.html')).href;
  const times = { site: [] as number[], floor: [] as number[] };
  for (let n = 0; n <= ROUNDS; n++) {
    const toMatrix = await opened(page, site, '[role=gridcell]');
    const toFloor = await opened(page, floor, '#ready');
    // The first round warms the browser.
    if (n > 0) times.site.push(toMatrix);
    if (n > 0) times.floor.push(toFloor);
  }
  const [toMatrix, toFloor] = [median(times.site), median(times.floor)];
  print(
    `to the first matrix          ${round(toMatrix)} ms, median of ${ROUNDS} (${times.site.map(round).join(', ')})`,
  );
  print(`empty page, same parsing     ${round(toFloor)} ms, median of ${ROUNDS}`);
  print(`ratio                        ${(toMatrix / toFloor).toFixed(2)}`);
  // Rows enough that no frame is at the end already.
  await page.goto(`${site}#/?open=${CAPABILITY_IDS.join(',')}`);
  await page.waitForSelector('[role=gridcell]');
  for (const axis of ['top', 'left'] as const) {
    const { frames, busy } = await scrolled(page, axis);
    const each = (seconds: number) => ((seconds * 1000) / frames.length).toFixed(1);
    print(
      `scrolling, ${axis.padEnd(4)}              a frame takes ${each(busy.task)} ms of the page's processor time (script ${each(busy.script)}, styles ${each(busy.style)}, layout ${each(busy.layout)}); on the clock ${median(frames).toFixed(1)} ms, longest ${Math.max(...frames).toFixed(1)} ms`,
    );
  }
} finally {
  await browser?.close();
  rmSync(folder, { recursive: true });
}

/** Milliseconds from the start of the navigation until the element was painted. */
async function opened(page: Page, address: string, selector: string): Promise<number> {
  await page.goto('about:blank');
  await page.goto(address, { waitUntil: 'commit' });
  await page.waitForSelector(selector, { state: 'attached' });
  return page.evaluate(
    () =>
      new Promise<number>((resolve) => {
        const channel = new MessageChannel();
        channel.port1.onmessage = () => {
          const painted = performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? 0;
          const marked = performance.getEntriesByName('tck-matrix')[0]?.startTime ?? 0;
          resolve(Math.max(painted, marked));
        };
        requestAnimationFrame(() => channel.port2.postMessage(0));
      }),
  );
}

/** Seconds of the page's main thread, as Chromium counts them. */
interface Busy {
  readonly task: number;
  readonly script: number;
  readonly style: number;
  readonly layout: number;
}

async function busyUntilNow(session: CDPSession): Promise<Busy> {
  const { metrics } = await session.send('Performance.getMetrics');
  const value = (name: string) => metrics.find((metric) => metric.name === name)?.value ?? 0;
  return {
    task: value('TaskDuration'),
    script: value('ScriptDuration'),
    style: value('RecalcStyleDuration'),
    layout: value('LayoutDuration'),
  };
}

/** How long each frame took while the matrix was scrolled, in milliseconds, and what the page did for all of them. */
async function scrolled(
  page: Page,
  axis: 'top' | 'left',
): Promise<{ readonly frames: readonly number[]; readonly busy: Busy }> {
  const session = await page.context().newCDPSession(page);
  await session.send('Performance.enable', { timeDomain: 'threadTicks' });
  const before = await busyUntilNow(session);
  const frames = await framesOf(page, axis);
  const after = await busyUntilNow(session);
  await session.detach();
  const busy = {
    task: after.task - before.task,
    script: after.script - before.script,
    style: after.style - before.style,
    layout: after.layout - before.layout,
  };
  return { frames, busy };
}

function framesOf(page: Page, axis: 'top' | 'left'): Promise<number[]> {
  return page.evaluate(async (along) => {
    const scroller = document.querySelector('.scroller');
    if (scroller === null) return [];
    const frames: number[] = [];
    let last = performance.now();
    for (let n = 0; n < 90; n++) {
      scroller.scrollBy({ [along]: 120 });
      await new Promise(requestAnimationFrame);
      const now = performance.now();
      frames.push(now - last);
      last = now;
    }
    return frames;
  }, axis);
}

/** What no page that carries this script and this data can avoid. */
function floorPage(): string {
  return `<!doctype html><html><head><meta charset="utf-8"><script>
const texts = []; window.tckData = (name, json) => texts.push(json);</script>
<script defer src="assets/app.js"></script>
<script defer src="data/matrix.js"></script></head><body><script>
addEventListener('DOMContentLoaded', () => {
  for (const text of texts) JSON.parse(text);
  const p = document.createElement('p'); p.id = 'ready'; p.textContent = 'ready';
  document.body.append(p); performance.mark('tck-matrix');
});</script></body></html>`;
}

function sizeOf(paths: readonly string[]): { readonly raw: number; readonly packed: number } {
  let raw = 0;
  let packed = 0;
  for (const path of paths) {
    if (!existsSync(path)) continue;
    if (statSync(path).isDirectory()) {
      const inner = sizeOf(readdirSync(path).map((name) => join(path, name)));
      raw += inner.raw;
      packed += inner.packed;
    } else {
      const bytes = readFileSync(path);
      raw += bytes.length;
      packed += gzipSync(bytes).length;
    }
  }
  return { raw, packed };
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}

function round(value: number): string {
  return value.toFixed(0);
}

function megabytes(bytes: number): string {
  return (bytes / 1e6).toFixed(2);
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
