import type { ChildProcess } from 'node:child_process';

export type StopSignal = 'SIGINT' | 'SIGTERM' | 'SIGHUP';
const STOP_SIGNALS: readonly StopSignal[] = ['SIGINT', 'SIGTERM', 'SIGHUP'];
/** How long the runner may take to write what it has after a signal. */
const STOP_WITHIN_MS = 10_000;

export interface Stop {
  by(): StopSignal | undefined;
  /** The runner, once there is one. */
  of(child: ChildProcess): void;
  done(): void;
}

/**
 * The first signal lets the runner write what it has: as SIGINT whatever it was, the only one that Playwright ends
 * orderly for. A second one, or too long a wait, ends its standard input, and it stops at once with its own children.
 */
export function stopOnSignal(): Stop {
  let by: StopSignal | undefined;
  let timer: NodeJS.Timeout | undefined;
  let runner: ChildProcess | undefined;
  const stop = (signal: StopSignal): void => {
    if (by !== undefined) {
      runner?.stdin?.end();
      return;
    }
    by = signal;
    runner?.kill('SIGINT');
    timer = setTimeout(() => runner?.stdin?.end(), STOP_WITHIN_MS);
  };
  const listeners = STOP_SIGNALS.map((signal) => [signal, () => stop(signal)] as const);
  for (const [signal, listener] of listeners) process.on(signal, listener);
  return {
    by: () => by,
    of(child) {
      runner = child;
      // The runner may be gone already.
      child.stdin?.on('error', () => {});
      // Stopped before there was a runner: it has nothing to write.
      if (by !== undefined) child.stdin?.end();
    },
    done() {
      clearTimeout(timer);
      for (const [signal, listener] of listeners) process.off(signal, listener);
    },
  };
}
