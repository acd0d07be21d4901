import { useLayoutEffect, useRef } from 'preact/hooks';
import { cut, oneLine } from '../../../text.ts';
import { payloadText } from '../../data/stream.ts';
import type { Timeline } from '../../data/timeline.ts';
import type { Flag } from '../timeline/chart.tsx';
import { nextEvent } from '../timeline/keys.ts';
import { duration } from '../timeline/scale.ts';
import { useVirtual } from '../ui/virtual.ts';

export interface EventListProps {
  readonly timeline: Timeline;
  readonly flags: readonly Flag[];
  readonly selected: number;
  readonly select: (event: number) => void;
}

const ROW_PIXELS = 26;
const BRIEF_CHARACTERS = 300;

/** The events as a list: the timeline for those who read, and for ten thousand events too. */
export function EventList({ timeline, flags, selected, select }: EventListProps) {
  const box = useRef<HTMLDivElement>(null);
  const { events } = timeline;
  const flagged = new Set(flags.map(({ event }) => event));
  const { items, total, scrollTo } = useVirtual({
    scroller: box,
    count: events.length,
    size: () => ROW_PIXELS,
    before: 0,
    overscan: 12,
    version: String(events.length),
  });
  useLayoutEffect(() => {
    scrollTo(selected);
  }, [selected]);
  if (events.length === 0) return null;
  const keys = (event: KeyboardEvent) => {
    const to = nextEvent(event.key, selected, events.length - 1, flags);
    if (to === undefined) return;
    event.preventDefault();
    select(to);
  };
  return (
    <div
      class="event-list"
      ref={box}
      role="listbox"
      tabIndex={0}
      aria-label={`Events of the stream, ${events.length}`}
      aria-activedescendant={`event-${selected}`}
      onKeyDown={keys}
    >
      <div role="presentation" style={{ height: `${total}px`, position: 'relative' }}>
        {items.map(({ index, start }) => {
          const each = events[index];
          if (each === undefined) return null;
          const isBroken = flagged.has(index);
          return (
            <div
              key={index}
              id={`event-${index}`}
              role="option"
              tabIndex={-1}
              aria-selected={index === selected}
              aria-setsize={events.length}
              aria-posinset={index + 1}
              class={isBroken ? 'event broken' : 'event'}
              style={{ transform: `translateY(${start}px)` }}
              onClick={() => select(index)}
            >
              <span class="number">
                {isBroken ? '⚑ ' : ''}
                {index}
              </span>
              {each.ms === undefined ? null : <span class="ms">{duration(each.ms)}</span>}
              <b>{oneLine(each.name)}</b>
              <span class="brief">{oneLine(cut(payloadText(each.event), BRIEF_CHARACTERS))}</span>
            </div>
          );
        })}
      </div>
    </div>
  );
}
