import type { Wire } from '../../fixtures/service/ask.ts';
import type { Clock } from '../../fixtures/service/clock.ts';
import { chanceOf } from '../../fixtures/service/retry.ts';
import type { WireAnswer, WireRequest } from '../../fixtures/service/socket.ts';
import { ASSUMED } from './assumptions.ts';
import { questionOf, type Recording } from './recording.ts';

const MINUTE_MS = 60_000;
/** A refusal needs no model. */
const REFUSAL_MS = 20;

/** One simulated server, and what was seen of those who asked it. */
export interface StandIn {
  readonly host: string;
  readonly medianMs: number;
  readonly isDead: boolean;
  readonly perMinute: number | undefined;
  /** Whether its provider file names the limit. */
  readonly saysSo: boolean;
  requests: number;
  answered: number;
  refused: number;
  /** Milliseconds of all its answers together. */
  busyMs: number;
  underWay: number;
  mostUnderWay: number;
  recent: number[];
  /** How often each question came. */
  readonly asked: Map<string, number>;
  unknown: number;
}

export function standInsOf(count: number, seed: string): readonly StandIn[] {
  return Array.from({ length: count }, (_, nth) => {
    const chance = (what: string) => chanceOf(seed, nth, what);
    const slow = chance('slow') < ASSUMED.slow ? ASSUMED.slower : 1;
    return {
      host: `s${nth}.invalid`,
      medianMs: ASSUMED.medianMs * slow * logNormal(ASSUMED.spreadOfServers, chance('a'), chance('b')),
      isDead: chance('dead') < ASSUMED.dead,
      perMinute: limitOf(chance('limit')),
      saysSo: chance('says') < 0.5,
      requests: 0,
      answered: 0,
      refused: 0,
      busyMs: 0,
      underWay: 0,
      mostUnderWay: 0,
      recent: [],
      asked: new Map(),
      unknown: 0,
    };
  });
}

function limitOf(chance: number): number | undefined {
  let below = 0;
  for (const { limit, part } of ASSUMED.perMinute) {
    below += part;
    if (chance < below) return limit;
  }
  return undefined;
}

/** Box and Muller's way from two even chances to a normal one; the median is 1. */
function logNormal(sigma: number, a: number, b: number): number {
  return Math.exp(sigma * Math.sqrt(-2 * Math.log(1 - a)) * Math.cos(2 * Math.PI * b));
}

/** Answers from a recording as so many servers would, on a clock that may be virtual. */
export function wireOf(
  servers: readonly StandIn[],
  recording: Recording,
  key: string,
  clock: Clock,
  seed: string,
): Wire {
  const byHost = new Map(servers.map((server) => [server.host, server]));
  const send: Wire['send'] = async (request, limits, signal) => {
    const server = byHost.get(request.url.hostname);
    if (server === undefined || server.isDead) {
      return { kind: 'failure', cause: 'unreachable', detail: 'connect ECONNREFUSED' };
    }
    const startedAt = clock.now();
    server.requests += 1;
    server.underWay += 1;
    server.mostUnderWay = Math.max(server.mostUnderWay, server.underWay);
    const nth = server.requests;
    const chance = (what: string) => chanceOf(seed, server.host, nth, what);
    const wait = async (ms: number) => {
      await clock.sleep(ms, signal);
      server.underWay -= 1;
    };
    const refusal = refusalOf(server, startedAt, chance('unavailable'));
    if (refusal !== undefined) {
      server.refused += 1;
      await wait(REFUSAL_MS);
      return refusal;
    }
    if (chance('silent') < ASSUMED.silent) {
      await wait(limits.timeoutMs);
      return { kind: 'failure', cause: 'timeout', detail: `no status line within ${limits.timeoutMs / 1000} s` };
    }
    const ms = Math.min(
      server.medianMs * logNormal(ASSUMED.spreadOfAnswers, chance('a'), chance('b')),
      limits.timeoutMs,
    );
    await wait(ms);
    if (signal?.aborted === true) return { kind: 'failure', cause: 'aborted', detail: 'the run was stopped' };
    if (chance('lost') < ASSUMED.lost) return { kind: 'failure', cause: 'refused', detail: 'read ECONNRESET' };
    server.busyMs += ms;
    server.answered += 1;
    return { ...answerOf(server, request, recording, key), firstByteMs: ms, totalMs: ms };
  };
  return { send, accepts: async (url) => byHost.get(url.hostname)?.isDead === false, close: () => {} };
}

function refusalOf(server: StandIn, now: number, unavailable: number): WireAnswer | undefined {
  if (server.perMinute !== undefined) {
    server.recent = server.recent.filter((at) => now - at < MINUTE_MS);
    const oldest = server.recent[0];
    if (server.recent.length >= server.perMinute && oldest !== undefined) {
      return answer(429, ['retry-after', String(Math.ceil((oldest + MINUTE_MS - now) / 1000))], LIMITED);
    }
    server.recent.push(now);
  }
  return unavailable < ASSUMED.unavailable ? answer(503, [], LIMITED) : undefined;
}

const LIMITED =
  '{"error":{"message":"Too many requests.","type":"rate_limit_error","param":null,"code":"rate_limit_exceeded"}}';

function answerOf(server: StandIn, request: WireRequest, recording: Recording, key: string): WireAnswer {
  const question = questionOf(request, key);
  const times = server.asked.get(question) ?? 0;
  server.asked.set(question, times + 1);
  const known = recording.get(question) ?? [];
  const found = known[times] ?? known.at(-1);
  if (found !== undefined) return found;
  server.unknown += 1;
  return answer(404, [], '{"error":{"message":"Not found.","type":"invalid_request_error","param":null,"code":null}}');
}

function answer(status: number, headers: readonly string[], text: string): WireAnswer {
  const body = Buffer.from(text);
  const rawHeaders = ['content-type', 'application/json', ...headers];
  return { kind: 'answer', status, rawHeaders, body, ending: 'complete', firstByteMs: 0, totalMs: 0, chunks: [] };
}
