import { existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { parse } from 'yaml';
import { loadBaseline } from '../fixtures/providers/baseline.ts';
import { loadProviderFile } from '../fixtures/providers/load.ts';
import { startReference } from '../fixtures/reference/server.ts';
import { packageFile } from '../specs/package-root.ts';
import { cli, expectMistake, filesWith, freshFolder, startProgram } from './testing.test-support.ts';
import { complaintsAbout, parseWorkflow } from './workflows.test-support.ts';

const WORKFLOW = join('.github', 'workflows', 'responses-tck.yml');
const SERVER = ['--base-url', 'https://api.acme.example/v1', '--model', 'acme-small'];

test('what it writes is what the kit itself reads, and a workflow without a complaint', async () => {
  const dir = freshFolder();
  const flags = ['--name', 'Acme Inference', '--api-key-env', 'ACME_API_KEY', '--capabilities', 'core,streaming'];
  const done = await cli(['init', ...SERVER, ...flags, '--contract', 'openai,open-responses', '--dir', dir]);
  expect(done.code, done.stderr).toBe(0);
  expect(await loadProviderFile(join(dir, 'tck', 'providers', 'acme-inference.yaml'))).toMatchObject({
    id: 'acme-inference',
    name: 'Acme Inference',
    baseUrl: 'https://api.acme.example/v1',
    auth: { kind: 'bearer', env: 'ACME_API_KEY' },
    models: { text: 'acme-small' },
    capabilities: ['core', 'streaming'],
  });
  expect(await loadBaseline(join(dir, 'tck', 'baseline.yaml'))).toEqual({});
  const text = readFileSync(join(dir, WORKFLOW), 'utf8');
  expect(await complaintsAbout(WORKFLOW, text)).toEqual([]);
  expect(text).toContain('run acme-inference --providers tck/providers --baseline tck/baseline.yaml');
  expect(text).toContain('--contract openai,open-responses');
  for (const step of ['export ACME_API_KEY=', 'responses-tck run acme-inference', 'baseline update', 'git add']) {
    expect(done.stdout).toContain(step);
  }
  expect(filesWith(dir, 'undefined')).toEqual([]);
});

test('the workflow pins the actions as the own workflows do, and this version of the kit', async () => {
  const dir = freshFolder();
  expect((await cli(['init', ...SERVER, '--dir', dir])).code).toBe(0);
  const text = readFileSync(join(dir, WORKFLOW), 'utf8');
  const pins = [...text.matchAll(/uses: (\S+ # \S+)/g)].map(([, pin]) => pin ?? '');
  expect(pins).toHaveLength(3);
  const own = ['ci', 'conformance'].map((name) =>
    readFileSync(packageFile('.github', 'workflows', `${name}.yml`), 'utf8'),
  );
  for (const pin of pins) expect(own.join('\n')).toContain(pin);
  const { version } = JSON.parse(readFileSync(packageFile('package.json'), 'utf8')) as { readonly version: string };
  expect([...text.matchAll(/responses-tck@(\S+)/g)].map(([, each]) => each)).toEqual([version, version]);
  // Without a key it brings no secret.
  expect(text).not.toContain('secrets.');
});

test('its steps do what they say: red with an annotation on a broken server', async () => {
  test.setTimeout(120_000);
  const server = await startReference({ key: 'init-canary-1', faults: ['usage-all-zero'] });
  const dir = freshFolder();
  const flags = ['--name', 'Acme', '--api-key-env', 'ACME_API_KEY', '--dir', dir];
  expect((await cli(['init', '--base-url', server.baseUrl, '--model', 'reference-1', ...flags])).code).toBe(0);
  const steps = parseWorkflow(readFileSync(join(dir, WORKFLOW), 'utf8')).jobs['conformance']?.steps ?? [];
  const output = {
    GITHUB_OUTPUT: join(dir, 'o.txt'),
    GITHUB_STEP_SUMMARY: join(dir, 's.md'),
    ACME_API_KEY: 'init-canary-1',
  };
  // The kit of this working copy in place of the published one, and only a part of the scenarios.
  const program = packageFile('dist', 'cli', 'main.js');
  const shell = (run: string) =>
    run.replaceAll(/npx --yes responses-tck@\S+/g, `node '${program}'`).replace('--out', '--scenario echo --out');
  const [asked, told] = steps.filter(({ run }) => run !== undefined);
  const bash = (run = '') =>
    startProgram(
      [
        '-e',
        `process.exitCode = require('node:child_process').spawnSync('bash', ['-e', '-c', ${JSON.stringify(shell(run))}], { stdio: 'inherit' }).status`,
      ],
      output,
      { cwd: dir },
    ).ended;
  const first = await bash(asked?.run);
  expect(first.code, first.stderr).toBe(1);
  expect(first.stdout).toMatch(/^::stop-commands::(\S+)\n[\s\S]*usage\/counted[\s\S]*\n::\1::\n$/);
  const second = await bash(told?.run);
  await server.close();
  expect(second).toMatchObject({ code: 1, stdout: expect.stringMatching(/^::error title=usage\/counted \(Acme\)::/) });
  expect(readFileSync(output.GITHUB_STEP_SUMMARY, 'utf8')).toContain('**usage/counted**');
  expect(filesWith(dir, 'init-canary-1')).toEqual([]);
});

const HOSTILE = [
  'x\n  evil: true',
  '"; touch hacked; "',
  '$(touch hacked)',
  `\${{ secrets.GITHUB_TOKEN }}`,
  '../../../etc/passwd',
  '- [a, &b *c] # !!js/function',
  'Ünïcödé \u202e gnp.exe',
  '{ a: b }: "c\'',
  '~ null',
  '123',
];

test('hostile names stay values: in YAML, in the shell and in the folder', async () => {
  const home = freshFolder();
  expect((await cli(['init', ...SERVER, '--dir', home, '--name', 'plain'])).code).toBe(0);
  const plain = readFileSync(join(home, WORKFLOW), 'utf8').replace(/cron: "\d+ \d+ /, 'cron: "0 0 ');
  for (const name of HOSTILE) {
    const dir = freshFolder();
    const flags = ['--dir', dir, '--name', name, '--base-url', 'https://a.example/v1', '--model', name];
    const done = await cli(['init', ...flags]);
    expect(done.code, done.stderr).toBe(0);
    const written = [...done.stdout.matchAll(/^\+ (.*)$/gm)].map(([, path]) => path ?? '');
    expect(written).toHaveLength(3);
    const file = written[0] ?? '';
    expect(file).toMatch(/tck\/providers\/[a-z0-9][a-z0-9-]*\.yaml$/);
    expect(file.startsWith(dir)).toBe(true);
    expect((await loadProviderFile(file)).models.text).toBe(name);
    const text = readFileSync(join(dir, WORKFLOW), 'utf8');
    expect(await complaintsAbout(WORKFLOW, text)).toEqual([]);
    expect(Object.keys(parse(text) as object)).toEqual(['name', 'on', 'permissions', 'concurrency', 'jobs']);
    // Of the name only the id is in it: otherwise it is the workflow of a plain name.
    const id = /([a-z0-9-]+)\.yaml$/.exec(file)?.[1] ?? '';
    expect(text.replace(/cron: "\d+ \d+ /, 'cron: "0 0 ').replace(` run ${id} `, ' run plain ')).toBe(plain);
    expect(existsSync(join(dir, 'hacked'))).toBe(false);
  }
});

test('what is there is not overwritten, unless told to; the baseline never', async () => {
  const dir = freshFolder();
  const again = (...flags: string[]) => cli(['init', ...SERVER, '--name', 'Acme', '--dir', dir, ...flags]);
  mkdirSync(join(dir, 'tck'));
  writeFileSync(join(dir, 'tck', 'baseline.yaml'), '# ours\n');
  expect((await again()).stdout).toMatch(/^= \S*baseline.yaml is kept$/m);
  writeFileSync(join(dir, WORKFLOW), 'ours\n');
  expectMistake(await again(), /acme\.yaml: is there already; --force replaces it/);
  expectMistake(await again('--name', 'Other'), /responses-tck\.yml: is there already/);
  // All or nothing.
  expect(existsSync(join(dir, 'tck', 'providers', 'other.yaml'))).toBe(false);
  expect(readFileSync(join(dir, WORKFLOW), 'utf8')).toBe('ours\n');
  expect((await again('--force')).code).toBe(0);
  expect(readFileSync(join(dir, WORKFLOW), 'utf8')).toContain('name: responses-tck');
  expect(readFileSync(join(dir, 'tck', 'baseline.yaml'), 'utf8')).toBe('# ours\n');
});

test('a dry run writes nothing and shows all', async () => {
  const dir = freshFolder();
  const done = await cli(['init', ...SERVER, '--dir', dir, '--dry-run']);
  expect(done.code).toBe(0);
  expect(done.stdout).toContain('baseUrl: https://api.acme.example/v1');
  expect(done.stdout).toContain('name: responses-tck');
  expect(filesWith(dir, '')).toEqual([]);
});

test('it writes through no link that leads out of the repository', async () => {
  test.skip(process.platform === 'win32', 'links need a right there that a test should not ask for');
  const [dir, elsewhere] = [freshFolder(), freshFolder()];
  symlinkSync(elsewhere, join(dir, 'tck'));
  expectMistake(await cli(['init', ...SERVER, '--dir', dir]), /leads out of the repository/);
  const second = freshFolder();
  mkdirSync(join(second, '.github', 'workflows'), { recursive: true });
  symlinkSync(join(elsewhere, 'gone.yml'), join(second, WORKFLOW));
  expectMistake(await cli(['init', ...SERVER, '--dir', second, '--force']), /responses-tck\.yml: is no plain file/);
  expect(filesWith(elsewhere, '')).toEqual([]);
});

test('mistakes are one line with the mend', async () => {
  const dir = freshFolder();
  const mistakes: readonly [readonly string[], RegExp][] = [
    [['--model', 'm'], /init needs --base-url/],
    [['--base-url', 'https://a.example/v1'], /--base-url needs --model/],
    [['--base-url', 'ftp://a', '--model', 'm'], /no http\(s\) URL/],
    [['--base-url', 'https://u:p@a.example/v1', '--model', 'm'], /holds credentials/],
    [[...SERVER, '--name', '---'], /no letter or digit/],
    [[...SERVER, '--api-key-env', 'sk-live 123'], /never the key itself/],
    [[...SERVER, '--api-key-env', 'GITHUB_KEY'], /give another/],
    [[...SERVER, '--capabilities', 'streming'], /Did you mean streaming/],
    [[...SERVER, '--dir', join(dir, 'none')], /there is no such folder/],
    [['--base-url', 'https://a.example/{V}/v1', '--model', 'm'], /\{V\} is not in variables/],
  ];
  for (const [flags, message] of mistakes) expectMistake(await cli(['init', '--dir', dir, ...flags]), message);
  expect(filesWith(dir, '')).toEqual([]);
});
