import { existsSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { expect, test } from '@playwright/test';
import { startReference } from '../fixtures/reference/server.ts';
import { type BadServer, serve } from '../fixtures/service/testing.test-support.ts';
import {
  cli,
  expectNoStack,
  family,
  freshFolder,
  isAlive,
  journalIn,
  resultsIn,
  startCli,
  until,
} from './testing.test-support.ts';

/** Runs that are stopped: nothing is left running, nothing that was answered is lost or asked again. */
test.skip(process.platform === 'win32', 'signals and process listings are those of POSIX');

const GREP = 'text:|text-stream:|text-array:|typed-input:|roles:|multi-turn:|models:';

async function allGone(pids: readonly number[]): Promise<void> {
  await until(() => !pids.some(isAlive), `processes ${pids.join(', ')} end`);
}

interface Gate {
  readonly server: BadServer;
  open(): void;
  close(): Promise<void>;
}

/** The reference provider behind a gate that lets `free` requests through and holds the others until it is opened. */
async function gated(free: number): Promise<Gate> {
  const reference = await startReference();
  let isOpen = false;
  const server = await serve((request, response, nth, body) => {
    if (nth > free && !isOpen) return;
    const headers = { authorization: `Bearer ${reference.key}`, 'content-type': 'application/json' };
    const url = `${reference.baseUrl}${(request.url ?? '').replace(/^\/v1/, '')}`;
    void fetch(url, { method: request.method ?? 'GET', headers, ...(body === '' ? {} : { body }) }).then(
      async (answer) => {
        const type = answer.headers.get('content-type') ?? '';
        const id = answer.headers.get('x-request-id') ?? '';
        response.writeHead(answer.status, { 'content-type': type, 'x-request-id': id });
        response.end(await answer.text());
      },
    );
  });
  return {
    server,
    open: () => {
      isOpen = true;
    },
    close: async () => {
      await server.stop();
      await reference.close();
    },
  };
}

function asking({ server }: Gate, folder: string): readonly string[] {
  const adHoc = ['--base-url', server.baseUrl, '--model', 'reference-1', '--api-key-env', 'GATE_KEY'];
  return ['run', ...adHoc, '--grep', GREP, '--out', folder];
}

const ENV = { GATE_KEY: 'gate-key-0123456789' };

function answered(folder: string): number {
  if (!existsSync(join(folder, 'journal.jsonl'))) return 0;
  return readFileSync(join(folder, 'journal.jsonl'), 'utf8').trimEnd().split('\n').length;
}

test('kill -9 in the middle: the run ends with its parent, and --resume asks only what was not answered', async () => {
  const gate = await gated(5);
  const folder = freshFolder();
  const { child, ended } = startCli(asking(gate, folder), ENV);
  await until(() => answered(folder) >= 5, 'five answers');
  const pids = family(child.pid ?? 0);
  expect(pids.length).toBeGreaterThan(1);
  child.kill('SIGKILL');
  await ended;
  await allGone(pids);

  const before = gate.server.requests.length;
  const finished = journalIn(folder).length;
  gate.open();
  const resumed = await cli(['run', '--resume', folder], ENV);
  const after = gate.server.requests.length - before;
  await gate.close();
  expectNoStack(resumed.stdout + resumed.stderr);
  expect(resumed.code, resumed.stdout).toBe(0);
  // Each exchange once over both runs, but for the two scenarios that may have been cut between their steps.
  const all = new Set(journalIn(folder).map(({ exchange }) => exchange.id)).size;
  expect(all).toBeGreaterThan(finished + 2);
  expect(after).toBeGreaterThanOrEqual(all - finished);
  expect(after).toBeLessThanOrEqual(all - finished + 2);
  expect(resultsIn(folder).columns[0]?.unanswered).toEqual([]);
});

for (const [signal, code] of [
  ['SIGINT', 130],
  ['SIGTERM', 143],
] as const) {
  test(`${signal}: everything that was started ends, the journal stays, and a line says how to go on`, async () => {
    const gate = await gated(3);
    const folder = freshFolder();
    const { child, ended } = startCli([...asking(gate, folder), 'aimock'], ENV);
    await until(() => answered(folder) >= 3 && family(child.pid ?? 0).length >= 4, 'answers, workers and a server');
    const pids = family(child.pid ?? 0);
    child.kill(signal);
    const { code: exit, stderr } = await ended;
    await gate.close();
    await allGone(pids);
    expect(exit).toBe(code);
    expect(stderr).toMatch(new RegExp(`go on with: responses-tck run --resume \\S*${basename(folder)}\\n`));
    expectNoStack(stderr);
    expect(journalIn(folder).length).toBeGreaterThanOrEqual(3);
    // Whatever was answered is judged, also what came after the first scenario that was waited for.
    const scenarios = new Set(journalIn(folder).map(({ exchange }) => exchange.id.split('/').slice(0, 2).join('/')));
    expect(stderr).toContain(`${scenarios.size} scenarios are judged: `);
    const columns = resultsIn(folder).columns.filter(({ requests }) => requests > 0);
    expect(columns.reduce((sum, { requests }) => sum + requests, 0)).toBe(journalIn(folder).length);
    expect(columns.every(({ verdicts }) => verdicts.some(({ verdict }) => verdict.outcome === 'pass'))).toBe(true);
  });
}
