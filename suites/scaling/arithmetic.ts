import type { Forecast } from '../run/forecast.ts';
import type { PerPair } from './measure.ts';
import type { Simulated } from './simulate.ts';

/** What so many pairs need, every night. */
export interface Needs {
  readonly pairs: number;
  readonly jobs: number;
  readonly requests: number;
  readonly inputTokens: number;
  /** At most: the sum of the limits that the requests set. */
  readonly outputTokens: number;
  /** Processor hours of all jobs. */
  readonly cpuHours: number;
  /** From the start of a job to its end, minutes: the slowest of its pairs decides. */
  readonly jobMinutes: number;
  /** Hours from start to end with so many jobs at a time. */
  readonly wall: readonly { readonly atOnce: number; readonly hours: number }[];
  readonly journalBytes: number;
  readonly resultsBytes: number;
  readonly resultsGzipBytes: number;
  readonly requestsPerSecond: number;
}

const JOBS_AT_ONCE = [1, 10, 100] as const;

/** Pure: figures of one pair, times pairs. */
export function needsOf(
  pairs: number,
  perJob: number,
  { requests, input, output }: Pick<Forecast, 'requests' | 'input' | 'output'>,
  pair: PerPair,
  { seconds, requests: sent, standIns, dead }: Pick<Simulated, 'seconds' | 'requests' | 'standIns' | 'dead'>,
): Needs {
  const jobs = Math.ceil(pairs / perJob);
  const cpuPerJob = pair.startCpuSeconds + perJob * pair.cpuSeconds;
  // Asking takes as long as its slowest pair, judging one processor; whichever is longer.
  const jobSeconds = Math.max(seconds.all, cpuPerJob);
  const wall = JOBS_AT_ONCE.map((atOnce) => ({ atOnce, hours: (Math.ceil(jobs / atOnce) * jobSeconds) / 3600 }));
  const resent = sent / ((standIns - dead) * requests);
  return {
    pairs,
    jobs,
    requests: Math.round(pairs * requests * resent),
    inputTokens: pairs * input,
    outputTokens: pairs * output,
    cpuHours: (jobs * cpuPerJob) / 3600,
    jobMinutes: jobSeconds / 60,
    wall,
    journalBytes: pairs * pair.journalBytes,
    resultsBytes: pairs * pair.resultsBytes,
    resultsGzipBytes: pairs * pair.resultsGzipBytes,
    requestsPerSecond: (perJob * requests * resent) / jobSeconds,
  };
}
