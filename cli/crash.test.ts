import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { expect, test } from '@playwright/test';
import { readJournal } from '../fixtures/service/journal.ts';
import { chanceOf } from '../fixtures/service/retry.ts';
import { SAME_EACH_TIME, STAND_IN_ENV, standIn, withoutTimes } from './stand-in.test-support.ts';
import { cli, family, freshFolder, startCli, until } from './testing.test-support.ts';

/**
 * Runs that are killed with all their processes at random moments, and gone on with. `npm run test:crash` kills fifty
 * times; `TCK_KILLS` says how often, `TCK_SEED` which moments, `TCK_COUNTS` names a file for the counts.
 */
test.skip(process.platform === 'win32', 'process listings are those of POSIX');

const KILLS = Number(process.env['TCK_KILLS'] ?? 3);
const SEED = process.env['TCK_SEED'] ?? String(Date.now());
/** As the default of a provider file; at most so many requests are under way. */
const CONCURRENCY = 4;
/** Exchanges that are polled: between two requests nothing is under way, and yet they have no answer. */
const POLLED = 1;
/** In one session as many requests are let through at most, then it is killed. */
const MOST_REQUESTS = 14;

interface Counts {
  kills: number;
  /** Kills before the first request, while requests were made, and after the last one. */
  moments: { before: number; during: number; after: number };
  /** Requests under way at a kill: the most at once, and all. */
  inFlight: { most: number; all: number };
  /** Answers that the journal held after a kill and not at the end. */
  lost: number;
  /** Answers that the journal held and that were asked for again. */
  repeated: number;
  /** Whole runs, each out of several that were killed, and how many of them ended with the unbroken run's results. */
  runs: number;
  same: number;
}

function killAll(pids: readonly number[]): void {
  for (const pid of pids) {
    try {
      process.kill(pid, 'SIGKILL');
    } catch {
      // It ended by itself.
    }
  }
}

test('kills at random moments lose and repeat nothing that was answered', async () => {
  process.stdout.write(`crash: ${KILLS} kills, seed ${SEED}\n`);
  test.setTimeout(120_000 + KILLS * 60_000);
  let heard: (nth: number) => void = () => {};
  const server = await standIn({ delayMs: 10, onRequest: (nth) => heard(nth) });
  const folder = freshFolder();
  const ask = ['run', ...server.asking, ...SAME_EACH_TIME];
  // The first run fills the stand-in's memory and so decides what its answers are; it is not compared.
  await cli([...ask, '--out', join(folder, 'first')], STAND_IN_ENV);
  const unbroken = await cli([...ask, '--out', join(folder, 'unbroken')], STAND_IN_ENV);
  const expected = withoutTimes(readFileSync(join(folder, 'unbroken', 'results.json'), 'utf8'));
  const counts: Counts = {
    kills: 0,
    moments: { before: 0, during: 0, after: 0 },
    inFlight: { most: 0, all: 0 },
    lost: 0,
    repeated: 0,
    runs: 0,
    same: 0,
  };

  /** One session: begun or gone on with, and killed when so many requests have come and a moment has passed. */
  const session = async (args: readonly string[]): Promise<'killed' | number | null> => {
    const chance = (what: string) => chanceOf(SEED, counts.kills, what);
    const before = server.begun();
    const letThrough = Math.floor(chance('requests') * MOST_REQUESTS);
    const { child, ended } = startCli(args, STAND_IN_ENV);
    const pid = child.pid ?? 0;
    let pids: readonly number[] = [];
    let killed = false;
    const kill = (): void => {
      killed = true;
      killAll(pids.length > 0 ? pids : family(pid));
    };
    let timer: NodeJS.Timeout | undefined;
    if (letThrough === 0) timer = setTimeout(kill, chance('start') * 2000);
    heard = () => {
      const here = server.begun() - before;
      if (pids.length === 0) pids = family(pid);
      if (here === letThrough && timer === undefined) timer = setTimeout(kill, chance('moment') * 40);
    };
    const { code } = await ended;
    clearTimeout(timer);
    heard = () => {};
    if (!killed) return code;
    // Whoever was started a moment before its parent was killed ends by itself.
    await until(() => !pids.some((each) => isRunning(each)), 'all of its processes end');
    counts.kills += 1;
    process.stdout.write(`crash: kill ${counts.kills} of ${KILLS}\n`);
    server.forgetPolls();
    return 'killed';
  };

  while (counts.kills < KILLS) {
    const out = join(folder, `run-${counts.runs}`);
    const startedAt = server.begun();
    let accounted = 0;
    let seen = '';
    let code: 'killed' | number | null = 'killed';
    while (code === 'killed') {
      const resumable = existsSync(join(out, 'run.json'));
      const sent = server.begun();
      // When enough were killed the run is let go to its end.
      const args = resumable ? ['run', '--resume', out] : [...ask, '--out', out];
      code = counts.kills < KILLS ? await session(args) : (await cli(args, STAND_IN_ENV)).code;
      const journal = existsSync(join(out, 'journal.jsonl')) ? readFileSync(join(out, 'journal.jsonl'), 'utf8') : '';
      const whole = journal.slice(0, journal.lastIndexOf('\n') + 1);
      // Only ever appended to: what was there is there, byte for byte.
      if (!whole.startsWith(seen)) counts.lost += 1;
      seen = whole;
      if (code !== 'killed') break;
      const answered = new Set(
        readJournal(out)
          .entries.filter(wasSent)
          .map(({ exchange }) => exchange.id),
      ).size;
      const inFlight = server.begun() - startedAt - accounted - answered;
      accounted += inFlight;
      counts.inFlight.all += inFlight;
      counts.inFlight.most = Math.max(counts.inFlight.most, inFlight);
      const asked = server.begun() - sent;
      if (asked === 0) counts.moments[answered === 0 ? 'before' : 'after'] += 1;
      else counts.moments.during += 1;
    }
    expect(code).toBe(unbroken.code);
    const { entries, damaged } = readJournal(out);
    const ids = entries.filter(wasSent).map(({ exchange }) => exchange.id);
    counts.repeated += ids.length - new Set(ids).size;
    // By what the server saw: every request is an answer in the journal, or was under way at a kill.
    counts.repeated += server.begun() - startedAt - accounted - new Set(ids).size;
    expect(damaged.length).toBeLessThanOrEqual(counts.kills);
    counts.runs += 1;
    if (withoutTimes(readFileSync(join(out, 'results.json'), 'utf8')) === expected) counts.same += 1;
  }
  await server.stop();
  write({ seed: SEED, ...counts });
  expect(counts, `seed ${SEED}`).toMatchObject({ kills: KILLS, lost: 0, repeated: 0, same: counts.runs });
  expect(counts.inFlight.most).toBeLessThanOrEqual(CONCURRENCY + POLLED);
});

function wasSent({ exchange }: { readonly exchange: { readonly answer: { readonly kind: string } } }): boolean {
  return exchange.answer.kind === 'http';
}

function isRunning(pid: number): boolean {
  try {
    return !/^\S+ \(.*\) Z /.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    return false;
  }
}

function write(counts: Counts & { readonly seed: string }): void {
  process.stdout.write(`${JSON.stringify(counts)}\n`);
  const file = process.env['TCK_COUNTS'];
  if (file === undefined) return;
  mkdirSync(dirname(resolve(file)), { recursive: true });
  writeFileSync(file, `${JSON.stringify(counts, null, 2)}\n`);
}
