/**
 * What the simulation takes servers to be like. Assumed, not measured: change a number here, run `npm run scaling`, and
 * every figure in docs/scaling.md that depends on it changes.
 */
export const ASSUMED = {
  /** Median time of an answer of the median server, milliseconds. */
  medianMs: 900,
  /** Spread of the servers' medians, and of one server's answers: sigma of a log-normal distribution. */
  spreadOfServers: 0.7,
  spreadOfAnswers: 0.5,
  /** Parts of the servers: that accept no connection, and whose answers take ten times as long. */
  dead: 0.01,
  slow: 0.03,
  slower: 10,
  /** Parts of the requests: lost with their connection, refused with 503, never answered. */
  lost: 0.002,
  unavailable: 0.003,
  silent: 0.0005,
  /** Requests a minute that a server takes, and the part of the servers with this limit; half of them say so in their file. */
  perMinute: [
    { limit: 20, part: 0.05 },
    { limit: 60, part: 0.15 },
    { limit: 500, part: 0.2 },
  ],
} as const;

/** Nightly: how many pairs of a provider and a model. */
export const PAIRS = 10_000;
/** How many pairs one job asks, all at the same time. */
export const PAIRS_PER_JOB = 100;
