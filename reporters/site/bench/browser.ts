import { execFileSync } from 'node:child_process';
import { accessSync, constants, existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { type Browser, chromium } from '@playwright/test';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

/**
 * A real Chromium: Playwright's own, else the system's, else one that is installed now.
 * @throws when none can be had; a test of the page without a browser would prove nothing
 */
export async function launchChromium(flags: readonly string[] = []): Promise<Browser> {
  const tried: string[] = [];
  for (const find of [playwrightsOwn, systemOwn, installPlaywrights, installDebian]) {
    const path = find(tried);
    if (path === undefined) continue;
    try {
      return await chromium.launch({ executablePath: path, args: [...launchFlags(), ...flags] });
    } catch (error) {
      tried.push(`${path}: ${error instanceof Error ? error.message.split('\n')[0] : String(error)}`);
    }
  }
  throw new Error(
    `No Chromium could be found or installed, so the page is untested. Run \`npx playwright install chromium\`. Tried: ${tried.join('; ')}`,
  );
}

function launchFlags(): string[] {
  const flags = ['--disable-background-networking', '--disable-quic', '--no-first-run'];
  return process.getuid?.() === 0 ? ['--no-sandbox', ...flags] : flags;
}

function playwrightsOwn(tried: string[]): string | undefined {
  const path = chromium.executablePath();
  if (path !== '' && existsSync(path)) return path;
  tried.push("Playwright's own is not installed");
  return undefined;
}

function systemOwn(tried: string[]): string | undefined {
  const folders = [...(process.env['PATH'] ?? '').split(delimiter), '/usr/bin'];
  for (const folder of folders) {
    for (const name of NAMES) {
      const path = join(folder, name);
      if (isExecutable(path)) return path;
    }
  }
  tried.push(`none of ${NAMES.join(', ')} on PATH`);
  return undefined;
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

function installPlaywrights(tried: string[]): string | undefined {
  return install(tried, [['npx', 'playwright', 'install', 'chromium']]) ? playwrightsOwn(tried) : undefined;
}

function installDebian(tried: string[]): string | undefined {
  if (process.getuid?.() !== 0 || !isExecutable('/usr/bin/apt-get')) return undefined;
  const commands = [
    ['apt-get', 'update'],
    ['apt-get', 'install', '-y', '--no-install-recommends', 'chromium'],
  ];
  return install(tried, commands) ? systemOwn(tried) : undefined;
}

function install(tried: string[], commands: readonly (readonly string[])[]): boolean {
  for (const [program, ...args] of commands) {
    try {
      execFileSync(program ?? '', args, { stdio: 'ignore', timeout: 240_000 });
    } catch {
      tried.push(`\`${[program, ...args].join(' ')}\` failed`);
      return false;
    }
  }
  return true;
}
