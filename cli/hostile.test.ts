import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { ELSEWHERE, HERE } from '../fixtures/hostile/certificates.test-support.ts';
import { again, CHUNKED, chunk, flood, head, JSON_TYPE, MIB, SSE_TYPE } from '../fixtures/hostile/say.test-support.ts';
import { serveHostile } from '../fixtures/hostile/server.test-support.ts';
import { LONG, tally } from '../fixtures/hostile/tally.test-support.ts';
import { startReference } from '../fixtures/reference/server.ts';
import { cli, expectNoStack, freshFolder, journalIn, resultsIn } from './testing.test-support.ts';

/** Whole runs against the servers that cost most, in processes whose memory is limited and measured. */

/** What every Node process of a run may have on its heap. */
const HEAP_MIB = LONG ? 1024 : 512;

/** Each process of a run notes the most memory that it ever had. */
function metered(folder: string): { readonly env: Record<string, string>; peaksMib(): readonly number[] } {
  const file = join(folder, 'meter.mjs');
  const log = join(folder, 'peaks.txt');
  writeFileSync(log, '');
  writeFileSync(
    file,
    `import { appendFileSync } from 'node:fs';
process.on('exit', () => appendFileSync(${JSON.stringify(log)}, process.resourceUsage().maxRSS + '\\n'));\n`,
  );
  const options = `--max-old-space-size=${HEAP_MIB} --import=${JSON.stringify(`file://${file}`)}`;
  return {
    env: { NODE_OPTIONS: options },
    peaksMib: () =>
      readFileSync(log, 'utf8')
        .trim()
        .split('\n')
        .map((line) => Math.round(Number(line) / 1024)),
  };
}

const FLOODS: readonly (readonly [
  id: string,
  does: string,
  bytes: () => Iterable<string | Buffer>,
  lines: readonly string[],
])[] = [
  ['json', 'JSON', () => ['{"a":"', ...again('y'.repeat(16_384), 100_000)], [JSON_TYPE]],
  ['events', 'small events', () => again('data: {"type":"response.in_progress"}\n\n'.repeat(400)), [SSE_TYPE]],
  ['nuls', 'bytes that take six times their room in JSON', () => again(Buffer.alloc(16_384)), [JSON_TYPE]],
];

for (const [id, does, bytes, lines] of FLOODS) {
  test(`a provider that answers everything with endless ${does} is judged within the memory of a small machine`, async () => {
    test.setTimeout(LONG ? 600_000 : 180_000);
    const server = await serveHostile(
      {
        serve: ({ socket }) => {
          socket.write(head([...lines, CHUNKED]));
          flood(
            socket,
            (function* () {
              for (const piece of bytes()) yield chunk(piece);
            })(),
          );
        },
      },
      { sound: { json: '{}', stream: '' }, other: '', long: LONG },
    );
    const folder = freshFolder();
    const meter = metered(folder);
    const files = join(folder, 'files');
    const out = join(folder, 'out');
    mkdirSync(files);
    writeFileSync(
      join(files, 'flooding.yaml'),
      `name: F\nbaseUrl: http://${server.host}/v1\nauth: { kind: bearer, env: FLOOD_KEY }\nmodels: { text: m }\ncapabilities: [core]\n` +
        `limits: { maxBytes: ${LONG ? 32 * MIB : 4 * MIB}, timeoutMs: 60000 }\n`,
    );
    const some = LONG
      ? []
      : ['--scenario', 'text', '--scenario', 'text-stream', '--scenario', 'store', '--scenario', 'models'];
    await tally('hostile-cli', `flood-${id}`, async () => {
      const ended = await cli(['run', 'flooding', '--providers', files, '--out', out, ...some], {
        FLOOD_KEY: 'flood-key-0123456789',
        ...meter.env,
      });
      expectNoStack(ended.stdout + ended.stderr);
      expect(ended.stderr).not.toContain('defect of the kit');
      expect([1, 3], ended.stderr.slice(-300)).toContain(ended.code);
      expect(journalIn(out).length).toBeGreaterThan(4);
      expect(resultsIn(out).columns).toHaveLength(1);
      expect(Math.max(...meter.peaksMib())).toBeLessThan(HEAP_MIB + 512);
      test.info().annotations.push({ type: 'peaks', description: `${meter.peaksMib().join(', ')} MiB` });
    });
    await server.stop();
  });
}

/** The reference behind TLS. */
async function secured(certificate: typeof HERE) {
  const reference = await startReference();
  const server = createServer(certificate, (request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', async () => {
      const headers = Object.fromEntries(
        ['authorization', 'content-type'].flatMap((name) =>
          request.headers[name] === undefined ? [] : [[name, String(request.headers[name])]],
        ),
      );
      const sent = parts.length === 0 ? {} : { body: Buffer.concat(parts) };
      const url = `${reference.baseUrl}${(request.url ?? '').replace(/^\/v1/, '')}`;
      const answer = await fetch(url, { method: request.method ?? 'GET', headers, ...sent });
      response.writeHead(answer.status, { 'content-type': answer.headers.get('content-type') ?? '' });
      response.end(Buffer.from(await answer.arrayBuffer()));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    baseUrl: `https://127.0.0.1:${(server.address() as AddressInfo).port}/v1`,
    key: reference.key,
    stop: async () => {
      server.closeAllConnections();
      server.close();
      await reference.close();
    },
  };
}

const CERTIFICATES = [
  {
    what: 'nobody trusts',
    certificate: HERE,
    trusted: false,
    code: 3,
    says: /self-signed certificate; name its authority in NODE_EXTRA_CA_CERTS/,
    blame: 'configuration',
  },
  {
    what: 'is for another host',
    certificate: ELSEWHERE,
    trusted: true,
    code: 3,
    says: /certificate is for another host/,
    blame: 'provider',
  },
  { what: 'is trusted', certificate: HERE, trusted: true, code: 0, says: undefined, blame: undefined },
] as const;

for (const { what, certificate, trusted, code, says, blame } of CERTIFICATES) {
  test(`a server whose certificate ${what}: exit code ${code}`, async () => {
    const server = await secured(certificate);
    const folder = freshFolder();
    const authority = join(folder, 'authority.pem');
    writeFileSync(authority, certificate.cert);
    const args = [
      '--base-url',
      server.baseUrl,
      '--model',
      'reference-1',
      '--api-key-env',
      'TLS_KEY',
      '--out',
      join(folder, 'out'),
    ];
    const ended = await cli(['run', ...args, '--scenario', 'text'], {
      TLS_KEY: server.key,
      ...(trusted ? { NODE_EXTRA_CA_CERTS: authority } : {}),
    });
    await server.stop();
    await tally('hostile-cli', `certificate ${what}`, async () => {
      expect(ended.code, ended.stderr).toBe(code);
      if (says === undefined) return;
      const [first] = resultsIn(join(folder, 'out')).columns[0]?.unanswered ?? [];
      expect(first?.detail).toMatch(says);
      expect(first?.blame).toBe(blame);
    });
  });
}
