import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { cli, expectMistake, freshFolder } from './testing.test-support.ts';

test('a run against a broken server regresses: exit 1, the rule and its place; the way back is a fix: exit 0', async () => {
  test.setTimeout(120_000);
  const folder = freshFolder();
  const [old, now] = [join(folder, 'old'), join(folder, 'new')];
  const args = ['run', '--rule', 'usage/*', '--scenario', 'text', '--out'];
  expect((await cli([...args, old])).code).toBe(0);
  expect((await cli([...args, now, '--fault', 'total-tokens-missing'])).code).toBe(1);

  const worse = await cli(['diff', old, join(now, 'results.json')]);
  expect(worse.code).toBe(1);
  expect(worse.stdout).toContain('MUST   usage/counts  holds -> does not hold');
  expect(worse.stdout).toContain('/body/usage/total_tokens');
  expect((await cli(['diff', old, now, '--fail-on', 'never'])).code).toBe(0);

  const better = await cli(['diff', now, old]);
  expect(better.code).toBe(0);
  expect(better.stdout).toContain('0 regressions of a MUST, 1 fix');

  const machine = JSON.parse((await cli(['diff', old, now, '--format', 'json'])).stdout) as Record<string, unknown>;
  expect(machine).toMatchObject({ schemaVersion: 1, columns: [{ key: 'reference' }] });
  expect((await cli(['diff', old, now, '--format', 'markdown'])).stdout).toContain('**✕ Regressions: 1**');
  // A folder of runs is all of them.
  expect((await cli(['diff', folder, folder])).code).toBe(0);
});

test('bad input is one line and exit 2', async () => {
  const folder = freshFolder();
  const file = join(folder, 'results.json');
  expectMistake(await cli(['diff', folder, folder]), /holds no results\.json, nor does a folder in it/);
  expectMistake(await cli(['diff', '/nonexistent.json', file]), /\/nonexistent\.json: cannot be read \(ENOENT\)/);
  writeFileSync(file, '{"schemaVersion":1,');
  expectMistake(await cli(['diff', file, file]), /results\.json ends too early/);
  mkdirSync(join(folder, 'x'));
  expectMistake(
    await cli(['diff', file, file, '--format', 'xml']),
    /unknown format "xml"\. Known: text, markdown, json/,
  );
  expectMistake(await cli(['diff', file]), /missing required argument 'new'/);
});

test('report keeps every run, once; the Markdown leads to the site; what it cannot read it does not overwrite', async () => {
  test.setTimeout(120_000);
  const folder = freshFolder();
  const [run, out, history] = [join(folder, 'run'), join(folder, 'out'), join(folder, 'history')];
  await cli(['run', '--rule', 'usage/*', '--scenario', 'text', '--out', run]);
  const args = ['report', run, '--out', out, '--history', history, '--url', 'https://acme.example/tck/'];
  const first = await cli(args);
  expect(first).toMatchObject({ code: 0, stderr: '' });
  expect(first.stdout).toContain('1 column, ');
  expect(first.stdout).toContain(`1 history in ${history}`);
  const kept = readFileSync(join(history, 'reference.jsonl'), 'utf8');
  expect((await cli(args)).code).toBe(0);
  expect(readFileSync(join(history, 'reference.jsonl'), 'utf8')).toBe(kept);
  for (const name of ['summary.md', 'comment.md']) {
    expect(readFileSync(join(out, name), 'utf8')).toContain('(https://acme.example/tck/#/provider/reference)');
  }
  for (const name of ['index.json', 'columns/reference.json', 'badges/reference.svg', 'badges/reference/core.json']) {
    expect(existsSync(join(out, name)), name).toBe(true);
  }
  writeFileSync(join(history, 'reference.jsonl'), `${kept}{"run":`);
  expectMistake(await cli(args), /reference\.jsonl:4: is no JSON; restore the file/);
  expect(readFileSync(join(history, 'reference.jsonl'), 'utf8')).toBe(`${kept}{"run":`);
});

test("Playwright's own HTML report, and a reporter of one's own", async () => {
  test.setTimeout(120_000);
  const folder = freshFolder();
  const own = join(folder, 'own.mjs');
  const said = join(folder, 'said');
  writeFileSync(
    own,
    `import { appendFileSync } from 'node:fs';
export default class { onTestEnd(test) { appendFileSync(${JSON.stringify(said)}, test.title + '\\n'); } }`,
  );
  const run = join(folder, 'run');
  const ended = await cli(['run', '--scenario', 'text', '--out', run, '--reporter', 'html', '--reporter', own]);
  expect(ended).toMatchObject({ code: 0 });
  expect(existsSync(join(run, 'playwright-report', 'index.html'))).toBe(true);
  expect(readFileSync(said, 'utf8').trim().split('\n')).toHaveLength(1);
});
