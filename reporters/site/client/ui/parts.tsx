import type { ComponentChildren } from 'preact';
import type { Level } from '../../../../core/rule.ts';
import type { Loaded } from '../load.ts';

/** MUST, SHOULD or MAY. */
export function LevelMark({ level }: { readonly level: Level }) {
  return <span class={`level level-${level.toLowerCase()}`}>{level}</span>;
}

/** Why there is nothing, and what would fill it. */
export function Empty({ title, children }: { readonly title: string; readonly children?: ComponentChildren }) {
  return (
    <div class="empty" role="status">
      <strong>{title}</strong>
      {children}
    </div>
  );
}

/** What loads, or why it could not be loaded. */
export function Waiting({ loaded, what }: { readonly loaded: Loaded<unknown>; readonly what: string }) {
  if (loaded.state === 'failed') {
    return (
      <p class="failed" role="alert">
        {loaded.why}
      </p>
    );
  }
  return <p class="quiet">Loading {what} …</p>;
}

/** Absolute, in UTC; the relative form is its title. */
export function Time({ at }: { readonly at: string }) {
  return (
    <time dateTime={at} title={relative(at, Date.now())}>
      {at.replace('T', ' ').replace(/:\d\d(\.\d+)?Z$/, ' UTC')}
    </time>
  );
}

const UNITS = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
] as const;

function relative(at: string, now: number): string {
  const passed = now - Date.parse(at);
  for (const [unit, ms] of UNITS) {
    const count = Math.round(passed / ms);
    if (Math.abs(count) >= 1) return new Intl.RelativeTimeFormat('en').format(-count, unit);
  }
  return 'just now';
}
