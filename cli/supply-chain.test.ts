import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from '@playwright/test';
import { packageFile } from '../specs/package-root.ts';

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

let packed: Promise<readonly string[]> | undefined;

/** The files of the tarball, as built: other tests are using the build. */
function packedFiles(): Promise<readonly string[]> {
  packed ??= promisify(execFile)('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], {
    cwd: packageFile(),
    maxBuffer: 16 * 1024 * 1024,
    shell: process.platform === 'win32',
  }).then(({ stdout }) => {
    const [one] = JSON.parse(stdout) as readonly { readonly files: readonly { readonly path: string }[] }[];
    return (one?.files ?? []).map(({ path }) => path);
  });
  return packed;
}

const MEANT: readonly RegExp[] = [
  /^(?:package\.json|LICENSE|(?:README|ARCHITECTURE|CONTRIBUTING|SECURITY)\.md)$/,
  /^dist\/(?:core|specs|fixtures|suites|reporters|cli)\/[\w./-]+\.(?:js|d\.ts|css)$/,
  /^dist\/(?:index|playwright\.config)\.(?:js|d\.ts)$/,
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
    /\.test[.-]|test-support|(?:^|\/)(?:bench|accuracy|drift|mutat\w*)(?:[./-]|$)|\.tsx?$(?<!\.d\.ts)|\.map$|\.env/;
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

test('every module in the package is used by the program, and none is missing', async () => {
  const files = new Set(await packedFiles());
  const seen = new Set<string>();
  const missing: string[] = [];
  // What pages load is read as a file.
  const queue = [
    'dist/reporters/site/app.js',
    'dist/cli/main.js',
    'dist/index.js',
    'dist/playwright.config.js',
    'dist/suites/conformance.spec.js',
  ];
  for (let file = queue.pop(); file !== undefined; file = queue.pop()) {
    if (seen.has(file)) continue;
    seen.add(file);
    const text = readFileSync(packageFile(file), 'utf8');
    // Imports, and modules that are started by their path: reporters, workers.
    for (const [, quote, path = ''] of text.matchAll(/(['"`])(\.{1,2}\/[^'"`\s]+?)(?:\.js|\.\$\{\w+\})\1/g)) {
      const found = join(dirname(file), `${path}.js`).replaceAll('\\', '/');
      if (existsSync(packageFile(found))) queue.push(found);
      if (quote !== '`' && existsSync(packageFile(found)) && !files.has(found)) missing.push(`${file}: ${found}`);
    }
  }
  expect(missing).toEqual([]);
  // What an older build left behind is removed before a package is made (`prepack`).
  const hasSource = (file: string) => existsSync(packageFile(file.slice('dist/'.length).replace(/\.js$/, '.ts')));
  const isModule = (file: string) => /^dist\/(?!contracts\/).*\.js$/.test(file) && hasSource(file);
  // A module of types alone is empty.
  const isEmpty = (file: string) =>
    readFileSync(packageFile(file), 'utf8')
      .replace(/\/\*[\s\S]*?\*\//g, '')
      .trim() === 'export {};';
  expect([...files].filter((file) => isModule(file) && !seen.has(file) && !isEmpty(file))).toEqual([]);
});

test('nothing is in the package twice', async () => {
  const byHash = new Map<string, string[]>();
  for (const file of await packedFiles()) {
    const content = readFileSync(packageFile(file));
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
