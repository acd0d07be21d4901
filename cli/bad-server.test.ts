import { mkdirSync, writeFileSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { startReference } from '../fixtures/reference/server.ts';
import { type BadServer, serve, serveRaw } from '../fixtures/service/testing.test-support.ts';
import type { Column } from '../reporters/results/model.ts';
import {
  cli,
  type Ended,
  expectNoStack,
  freshFolder,
  journalIn,
  resultsIn,
  startProgram,
} from './testing.test-support.ts';

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

/** Sends the same text again and again. */
const endless = (text: string) =>
  serve((_, response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    const timer = setInterval(() => response.write(text), 20);
    response.on('close', () => clearInterval(timer));
  });

test('whoever does not answer is not judged, and credentials follow no redirect to another host', async () => {
  const other = await serve((_, response) => response.end('{}'));
  const redirect = (status: number) =>
    serve(({ url }, response) => response.writeHead(status, { location: `${other.baseUrl}${url}` }).end());
  const refused = await serve(() => {});
  await refused.stop();
  const servers = {
    refused: { ...refused, stop: async () => {} },
    silent: await serve(() => {}),
    // A stream of comments has no event: nothing of the protocol was seen.
    pinging: await endless(': ping\n\n'),
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
  const bodies = [
    `${'['.repeat(5000)}${']'.repeat(5000)}`,
    '{"output":{"length":1e99}}',
    '{"id":1,"output":[[[]],null]}',
  ];
  const { code, columns } = await ask({
    html: await serve(page(200)),
    endless: await endless(event),
    shapes: await serve((_, response, nth) =>
      response.writeHead(200, { 'content-type': 'application/json' }).end(bodies[nth % bodies.length]),
    ),
  });
  expect(code).toBe(1);
  for (const id of ['html', 'endless', 'shapes']) expect(failing(columns.get(id)), id).not.toEqual([]);
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

/** The reference in a process of its own, which a request without a key ends. */
const FRAGILE = `
import { createServer } from 'node:http';
const { UPSTREAM, UPSTREAM_KEY } = process.env;
const server = createServer((request, response) => {
  const parts = [];
  request.on('data', (part) => parts.push(part));
  request.on('end', async () => {
    if (request.headers.authorization === undefined) process.exit(1);
    const body = Buffer.concat(parts).toString();
    const headers = { authorization: 'Bearer ' + UPSTREAM_KEY };
    const type = request.headers['content-type'];
    if (type !== undefined) headers['content-type'] = type;
    const url = UPSTREAM + request.url.replace(/^\\/v1/, '');
    const answer = await fetch(url, { method: request.method, headers, ...(body === '' ? {} : { body }) });
    response.writeHead(answer.status, Object.fromEntries([...answer.headers].filter(([name]) => name !== 'connection')));
    response.end(Buffer.from(await answer.arrayBuffer()));
  });
});
server.listen(0, '127.0.0.1', () => console.log(server.address().port));
`;

test('one request that kills the process is one finding, and the rest is left open', async () => {
  const reference = await startReference();
  const folder = freshFolder();
  const program = join(folder, 'fragile.mjs');
  writeFileSync(program, FRAGILE);
  const env = { UPSTREAM: reference.baseUrl, UPSTREAM_KEY: reference.key };
  const child = startProgram([program], env);
  const port = await new Promise<string>((resolve) => {
    child.child.stdout?.once('data', (chunk: Buffer) => resolve(chunk.toString().trim()));
  });
  const files = join(folder, 'files');
  mkdirSync(files);
  writeFileSync(
    join(files, 'fragile.yaml'),
    `name: Fragile\nbaseUrl: http://127.0.0.1:${port}/v1\nauth: { kind: bearer, env: HOSTILE_KEY }\n` +
      'models: { text: reference-1 }\ncapabilities: [core]\nlimits: { concurrency: 1, maxDarkMs: 300 }\n',
  );
  const scenarios = ['text', 'reject-*', 'store', 'models'].flatMap((id) => ['--scenario', id]);
  const ended = await cli(['run', 'fragile', '--providers', files, '--out', folder, ...scenarios], {
    HOSTILE_KEY: KEY,
  });
  await Promise.all([child.ended, reference.close()]);
  expectNoStack(ended.stdout + ended.stderr);
  expect(ended.code).toBe(1);
  expect(ended.stderr).toContain('fragile accepts no connection any more; waiting up to 0.3 s for it');
  const [column] = resultsIn(folder).columns;
  expect(failing(column)).toEqual(['request/server-survives']);
  const verdict = column?.verdicts.find(({ rule }) => rule === 'request/server-survives')?.verdict;
  expect(verdict?.outcome === 'fail' ? verdict.findings.map(({ exchange }) => exchange) : []).toEqual([
    expect.stringContaining('fragile/reject-missing-key/'),
  ]);
  const left = journalIn(folder).filter(({ exchange }) => exchange.answer.cause === 'not-run');
  expect(left.length).toBeGreaterThan(0);
  const whys = (column?.verdicts ?? []).flatMap(({ verdict }) =>
    verdict.outcome === 'inconclusive' ? [verdict.why] : [],
  );
  expect(whys.filter((why) => why.startsWith('not asked: the server went away after reject-missing-key/'))).not.toEqual(
    [],
  );
});
