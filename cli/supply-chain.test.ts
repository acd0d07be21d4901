import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from '@playwright/test';
import { packageFile } from '../specs/package-root.ts';
import { packedFolder } from './packed.test-support.ts';

/** What users install: which files, which packages, and that nobody can slip in others. */
interface Manifest {
  readonly dependencies: Readonly<Record<string, string>>;
  readonly devDependencies: Readonly<Record<string, string>>;
}
interface Locked {
  readonly version?: string;
  readonly resolved?: string;
  readonly integrity?: string;
  readonly link?: boolean;
  readonly dev?: boolean;
  readonly optional?: boolean;
  readonly hasInstallScript?: boolean;
}
interface Lockfile {
  readonly lockfileVersion: number;
  readonly packages: Readonly<Record<string, Locked & Partial<Manifest>>>;
}

function json<T>(name: string): T {
  return JSON.parse(readFileSync(packageFile(name), 'utf8')) as T;
}

let packed: Promise<string> | undefined;

/** Unpacked once for all tests of this file. */
function folder(): Promise<string> {
  packed ??= packedFolder();
  return packed;
}

async function packedFiles(): Promise<readonly string[]> {
  const home = await folder();
  return readdirSync(home, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(home, join(entry.parentPath, entry.name)).split(sep).join('/'));
}

const MEANT: readonly RegExp[] = [
  /^(?:package\.json|LICENSE|(?:README|ARCHITECTURE|CONTRIBUTING|SECURITY)\.md)$/,
  /^dist\/(?:core|specs|fixtures|suites|reporters|cli)\/[\w./-]+\.(?:js|d\.ts|css)$/,
  /^dist\/(?:index|playwright\.config)\.(?:js|d\.ts)$/,
  /^dist\/rule-guide\.json$/,
  /^dist\/contracts\/[\w@.-]+\/(?:meta\.js|validators\.js|contract\.json|[\w-]+\.json)$/,
  /^docs\/(?:decisions\/)?[\w-]+\.md$/,
  /^specs\/[\w./@-]+\.yaml$/,
  /^fixtures\/providers\/[\w./-]+\.(?:yaml|json)$/,
  /^reporters\/[\w-]+\.schema\.json$/,
  /^suites\/rehearsal\.json$/,
];

test('the package holds what is meant, and neither tests nor tools of this repository', async () => {
  const files = await packedFiles();
  expect(files.length).toBeGreaterThan(100);
  expect(files.filter((file) => !MEANT.some((pattern) => pattern.test(file)))).toEqual([]);
  const never =
    /\.test[.-]|test-support|(?:^|\/)(?:bench|accuracy|drift|derive|mutat\w*|rehearse)(?:[./-]|$)|\.tsx?$(?<!\.d\.ts)|\.map$|\.env/;
  expect(files.filter((file) => !file.startsWith('docs/') && never.test(file))).toEqual([]);
  for (const file of [
    'dist/cli/main.js',
    'dist/index.d.ts',
    'dist/playwright.config.js',
    'SECURITY.md',
    'docs/ci.md',
  ]) {
    expect(files).toContain(file);
  }
});

test('what is taken out is not missed, and what is missing is told', async () => {
  const home = await folder();
  const prune = (...args: readonly string[]) =>
    promisify(execFile)(process.execPath, [packageFile('.ci', 'prune.mjs'), ...args], { cwd: home, env: {} });
  // Nothing is left to take out, and outside of packing nothing is ever taken.
  const before = await packedFiles();
  expect((await prune(home)).stderr).toMatch(/ 0 are of use here only\n$/);
  writeFileSync(join(home, 'dist', 'tool.js'), 'export const unused = 1;\n');
  await prune();
  expect(existsSync(join(home, 'dist', 'tool.js'))).toBe(true);
  await prune(home);
  expect(await packedFiles()).toEqual(before);
  const broken = await packedFolder();
  rmSync(join(broken, 'dist', 'cli', 'exit.js'));
  await expect(prune(broken)).rejects.toThrow(/would lack modules: .*dist\/cli\/exit\.js/);
});

test('nothing is in the package twice', async () => {
  const byHash = new Map<string, string[]>();
  for (const file of await packedFiles()) {
    const content = readFileSync(join(await folder(), file));
    if (content.length < 1000) continue;
    const hash = createHash('sha256').update(content).digest('hex');
    byHash.set(hash, [...(byHash.get(hash) ?? []), file]);
  }
  expect([...byHash.values()].filter((files) => files.length > 1)).toEqual([]);
});

test('every package of the lockfile is pinned by its content', () => {
  const { lockfileVersion, packages } = json<Lockfile>('package-lock.json');
  const { dependencies, devDependencies } = json<Manifest>('package.json');
  expect(lockfileVersion).toBe(3);
  const { '': root, ...locked } = packages;
  expect(root).toMatchObject({ dependencies, devDependencies });
  const loose = Object.entries(locked).filter(
    ([, { version, integrity = '', resolved, link }]) =>
      version === undefined ||
      link === true ||
      !/^sha512-[A-Za-z0-9+/]{86}==$/.test(integrity) ||
      // Where it comes from is the installer's choice; what it is, is not. Other protocols bypass the check.
      (resolved !== undefined && !resolved.startsWith('https://')),
  );
  expect(loose.map(([path]) => path)).toEqual([]);
  expect(Object.keys(locked).length).toBeGreaterThan(20);
});

test('a runtime dependency has its line in the decisions, and runs no script when it is installed', () => {
  const { dependencies } = json<Manifest>('package.json');
  const table = readFileSync(packageFile('docs', 'decisions', '0002-dependencies.md'), 'utf8');
  const decided = [...table.matchAll(/^\| (`[^|]+`)\s*\|/gm)].flatMap(([, cell = '']) =>
    [...cell.matchAll(/`([^`]+)`/g)].map(([, name = '']) => name),
  );
  expect(decided.toSorted()).toEqual(Object.keys(dependencies).toSorted());
  const { packages } = json<Lockfile>('package-lock.json');
  const installed = Object.entries(packages).filter(([path, { dev }]) => path !== '' && dev !== true);
  const scripts = installed.filter(
    ([, { hasInstallScript, optional }]) => hasInstallScript === true && optional !== true,
  );
  expect(scripts.map(([path]) => path)).toEqual([]);
  expect(installed.length).toBeGreaterThanOrEqual(Object.keys(dependencies).length);
});
