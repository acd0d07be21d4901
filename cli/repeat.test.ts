import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { startReference } from '../fixtures/reference/server.ts';
import { serve } from '../fixtures/service/testing.test-support.ts';
import { cli, freshFolder, journalIn, resultsIn } from './testing.test-support.ts';

/** Runs that play every scenario several times: what changes from one time to the next is neither pass nor fail. */

/** The reference, whose total of tokens is wrong in every second answer, and whose model name in every one. */
async function wavering() {
  const reference = await startReference();
  const server = await serve((request, response, nth, body) => {
    const url = `${reference.baseUrl}${(request.url ?? '').replace(/^\/v1/, '')}`;
    const headers = { authorization: `Bearer ${reference.key}`, 'content-type': 'application/json' };
    void fetch(url, { method: request.method ?? 'GET', headers, ...(body === '' ? {} : { body }) }).then(
      async (answer) => {
        const text = (await answer.text()).replace(/"created_at":(\d+)/g, '"created_at":$1.5');
        const shown = nth % 2 === 1 ? text : text.replace(/"total_tokens":(\d+)/g, '"total_tokens":9$1');
        const own = [...answer.headers].filter(([name]) => !['content-length', 'connection'].includes(name));
        response.writeHead(answer.status, Object.fromEntries(own)).end(shown);
      },
    );
  });
  const stop = async () => {
    await server.stop();
    await reference.close();
  };
  return { baseUrl: server.baseUrl, requests: server.requests, stop };
}

test('a rule that holds now and then is flaky, one that never holds fails', async () => {
  const server = await wavering();
  const folder = freshFolder();
  const asked = ['run', '--base-url', server.baseUrl, '--model', 'reference-1', '--scenario', 'text'];
  const { code, stdout } = await cli([...asked, '--repeat', '4', '--out', folder, '--reporter', 'junit']);
  await server.stop();
  expect(server.requests).toHaveLength(4);
  expect(journalIn(folder).map(({ exchange }) => exchange.id)).toEqual([
    'server/text/create',
    'server/text/create#2',
    'server/text/create#3',
    'server/text/create#4',
  ]);
  const [column] = resultsIn(folder).columns;
  const verdictOf = (id: string) => column?.verdicts.find(({ rule }) => rule === id)?.verdict;
  expect(verdictOf('usage/total')).toMatchObject({
    outcome: 'flaky',
    failed: 2,
    of: 4,
    findings: [{ exchange: 'server/text/create#2' }, { exchange: 'server/text/create#4' }],
  });
  expect(verdictOf('response/created-at')).toMatchObject({ outcome: 'fail' });
  expect(column?.requests).toBe(4);
  expect(code).toBe(1);
  expect(stdout).toMatch(/≈ MUST usage\/total fails in 2 of 4 repetitions\n(?: {4}.*\n)*? {4}at +text\/create#2 /);
  expect(readFileSync(join(folder, 'summary.md'), 'utf8')).toMatch(/\*\*usage\/total\*\* fails in 2 of 4 repetitions/);
  expect(readFileSync(join(folder, 'matrix.html'), 'utf8')).toContain('"fails in 2 of 4 repetitions"');
  expect(readFileSync(join(folder, 'junit.xml'), 'utf8')).toMatch(
    /usage\/total[^>]*><skipped message="flaky: fails in 2 of 4 repetitions, first at text\/create#2/,
  );
});

test('flaky alone is not red; budget and resume count every repetition', async () => {
  const server = await wavering();
  const folder = freshFolder();
  const asked = [
    'run',
    '--base-url',
    server.baseUrl,
    '--model',
    'reference-1',
    '--scenario',
    'text',
    '--rule',
    'usage/total',
  ];
  const first = await cli([...asked, '--repeat', '4', '--budget-requests', '3', '--out', folder]);
  expect(server.requests).toHaveLength(3);
  expect(first.code).toBe(0);
  const resumed = await cli(['run', '--resume', folder]);
  await server.stop();
  expect(server.requests).toHaveLength(4);
  expect(resumed.code).toBe(0);
  const verdict = resultsIn(folder).columns[0]?.verdicts.find(({ rule }) => rule === 'usage/total')?.verdict;
  expect(verdict).toMatchObject({ outcome: 'flaky', failed: 2, of: 4 });
});
