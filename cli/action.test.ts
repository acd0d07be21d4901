import { type ChildProcess, spawn } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { expect, test } from '@playwright/test';
import { parse } from 'yaml';
import { startReference } from '../fixtures/reference/server.ts';
import { packageFile } from '../specs/package-root.ts';
import { RUN_FAIL_ON } from './exit.ts';
import { cli, type Ended, filesWith, freshFolder } from './testing.test-support.ts';

/** The steps of action.yml as a job runs them, against the reference provider, whole and broken. */
test.setTimeout(120_000);

const KEY = 'canary-7f3b91c2d4e5';

interface Step {
  readonly run: string;
  readonly env: Readonly<Record<string, string>>;
}
interface Action {
  readonly inputs: Readonly<Record<string, { readonly description: string; readonly default?: string }>>;
  readonly outputs: Readonly<Record<string, { readonly value: string }>>;
  readonly runs: { readonly steps: readonly Step[] };
}

const ACTION = parse(readFileSync(packageFile('action.yml'), 'utf8')) as Action;

test('the text of fail-on, and the help of every command over runs, list the values that there are', async () => {
  const text = ACTION.inputs['fail-on']?.description.replace(/^.*?: /, '').replaceAll(/ \([^)]*\)/g, '') ?? '';
  expect(
    text
      .replace(/\.$/, '')
      .split(/, | or /)
      .toSorted(),
  ).toEqual(RUN_FAIL_ON.toSorted());
  for (const command of ['run', 'merge', 'github']) {
    const help = (await cli([command, '--help'])).stdout.replaceAll(/\s+/g, ' ');
    expect(/exit 1 on: ((?:[a-z]+, )*[a-z]+)/.exec(help)?.[1]?.split(', '), command).toEqual([...RUN_FAIL_ON]);
  }
});

interface Job extends Ended {
  readonly outputs: Readonly<Record<string, string>>;
  readonly summary: string;
  readonly folder: string;
  /** The command line of every Node process that the step started. */
  readonly commands: string;
}

/** Fills the expressions of a step in, as the runner does, and runs its shell. */
async function runStep(index: number, inputs: Readonly<Record<string, string>>): Promise<Job> {
  const step = ACTION.runs.steps[index];
  if (step === undefined) throw new Error(`action.yml has no step ${index}`);
  const folder = freshFolder();
  const bin = join(folder, 'bin');
  mkdirSync(bin);
  const commands = join(folder, 'commands.txt');
  writeFileSync(commands, '');
  writeFileSync(join(bin, 'node'), `#!/bin/sh\nprintf '%s\\n' "$*" >>'${commands}'\nexec '${process.execPath}' "$@"\n`);
  chmodSync(join(bin, 'node'), 0o755);
  const filled = Object.entries(step.env).map(([name, value]): [string, string] => {
    const input = /^\$\{\{ inputs\.([\w-]+) \}\}$/.exec(value)?.[1];
    if (input !== undefined) return [name, inputs[input] ?? ACTION.inputs[input]?.default ?? ''];
    expect(value).toBe(`\${{ github.action_path }}`);
    return [name, packageFile()];
  });
  const { TCK_RUN: _run, TCK_CHANNEL: _channel, TCK_REPORTERS: _reporters, FORCE_COLOR: _color, ...own } = process.env;
  const env = {
    ...own,
    ...Object.fromEntries(filled),
    PATH: `${bin}${delimiter}${process.env['PATH']}`,
    NO_COLOR: '1',
    RUNNER_TEMP: folder,
    GITHUB_OUTPUT: join(folder, 'output.txt'),
    GITHUB_STEP_SUMMARY: join(folder, 'summary.md'),
  };
  // As the runner starts `shell: bash`.
  const child = spawn('bash', ['--noprofile', '--norc', '-eo', 'pipefail', '-c', step.run], { cwd: folder, env });
  const ended = await endOf(child);
  const read = (name: string) => (existsSync(join(folder, name)) ? readFileSync(join(folder, name), 'utf8') : '');
  return {
    ...ended,
    folder,
    outputs: outputsIn(read('output.txt')),
    summary: read('summary.md'),
    commands: read('commands.txt'),
  };
}

function endOf(child: ChildProcess): Promise<Ended> {
  let stdout = '';
  let stderr = '';
  child.stdout?.on('data', (chunk: Buffer) => {
    stdout += chunk.toString('utf8');
  });
  child.stderr?.on('data', (chunk: Buffer) => {
    stderr += chunk.toString('utf8');
  });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve({ code, stdout, stderr }));
  });
}

/** As the runner reads the file: `name=value`, or a value up to its delimiter. */
function outputsIn(text: string): Readonly<Record<string, string>> {
  const found: Record<string, string> = {};
  const lines = text.split('\n');
  for (let at = 0; at < lines.length; at++) {
    const line = lines[at] ?? '';
    const [, name, end] = /^([\w-]+)<<(.+)$/.exec(line) ?? [];
    if (name !== undefined && end !== undefined) {
      const stop = lines.indexOf(end, at);
      found[name] = lines.slice(at + 1, stop).join('\n');
      at = stop;
    } else if (line.includes('=')) {
      found[line.slice(0, line.indexOf('='))] = line.slice(line.indexOf('=') + 1);
    }
  }
  return found;
}

const JUDGE = ACTION.runs.steps.findIndex(({ run }) => run.includes('judge.sh'));

const here = process.platform === 'win32' ? test.skip : test;

here(
  'a server that conforms: outputs, summary, no annotation; the key is on no command line and in no file',
  async () => {
    const server = await startReference({ key: KEY });
    const job = await runStep(JUDGE, {
      'base-url': server.baseUrl,
      model: 'reference-1',
      'api-key': KEY,
      only: 'errors',
    });
    await server.close();
    expect(job.code, job.stderr).toBe(0);
    expect(job.outputs).toMatchObject({ 'exit-code': '0', fail: '0', results: 'tck-results/results.json' });
    expect(Number(job.outputs['pass'])).toBeGreaterThan(3);
    expect(existsSync(join(job.folder, job.outputs['report'] ?? 'none'))).toBe(true);
    // Every output that action.yml names is set, and nothing else.
    const named = Object.entries(ACTION.outputs).map(([name, { value }]) => {
      expect(value).toBe(`\${{ steps.judge.outputs.${name} }}`);
      return name;
    });
    expect(Object.keys(job.outputs).toSorted()).toEqual(named.toSorted());
    expect(job.summary).toContain('# Responses API compatibility');
    expect(job.stdout).not.toMatch(/^::(?:error|warning)/m);
    const [, token] = /^::stop-commands::(\S{36})\n[\s\S]*^::\1::$/m.exec(job.stdout) ?? [];
    expect(token).toBeDefined();
    expect(job.commands).toContain('--api-key-env=TCK_API_KEY');
    expect(job.commands + job.stdout + job.stderr).not.toContain(KEY);
    expect(filesWith(job.folder, KEY)).toEqual([]);
  },
);

here(
  'a server that is broken: red, with an annotation for each failing rule, and claims are held against it',
  async () => {
    const server = await startReference({ key: KEY, faults: ['usage-all-zero'] });
    const inputs = { 'base-url': server.baseUrl, model: 'reference-1', 'api-key': KEY, only: 'core\nerrors' };
    const job = await runStep(JUDGE, { ...inputs, name: 'Acme: 50%, "quick"', capabilities: 'core, errors' });
    await server.close();
    expect(job.code, job.stderr).toBe(1);
    const told = job.stdout.split('\n').filter((line) => /^::(?:error|warning)/.test(line));
    expect(told).toEqual([expect.stringMatching(/^::error title=usage\/counted \(Acme%3A 50%25%2C "quick"\)::MUST: /)]);
    expect(job.outputs).toMatchObject({ 'exit-code': '1', fail: '1' });
    expect(job.summary).toContain('**usage/counted**');
    expect(job.commands).toContain('acme-50-quick --providers=');
    expect(job.commands + job.stdout + job.stderr).not.toContain(KEY);
    expect(filesWith(job.folder, KEY)).toEqual([]);
    // The provider file that the claims needed is gone.
    expect(readdirSync(job.folder).filter((name) => name.startsWith('tck-'))).toEqual(['tck-results']);
  },
);

here('a provider file, a baseline and fail-on', async () => {
  const server = await startReference({ key: KEY, faults: ['usage-all-zero'] });
  const home = freshFolder();
  const file = `name: Acme\nbaseUrl: ${server.baseUrl}\nauth: { kind: bearer, env: ACME_CI_KEY }\nmodels: { text: reference-1 }\ncapabilities: [core]\n`;
  writeFileSync(join(home, 'acme.yaml'), file);
  const baseline = join(freshFolder(), 'baseline.yaml');
  writeFileSync(
    baseline,
    'acme:\n  - { rule: usage/counted, reason: issue 1 }\n  - { rule: error/message, reason: x }\n',
  );
  const inputs = { provider: 'acme', providers: home, 'api-key': KEY, only: 'core,errors' };
  const never = await runStep(JUDGE, { ...inputs, 'fail-on': 'never' });
  const known = await runStep(JUDGE, { ...inputs, baseline, 'fail-on': 'stale' });
  await server.close();
  expect(never.code, never.stderr).toBe(0);
  expect(never.outputs).toMatchObject({ 'exit-code': '0', fail: '1' });
  expect(known.outputs).toMatchObject({ 'exit-code': '1', fail: '0', 'known-fail': '1', stale: '1' });
  expect(known.stdout).toMatch(/^::error title=error\/message \(Acme\)::a known failure that holds now/m);
});

here('what the caller forgot or mistook is one annotation, and the exit code says so', async () => {
  const server = await startReference({ key: KEY });
  const without = await runStep(JUDGE, {});
  expect(without).toMatchObject({ code: 2, outputs: { 'exit-code': '2' } });
  expect(without.stdout).toBe('::error title=responses-tck::needs base-url and model, or provider\n');
  const model = await runStep(JUDGE, { 'base-url': server.baseUrl });
  expect(model).toMatchObject({ code: 2, outputs: { 'exit-code': '2' } });
  const wrong = await runStep(JUDGE, { 'base-url': server.baseUrl, model: 'm', contract: 'nobodys' });
  expect(wrong).toMatchObject({ code: 2, outputs: { 'exit-code': '2' } });
  expect(wrong.stderr).toContain('unknown contract "nobodys"');
  expect(wrong.stdout).toContain('::error title=responses-tck::the run wrote no results');
  await server.close();
});

here('nothing of the inputs is run as shell', async () => {
  const evil = '$(touch hacked)`touch hacked`"; touch hacked; \'';
  const inputs = Object.fromEntries(Object.keys(ACTION.inputs).map((name) => [name, evil]));
  const { provider: _provider, ...adHoc } = inputs;
  const { 'base-url': _url, ...named } = inputs;
  for (const each of [adHoc, named, { ...adHoc, 'base-url': 'http://127.0.0.1:9/v1', out: 'results' }]) {
    const job = await runStep(JUDGE, each);
    expect(job.code).toBe(2);
    expect(filesWith(job.folder, '').filter((path) => path.endsWith('hacked'))).toEqual([]);
  }
});

here('the first step builds once, and refuses an old Node by name of the mend', async () => {
  const install = ACTION.runs.steps.findIndex(({ run }) => run.includes('install.sh'));
  expect(await runStep(install, {})).toMatchObject({ code: 0, stdout: '' });
  for (const name of ['install.sh', 'judge.sh']) {
    expect(statSync(packageFile('.github', 'action', name)).mode & 0o111).not.toBe(0);
  }
});
