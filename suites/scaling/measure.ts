import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { Provider } from '../../fixtures/target.ts';
import { packageFile } from '../../specs/package-root.ts';
import { questionOf, type Recording } from './recording.ts';

const KEY = 'stand-in-key';
/** Linux counts processor time in hundredths of a second. */
const TICKS_PER_SECOND = 100;

/** What one pair of a provider and a model costs this machine, beside waiting. */
export interface PerPair {
  /** Processor seconds of the whole run: asking, judging, writing. */
  readonly cpuSeconds: number;
  /** The same of a run whatever it asks: start-up. */
  readonly startCpuSeconds: number;
  readonly journalBytes: number;
  readonly resultsBytes: number;
  readonly resultsGzipBytes: number;
  /** All files of the run's folder. */
  readonly folderBytes: number;
}

const FEW = 1;
const MANY = 9;

/**
 * Runs the built command line twice, with few and with many providers that answer at once from the recording, and takes
 * the difference.
 * @throws Error where the system does not tell the processor time of ended children (no Linux)
 */
export async function measurePair(recording: Recording, provider: Provider): Promise<PerPair> {
  const asked = new Map<string, number>();
  const server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      // Each provider has a path of its own, and the recording's path behind it.
      const [, id = '', rest = ''] = /^\/(p\d+)(\/.*)$/.exec(request.url ?? '') ?? [];
      const { authorization, 'content-type': type } = request.headers;
      const body = parts.length === 0 ? undefined : Buffer.concat(parts);
      const headers = {
        ...(authorization === undefined ? {} : { authorization }),
        ...(type === undefined ? {} : { 'content-type': type }),
      };
      const url = new URL(rest, 'http://stand-in');
      const question = questionOf({ method: request.method ?? 'GET', url, headers, body }, KEY);
      const times = asked.get(`${id} ${question}`) ?? 0;
      asked.set(`${id} ${question}`, times + 1);
      const known = recording.get(question) ?? [];
      const answer = known[times] ?? known.at(-1);
      response.sendDate = false;
      response.writeHead(answer?.status ?? 404, kept(answer?.rawHeaders ?? [])).end(answer?.body ?? '{}');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const folder = mkdtempSync(join(tmpdir(), 'tck-scaling-'));
  try {
    const [few, many] = [await runWith(FEW, port, folder, provider), await runWith(MANY, port, folder, provider)];
    const per = (of: (measured: Measured) => number) => (of(many) - of(few)) / (MANY - FEW);
    return {
      cpuSeconds: per(({ cpu }) => cpu),
      startCpuSeconds: Math.max(0, few.cpu - FEW * per(({ cpu }) => cpu)),
      journalBytes: per(({ journal }) => journal),
      resultsBytes: per(({ results }) => results),
      resultsGzipBytes: per(({ gzip }) => gzip),
      folderBytes: per(({ all }) => all),
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
    server.close();
    server.closeAllConnections();
  }
}

interface Measured {
  readonly cpu: number;
  readonly journal: number;
  readonly results: number;
  readonly gzip: number;
  readonly all: number;
}

async function runWith(count: number, port: number, folder: string, { models }: Provider): Promise<Measured> {
  const files = join(folder, `providers-${count}`);
  mkdirSync(files);
  for (let nth = 0; nth < count; nth += 1) {
    writeFileSync(
      join(files, `p${nth}.yaml`),
      JSON.stringify({
        name: `Pair ${nth}`,
        baseUrl: `http://127.0.0.1:${port}/p${nth}/v1`,
        auth: { kind: 'bearer', env: 'STAND_IN_KEY' },
        models,
        capabilities: ['core'],
      }),
    );
  }
  const out = join(folder, `out-${count}`);
  const before = childrenSeconds();
  const program = packageFile('dist', 'cli', 'main.js');
  const child = spawn(process.execPath, [program, 'run', '--all', '--providers', files, '--out', out], {
    stdio: ['ignore', 'ignore', 'pipe'],
    env: { ...process.env, STAND_IN_KEY: KEY },
  });
  let stderr = '';
  child.stderr.on('data', (chunk: Buffer) => {
    stderr += chunk.toString('utf8');
  });
  await new Promise<void>((resolve) => child.once('close', () => resolve()));
  const results = join(out, 'results.json');
  if (statSync(results, { throwIfNoEntry: false }) === undefined) throw new Error(`the measured run failed: ${stderr}`);
  return {
    cpu: childrenSeconds() - before,
    journal: statSync(join(out, 'journal.jsonl')).size,
    results: statSync(results).size,
    gzip: gzipSync(readFileSync(results)).length,
    all: readdirSync(out, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .reduce((sum, entry) => sum + statSync(join(entry.parentPath, entry.name)).size, 0),
  };
}

/** Of all children that have ended, theirs included: members 16 and 17 of `stat`. */
function childrenSeconds(): number {
  const stat = readFileSync('/proc/self/stat', 'utf8');
  const members = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(members[13]) + Number(members[14])) / TICKS_PER_SECOND;
}

/** Without those that say how the body came over the wire. */
function kept(raw: readonly string[]): Record<string, string> {
  const headers: Record<string, string> = {};
  for (let at = 0; at + 1 < raw.length; at += 2) {
    const name = (raw[at] ?? '').toLowerCase();
    if (!['connection', 'keep-alive', 'transfer-encoding', 'content-length', 'date'].includes(name)) {
      headers[name] = raw[at + 1] ?? '';
    }
  }
  return headers;
}
