import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser, BrowserContextOptions, Page } from '@playwright/test';
import type { Results } from '../results/model.ts';
import { writeSite } from './write.ts';

export interface Visit {
  readonly page: Page;
  /** Console errors and warnings, page errors, dialogs, and every request for anything but the site's own files. */
  readonly trouble: string[];
}

/** A site in a folder of its own, opened from its files. */
export class TestSite {
  readonly folder: string;
  readonly address: string;

  constructor(results: readonly Results[], folder = mkdtempSync(join(tmpdir(), 'tck-site-'))) {
    this.folder = folder;
    if (results.length > 0) writeSite(results, folder);
    this.address = pathToFileURL(join(folder, 'index.html')).href;
  }

  async visit(browser: Browser, hash = '', options: BrowserContextOptions = {}): Promise<Visit> {
    return visitPage(browser, this.address, hash, options);
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}

export async function visitPage(
  browser: Browser,
  address: string,
  hash: string,
  options: BrowserContextOptions = {},
): Promise<Visit> {
  const page = await browser.newPage({ viewport: { width: 1280, height: 800 }, ...options });
  const trouble: string[] = [];
  const base = address.slice(0, address.lastIndexOf('/') + 1);
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') trouble.push(message.text());
  });
  page.on('pageerror', (error) => trouble.push(String(error)));
  page.on('request', (request) => {
    if (!request.url().startsWith(base)) trouble.push(`request ${request.url()}`);
  });
  page.on('dialog', (dialog) => {
    trouble.push(`dialog ${dialog.message()}`);
    dialog.dismiss().catch(() => {});
  });
  await page.goto(address + hash);
  return { page, trouble };
}

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

interface Violation {
  readonly id: string;
  readonly impact: string | null;
  readonly nodes: readonly { readonly html: string; readonly failureSummary?: string }[];
}

/** What axe finds that is serious or critical, one line each. */
export async function seriousViolations(page: Page): Promise<readonly string[]> {
  // By evaluation, which no policy of the page forbids.
  await page.evaluate(axe);
  const violations = await page.evaluate(async () => {
    const { axe: runner } = globalThis as unknown as {
      axe: { run(context: Document, options: { preload: boolean }): Promise<{ violations: Violation[] }> };
    };
    return (await runner.run(document, { preload: false })).violations;
  });
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id}: ${nodes[0]?.html} ${nodes[0]?.failureSummary ?? ''} (${nodes.length})`);
}
