import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { packageFile } from '../specs/package-root.ts';
import { cli, expectMistake, freshFolder } from './testing.test-support.ts';

/** Wrong usage: exit code 2 and exactly one line that says what is wrong, what was meant, or what there is. */
const MISTAKES: readonly (readonly [args: string, message: RegExp])[] = [
  ['rnu', /unknown command 'rnu' \(Did you mean run\?\)/],
  ['run --modl x', /unknown option '--modl' \(Did you mean --model\?\)/],
  ['check', /missing required argument 'file'; see responses-tck check --help/],
  ['list rulez', /unknown listing "rulez"\. Did you mean rules\?/],
  ['run referense', /unknown provider "referense"\. Did you mean reference\? Known: .*reference/],
  ['run --gate openai', /unknown provider for --gate "openai"/],
  ['run --contract opnai', /unknown contract "opnai"\. Did you mean openai\? Known: .*openai/],
  ['check --contract nonsense x.jsonl', /unknown contract "nonsense"\. Known: openai/],
  ['check --rule usage/totl x.jsonl', /unknown rule "usage\/totl"\. .*See: responses-tck list rules/],
  ['run --fault total-tokens-mising', /unknown fault .* Did you mean total-tokens-missing\?/],
  ['serve --fault nonsense', /unknown fault "nonsense"\. See: responses-tck list faults/],
  ['serve --port 70000', /--port 70000: not a port/],
  ['serve --contract openx', /unknown contract "openx"\. Known: openai, open-responses/],
  ['run --reporter junitt', /unknown reporter "junitt"\. Did you mean junit\?/],
  ['run --reporter ./nowhere.js', /--reporter \.\/nowhere\.js: there is no such file/],
  ['report x.json --url javascript:alert(1)', /--url javascript:alert\(1\): no address/],
  ['run --format jsn', /unknown format "jsn"\. Did you mean json\?/],
  ['check --format yaml x.jsonl', /unknown format "yaml"\. Known: text, ndjson, json/],
  ['run --fail-on mustt', /unknown level for --fail-on "mustt"\. Did you mean must\?/],
  ['run --grep (', /--grep \(: no regular expression/],
  ['run --shard 3/2', /--shard 3\/2: give part\/of/],
  ['run --budget-requests none', /--budget-requests none: give a whole number/],
  ['run --repeat 1', /--repeat 1: give a whole number from 2 to 20/],
  ['run --repeat 2.5', /--repeat 2\.5: give a whole number from 2 to 20/],
  ['run --baseline /nonexistent.yaml', /\/nonexistent\.yaml: cannot be read \(ENOENT\)/],
  ['baseline prune x.json --file /nonexistent.yaml', /\/nonexistent\.yaml: there is no such baseline/],
  ['baseline update /nonexistent.json', /\/nonexistent\.json: cannot be read \(ENOENT\)/],
  ['baseline update x.json --expires 2027-02-30', /--expires 2027-02-30: no day/],
  ['baseline update x.json --link nowhere', /--link nowhere: no address/],
  ['run --timeout soon', /--timeout soon: give seconds/],
  ['run --model m', /--model and --api-key-env need --base-url/],
  ['run --base-url http://127.0.0.1:9/v1', /--base-url needs --model/],
  ['run --base-url localhost:9 --model m', /--base-url localhost:9: no http\(s\) URL/],
  ['run --base-url http://u:p@127.0.0.1:9/v1 --model m', /--base-url holds credentials/],
  ['run --base-url http://127.0.0.1:9/v1?key=1 --model m', /--base-url holds a query/],
  ['run --base-url http://127.0.0.1:9/v1/responses --model m', /ends with an operation/],
  ['run --base-url http://127.0.0.1:9/v1 --model m --api-key-env UNSET_KEY', /--api-key-env: no such variable is set/],
  ['run --resume /nonexistent', /--resume \/nonexistent: holds no run/],
  ['run --resume a --out b', /--resume and --out exclude each other/],
  ['run --providers /nonexistent', /\/nonexistent: cannot be read \(ENOENT\)/],
  ['report /nonexistent.json', /\/nonexistent\.json: cannot be read \(ENOENT\)/],
];

for (const [args, message] of MISTAKES) {
  test(`responses-tck ${args}: one line, exit 2`, async () => {
    const ended = await cli(args.split(' '));
    expectMistake(ended, message);
    expect(ended.stdout).toBe('');
  });
}

test('a --grep that matches nothing, and a folder that cannot be written, are said on one line', async () => {
  const folder = freshFolder();
  expectMistake(await cli(['run', '--grep', 'nothing-like-this', '--out', folder]), /no scenario of this run matches/);
  const file = join(folder, 'file');
  writeFileSync(file, '');
  expectMistake(await cli(['run', '--out', join(file, 'below')]), /cannot be written \(ENOTDIR\).*--out/);
});

test('help, listings and checks load neither the runner nor the reference provider', async () => {
  const recording = join(freshFolder(), 'empty.jsonl');
  writeFileSync(recording, '');
  for (const args of [['--help'], ['list', 'rules'], ['list', 'providers'], ['check', recording]]) {
    const loaded = freshFolder();
    await cli(args, { NODE_V8_COVERAGE: loaded });
    const text = readdirSync(loaded)
      .map((name) => readFileSync(join(loaded, name), 'utf8'))
      .join('');
    expect(text).toContain('cli/program.js');
    expect(
      text.match(/[^"]*(?:node_modules\/(?:@?playwright|@faker-js)|fixtures\/reference\/server)[^"]*/g),
      args[0],
    ).toBeNull();
  }
});

test('help and version are no mistakes; no command at all is answered with the help', async () => {
  const [help, version, none] = await Promise.all([cli(['--help']), cli(['--version']), cli([])]);
  expect(help.code).toBe(0);
  expect(help.stdout).toContain('check');
  expect(version).toMatchObject({ code: 0, stderr: '' });
  expect(none.code).toBe(2);
  expect(none.stderr).toContain('Usage: responses-tck');
});

test('provider files of the own repository: listed and chosen, a broken one is one line with file and field', async () => {
  const folder = join(freshFolder(), 'providers');
  mkdirSync(folder);
  const sound = 'name: Acme\nbaseUrl: https://api.acme.example/v1\nauth: { kind: bearer, env: ACME_API_KEY }\n';
  writeFileSync(join(folder, 'acme.yaml'), `${sound}models: { text: m }\ncapabilities: [core]\n`);
  const listed = await cli(['list', 'providers', '--providers', folder]);
  expect(listed.code).toBe(0);
  expect(listed.stdout).toMatch(/^acme +Acme +ACME_API_KEY is not set/m);
  expect(listed.stdout).toMatch(/^reference /m);
  const out = freshFolder();
  const asked = await cli(['run', 'acme', '--providers', folder, '--out', out]);
  expect(asked.code).toBe(3);
  expect(asked.stdout).toContain('not run: ACME_API_KEY is not set');

  writeFileSync(join(folder, 'acme.yaml'), `${sound}models: { text: m }\ncapabilities: [core, toolz]\n`);
  const args = ['run', 'acme', '--providers', folder];
  expectMistake(await cli(args), /acme\.yaml: capabilities\[1\]: unknown capability "toolz"/);
  writeFileSync(join(folder, 'acme.yaml'), `${sound}models: { text: [\n`);
  expectMistake(await cli(args), /acme\.yaml:\d+:\d+: no valid YAML/);
});

test('malformed results files: one line with the file, exit 2', async () => {
  const folder = freshFolder();
  const report = (text: string) => {
    writeFileSync(join(folder, 'results.json'), text);
    return cli(['report', join(folder, 'results.json'), '--out', join(folder, 'page')]);
  };
  expectMistake(await report(''), /results\.json is empty/);
  expectMistake(await report('{"schemaVersion":1,'), /results\.json ends too early/);
  expectMistake(await report('\u0000\u0001'), /results\.json is no JSON/);
  expectMistake(await report('[]'), /results\.json at \/schemaVersion: absent/);
  expectMistake(await report('{"schemaVersion":99}'), /this kit reads versions up to \d/);
  expectMistake(await report('{"schemaVersion":1}'), /results\.json at \/: must have required property 'run'/);
});

test('what was built in a clone can be started by its name', () => {
  // npx runs the file itself: without the right to be run it says "Permission denied".
  expect(statSync(packageFile('dist', 'cli', 'main.js')).mode & 0o111).toBe(0o111);
});
