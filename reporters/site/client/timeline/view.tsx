import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { oneLine, plural } from '../../../text.ts';
import type { Timeline, TimelineEvent } from '../../data/timeline.ts';
import { Chart, chartHeight, type Flag, laneHeight, TOP } from './chart.tsx';
import { nextEvent } from './keys.ts';
import { oddities } from './odd.ts';
import { type Axis, duration, scaleOf, usualAxis } from './scale.ts';
import './timeline.css';

export interface TimelineViewProps {
  readonly timeline: Timeline;
  readonly flags: readonly Flag[];
  readonly selected: number;
  readonly select: (event: number) => void;
  /** Some finding has more places than the results file names. */
  readonly isPartlyFlagged: boolean;
}

/** A stream, seen: what was open when, what is odd, and a cursor that walks through the events. */
export function TimelineView({ timeline, flags, selected, select, isPartlyFlagged }: TimelineViewProps) {
  const [axis, setAxis] = useState<Axis>(() => usualAxis(timeline));
  const odd = useMemo(() => oddities(timeline), [timeline]);
  const count = timeline.events.length;
  if (count === 0) return <p class="quiet">The stream ended without a single event.</p>;
  return (
    <section class="timeline" aria-label="The stream as a timeline">
      <div class="timeline-head">
        <h2>The stream</h2>
        <p class="quiet">{summary(timeline)}</p>
        {timeline.clock === undefined ? null : (
          <div class="timeline-axis" role="group" aria-label="What the axis shows">
            {(['time', 'events'] as const).map((each) => (
              <button
                key={each}
                type="button"
                class="button small"
                aria-pressed={axis === each}
                onClick={() => setAxis(each)}
              >
                {each === 'time' ? 'Time' : 'Event numbers'}
              </button>
            ))}
          </div>
        )}
      </div>
      {odd.length === 0 && flags.length === 0 ? (
        <p class="quiet">Everything that was opened was closed, in order.</p>
      ) : (
        <ul class="odd">
          {odd.slice(0, MOST_ODD).map(({ event, text }) => (
            <li key={`${event} ${text}`}>
              <button type="button" onClick={() => select(event)}>
                {oneLine(text)}
              </button>
            </li>
          ))}
          {odd.length > MOST_ODD ? (
            <li class="quiet">{plural(odd.length - MOST_ODD, 'more oddity')} of this kind.</li>
          ) : null}
        </ul>
      )}
      <Drawing timeline={timeline} flags={flags} axis={axis} selected={selected} select={select} />
      <Key timeline={timeline} flags={flags} axis={axis} isPartlyFlagged={isPartlyFlagged} />
    </section>
  );
}

const MOST_ODD = 6;

function summary({ events, clock, ending, hiddenItems }: Timeline): string {
  const parts = [plural(events.length, 'event')];
  if (clock === undefined) parts.push('nobody took the time, so the axis counts events');
  else {
    parts.push(`first byte after ${duration(clock.firstByteMs)}, all after ${duration(clock.totalMs)}`);
    if (clock.pieces < events.length / 3) parts.push(`they came in ${plural(clock.pieces, 'piece')}`);
  }
  if (hiddenItems > 0) parts.push(`${plural(hiddenItems, 'more item')} without a lane here`);
  switch (ending) {
    case 'complete':
      break;
    case 'cut':
      parts.push('the connection was closed before the answer ended');
      break;
    case 'timeout':
      parts.push('the kit stopped reading at its time limit');
      break;
    case 'too-long':
      parts.push('the kit stopped reading at its size limit');
      break;
    case 'kept':
      parts.push('only the beginning of the stream is kept here');
      break;
    default:
      ending satisfies never;
  }
  return `${parts.join('; ')}.`;
}

function Drawing({
  timeline,
  flags,
  axis,
  selected,
  select,
}: Omit<TimelineViewProps, 'isPartlyFlagged'> & { readonly axis: Axis }) {
  const box = useRef<HTMLDivElement>(null);
  const width = useWidth(box);
  const [hovered, setHovered] = useState<number>();
  const gutter = width < 640 ? 0 : 190;
  const scale = useMemo(() => scaleOf(timeline, axis, gutter + 14, width - 22), [timeline, axis, gutter, width]);
  const drawing = useMemo(
    () => <Chart timeline={timeline} scale={scale} flags={flags} width={width} gutter={gutter} />,
    [timeline, scale, flags, width, gutter],
  );
  const height = laneHeight(gutter);
  const shown = hovered ?? selected;
  const current = timeline.events[shown];
  const last = timeline.events.length - 1;
  const under = (event: { readonly clientX: number; readonly clientY: number }) => {
    const element = box.current;
    if (element === null) return undefined;
    const { left, top } = element.getBoundingClientRect();
    const lane = Math.floor((event.clientY - top + element.scrollTop - TOP) / height);
    return nearest(timeline, scale.x, event.clientX - left, lane);
  };
  const keys = (event: KeyboardEvent) => {
    const to = nextEvent(event.key, selected, last, flags);
    if (to === undefined) return;
    event.preventDefault();
    select(to);
  };
  return (
    <>
      <div
        ref={box}
        class="timeline-box"
        role="slider"
        tabIndex={0}
        aria-label="Events of the stream"
        aria-orientation="horizontal"
        aria-valuemin={0}
        aria-valuemax={last}
        aria-valuenow={selected}
        aria-valuetext={eventTitle(timeline.events[selected], flags)}
        onKeyDown={keys}
        onPointerMove={(event) => setHovered(under(event))}
        onPointerLeave={() => setHovered(undefined)}
        onClick={(event) => select(under(event) ?? selected)}
      >
        {timeline.lanes.map(({ name, detail, depth }, index) => (
          <div
            key={index}
            class={`lane-name depth-${depth}`}
            style={{ top: `${TOP + index * height}px`, width: gutter === 0 ? '100%' : `${gutter}px` }}
          >
            <b>{oneLine(name)}</b> <span>{oneLine(detail)}</span>
          </div>
        ))}
        <div
          class="lane-name depth-0 quiet"
          style={{ top: `${chartHeight(timeline, gutter) - 50}px`, width: `${gutter}px` }}
        >
          {gutter === 0 ? null : <span>sequence_number</span>}
        </div>
        {drawing}
        <i class="cursor" style={{ left: `${scale.x(shown)}px` }} />
      </div>
      <p class="timeline-now">
        {eventTitle(current, flags)}
        <span class="quiet"> ← → walk through the events{flags.length > 0 ? ', F goes to the next flag' : ''}</span>
      </p>
    </>
  );
}

function eventTitle(event: TimelineEvent | undefined, flags: readonly Flag[]): string {
  if (event === undefined) return '';
  const { index, name, ms, sequence } = event;
  const facts = [`Event ${index}: ${oneLine(name)}`];
  if (ms !== undefined) facts.push(`after ${duration(ms)}`);
  facts.push(sequence === undefined ? 'no sequence_number' : `sequence ${sequence}`);
  const rules = flags.filter((flag) => flag.event === index).length;
  if (rules > 0) facts.push(`breaks ${plural(rules, 'rule')}`);
  return facts.join(', ');
}

/** The event next to the pointer: of its lane, where that has one near enough. */
function nearest(timeline: Timeline, x: (index: number) => number, at: number, lane: number): number | undefined {
  let best: number | undefined;
  let least = Number.POSITIVE_INFINITY;
  for (const event of timeline.events) {
    const distance = Math.abs(x(event.index) - at) + (event.lane === lane ? 0 : 12);
    if (distance < least) {
      least = distance;
      best = event.index;
    }
  }
  return best;
}

function useWidth(box: { readonly current: HTMLElement | null }): number {
  const [width, setWidth] = useState(960);
  useEffect(() => {
    const element = box.current;
    if (element === null) return;
    const measure = () => setWidth(Math.max(280, Math.floor(element.clientWidth)));
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, [box]);
  return width;
}

type KeyProps = Pick<TimelineViewProps, 'timeline' | 'flags' | 'isPartlyFlagged'> & { readonly axis: Axis };

function Key({ timeline, flags, axis, isPartlyFlagged }: KeyProps) {
  const isTorn = timeline.lanes.some(
    ({ close, opening, text }) => close === 'never' || opening === 'unannounced' || text?.close === 'never',
  );
  const isLoose = timeline.lanes.some(({ close }) => close === 'cut' || close === 'failed');
  return (
    <ul class="timeline-key">
      <li>
        <i class="key-bar" /> a bar: from added to done
      </li>
      <li>
        <i class="key-tick" /> a stroke: an event; those of a text are its deltas
      </li>
      {isTorn ? (
        <li>
          <i class="key-torn" /> a torn end: it was never done, or never announced
        </li>
      ) : null}
      {isLoose ? (
        <li>
          <i class="key-loose" /> a dashed bar: open when the stream was cut or failed
        </li>
      ) : null}
      {flags.length > 0 ? (
        <li>
          <i class={flags.some(({ level }) => level === 'MUST') ? 'key-flag' : 'key-flag mild'} /> a flag: the number of
          an event that breaks a rule
          {isPartlyFlagged ? '; of a defect in many events the first six' : ''}
        </li>
      ) : null}
      <li>
        {axis === 'time' ? 'to the right: time since the request was sent' : 'to the right: the number of the event'}
      </li>
    </ul>
  );
}
