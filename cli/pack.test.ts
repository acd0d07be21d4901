import { execFile } from 'node:child_process';
import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { packedFolder } from './packed.test-support.ts';
import { type Ended, freshFolder, resultsIn, startProgram } from './testing.test-support.ts';

/** The package as users get it: packed, installed into an empty folder, and run from `node_modules`. */
test.setTimeout(180_000);

function npm(command: 'npm' | 'npx', args: readonly string[], cwd: string): Promise<Ended> {
  const env = { ...process.env, NO_COLOR: '1', npm_config_update_notifier: 'false' };
  return new Promise((resolve) => {
    execFile(command, args, { cwd, env, shell: process.platform === 'win32' }, (error, stdout, stderr) => {
      resolve({ code: error === null ? 0 : typeof error.code === 'number' ? error.code : 1, stdout, stderr });
    });
  });
}

/** The address that `serve` prints on its first line. */
function served(output: NodeJS.ReadableStream): Promise<string> {
  return new Promise((resolve) => {
    let text = '';
    output.on('data', (chunk: Buffer) => {
      text += chunk.toString('utf8');
      if (text.includes('\n')) resolve(text.split(/\s/)[0] ?? '');
    });
  });
}

test('the tarball installs without building, checks a file, and runs against a server', async () => {
  const home = freshFolder();
  const packed = await npm('npm', ['pack', await packedFolder(), '--ignore-scripts', '--pack-destination', home], home);
  expect(packed.code, packed.stderr).toBe(0);
  const [tarball = ''] = readdirSync(home);
  writeFileSync(join(home, 'package.json'), '{ "name": "user", "private": true }\n');
  const flags = ['--prefer-offline', '--no-audit', '--no-fund', '--omit=dev'];
  const installed = await npm('npm', ['install', join(home, tarball), ...flags], home);
  test.skip(
    /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ETIMEDOUT/.test(installed.stderr),
    'the package registry is out of reach',
  );
  expect(installed.code, installed.stderr).toBe(0);

  const body = { error: { message: 'no', type: 'invalid_request_error', param: null, code: null } };
  writeFileSync(join(home, 'answer.json'), JSON.stringify(body));
  const checked = await npm('npx', ['--no-install', 'responses-tck', 'check', 'answer.json'], home);
  expect(checked.code, checked.stderr).toBe(0);
  expect(checked.stdout).toContain('1 exchange judged');

  const program = join(home, 'node_modules', 'responses-tck', 'dist', 'cli', 'main.js');
  const server = startProgram([program, 'serve', '--key', 'pack-key'], {}, { cwd: home });
  const address = await served(server.child.stdout ?? process.stdin);
  const ask = ['run', '--base-url', address, '--model', 'reference-1', '--api-key-env', 'PACK_KEY'];
  const asked = await startProgram([program, ...ask, '--out', 'tck'], { PACK_KEY: 'pack-key' }, { cwd: home }).ended;
  server.child.kill('SIGTERM');
  expect((await server.ended).code).toBe(0);
  expect(asked.code, asked.stderr).toBe(0);
  expect(asked.stdout).toContain(`matrix  ${join('tck', 'matrix.html')}`);
  const [column] = resultsIn(join(home, 'tck')).columns;
  expect(column?.requests).toBeGreaterThan(60);

  const documents = await startProgram([program, 'run', 'omnirouters', '--out', 'docs'], {}, { cwd: home }).ended;
  expect(documents.stderr).not.toContain('defect of the kit');
  expect(resultsIn(join(home, 'docs')).columns.map(({ evidence }) => evidence)).toContain('documented');
});
