import { cpSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { SAME_EACH_TIME, STAND_IN_ENV, standIn, withoutTimes } from './stand-in.test-support.ts';
import { cli, expectMistake, freshFolder, journalIn } from './testing.test-support.ts';

/** One run, and the same run in three parts on three machines. */

test('three parts, merged, are the run byte for byte apart from times', async () => {
  test.setTimeout(300_000);
  const server = await standIn({ delayMs: 20 });
  const folder = freshFolder();
  const ask = ['run', ...server.asking, 'omnirouters'];
  const options = ['--contract', 'openai,open-responses', ...SAME_EACH_TIME];
  const whole = await cli([...ask, ...options, '--out', join(folder, 'whole')], STAND_IN_ENV);
  const alone = server.requests.length;
  const together = server.mostUnderWay();
  // Not in their order, and from a folder that holds them as a download of artifacts does.
  const parts = [];
  for (const nth of [3, 1, 2]) {
    const out = join(folder, 'parts', `part-${nth}`);
    parts.push(await cli([...ask, ...options, '--shard', `${nth}/3`, '--out', out], STAND_IN_ENV));
  }
  const merged = await cli(['merge', join(folder, 'parts'), '--out', join(folder, 'merged')]);
  await server.stop();
  expect(together).toBe(4);
  // Three machines at a time ask no more at a time than one.
  expect(server.mostUnderWay()).toBeLessThanOrEqual(2);
  expect(parts.map(({ stderr }) => stderr).join('')).not.toMatch(/^ {4}at /m);
  expect(merged.stderr).toBe('');
  expect(whole.code).toBe(1);
  expect(merged.code).toBe(1);
  // Together the parts asked what the run asked, and each asked something.
  expect(server.requests.length - alone).toBe(alone);
  const ids = [1, 2, 3].map((nth) =>
    journalIn(join(folder, 'parts', `part-${nth}`)).map(({ exchange }) => exchange.id),
  );
  expect(ids.every((own) => own.length > 5)).toBe(true);
  // Some of it was polled.
  expect(server.begun()).toBeLessThan(server.requests.length);
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
