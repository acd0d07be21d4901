import { CallerError } from '../core/caller-error.ts';

/** Exit codes of every command (README, "Exit codes"). */
export const EXIT = {
  /** Conforms. */
  ok: 0,
  /** A MUST fails, or what `--fail-on` names. */
  fails: 1,
  /** Wrong usage or configuration. */
  usage: 2,
  /** Nothing could be judged. */
  nothing: 3,
  /** Stopped by Ctrl+C, as shells count: 128 and the signal's number. */
  interrupted: 130,
  /** Stopped by a closed terminal. */
  hungUp: 129,
  /** Stopped by `kill` or a CI system. */
  terminated: 143,
} as const;
export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** Wrong arguments. */
export class UsageError extends CallerError {
  override readonly name = 'UsageError';
}

export const FAIL_ON = ['must', 'should', 'never'] as const;
export type FailOn = (typeof FAIL_ON)[number];

/**
 * Of runs, which know of accepted failures and of repetitions. `flaky`: also a MUST that holds only now and then;
 * `stale`: only an accepted failure that holds by now; `never`: not even that.
 */
export const RUN_FAIL_ON = [...FAIL_ON, 'flaky', 'stale'] as const;
export type RunFailOn = (typeof RUN_FAIL_ON)[number];
