import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Exchange } from '../../core/exchange.ts';
import type { Scenario } from '../../core/scenario.ts';
import { DEFAULT_LIMITS } from '../../fixtures/providers/load.ts';
import type { JournalFile } from '../../fixtures/service/journal-file.ts';
import { openService } from '../../fixtures/service/service.ts';
import { VirtualClock } from '../../fixtures/service/virtual-clock.ts';
import type { Target } from '../../fixtures/target.ts';
import { loadContract } from '../../specs/load.ts';
import type { Recording } from './recording.ts';
import { type StandIn, standInsOf, wireOf } from './stand-ins.ts';

const KEY = 'stand-in-key';

export interface Simulated {
  readonly standIns: number;
  readonly dead: number;
  /** Requests that were sent to servers that were there, and those of them that were answered. */
  readonly requests: number;
  readonly answered: number;
  /** Refused for a limit or for want of room, and asked again as long as the limits allow. */
  readonly refused: number;
  /** Exchanges that ended as a refusal after all, or without an answer, with servers that were there. */
  readonly unanswered: number;
  readonly exchanges: number;
  /** Questions that the recording has no answer to: must be 0. */
  readonly unknown: number;
  /** Requests that one server had under way at a time, at most. */
  readonly mostUnderWay: number;
  /** Virtual seconds until a server's last answer: of the middle one, of 95 of 100, of all. */
  readonly seconds: { readonly half: number; readonly most: number; readonly all: number };
  /** Of servers without a limit: their time over that of their answers divided by their concurrency; of the middle one. */
  readonly overIdeal: number;
  readonly journalBytes: number;
  /** Processor seconds of the simulation itself, sending, queueing, redaction and journal lines included. */
  readonly cpuSeconds: number;
}

/** The exchange service as it is, asked for all scenarios of so many servers at once, on a clock of its own. */
export async function simulate(
  count: number,
  scenarios: readonly Scenario[],
  recording: Recording,
  models: Target['provider']['models'],
  seed: string,
): Promise<Simulated> {
  const { operations } = await loadContract('openai');
  const clock = new VirtualClock(Date.UTC(2026, 0, 1));
  const servers = standInsOf(count, seed);
  const runDir = mkdtempSync(join(tmpdir(), 'tck-scaling-'));
  const journal = counting();
  const service = openService({
    operations,
    runDir,
    clock,
    seed,
    wire: wireOf(servers, recording, KEY, clock, seed),
    journalFile: () => journal.file,
  });
  const startedAt = process.cpuUsage();
  const ended = new Map<StandIn, number>();
  const unanswered = new Map<StandIn, number>();
  let exchanges = 0;
  const work = servers.map(async (server) => {
    const target = targetOf(server, models);
    // Counted as each ends, and let go: what a run keeps of it is on the disk.
    await Promise.all(
      scenarios.map(async (scenario) => {
        const played = await service.run(scenario, target);
        exchanges += played.length;
        unanswered.set(server, (unanswered.get(server) ?? 0) + played.filter(isUnanswered).length);
      }),
    );
    ended.set(server, clock.now());
  });
  await clock.until(Promise.all(work));
  service.close();
  rmSync(runDir, { recursive: true, force: true });
  const { user, system } = process.cpuUsage(startedAt);
  const alive = servers.filter(({ isDead }) => !isDead);
  const sum = (of: (server: StandIn) => number) => alive.reduce((total, server) => total + of(server), 0);
  const seconds = alive.map((server) => (ended.get(server) ?? 0) / 1000).toSorted((a, b) => a - b);
  const free = alive.filter(({ perMinute }) => perMinute === undefined);
  const ratios = free.map((server) => (ended.get(server) ?? 0) / (server.busyMs / DEFAULT_LIMITS.concurrency));
  return {
    standIns: count,
    dead: count - alive.length,
    requests: sum(({ requests }) => requests),
    answered: sum(({ answered }) => answered),
    refused: sum(({ refused }) => refused),
    unanswered: sum((server) => unanswered.get(server) ?? 0),
    exchanges,
    unknown: sum(({ unknown }) => unknown),
    mostUnderWay: Math.max(...alive.map(({ mostUnderWay }) => mostUnderWay)),
    seconds: { half: at(seconds, 0.5), most: at(seconds, 0.95), all: at(seconds, 1) },
    overIdeal: at(
      ratios.toSorted((a, b) => a - b),
      0.5,
    ),
    journalBytes: journal.bytes(),
    cpuSeconds: (user + system) / 1e6,
  };
}

function isUnanswered({ answer }: Exchange): boolean {
  if (answer.kind === 'none') return answer.cause !== 'unmet';
  return answer.status === 429 || answer.status === 503;
}

function targetOf({ host, perMinute, saysSo }: StandIn, models: Target['provider']['models']): Target {
  return {
    baseUrl: `http://${host}/v1`,
    key: KEY,
    provider: {
      id: host.split('.')[0] ?? host,
      name: host,
      variables: {},
      auth: { kind: 'bearer', env: 'STAND_IN_KEY' },
      headers: {},
      query: {},
      models,
      capabilities: ['core'],
      knownFailures: [],
      limits: {
        ...DEFAULT_LIMITS,
        ...(saysSo && perMinute !== undefined ? { requestsPerMinute: perMinute } : {}),
      },
    },
  };
}

function counting(): { readonly file: JournalFile; readonly bytes: () => number } {
  let bytes = 0;
  const file: JournalFile = {
    size: () => bytes,
    append: (part) => {
      bytes += part.length;
      return part.length;
    },
    cutTo: () => {},
    sync: () => {},
    close: () => {},
  };
  return { file, bytes: () => bytes };
}

function at(sorted: readonly number[], part: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? 0;
}
