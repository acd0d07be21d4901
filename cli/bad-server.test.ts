import { mkdirSync, writeFileSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { startReference } from '../fixtures/reference/server.ts';
import { type BadServer, serve, serveRaw } from '../fixtures/service/testing.test-support.ts';
import type { Column } from '../reporters/results/model.ts';
import { cli, type Ended, expectNoStack, freshFolder, journalIn, resultsIn } from './testing.test-support.ts';

/** Servers that do the worst: the run ends in time with the right exit code, and keeps what it saw. */
const KEY = 'sk-hostile-0123456789abcdef';
/** Four exchanges a server. */
const GREP = 'text:|text-stream:|models:';

interface Asked extends Ended {
  readonly folder: string;
  readonly columns: ReadonlyMap<string, Column>;
}

/** One run over many servers, each a provider file of its own. */
async function ask(servers: Readonly<Record<string, BadServer>>): Promise<Asked> {
  const folder = freshFolder();
  const files = join(folder, 'files');
  mkdirSync(files);
  for (const [id, { baseUrl }] of Object.entries(servers)) {
    const auth = 'auth: { kind: bearer, env: HOSTILE_KEY }\nmodels: { text: m }\ncapabilities: [core]\n';
    writeFileSync(join(files, `${id}.yaml`), `name: ${id}\nbaseUrl: ${baseUrl}\n${auth}`);
  }
  const args = ['run', '--all', '--providers', files, '--out', folder, '--grep', GREP, '--timeout', '0.5'];
  const ended = await cli(args, { HOSTILE_KEY: KEY });
  await Promise.all(Object.values(servers).map((server) => server.stop()));
  expectNoStack(ended.stdout + ended.stderr);
  expect(ended.stderr).not.toContain('defect of the kit');
  expect(ended.stdout).toContain('matrix.html');
  expect(journalIn(folder).length).toBe(4 * Object.keys(servers).length);
  const columns = new Map(resultsIn(folder).columns.map((column) => [column.provider.id, column]));
  expect([...columns.keys()].sort()).toEqual(Object.keys(servers).sort());
  return { ...ended, folder, columns };
}

function failing(column: Column | undefined): readonly string[] {
  return (column?.verdicts ?? []).flatMap(({ rule, level, verdict: { outcome } }) =>
    level === 'MUST' && outcome === 'fail' ? [rule] : [],
  );
}

function causes(folder: string, id: string): readonly string[] {
  return journalIn(folder)
    .filter(({ exchange }) => exchange.id.startsWith(`${id}/text`))
    .map(({ exchange: { answer } }) => answer.cause ?? answer.kind);
}

const page = (status: number) => (_: IncomingMessage, response: ServerResponse) =>
  response.writeHead(status, { 'content-type': 'text/html' }).end('<!doctype html><h1>Hello</h1>');

test('whoever does not answer is not judged, and credentials follow no redirect to another host', async () => {
  const other = await serve((_, response) => response.end('{}'));
  const redirect = (status: number) =>
    serve(({ url }, response) => response.writeHead(status, { location: `${other.baseUrl}${url}` }).end());
  const refused = await serve(() => {});
  await refused.stop();
  const servers = {
    refused: { ...refused, stop: async () => {} },
    silent: await serve(() => {}),
    moved: await redirect(302),
    'moved-307': await redirect(307),
    'moved-308': await redirect(308),
    gateway: await serve(page(502)),
    'no-http': await serveRaw((socket) => socket.end('SSH-2.0-OpenSSH_9.6\r\n')),
  };
  const { code, folder, columns } = await ask(servers);
  await other.stop();
  for (const column of columns.values()) expect(failing(column)).toEqual([]);
  expect(code).toBe(3);
  expect(causes(folder, 'refused')).toEqual(['refused', 'refused']);
  expect(causes(folder, 'silent')).toEqual(['timeout', 'timeout']);
  expect(causes(folder, 'moved-307')).toEqual(['redirected', 'redirected']);
  expect(servers.moved.requests.length).toBeGreaterThan(0);
  expect(other.requests).toEqual([]);
});

test('whoever answers nonsense fails, and nonsense without end is ended', async () => {
  const event = 'event: response.created\ndata: {"type":"response.created"}\n\n';
  const endless = (text: string) =>
    serve((_, response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      const timer = setInterval(() => response.write(text), 20);
      response.on('close', () => clearInterval(timer));
    });
  const bodies = [
    `${'['.repeat(5000)}${']'.repeat(5000)}`,
    '{"output":{"length":1e99}}',
    '{"id":1,"output":[[[]],null]}',
  ];
  const { code, columns } = await ask({
    html: await serve(page(200)),
    endless: await endless(event),
    pinging: await endless(': ping\n\n'),
    shapes: await serve((_, response, nth) =>
      response.writeHead(200, { 'content-type': 'application/json' }).end(bodies[nth % bodies.length]),
    ),
  });
  expect(code).toBe(1);
  for (const id of ['html', 'endless', 'pinging', 'shapes']) expect(failing(columns.get(id)), id).not.toEqual([]);
});

test('a sound answer whose connection dies half-way is no defect of the protocol', async () => {
  const reference = await startReference();
  const cut = await serve((request, response, _nth, body) => {
    const headers = { authorization: `Bearer ${reference.key}`, 'content-type': 'application/json' };
    const url = `${reference.baseUrl}${(request.url ?? '').replace(/^\/v1/, '').replace(/\/m$/, '/reference-1')}`;
    const sent = body === '' ? {} : { body: body.replace('"model":"m"', '"model":"reference-1"') };
    void fetch(url, { method: request.method ?? 'GET', headers, ...sent }).then(async (answer) => {
      const text = await answer.text();
      response.writeHead(answer.status, {
        'content-type': answer.headers.get('content-type') ?? '',
        'content-length': Buffer.byteLength(text),
      });
      response.write(text.slice(0, text.length / 2), () => response.destroy());
    });
  });
  const { code, columns } = await ask({ cut });
  await reference.close();
  expect(failing(columns.get('cut'))).toEqual([]);
  expect([0, 3]).toContain(code);
});
