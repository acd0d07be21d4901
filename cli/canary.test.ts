import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { startReference } from '../fixtures/reference/server.ts';
import { serve } from '../fixtures/service/testing.test-support.ts';
import { cli, type Ended, filesWith, freshFolder, journalIn, resultsIn } from './testing.test-support.ts';

/** A key that nothing else contains, so that any trace of it is a leak. */
const KEY = 'canary-5f1c09e2b7-Zx/9+Qw==';
const ENV = { CANARY_KEY: KEY };

/** The key as it is, as URLs, JSON and base64 spell it, and a part that is long enough to be of use. */
const SPELLINGS = [
  KEY,
  encodeURIComponent(KEY),
  KEY.replace('/', '\\/'),
  Buffer.from(KEY).toString('base64').replace(/=+$/, ''),
  KEY.slice(0, 17),
];

function expectNoTrace(folder: string, { stdout, stderr }: Ended): void {
  for (const spelling of SPELLINGS) {
    expect(filesWith(folder, spelling), spelling).toEqual([]);
    expect(stdout + stderr).not.toContain(spelling);
  }
}

test('a server that echoes the key in bodies, headers and streams: no file and no output has it', async () => {
  const server = await serve((request, response, nth, body) => {
    const { authorization = '' } = request.headers;
    const key = authorization.replace(/^Bearer /, '');
    const headers = { 'x-request-id': `req-${key}`, 'x-debug': encodeURIComponent(authorization), 'x-key': key };
    if (body.includes('"stream":true')) {
      response.writeHead(200, { ...headers, 'content-type': 'text/event-stream' });
      const event = `event: error\ndata: ${JSON.stringify({ type: 'error', message: `bad key ${key}`, sequence_number: 0 })}\n\n`;
      // Split in the middle of the key.
      const middle = event.indexOf(key) + 9;
      response.write(event.slice(0, middle), () => response.end(event.slice(middle)));
      return;
    }
    response.writeHead(nth % 2 === 0 ? 401 : 200, { ...headers, 'content-type': 'application/json' });
    const base64 = Buffer.from(key).toString('base64');
    response.end(JSON.stringify({ error: { message: `no such key: ${authorization}`, code: base64, param: [key] } }));
  });
  const folder = freshFolder();
  const args = ['--base-url', server.baseUrl, '--model', 'm', '--api-key-env', 'CANARY_KEY', '--out', folder];
  const grep = ['--grep', 'text|models:|store|function-call|reject-missing-key'];
  const more = ['--reporter', 'list,json,junit', '--verbose'];
  const ended = await cli(['run', ...args, ...grep, ...more], ENV);
  await server.stop();
  expect(ended.code).toBe(1);
  expect(journalIn(folder).length).toBeGreaterThan(5);
  expect(resultsIn(folder).run.contracts).toEqual([{ id: 'openai', edition: expect.stringMatching(/^\d{4}-\d{2}$/) }]);
  for (const name of ['junit.xml', 'playwright-junit.xml', 'playwright.json']) {
    expect(existsSync(join(folder, name)), name).toBe(true);
  }
  // The key did come back, and a command that a person can run stands in its place.
  expect(filesWith(folder, '$CANARY_KEY').length).toBeGreaterThan(2);
  expectNoTrace(folder, ended);
});

test('a whole run of the reference provider leaves no trace of its key', async () => {
  const reference = await startReference({ key: KEY });
  const folder = freshFolder();
  const args = ['--base-url', reference.baseUrl, '--model', 'reference-1', '--api-key-env', 'CANARY_KEY'];
  const ended = await cli(['run', ...args, '--out', folder, '--format', 'json'], ENV);
  await reference.close();
  expect(ended.code, ended.stderr).toBe(0);
  expect(JSON.parse(ended.stdout)).toMatchObject({ schemaVersion: 1 });
  expect(journalIn(folder).length).toBeGreaterThan(60);
  expectNoTrace(folder, ended);
});
