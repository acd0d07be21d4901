import type { Timeline } from '../../data/timeline.ts';

/** What a pixel to the right means: milliseconds, or the next event. */
export type Axis = 'time' | 'events';

export interface Scale {
  readonly axis: Axis;
  /** The middle of an event. */
  readonly x: (index: number) => number;
  readonly marks: readonly { readonly x: number; readonly label: string }[];
  /** Silence between two events that is long enough to be seen. */
  readonly stalls: readonly Stall[];
}

export interface Stall {
  readonly from: number;
  readonly to: number;
  readonly label: string;
}

/** Shorter streams say more of the machine than of the server. */
const TELLING_MS = 250;

/**
 * Time, where there is any to see: that a text took seconds, or came in one burst after them. A stream that was over at
 * once, in a few pieces, would be a few strokes, so its events are counted instead.
 */
export function usualAxis({ clock, events }: Timeline): Axis {
  if (clock === undefined || clock.pieces < 2) return 'events';
  const lasted = (events.at(-1)?.ms ?? 0) - (events[0]?.ms ?? 0);
  return lasted >= TELLING_MS || clock.pieces >= events.length / 3 ? 'time' : 'events';
}

/** @param left @param right of the drawing, in pixels */
export function scaleOf(timeline: Timeline, axis: Axis, left: number, right: number): Scale {
  return axis === 'time' && timeline.clock !== undefined
    ? timeScale(timeline, left, right)
    : eventScale(timeline, left, right);
}

function eventScale({ events }: Timeline, left: number, right: number): Scale {
  const step = (right - left) / Math.max(1, events.length);
  const x = (index: number) => left + (index + 0.5) * step;
  const marks = steps(0, events.length - 1, (right - left) / 48)
    .filter(Number.isInteger)
    .map((index) => ({ x: x(index), label: String(index) }));
  return { axis: 'events', x, marks, stalls: [] };
}

function timeScale({ events, clock, ending }: Timeline, left: number, right: number): Scale {
  const times = events.map(({ ms }) => ms ?? 0);
  const first = times[0] ?? 0;
  const after = ending === 'timeout' ? (clock?.totalMs ?? 0) : 0;
  const last = Math.max(times.at(-1) ?? first, after);
  const span = Math.max(last - first, 0.001);
  const at = (ms: number) => left + ((ms - first) / span) * (right - left);
  const stalls = times.flatMap((ms, index): readonly Stall[] => {
    const next = times[index + 1] ?? (index === times.length - 1 ? last : ms);
    const gap = next - ms;
    return gap >= 250 && gap >= span / 5 ? [{ from: at(ms), to: at(next), label: `${duration(gap)} of silence` }] : [];
  });
  const marks = steps(first, last, (right - left) / 84).map((ms) => ({ x: at(ms), label: duration(ms) }));
  return { axis: 'time', x: (index) => at(times[index] ?? first), marks, stalls };
}

/** Round numbers from `first` to `last`, at most so many. */
function steps(first: number, last: number, most: number): readonly number[] {
  const raw = (last - first) / Math.max(1, most);
  if (raw <= 0) return [first];
  const power = 10 ** Math.floor(Math.log10(raw));
  const step = [1, 2, 5, 10].map((n) => n * power).find((each) => each >= raw) ?? raw;
  const found: number[] = [];
  for (let at = Math.ceil(first / step) * step; at <= last + step / 1000; at += step)
    found.push(Number(at.toPrecision(12)));
  return found;
}

/** `0.4 ms`, `12 ms`, `1.25 s`. */
export function duration(ms: number): string {
  if (ms >= 1000) return `${Number((ms / 1000).toFixed(2))} s`;
  return `${Number(ms.toFixed(ms < 10 ? 1 : 0))} ms`;
}

export interface Cluster {
  readonly x: number;
  readonly width: number;
  /** Indexes of the first and the last event, and how many there are. */
  readonly from: number;
  readonly to: number;
  readonly count: number;
}

/** Ticks that would touch become one, so that ten thousand events are no more strokes than there are pixels. */
export function clustered(indexes: readonly number[], x: (index: number) => number, gap: number): readonly Cluster[] {
  const clusters: Cluster[] = [];
  for (const index of indexes) {
    const at = x(index);
    const before = clusters.at(-1);
    if (before !== undefined && at - (before.x + before.width) < gap) {
      clusters[clusters.length - 1] = { ...before, width: at - before.x, to: index, count: before.count + 1 };
    } else clusters.push({ x: at, width: 0, from: index, to: index, count: 1 });
  }
  return clusters;
}
