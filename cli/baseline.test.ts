import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import type { Verdict } from '../core/report.ts';
import { RESULTS_VERSION, type Results } from '../reporters/results/model.ts';
import { cli, expectMistake, freshFolder, resultsIn } from './testing.test-support.ts';

/** Known failures in a file of their own: written from results, believed by runs, given up when they are mended. */
const FAULT = 'created-at-float';
const RULE = 'response/created-at';

function reference(folder: string, ...more: readonly string[]) {
  return cli(['run', 'reference', '--scenario', 'text', '--out', folder, ...more]);
}

function verdictOf(folder: string, rule: string): Verdict | undefined {
  return resultsIn(folder).columns[0]?.verdicts.find((each) => each.rule === rule)?.verdict;
}

test('what fails is written, then known, then stale, then pruned', async () => {
  const folder = freshFolder();
  const file = join(folder, 'baseline.yaml');
  const at = (name: string) => join(folder, name);
  expect((await reference(at('first'), '--fault', FAULT)).code).toBe(1);
  const args = ['--file', file, '--reason', 'tracked upstream', '--link', 'https://acme.example/1'];
  const update = ['baseline', 'update', join(at('first'), 'results.json'), ...args, '--expires', '2999-12-31'];
  const updated = await cli(update);
  expect(updated).toMatchObject({ code: 0, stderr: '' });
  expect(updated.stdout).toContain(`+ reference ${RULE}`);
  const written = readFileSync(file, 'utf8');
  expect(written).toContain(`reference:\n  - rule: ${RULE}\n    reason: tracked upstream\n`);

  // Once is enough.
  expect((await cli(update)).stdout).toContain('0 added');
  expect(readFileSync(file, 'utf8')).toBe(written);

  const known = await reference(at('known'), '--fault', FAULT, '--baseline', file);
  expect(known.code).toBe(0);
  expect(verdictOf(at('known'), RULE)).toMatchObject({
    outcome: 'known-fail',
    reason: 'tracked upstream',
    link: 'https://acme.example/1',
  });
  const kept = await cli(['baseline', 'prune', join(at('known'), 'results.json'), '--file', file]);
  expect(kept.stdout).toContain(`= reference ${RULE}: still fails`);
  expect(readFileSync(file, 'utf8')).toBe(written);

  const mended = await reference(at('mended'), '--baseline', file);
  expect(mended.code).toBe(1);
  expect(verdictOf(at('mended'), RULE)).toEqual({ outcome: 'stale', reason: 'tracked upstream' });
  const pruned = await cli(['baseline', 'prune', join(at('mended'), 'results.json'), '--file', file]);
  expect(pruned.stdout).toContain(`- reference ${RULE}: holds now`);
  expect(readFileSync(file, 'utf8')).not.toContain(RULE);
  expect((await reference(at('after'), '--baseline', file)).code).toBe(0);
});

test('a resumed run keeps its baseline', async () => {
  const folder = freshFolder();
  const file = join(folder, 'baseline.yaml');
  writeFileSync(file, `reference:\n  - { rule: ${RULE}, reason: tracked }\n`);
  const out = join(folder, 'run');
  expect((await reference(out, '--fault', FAULT, '--baseline', file)).code).toBe(0);
  expect((await cli(['run', '--resume', out])).code).toBe(0);
  expect(verdictOf(out, RULE)).toMatchObject({ outcome: 'known-fail' });
});

const COMMENTED = `# What we live with.

# theirs
zeta:
  # expired long ago
  - rule: usage/total
    reason: counts the cache twice # sic
    expires: 2020-01-31
  - rule: item/id
    reason: nobody looked # kept

acme:
  - { rule: stream/text-output, reason: holds in these }
  # ours
  - rule: response/id
    reason: still fails
`;

/** Results of two providers, as a run would write them. */
function sample(verdicts: Readonly<Record<string, Readonly<Record<string, Verdict>>>>): Results {
  return {
    schemaVersion: RESULTS_VERSION,
    run: {
      startedAt: '2026-11-20T10:00:00Z',
      finishedAt: '2026-11-20T10:05:00Z',
      kit: { name: 'responses-tck', version: '0.0.0' },
      contracts: [{ id: 'openai', edition: '2026' }],
    },
    rules: [],
    columns: Object.entries(verdicts).map(([id, own]) => ({
      provider: { id, name: id },
      evidence: 'live',
      contract: 'openai',
      capabilities: [],
      verdicts: Object.entries(own).map(([rule, verdict]) => ({ rule: rule as `a/${string}`, level: 'MUST', verdict })),
      exchanges: [],
      unanswered: [],
      requests: 1,
      tokens: { input: 0, output: 0 },
    })),
  };
}

function finding(rule: string): Verdict {
  const place = { exchange: 'x', at: '/body', expected: 'a', actual: 'b', count: 1, more: [] };
  return { outcome: 'fail', findings: [{ rule: rule as `a/${string}`, ...place }] };
}

function files(source: string | undefined, results: Results): { readonly file: string; readonly json: string } {
  const folder = freshFolder();
  const file = join(folder, 'known.yaml');
  const json = join(folder, 'results.json');
  if (source !== undefined) writeFileSync(file, source);
  writeFileSync(json, JSON.stringify(results));
  return { file, json };
}

test('prune removes the expired and the mended, keeps what nobody looked at, and comments and order', async () => {
  const { file, json } = files(
    COMMENTED,
    sample({ acme: { 'stream/text-output': { outcome: 'pass' }, 'response/id': finding('response/id') } }),
  );
  const { code, stdout } = await cli(['baseline', 'prune', json, '--file', file]);
  expect(code).toBe(0);
  expect(stdout).toContain('- zeta usage/total: expired on 2020-01-31');
  expect(stdout).toContain('= zeta item/id: not fixed');
  expect(stdout).toContain('- acme stream/text-output: holds now');
  expect(stdout).toContain('2 removed');
  const left = readFileSync(file, 'utf8');
  for (const text of ['# What we live with.', '# theirs', 'nobody looked # kept', '# ours', 'rule: response/id']) {
    expect(left).toContain(text);
  }
  for (const text of ['usage/total', 'stream/text-output', '# sic']) expect(left).not.toContain(text);
  expect(left.indexOf('zeta:')).toBeLessThan(left.indexOf('acme:'));
});

test('update adds behind what is there and leaves comments and order alone', async () => {
  const { file, json } = files(
    COMMENTED,
    sample({
      acme: { 'response/id': finding('response/id'), 'item/id': finding('item/id') },
      zeta: { 'usage/total': finding('usage/total') },
      beta: { 'item/id': finding('item/id'), 'item/type': { outcome: 'pass' } },
    }),
  );
  const { code, stdout } = await cli(['baseline', 'update', json, '--file', file]);
  expect(code).toBe(0);
  expect(stdout).toContain('2 added');
  // Expired or not, it is written already: an entry is never there twice.
  expect(stdout).toContain('= zeta usage/total fails and is known already');
  const entry = '  - rule: item/id\n    reason: found failing on 2026-11-20\n';
  expect(readFileSync(file, 'utf8')).toBe(`${COMMENTED}${entry}beta:\n${entry}`);
});

test('a file is made where there is none, and only when there is something to write', async () => {
  const nothing = files(undefined, sample({ acme: { 'item/id': { outcome: 'pass' } } }));
  expect((await cli(['baseline', 'update', nothing.json, '--file', nothing.file])).code).toBe(0);
  expect(existsSync(nothing.file)).toBe(false);
  const some = files('# nothing yet\n', sample({ acme: { 'item/id': finding('item/id') } }));
  expect((await cli(['baseline', 'update', some.json, '--file', some.file])).code).toBe(0);
  const text = readFileSync(some.file, 'utf8');
  expect(text).toContain('# nothing yet');
  expect(text).toContain('acme:\n  - rule: item/id\n');
});

const WRONG: readonly (readonly [what: string, source: string, message: RegExp])[] = [
  [
    'field',
    'acme:\n  - { rule: item/id, reasn: x }\n',
    /known\.yaml: acme\[0\]\.(?:reason: is missing|reasn: unknown field)/,
  ],
  [
    'rule',
    'acme:\n  - { rule: id, reason: x }\n',
    /known\.yaml: acme\[0\]\.rule: must be a rule id such as usage\/total/,
  ],
  ['day', 'acme:\n  - { rule: item/id, reason: x, expires: soon }\n', /acme\[0\]\.expires: must be a day such as/],
  ['link', 'acme:\n  - { rule: item/id, reason: x, link: nowhere }\n', /acme\[0\]\.link: must start with https:/],
  ['list', 'acme: item/id\n', /known\.yaml: acme: must be an array/],
  ['provider', 'Acme Inc:\n  - { rule: item/id, reason: x }\n', /known\.yaml: Acme Inc: is no provider id/],
  ['syntax', 'acme: [\n', /known\.yaml:\d+:\d+: no valid YAML/],
];

for (const [what, source, message] of WRONG) {
  test(`a wrong baseline is refused with place and mend: ${what}`, async () => {
    const { file, json } = files(source, sample({}));
    expectMistake(await cli(['run', 'reference', '--plan', '--baseline', file]), message);
    expectMistake(await cli(['baseline', 'prune', json, '--file', file]), message);
    expect(readFileSync(file, 'utf8')).toBe(source);
  });
}
