import { existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { startReference } from '../fixtures/reference/server.ts';
import { cli, expectMistake, freshFolder, resultsIn } from './testing.test-support.ts';

/** Files that somebody else wrote, and addresses that would give a key away. */

const KEY = { STRANGE_KEY: 'strange-key-0123456789' };
const SOUND = 'name: S\nauth: { kind: bearer, env: STRANGE_KEY }\nmodels: { text: m }\ncapabilities: [core]\n';

function folderWith(files: Readonly<Record<string, string>>): string {
  const folder = freshFolder();
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  return folder;
}

const list = (providers: string) => cli(['list', 'providers', '--providers', providers]);

test('a key goes over plain http to this machine only, unless it is allowed', async () => {
  test.setTimeout(240_000);
  const out = freshFolder();
  const ask = ['--model', 'm', '--out', out, '--timeout', '0.3', '--scenario', 'text'];
  const away = ['run', '--base-url', 'http://tck.invalid/v1', ...ask];
  const refused = await cli([...away, '--api-key-env', 'STRANGE_KEY'], KEY);
  expectMistake(
    refused,
    /the key STRANGE_KEY would go unencrypted to tck\.invalid; use https:\/\/, or allow it with --allow-plain-http/,
  );
  expect(existsSync(join(out, 'journal.jsonl'))).toBe(false);
  // Without a key there is nothing to give away; and it may be allowed.
  expect((await cli(away, KEY)).code).toBe(3);
  expect((await cli([...away, '--api-key-env', 'STRANGE_KEY', '--allow-plain-http'], KEY)).code).toBe(3);
  const plain = `${SOUND}baseUrl: http://tck.invalid/v1\n`;
  const files = folderWith({ 'open.yaml': `${plain}allowPlainHttp: true\n`, 'closed.yaml': plain });
  const named = (id: string) =>
    cli(['run', id, '--providers', files, '--out', freshFolder(), '--scenario', 'text'], KEY);
  expect((await named('open')).code).toBe(3);
  expectMistake(await named('closed'), /^responses-tck: closed: the key STRANGE_KEY/);
});

const ALIASES = Array.from(
  { length: 12 },
  (_, nth) => `a${nth}: &a${nth} [${`*a${nth - 1},`.repeat(nth === 0 ? 0 : 9)} 1]`,
);

const WRONG: readonly (readonly [what: string, source: string, message: RegExp])[] = [
  ['aliases that expand without end', ALIASES.join('\n'), /an alias has no anchor, or there are too many/],
  ['a million brackets', `name: ${'['.repeat(900_000)}`, /nested too deeply|no valid YAML/],
  ['deep blocks', `name: ${'- '.repeat(100_000)}x`, /nested too deeply|no valid YAML|must be/],
  ['a file of two megabytes', `name: ${'y'.repeat(2_000_000)}`, /larger than 1 MiB/],
  [
    'a tag that makes a function',
    'name: !!js/function "function () { return process.exit(9) }"\n',
    /baseUrl|auth|no valid YAML|is missing/,
  ],
  [
    'a package outside the installed ones',
    `${SOUND}start: { kind: package, package: ../../evil, bin: x }\n`,
    /start\.package: must be the name of an npm package/,
  ],
  ['a package by its path', `${SOUND}start: { kind: package, package: /tmp/evil, bin: x }\n`, /start\.package/],
  ['control sequences in a field', `${SOUND}"\\e]0;owned\\a\\e[2J": 1\n`, /unknown field/],
  ['a merge that pollutes', `${SOUND}__proto__: { polluted: true }\n`, /__proto__: unknown field/],
];

for (const [what, source, message] of WRONG) {
  test(`a provider file with ${what} is refused on one line`, async () => {
    const ended = await list(folderWith({ 'strange.yaml': source }));
    expectMistake(ended, message);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: that is what is looked for
    expect(ended.stderr).not.toMatch(/[\x00-\x09\x0b-\x1f\x7f-\x9f]/);
  });
}

test('what is no regular file is not read: a device has no end', async () => {
  test.skip(!existsSync('/dev/zero'), 'this system has no such device');
  const folder = freshFolder();
  symlinkSync('/dev/zero', join(folder, 'endless.yaml'));
  expectMistake(await list(folder), /endless\.yaml: is no regular file/);
});

test('a folder of provider files starts no program unless its file is named', async () => {
  const files = folderWith({
    'starting.yaml': `${SOUND}start: { kind: package, package: '@copilotkit/aimock', bin: aimock, args: [--port, '{port}', --fixtures, /dev/null] }\n`,
  });
  const out = freshFolder();
  const ended = await cli(['run', '--all', '--providers', files, '--out', out, '--scenario', 'text'], KEY);
  expect(ended.code).toBe(3);
  expect(resultsIn(out).columns).toMatchObject([{ notRun: expect.stringContaining('name it on the command line') }]);
});

test('ids in the results of strangers are no paths', async () => {
  test.setTimeout(240_000);
  const reference = await startReference();
  const folder = freshFolder();
  const ask = ['run', '--base-url', reference.baseUrl, '--model', 'reference-1', '--api-key-env', 'STRANGE_KEY'];
  await cli([...ask, '--out', join(folder, 'a'), '--scenario', 'text'], { STRANGE_KEY: reference.key });
  await reference.close();
  const text = readFileSync(join(folder, 'a', 'results.json'), 'utf8');
  for (const id of ['../../../escaped', '..', '.', '/escaped', '..\\\\escaped', 'a\\u0000b', '\\ud800']) {
    mkdirSync(join(folder, 'in'), { recursive: true });
    writeFileSync(join(folder, 'in', 'results.json'), text.replaceAll('"id":"server"', `"id":"${id}"`));
    const ended = await cli(['report', join(folder, 'in', 'results.json'), '--out', join(folder, 'deep', 'er', 'out')]);
    expect(ended.stderr).not.toContain('defect of the kit');
    expect(readdirSync(folder).sort(), id).toEqual(['a', 'deep', 'in']);
    expect(readdirSync(join(folder, 'deep')), id).toEqual(['er']);
    expect(readdirSync(join(folder, 'deep', 'er')), id).toEqual(['out']);
  }
});
