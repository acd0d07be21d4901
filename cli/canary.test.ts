import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import type { IncomingMessage } from 'node:http';
import { join } from 'node:path';
import { inflateRawSync } from 'node:zlib';
import { expect, test } from '@playwright/test';
import { tally } from '../fixtures/hostile/tally.test-support.ts';
import { startReference } from '../fixtures/reference/server.ts';
import { serve } from '../fixtures/service/testing.test-support.ts';
import { RESULTS_VERSION } from '../reporters/results/model.ts';
import { cli, type Ended, filesWith, freshFolder, journalIn, resultsIn } from './testing.test-support.ts';

/** A key that nothing else contains, so that any trace of it is a leak. */
const KEY = 'canary-5f1c09e2b7-Zx/9+Qw==';
const OTHER = 'other-canary-77aa01-Yv/8+Pt==';

function swapCase(text: string): string {
  return text.replace(/[a-z]/gi, (one) => (one === one.toLowerCase() ? one.toUpperCase() : one.toLowerCase()));
}

function backwards(text: string): string {
  return [...text].reverse().join('');
}

/** Base64 at each alignment, without the characters that depend on what stands around it. */
function base64(text: string): readonly string[] {
  return ['', 'x', 'xy'].map((before) =>
    Buffer.from(before + text)
      .toString('base64')
      .slice(before === '' ? 0 : before.length + 1, -6),
  );
}

/** A key as it may be found: plain, as URLs, JSON, base64 and dumps spell it, and parts that are long enough to be of use. */
function spellings(key: string): readonly string[] {
  return [
    key,
    encodeURIComponent(key),
    key.replace('/', '\\/'),
    swapCase(key),
    backwards(key),
    Buffer.from(key).toString('hex'),
    Buffer.from(key).toString('hex').toUpperCase(),
    [...Buffer.from(key)].join(','),
    ...base64(key),
    ...base64(key).map((text) => text.replaceAll('+', '-').replaceAll('/', '_')),
    key.slice(0, 17),
    key.slice(-14),
  ];
}

/** Playwright keeps attachments in archives: what they hold is looked at as well. */
function unpacked(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.zip'))
    .flatMap((entry) => zipTexts(readFileSync(join(entry.parentPath, entry.name))));
}

/** The texts of an archive, by its central directory. */
function zipTexts(zip: Buffer): readonly string[] {
  const texts: string[] = [];
  for (let at = zip.indexOf('PK\x01\x02'); at !== -1; at = zip.indexOf('PK\x01\x02', at + 1)) {
    const [method, packed, offset] = [zip.readUInt16LE(at + 10), zip.readUInt32LE(at + 20), zip.readUInt32LE(at + 42)];
    const data = offset + 30 + zip.readUInt16LE(offset + 26) + zip.readUInt16LE(offset + 28);
    const bytes = zip.subarray(data, data + packed);
    texts.push((method === 8 ? inflateRawSync(bytes) : bytes).toString('latin1'));
  }
  return texts;
}

function traces(folder: string, { stdout, stderr }: Ended, key: string): readonly string[] {
  const archives = unpacked(folder);
  return spellings(key).flatMap((spelling) => [
    ...filesWith(folder, spelling).map((file) => `${file}: ${spelling}`),
    ...(archives.some((text) => text.includes(spelling)) ? [`an archive: ${spelling}`] : []),
    ...((stdout + stderr).includes(spelling) ? [`the output: ${spelling}`] : []),
  ]);
}

async function expectNoTrace(run: string, folder: string, ended: Ended, key: string): Promise<void> {
  const found = traces(folder, ended, key);
  const looked = { files: filesWith(folder, '').length, archived: unpacked(folder).length };
  const counts = { ...looked, spellings: spellings(key).length, leaks: found.length };
  await tally('canary', run, async () => expect(found).toEqual([]), counts);
}

/** All ways in which a server gives the key back, in one text. */
function echoes(key: string): string {
  return JSON.stringify([
    key,
    encodeURIComponent(key),
    swapCase(key),
    backwards(key),
    ...['', 'x', 'xy', 'user:'].map((before) => Buffer.from(before + key).toString('base64')),
    ...['', 'x', 'xy'].map((before) => Buffer.from(before + key).toString('base64url')),
    Buffer.from(key).toString('hex'),
    Buffer.from(key).toString('hex').toUpperCase(),
    [...Buffer.from(key)],
    JSON.stringify({ key: JSON.stringify(key) }),
    [...key].map((one) => `\\u${one.charCodeAt(0).toString(16).padStart(4, '0')}`).join(''),
  ]);
}

/** The key cut into the deltas of two texts that come in turns, and a last event that breaks off within it. */
function piecewise(key: string): string {
  const deltas = (key.match(/.{1,5}/g) ?? []).flatMap((delta) =>
    [0, 1].map((output_index) => ({ type: 'response.output_text.delta', output_index, delta })),
  );
  const events = deltas.map((data) => `event: ${data.type}\ndata: ${JSON.stringify(data)}\n\n`);
  return `${events.join('')}data: {"type":"error","message":"bad key ${key.slice(0, 20)}`;
}

/** What the deltas of each stream in the journal join to, each text by itself. */
function streamedTexts(folder: string): readonly string[] {
  return journalIn(folder).flatMap(({ exchange: { answer } }) => {
    const text = 'body' in answer ? String((answer.body as { text?: string }).text ?? '') : '';
    const deltas = [...text.matchAll(/"output_index":(\d+),"delta":"([^"]*)"/g)];
    return ['0', '1']
      .map((index) =>
        deltas
          .filter(([, own]) => own === index)
          .map(([, , delta]) => delta)
          .join(''),
      )
      .filter((one) => one !== '');
  });
}

function keyOf({ headers }: IncomingMessage): string {
  return (headers.authorization ?? '').replace(/^Bearer /, '');
}

/** Notes of each process of a run what its environment holds, without the keys themselves. */
function watched(folder: string): { readonly env: Record<string, string>; readonly log: string } {
  const file = join(folder, 'watch.mjs');
  const log = join(folder, 'processes.jsonl');
  writeFileSync(
    file,
    `import { appendFileSync } from 'node:fs';
const held = Object.keys(process.env).filter((name) => /CANARY|PLAINLY/.test(name));
appendFileSync(${JSON.stringify(log)}, JSON.stringify({ argv: process.argv.slice(1).join(' '), held }) + '\\n');\n`,
  );
  return { env: { NODE_OPTIONS: `--import=${JSON.stringify(`file://${file}`)}` }, log };
}

interface Process {
  readonly argv: string;
  readonly held: readonly string[];
}

function processesIn(log: string): readonly Process[] {
  return readFileSync(log, 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Process);
}

test('a server that echoes the key in every way: no file, archive, process or output has it', async () => {
  test.setTimeout(240_000);
  const server = await serve((request, response, nth, body) => {
    const key = keyOf(request);
    const headers = {
      'x-request-id': `req-${key}`,
      'x-debug': encodeURIComponent(key),
      'x-all': echoes(key),
      'x-other': OTHER,
    };
    if (body.includes('"stream":true')) {
      response.writeHead(200, { ...headers, 'content-type': 'text/event-stream' });
      const stream = `data: ${JSON.stringify({ type: 'error', message: echoes(key), sequence_number: 0 })}\n\n${piecewise(key)}`;
      // Split in the middle of the key, and never ended.
      const middle = stream.indexOf(key) + 9;
      response.write(stream.slice(0, middle), () => response.write(stream.slice(middle), () => response.destroy()));
      return;
    }
    if (nth % 5 === 0) {
      response
        .writeHead(307, { ...headers, location: `http://elsewhere.example/?key=${encodeURIComponent(key)}` })
        .end();
      return;
    }
    response.writeHead(nth % 2 === 0 ? 401 : 200, { ...headers, 'content-type': 'application/json' });
    response.end(
      JSON.stringify({ error: { message: `no such key: Bearer ${key}`, code: echoes(key), param: [key, OTHER] } }),
    );
  });
  const folder = freshFolder();
  const out = join(folder, 'out');
  const temporary = join(folder, 'tmp');
  mkdirSync(temporary);
  const files = join(folder, 'files');
  mkdirSync(files);
  const provider = (id: string, env: string) =>
    writeFileSync(
      join(files, `${id}.yaml`),
      `name: ${id}\nbaseUrl: ${server.baseUrl}\nauth: { kind: bearer, env: ${env} }\nmodels: { text: m }\ncapabilities: [core]\n`,
    );
  // Neither name tells that it is a secret.
  provider('echoing', 'CANARY_AUTH');
  provider('neighbour', 'PLAINLY_NAMED');
  const watch = watched(folder);
  const grep = ['--grep', 'text|models:|store|function-call|reject-missing-key'];
  const more = ['--reporter', 'list,json,junit,blob,html', '--verbose', '--timeout', '5'];
  const keys = { CANARY_AUTH: KEY, PLAINLY_NAMED: OTHER };
  const ended = await cli(['run', '--all', '--providers', files, '--out', out, ...grep, ...more], {
    ...keys,
    ...watch.env,
    TMPDIR: temporary,
  });
  await server.stop();
  expect(ended.code, ended.stderr.slice(-500)).toBe(1);
  expect(journalIn(out).length).toBeGreaterThan(10);
  expect(resultsIn(out).run.contracts).toEqual([{ id: 'openai', edition: expect.stringMatching(/^\d{4}-\d{2}$/) }]);
  for (const name of ['junit.xml', 'playwright-junit.xml', 'playwright.json', 'blob-report', 'playwright-report']) {
    expect(existsSync(join(out, name)), name).toBe(true);
  }
  // The key did come back, and a command that a person can run stands in its place.
  expect(filesWith(out, '$CANARY_AUTH').length).toBeGreaterThan(2);
  expect(unpacked(out).join('')).toContain('$CANARY_AUTH');
  for (const key of [KEY, OTHER]) {
    await expectNoTrace(`echoed ${key.slice(0, 6)}`, folder, ended, key);
  }

  // What was streamed in pieces does not join to the key either.
  const joined = streamedTexts(out);
  expect(joined.length).toBeGreaterThan(2);
  expect(joined.filter((text) => [KEY, OTHER].some((key) => text.includes(key.slice(0, 12))))).toEqual([]);
  expect(joined.some((text) => text.includes('$CANARY_AUTH'))).toBe(true);

  // One process asks, the one that the user's shell gave the keys; the runner that it starts has none, nor have its workers.
  const processes = processesIn(watch.log);
  const workers = processes.filter(({ argv }) => /workerProcessEntry|loaderProcessEntry/.test(argv));
  expect(workers.length).toBeGreaterThan(0);
  expect(workers.flatMap(({ held }) => held)).toEqual([]);
  expect(processes.length).toBeGreaterThan(workers.length + 1);
  expect(processes.filter(({ held }) => held.length > 0)).toHaveLength(1);

  // Evidence is the user's own.
  for (const entry of readdirSync(out, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    expect((statSync(path).mode & 0o077).toString(8), path).toBe('0');
  }
  expect((statSync(out).mode & 0o077).toString(8)).toBe('0');
});

test('the scan finds what it looks for', () => {
  const folder = freshFolder();
  for (const [nth, spelling] of spellings(KEY).entries())
    writeFileSync(join(folder, `${nth}`), `before ${spelling} after`);
  const found = traces(folder, { code: 0, stdout: '', stderr: backwards(KEY) }, KEY);
  expect(found.length).toBeGreaterThan(spellings(KEY).length);
});

test('a whole run of the reference provider leaves no trace of its key', async () => {
  test.setTimeout(240_000);
  const reference = await startReference({ key: KEY });
  const folder = freshFolder();
  const args = ['--base-url', reference.baseUrl, '--model', 'reference-1', '--api-key-env', 'CANARY_KEY'];
  const ended = await cli(['run', ...args, '--out', folder, '--format', 'json'], { CANARY_KEY: KEY });
  await reference.close();
  expect(ended.code, ended.stderr).toBe(0);
  expect(JSON.parse(ended.stdout)).toMatchObject({ schemaVersion: RESULTS_VERSION });
  expect(journalIn(folder).length).toBeGreaterThan(60);
  await expectNoTrace('reference', folder, ended, KEY);
});
