import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test } from '@playwright/test';
import { startReference } from '../fixtures/reference/server.ts';
import { cli, freshFolder, resultsIn } from './testing.test-support.ts';

/** A mistake in the caller's own set-up accuses no server, and is no success either. */
async function run(baseUrl: string, key: string, model: string) {
  const folder = freshFolder();
  const args = ['run', '--base-url', baseUrl, '--model', model, '--api-key-env', 'OWN_KEY', '--out', folder];
  const { code, stdout } = await cli(args, { OWN_KEY: key });
  const failing = resultsIn(folder).columns.flatMap(({ verdicts }) =>
    verdicts.filter(({ level, verdict }) => level === 'MUST' && verdict.outcome === 'fail').map(({ rule }) => rule),
  );
  return { code, stdout, failing };
}

test('a wrong key', async () => {
  const server = await startReference({ key: 'the-right-key-123' });
  const { code, stdout, failing } = await run(server.baseUrl, 'another-key-123456', 'reference-1');
  await server.close();
  expect(failing).toEqual([]);
  expect(stdout).toContain('nothing could be judged: 401: the key was not accepted');
  expect(code).toBe(3);
});

test('a model that the server does not have', async () => {
  const server = await startReference({ key: 'the-right-key-123' });
  const { code, stdout, failing } = await run(server.baseUrl, 'the-right-key-123', 'no-such-model');
  await server.close();
  expect(failing).toEqual([]);
  expect(stdout).toContain('nothing could be judged: 400: the server does not have the model no-such-model');
  expect(code).toBe(3);
});

test('a limit on everything', async () => {
  const body = '{"error":{"message":"Slow down.","type":"requests","param":null,"code":"rate_limit_exceeded"}}';
  const server = createServer((_request, response) => {
    response.writeHead(429, { 'content-type': 'application/json', 'retry-after': '3600' }).end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const { code, stdout, failing } = await run(`http://127.0.0.1:${port}/v1`, 'some-key-12345678', 'm');
  server.closeAllConnections();
  server.close();
  expect(failing).toEqual([]);
  expect(stdout).toContain('nothing could be judged: 429');
  expect(code).toBe(3);
});
