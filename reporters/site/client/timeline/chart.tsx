import type { Lane, Span, Timeline } from '../../data/timeline.ts';
import { type Cluster, clustered, type Scale } from './scale.ts';

/** A flag on an event: what is wrong there, by the findings. */
export interface Flag {
  readonly event: number;
  readonly level: 'MUST' | 'SHOULD' | 'MAY';
}

export interface ChartProps {
  readonly timeline: Timeline;
  readonly scale: Scale;
  readonly flags: readonly Flag[];
  readonly width: number;
  /** Pixels at the left that the names of the lanes have to themselves; 0: they stand above their bars. */
  readonly gutter: number;
}

export const TOP = 26;
const BOTTOM = 24;
const SEQUENCE = 26;

export function laneHeight(gutter: number): number {
  return gutter === 0 ? 46 : 32;
}

export function chartHeight({ lanes }: Timeline, gutter: number): number {
  return TOP + lanes.length * laneHeight(gutter) + SEQUENCE + BOTTOM;
}

/** The drawing alone; what can be read and operated lies around it. */
export function Chart({ timeline, scale, flags, width, gutter }: ChartProps) {
  const height = laneHeight(gutter);
  const bottom = TOP + timeline.lanes.length * height;
  const all = chartHeight(timeline, gutter);
  return (
    <svg class="chart" width={width} height={all} viewBox={`0 0 ${width} ${all}`} aria-hidden="true" focusable="false">
      {scale.marks.map(({ x, label }) => (
        <g key={label}>
          <line class="gridline" x1={x} x2={x} y1={TOP} y2={bottom + SEQUENCE} />
          <text class="axis" x={x} y={all - 7} text-anchor="middle">
            {label}
          </text>
        </g>
      ))}
      {scale.stalls.map(({ from, to, label }) => (
        <g key={from}>
          <rect class="stall" x={from} width={to - from} y={TOP} height={bottom - TOP} />
          {to - from > 90 ? (
            <text class="stall-text" x={(from + to) / 2} y={bottom + 17} text-anchor="middle">
              {label}
            </text>
          ) : null}
        </g>
      ))}
      {timeline.lanes.map((lane, index) => (
        <LaneBar
          key={index}
          lane={lane}
          timeline={timeline}
          scale={scale}
          index={index}
          middle={TOP + index * height + (gutter === 0 ? 31 : height / 2)}
        />
      ))}
      <Sequence timeline={timeline} scale={scale} y={bottom + SEQUENCE / 2} hidden={scale.stalls.length > 0} />
      <Flags flags={flags} scale={scale} timeline={timeline} height={height} gutter={gutter} width={width} />
    </svg>
  );
}

const HALF = { response: 9, item: 9, part: 7, text: 7 } as const satisfies Record<Lane['kind'], number>;

function LaneBar({
  lane,
  timeline,
  scale,
  index,
  middle,
}: {
  readonly lane: Lane;
  readonly timeline: Timeline;
  readonly scale: Scale;
  readonly index: number;
  readonly middle: number;
}) {
  const own = timeline.events.filter((event) => event.lane === index);
  const deltas = own.filter(({ family }) => family === 'delta').map((event) => event.index);
  const others = own.filter(({ family }) => family !== 'delta').map((event) => event.index);
  const half = HALF[lane.kind];
  return (
    <g class={`lane lane-${lane.kind}`}>
      <Bar span={lane} scale={scale} middle={middle} half={half} kind="bar" />
      {lane.text === undefined ? null : <Bar span={lane.text} scale={scale} middle={middle} half={4.5} kind="text" />}
      {clustered(deltas, scale.x, 2.5).map((tick) => (
        <Tick key={tick.from} tick={tick} middle={middle} half={half - 2} kind="delta" />
      ))}
      {clustered(others, scale.x, 2.5).map((tick) => (
        <Tick key={tick.from} tick={tick} middle={middle} half={half - 5} kind="event" />
      ))}
    </g>
  );
}

function Tick({
  tick: { x, width },
  middle,
  half,
  kind,
}: {
  readonly tick: Cluster;
  readonly middle: number;
  readonly half: number;
  readonly kind: string;
}) {
  return <rect class={`tick tick-${kind}`} x={x - 1} width={width + 2} y={middle - half} height={2 * half} rx={1} />;
}

const TOOTH = 4;

function Bar({
  span,
  scale,
  middle,
  half,
  kind,
}: {
  readonly span: Span;
  readonly scale: Scale;
  readonly middle: number;
  readonly half: number;
  readonly kind: 'bar' | 'text';
}) {
  const pad = kind === 'bar' ? 6 : 2;
  const left = scale.x(span.from) - pad;
  const right = Math.max(scale.x(span.to) + pad, left + 2 * pad);
  const isTorn = span.close === 'never';
  const top = middle - half;
  const bottom = middle + half;
  const start = span.opening === 'unannounced' ? teeth(left, top, bottom) : `M${left} ${bottom}V${top}`;
  const end = isTorn ? teethDown(right + 4, top, bottom) : `H${right}V${bottom}`;
  const loose = span.close === 'cut' || span.close === 'failed' ? ' loose' : '';
  const early = span.opening === 'earlier' ? ' early' : '';
  return (
    <g class={`${kind}${loose}${early}`}>
      <path class={`${kind}-shape`} d={`${start}${end}Z`} />
      {isTorn ? <path class="torn" d={tornEdge(right + 4, top, bottom)} /> : null}
      {isTorn && right - left > 90 ? (
        <g class="never">
          <rect x={right - 74} width={68} y={middle - 6.5} height={13} rx={2} />
          <text x={right - 10} y={middle + 4} text-anchor="end">
            never done
          </text>
        </g>
      ) : null}
      {span.opening === 'unannounced' ? <path class="torn" d={tornEdge(left, top, bottom)} /> : null}
    </g>
  );
}

/** Up along a torn left edge. */
function teeth(x: number, top: number, bottom: number): string {
  return `M${zigzag(x, top, bottom).toReversed().join('L')}`;
}

/** Down along a torn right edge. */
function teethDown(x: number, top: number, bottom: number): string {
  return `L${zigzag(x, top, bottom).join('L')}`;
}

function tornEdge(x: number, top: number, bottom: number): string {
  return `M${zigzag(x, top, bottom).join('L')}`;
}

function zigzag(x: number, top: number, bottom: number): readonly string[] {
  const count = Math.max(4, 2 * Math.round((bottom - top) / 6));
  return Array.from({ length: count + 1 }, (_, n) => {
    const y = top + ((bottom - top) * n) / count;
    return `${x + (n % 2 === 0 ? TOOTH : -TOOTH)} ${y}`;
  });
}

/** Numbers as they go on: a line as long as they do, a gap where they do not. */
function Sequence({
  timeline,
  scale,
  y,
  hidden,
}: {
  readonly timeline: Timeline;
  readonly scale: Scale;
  readonly y: number;
  readonly hidden: boolean;
}) {
  if (hidden) return null;
  return (
    <g class="sequence">
      {timeline.sequence.map(({ from, to, first, last }) => {
        const left = scale.x(from);
        const right = scale.x(to);
        const text = first === undefined ? 'none' : first === last ? String(first) : `${first} – ${last}`;
        const isBreak = from > 0 && first !== undefined;
        return (
          <g key={from} class={first === undefined ? 'none' : ''}>
            <line x1={left - 4} x2={right + 4} y1={y - 5} y2={y - 5} />
            {isBreak || from === 0 ? <line x1={left - 4} x2={left - 4} y1={y - 9} y2={y - 1} /> : null}
            {right - left + 24 > text.length * 6 ? (
              <text x={(left + right) / 2} y={y + 9} text-anchor="middle">
                {text}
              </text>
            ) : null}
          </g>
        );
      })}
    </g>
  );
}

/** A pennant over each event that breaks a rule, with its number; those that would touch share one. */
function Flags({ flags, scale, timeline, height, gutter, width: all }: ChartProps & { readonly height: number }) {
  const sorted = [...new Set(flags.map(({ event }) => event))].sort((a, b) => a - b);
  const must = new Set(flags.filter(({ level }) => level === 'MUST').map(({ event }) => event));
  return (
    <g class="flags">
      {clustered(sorted, scale.x, 26).map(({ x, width, from, to, count }) => {
        const text = count === 1 ? String(from) : `${from} – ${to}`;
        const isMust = sorted.some((event) => event >= from && event <= to && must.has(event));
        const lane = timeline.events[from]?.lane ?? 0;
        const foot = TOP + lane * height + (gutter === 0 ? 31 : height / 2);
        const wide = text.length * 7 + 12;
        // Near the right edge it flies to the left.
        const turn = x + wide > all ? -1 : 1;
        return (
          <g key={from} class={isMust ? 'flag' : 'flag mild'}>
            <line x1={x} x2={x} y1={6} y2={foot} />
            {width > 0 ? <rect class="range" x={x} width={width} y={18} height={3} /> : null}
            <path class="pennant" d={`M${x} 3h${turn * wide}l${turn * -5} 7.5l${turn * 5} 7.5h${-turn * wide}z`} />
            <text x={x + turn * 4} y={14.5} text-anchor={turn === 1 ? 'start' : 'end'}>
              {text}
            </text>
            <circle cx={x} cy={foot} r={3.5} />
          </g>
        );
      })}
    </g>
  );
}
