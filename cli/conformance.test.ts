import { execFile, execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, realpathSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { loadProviders } from '../fixtures/providers/load.ts';
import { startReference } from '../fixtures/reference/server.ts';
import type { Column } from '../reporters/results/model.ts';
import { packageFile } from '../specs/package-root.ts';
import { cli, type Ended, filesWith, freshFolder, resultsIn } from './testing.test-support.ts';
import { parseWorkflow } from './workflows.test-support.ts';

/** The shell of `conformance.yml`, run as its jobs run it. */
test.setTimeout(180_000);
test.skip(process.platform === 'win32', 'the workflow runs on Linux');

const KEY = 'conformance-canary-42';
const WORKFLOW = readFileSync(packageFile('.github', 'workflows', 'conformance.yml'), 'utf8');

type Variables = Readonly<Record<string, string>>;

function bash(script: string, cwd: string, env: Variables = {}): Promise<Ended> {
  const { TCK_RUN: _run, TCK_CHANNEL: _channel, TCK_REPORTERS: _reporters, FORCE_COLOR: _color, ...own } = process.env;
  const options = { cwd, env: { ...own, NO_COLOR: '1', ...env } };
  return new Promise((resolve) => {
    execFile('bash', ['-e', '-o', 'pipefail', '-c', script], options, (error, stdout, stderr) => {
      resolve({ code: error === null ? 0 : typeof error.code === 'number' ? error.code : null, stdout, stderr });
    });
  });
}

/** A checkout after `npm ci`, as far as the scripts see it. */
function checkout(): string {
  const folder = realpathSync(freshFolder());
  for (const name of ['dist', 'node_modules', '.github', 'package.json'])
    symlinkSync(packageFile(name), join(folder, name));
  return folder;
}

test('every key that the workflow may hand out is one that a provider file names', async () => {
  const keys = (await loadProviders()).flatMap(({ auth, start }) =>
    auth.kind === 'none' || start !== undefined ? [] : [auth.env],
  );
  const lines = [...WORKFLOW.matchAll(/^ +HAS_(\w+): \$\{\{ secrets\.(\w+) != '' \}\}$/gm)];
  expect(lines.length).toBeGreaterThan(2);
  for (const [, name, secret] of lines) {
    expect(secret).toBe(name);
    expect(keys).toContain(name);
  }
  // A key itself goes into one step only, that of its provider.
  expect(WORKFLOW.match(/\$\{\{ secrets[^}]*\}\}/g)?.filter((each) => !each.includes("!= ''"))).toEqual([
    `\${{ secrets[matrix.key] }}`,
  ]);
  expect(Object.keys(parseWorkflow(WORKFLOW).on as object)).toEqual(['schedule', 'workflow_dispatch']);
});

async function plan(
  env: Variables,
): Promise<{ jobs: readonly object[]; any: string; embedded: readonly string[]; said: string }> {
  const folder = checkout();
  const output = join(folder, 'output.txt');
  const given = { GITHUB_OUTPUT: output, ...env };
  const script = 'node dist/cli/main.js list providers --json | node .github/conformance/plan.mjs';
  const done = await bash(script, folder, given);
  expect(done.code, done.stderr).toBe(0);
  const found = new Map(
    readFileSync(output, 'utf8')
      .trim()
      .split('\n')
      .map((line) => [line.split('=')[0], line.slice(line.indexOf('=') + 1)]),
  );
  return {
    jobs: JSON.parse(found.get('jobs') ?? '') as readonly object[],
    any: found.get('any') ?? '',
    embedded: (found.get('embedded') ?? '').split(' '),
    said: done.stdout,
  };
}

test('the plan has one job for each part of a provider that has a key, and all others in one', async () => {
  const has = Object.fromEntries([...WORKFLOW.matchAll(/HAS_\w+(?=:)/g)].map(([name]) => [name, 'false']));
  const nobody = await plan({ ...has, TCK_SHARDS: '2' });
  expect(nobody).toMatchObject({ jobs: [], any: 'false' });
  expect(nobody.embedded).toEqual(expect.arrayContaining(['reference', 'aimock', 'openai']));
  // A server of the user's own machine is none of CI's.
  expect(nobody.embedded).not.toContain('local');
  expect(nobody.said).not.toContain('::notice');
  const one = await plan({ ...has, HAS_OPENAI_API_KEY: 'true', HAS_AZURE_OPENAI_API_KEY: 'true', TCK_SHARDS: '2' });
  expect(one.jobs).toEqual([
    { provider: 'openai', key: 'OPENAI_API_KEY', part: 1, of: 2 },
    { provider: 'openai', key: 'OPENAI_API_KEY', part: 2, of: 2 },
  ]);
  // The key alone is not enough where the address is a variable; the column then says so.
  expect(one.embedded).toContain('azure-openai');
  expect(one.embedded).not.toContain('openai');
  const variables = JSON.stringify({ AZURE_OPENAI_RESOURCE: 'r', AZURE_OPENAI_DEPLOYMENT: 'd' });
  const both = await plan({ ...has, HAS_AZURE_OPENAI_API_KEY: 'true', TCK_VARIABLES: variables });
  expect(both.jobs).toEqual([{ provider: 'azure-openai', key: 'AZURE_OPENAI_API_KEY', part: 1, of: 1 }]);
  const { HAS_OPENROUTER_API_KEY: _gone, ...without } = { HAS_OPENROUTER_API_KEY: 'false', ...has };
  expect((await plan(without)).said).toContain('::notice title=openrouter::not asked: no line of conformance.yml');
});

test('parts are asked, merged, kept and judged; only what is stale or silent turns the verdict red', async () => {
  const server = await startReference({ key: KEY, faults: ['usage-all-zero'] });
  const folder = checkout();
  const own = join(folder, 'own');
  mkdirSync(own);
  const provider = `name: Acme\nbaseUrl: "{BASE}"\nvariables: { BASE: ACME_BASE_URL }\nauth: { kind: bearer, env: ACME_API_KEY }\nmodels: { text: reference-1 }\ncapabilities: [core]\n`;
  writeFileSync(join(own, 'acme.yaml'), provider);
  const variables = JSON.stringify({ ACME_BASE_URL: server.baseUrl, OTHER: '$(touch hacked)' });
  const ask = async (part: number) => {
    const given = {
      TCK_NAME: `acme-${part}`,
      TCK_ASK: `acme --shard ${part}/2 --fail-on never --scenario echo,reject-unknown-model,models`,
    };
    const key = { TCK_KEY_NAME: 'ACME_API_KEY', TCK_KEY: KEY, TCK_VARIABLES: variables, TCK_PROVIDERS: own };
    const done = await bash(
      `rm -rf parts/*acme-${part}; .github/conformance/ask.sh && mv parts/acme-${part} parts/part-acme-${part}`,
      folder,
      { ...given, ...key },
    );
    expect(done.code, done.stderr).toBe(0);
    expect(done.stdout).toMatch(/^::stop-commands::(\S+)\n[\s\S]*^::\1::$/m);
    expect(done.stdout + done.stderr).not.toContain(KEY);
  };
  await ask(1);
  await ask(2);
  expect(readdirSync(join(folder, 'parts')).toSorted()).toEqual(['part-acme-1', 'part-acme-2']);
  const merged = await bash('.github/conformance/merge.sh', folder);
  expect(merged.code, merged.stderr).toBe(0);
  const [column] = resultsIn(join(folder, 'site')).columns;
  expect(column?.provider.name).toBe('Acme');
  expect(column?.verdicts.find(({ rule }) => rule === 'usage/counted')?.verdict.outcome).toBe('fail');
  expect(existsSync(join(folder, 'site', 'index.html'))).toBe(true);
  expect(readdirSync(join(folder, 'history')).length).toBeGreaterThan(0);
  // A failing rule is a warning.
  const green = await bash('.github/conformance/verdict.sh', folder);
  expect(green).toMatchObject({
    code: 0,
    stdout: expect.stringContaining('::warning title=usage/counted (Acme)::MUST'),
  });

  // The same site with a stale entry, and with a provider that did not answer.
  await server.close();
  const file = join(folder, 'site', 'results.json');
  const results = resultsIn(join(folder, 'site'));
  const verdictOn = async (change: Partial<Column>) => {
    writeFileSync(
      file,
      JSON.stringify({ ...results, columns: results.columns.map((each) => ({ ...each, ...change })) }),
    );
    return bash('.github/conformance/verdict.sh', folder);
  };
  const stale = { rule: 'error/message', level: 'MUST', verdict: { outcome: 'stale', reason: 'mended' } } as const;
  const red = await verdictOn({ verdicts: [...(column?.verdicts ?? []), stale] });
  expect(red).toMatchObject({ code: 1, stdout: expect.stringContaining('::error title=error/message (Acme)') });
  const unanswered = [{ exchange: 'x', cause: 'refused', blame: 'network', detail: 'ECONNREFUSED' }] as const;
  const silent = await verdictOn({ verdicts: [], unanswered });
  expect(silent).toMatchObject({ code: 1, stdout: expect.stringContaining('nothing could be judged (Acme)') });
  expect(filesWith(folder, KEY)).toEqual([]);

  // A part whose job was lost: told, and no half provider is published as a whole one.
  await bash(
    'rm -rf parts/part-acme-2 && mkdir parts/part-embedded-1 && cp site/results.json parts/part-embedded-1',
    folder,
  );
  expect((await bash('.github/conformance/merge.sh', folder)).code).toBe(0);
  const lost = await bash('.github/conformance/verdict.sh', folder);
  expect(lost).toMatchObject({
    code: 1,
    stdout: expect.stringMatching(/^::error title=merge::acme: .*part 2 of 2 missing/),
  });
  expect(filesWith(folder, '').filter((path) => path.endsWith('hacked'))).toEqual([]);
});

test('a run that the kit broke is red at once, and so is a verdict without results', async () => {
  const folder = checkout();
  const wrong = await bash('.github/conformance/ask.sh', folder, { TCK_NAME: 'x', TCK_ASK: 'nobody --shard 1/2' });
  expect(wrong.code).toBe(2);
  expect(wrong.stdout).toContain('::error title=x::the run wrote no results (exit code 2)');
  const gone = await bash('.github/conformance/ask.sh', folder, {
    TCK_NAME: 'x',
    TCK_ASK: 'acme',
    TCK_KEY_NAME: 'ACME_API_KEY',
  });
  expect(gone.code).not.toBe(0);
  expect(gone.stderr).toContain('the secret ACME_API_KEY is gone');
  expect((await bash('.github/conformance/verdict.sh', folder)).code).toBe(2);
  const ask = 'reference --gate reference --fault usage-all-zero --scenario echo';
  const fault = await bash('.github/conformance/ask.sh', folder, { TCK_NAME: 'x', TCK_ASK: ask });
  expect(fault.code, fault.stderr).toBe(1);
});

test('the history is a branch that only goes forward', async () => {
  const origin = freshFolder();
  execFileSync('git', ['init', '--quiet', '--bare', '--initial-branch=main', origin]);
  const history = packageFile('.github', 'conformance', 'history.sh');
  const fresh = async () => {
    const folder = freshFolder();
    await bash(`git init --quiet --initial-branch=main . && git remote add origin '${origin}'`, folder);
    return folder;
  };
  const kept = async () => {
    const folder = await fresh();
    const done = await bash(`'${history}' fetch`, folder);
    expect(done.code, done.stderr).toBe(0);
    return readdirSync(join(folder, 'history'), { recursive: true }).map(String).toSorted();
  };
  const push = async (files: Variables) => {
    const folder = await fresh();
    mkdirSync(join(folder, 'history', 'a'), { recursive: true });
    for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, 'history', name), text);
    return bash(`'${history}' push`, folder);
  };
  expect(await kept()).toEqual([]);
  expect(await push({ 'acme.jsonl': '1\n' })).toMatchObject({ code: 0 });
  expect(await kept()).toEqual(['acme.jsonl']);
  expect(await push({ 'acme.jsonl': '1\n2\n', 'a/other.jsonl': '1\n' })).toMatchObject({ code: 0 });
  expect(await kept()).toEqual(['a', 'a/other.jsonl', 'acme.jsonl']);
  expect(await push({ 'acme.jsonl': '1\n2\n', 'a/other.jsonl': '1\n' })).toMatchObject({
    code: 0,
    stdout: 'nothing new\n',
  });
  const log = execFileSync('git', ['-C', origin, 'log', '--format=%s', 'conformance-history'], { encoding: 'utf8' });
  expect(log.trim().split('\n')).toHaveLength(2);
});

test('a release is refused when tag and version differ', async () => {
  const check = "'.github/release/check.sh'";
  const { stdout } = await cli(['--version']);
  const folder = checkout();
  expect((await bash(check, folder, { GITHUB_REF_NAME: `v${stdout.trim()}` })).code).toBe(0);
  const wrong = await bash(check, folder, { GITHUB_REF_NAME: 'v99.0.0' });
  expect(wrong).toMatchObject({ code: 1, stdout: expect.stringContaining('differ; move one of them') });
});
