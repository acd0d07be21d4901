import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { cli, expectMistake, freshFolder, journalIn, resultsIn } from './testing.test-support.ts';

/** The reference provider under a vendor's name and document: it is a Responses server, which that document does not promise. */
function providersWith(document?: string): string {
  const folder = freshFolder();
  const lines = [
    'name: Mine',
    'start: reference',
    'auth: { kind: bearer, env: TCK_REFERENCE_KEY }',
    'models: { text: reference-1 }',
    'capabilities: [core]',
    ...(document === undefined ? [] : [`document: ${document}`]),
  ];
  writeFileSync(join(folder, 'mine.yaml'), `${lines.join('\n')}\n`);
  return folder;
}

const asking = (folder: string) => ['run', 'mine', '--providers', folder, '--scenario', 'text', '--gate', 'mine'];

test.describe.configure({ timeout: 180_000 });

test('a provider with a document is judged by both, of the same requests; a broken promise counts', async () => {
  const out = join(freshFolder(), 'run');
  const { code, stdout, stderr } = await cli([...asking(providersWith('apifox-export')), '--out', out]);
  expect(stderr).not.toContain('defect');
  const { columns, run } = resultsIn(out);
  expect(run.contracts).toEqual([
    { id: 'openai', edition: expect.any(String) },
    { id: 'own:apifox-export', edition: '' },
  ]);
  const live = columns.filter(({ provider }) => provider.id === 'mine');
  expect(live.map(({ contract, evidence, requests }) => [contract, evidence, requests])).toEqual([
    ['openai', 'live', 1],
    ['own:apifox-export', 'live', 1],
  ]);
  expect(journalIn(out)).toHaveLength(1);
  const failing = live.map(({ verdicts }) =>
    verdicts.flatMap(({ rule, level, verdict }) => (verdict.outcome === 'fail' && level === 'MUST' ? [rule] : [])),
  );
  expect(failing).toEqual([[], ['own/answer-schema']]);
  expect(code).toBe(1);
  expect(stdout).toContain('Mine (its own document)');
  expect(stdout).toContain('(line 18 of the document)');
  // Its printed example is judged by it too, and keeps to it; that is no word about the server.
  const printed = columns.filter(({ evidence, contract }) => evidence === 'example' && contract.startsWith('own:'));
  expect(printed.map(({ provider }) => provider.id)).toEqual(['apifox-export']);
  expect(printed[0]?.verdicts.filter(({ verdict }) => verdict.outcome === 'pass').map(({ rule }) => rule)).toEqual([
    'own/answer-schema',
    'own/example-request',
  ]);

  const same = await cli(['diff', out, out, '--format', 'json']);
  expect([same.code, same.stderr]).toEqual([0, '']);
  const report = await cli(['report', out, '--out', join(freshFolder(), 'site'), '--history', freshFolder()]);
  expect([report.code, report.stderr]).toEqual([0, '']);
});

test('contracts that are named without it leave it out; by it alone nothing else is judged', async () => {
  const folder = providersWith('opeai');
  const [without, alone] = [join(freshFolder(), 'run'), join(freshFolder(), 'run')];
  const openai = await cli([...asking(folder), '--contract', 'openai', '--out', without]);
  expect(openai.code).toBe(0);
  expect([...new Set(resultsIn(without).columns.map(({ contract }) => contract))]).toEqual(['openai']);
  const own = await cli(['run', 'mine', '--providers', folder, '--contract', 'own', '--rule', 'own/*', '--out', alone]);
  const { columns } = resultsIn(alone);
  expect([...new Set(columns.map(({ contract }) => contract))]).toEqual(['own:opeai']);
  const held = columns.find(({ evidence }) => evidence === 'live')?.verdicts ?? [];
  expect(held.filter(({ verdict }) => verdict.outcome === 'pass').map(({ rule }) => rule)).toContain(
    'own/operation-exists',
  );
  expect(own.code).toBe(0);
});

test('who has no document cannot be judged by it', async () => {
  const folder = providersWith();
  expectMistake(
    await cli([...asking(folder), '--contract', 'own']),
    /--contract own: no provider of this run has a document/,
  );
  expectMistake(
    await cli([...asking(providersWith('opeai')), '--contract', 'own:ohmygpt']),
    /unknown contract "own:ohmygpt".*own:opeai/,
  );
  expectMistake(await cli(['check', 'x.jsonl', '--contract', 'own']), /choose one of: own:apifox-export/);
});

test('a recording is judged by the document that is named', async () => {
  const folder = freshFolder();
  const file = join(folder, 'traffic.jsonl');
  const error = { message: "Unknown parameter: 'user'.", param: 'user', code: 'unknown_parameter' };
  const entry = {
    ...{ id: 'one', host: 'api.example', method: 'POST', path: '/v1/responses', query: '' },
    ...{ request: { model: 'm', input: 'x', user: 'u' }, status: 400, kind: 'json' },
    body: JSON.stringify({ error }),
  };
  writeFileSync(file, `${JSON.stringify(entry)}\n`);
  const out = join(folder, 'out');
  const { code, stdout } = await cli(['check', file, '--contract', 'own:opeai', '--format', 'ndjson', '--out', out]);
  expect(code).toBe(1);
  const [line = ''] = stdout.split('\n');
  expect(JSON.parse(line)).toMatchObject({
    operation: 'createResponse',
    findings: [{ rule: 'own/parameter-known', level: 'MUST', at: '/status', count: 1 }],
  });
  expect(resultsIn(out).columns.map(({ contract, evidence }) => [contract, evidence])).toEqual([
    ['own:opeai', 'recorded'],
  ]);
});
