import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startReference } from '../../fixtures/reference/server.ts';
import { packageFile } from '../../specs/package-root.ts';
import { CLI, ended, type Ran, runNode } from './program.ts';

const KEY_VARIABLE = 'TCK_BENCH_KEY';

/** A folder of one's own that is gone afterwards. */
export async function withFolder<T>(work: (folder: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'tck-bench-'));
  try {
    return await work(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** A Playwright project with so many tests that do nothing, and how to run it. */
export function stockTests(folder: string, count: number): () => Promise<Ran> {
  symlinkSync(packageFile('node_modules'), join(folder, 'node_modules'));
  writeFileSync(join(folder, 'package.json'), '{ "type": "module" }\n');
  writeFileSync(
    join(folder, 'playwright.config.js'),
    "export default { testDir: '.', workers: 1, reporter: 'line', outputDir: 'out' };\n",
  );
  writeFileSync(
    join(folder, 'empty.spec.js'),
    `import { test } from '@playwright/test';\nfor (let n = 0; n < ${count}; n++) test('test ' + n, () => {});\n`,
  );
  const cli = createRequire(import.meta.url).resolve('@playwright/test/cli');
  return async () => ended(await runNode([cli, 'test'], { cwd: folder, silent: true }));
}

/** A provider file for a server on this machine that speaks as the reference does, and how to run the kit on it. */
export function kitOn(folder: string, id: string, baseUrl: string, key: string) {
  const provider = {
    name: id,
    baseUrl,
    auth: { kind: 'bearer', env: KEY_VARIABLE },
    models: { text: 'reference-1' },
    capabilities: ['core'],
    limits: { concurrency: 64 },
  };
  writeFileSync(join(folder, `${id}.yaml`), JSON.stringify(provider));
  return (...more: readonly string[]): Promise<Ran> =>
    runNode([CLI, 'run', id, '--providers', folder, '--format', 'json', ...more], { env: { [KEY_VARIABLE]: key } });
}

export async function withReference<T>(work: (baseUrl: string, key: string) => Promise<T>): Promise<T> {
  const reference = await startReference();
  try {
    return await work(reference.baseUrl, reference.key);
  } finally {
    await reference.close();
  }
}
