import { createHash } from 'node:crypto';
import { cpSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { startReference } from '../fixtures/reference/server.ts';
import { serve } from '../fixtures/service/testing.test-support.ts';
import { cli, expectMistake, freshFolder, journalIn } from './testing.test-support.ts';

/** One run, and the same run in three parts on three machines. */

const ENV = { PARTS_KEY: 'parts-key-0123456789' };
/** Nothing that polls: the stand-in below says the same each time. */
const SCENARIOS = ['text*', 'store*', 'multi-turn', 'roles', 'models', 'reject-*', 'tool*', 'json-*', 'input-*'];

/**
 * The reference provider with a fault, whose answer to a request is the same byte for byte however often it comes: only
 * times differ between two runs then.
 */
async function standIn() {
  const reference = await startReference({ faults: ['total-tokens-missing'] });
  const known = new Map<string, Promise<{ status: number; headers: Record<string, string>; text: string }>>();
  const server = await serve((request, response, _, body) => {
    const { method = 'GET', url = '' } = request;
    const key = createHash('sha256')
      .update(JSON.stringify([method, url, body, request.headers]))
      .digest('hex');
    const auth = request.headers.authorization?.replace(ENV.PARTS_KEY, reference.key);
    const type = request.headers['content-type'];
    const headers = {
      ...(auth === undefined ? {} : { authorization: auth }),
      ...(type === undefined ? {} : { 'content-type': type }),
    };
    const ask = async () => {
      const to = `${reference.baseUrl}${url.replace(/^\/v1/, '')}`;
      const answer = await fetch(to, { method, headers, ...(body === '' ? {} : { body }) });
      const kept = ['content-type', 'x-request-id', 'allow', 'www-authenticate'].flatMap((name) => {
        const value = answer.headers.get(name);
        return value === null ? [] : [[name, value] as const];
      });
      return { status: answer.status, headers: Object.fromEntries(kept), text: await answer.text() };
    };
    const answer = known.get(key) ?? ask();
    known.set(key, answer);
    void answer.then(({ status, headers: own, text }) => {
      response.sendDate = false;
      response.writeHead(status, { ...own, 'content-length': Buffer.byteLength(text) }).end(text);
    });
  });
  return {
    baseUrl: server.baseUrl,
    asked: () => server.requests.length,
    stop: () => Promise.all([server.stop(), reference.close()]),
  };
}

/** The text with its times made equal: when, and after how many milliseconds. */
function withoutTimes(text: string): string {
  return text
    .replaceAll(/\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z/g, 'TIME')
    .replaceAll(/"(\w+Ms)":\d+/g, '"$1":0')
    .replaceAll(/"chunks":\[(?:\[\d+,\d+\],?)*\]/g, '"chunks":[]');
}

test('three parts, merged, are the run byte for byte apart from times', async () => {
  test.setTimeout(300_000);
  const server = await standIn();
  const folder = freshFolder();
  const ask = [
    'run',
    '--base-url',
    server.baseUrl,
    '--model',
    'reference-1',
    '--api-key-env',
    'PARTS_KEY',
    'omnirouters',
  ];
  const options = ['--contract', 'openai,open-responses', ...SCENARIOS.flatMap((id) => ['--scenario', id])];
  const whole = await cli([...ask, ...options, '--out', join(folder, 'whole')], ENV);
  const alone = server.asked();
  // Not in their order, and from a folder that holds them as a download of artifacts does.
  const parts = [];
  for (const nth of [3, 1, 2]) {
    const out = join(folder, 'parts', `part-${nth}`);
    parts.push(await cli([...ask, ...options, '--shard', `${nth}/3`, '--out', out], ENV));
  }
  const merged = await cli(['merge', join(folder, 'parts'), '--out', join(folder, 'merged')]);
  await server.stop();
  expect(parts.map(({ stderr }) => stderr).join('')).not.toMatch(/^ {4}at /m);
  expect(merged.stderr).toBe('');
  expect(whole.code).toBe(1);
  expect(merged.code).toBe(1);
  // Together the parts asked what the run asked, and each asked something.
  expect(server.asked() - alone).toBe(alone);
  const ids = [1, 2, 3].map((nth) =>
    journalIn(join(folder, 'parts', `part-${nth}`)).map(({ exchange }) => exchange.id),
  );
  expect(ids.every((own) => own.length > 5)).toBe(true);
  expect(ids.flat().sort()).toEqual(
    journalIn(join(folder, 'whole'))
      .map(({ exchange }) => exchange.id)
      .sort(),
  );
  const read = (of: string, name: string) => withoutTimes(readFileSync(join(folder, of, name), 'utf8'));
  for (const name of ['results.json', 'index.json', 'summary.md', 'junit.xml', 'providers.json']) {
    expect(read('merged', name) === read('whole', name), `${name} is the same`).toBe(true);
  }
  expect(readdirSync(join(folder, 'merged'))).toEqual(
    expect.arrayContaining(['results.json', 'matrix.html', 'journal.jsonl', 'run.json', 'badges']),
  );
  expect(merged.stdout.replace(/matrix .*/, '')).toBe(whole.stdout.replace(/matrix .*/, ''));
  // The merged journal is the run's: it can be judged again.
  expect(journalIn(join(folder, 'merged'))).toHaveLength(ids.flat().length);
});

test('what is no part, not all of it, twice there, stopped, or of another run is named with the mend', async () => {
  const folder = freshFolder();
  const part = (name: string, options: Readonly<Record<string, unknown>>, blob = true): string => {
    const path = join(folder, name);
    mkdirSync(blob ? join(path, 'blob-report') : path, { recursive: true });
    const run = { providers: ['reference'], runDir: path, contracts: ['openai'], documents: [], ...options };
    writeFileSync(join(path, 'run.json'), JSON.stringify(run));
    if (blob) writeFileSync(join(path, 'blob-report', 'report-1.zip'), '');
    return path;
  };
  const out = ['--out', join(folder, 'merged')];
  const first = part('first', { shard: '1/4' });
  const second = part('second', { shard: '2/4' });
  expectMistake(
    await cli(['merge', join(folder, 'nowhere'), ...out]),
    /nowhere: holds no run, nor does a folder in it/,
  );
  expectMistake(await cli(['merge', part('whole', {}), ...out]), /whole: is a whole run, not a part of one/);
  expectMistake(await cli(['merge', first, second, ...out]), /parts 3, 4 of 4 missing; name their folders too/);
  const copy = join(folder, 'copy');
  cpSync(second, copy, { recursive: true });
  expectMistake(await cli(['merge', first, second, copy, ...out]), /part 2\/4 was named already/);
  const stopped = part('stopped', { shard: '3/4' }, false);
  expectMistake(
    await cli(['merge', first, stopped, ...out]),
    /part 3\/4 has not ended; go on with it: responses-tck run --resume/,
  );
  const other = part('other', { shard: '3/4', contracts: ['open-responses'] });
  expectMistake(
    await cli(['merge', first, other, ...out]),
    /other: is part of another run than .*first; their contracts differ/,
  );
  const fifth = part('fifth', { shard: '3/5' });
  expectMistake(await cli(['merge', first, fifth, ...out]), /fifth: is part 3\/5, .*first is part 1\/4/);
});
