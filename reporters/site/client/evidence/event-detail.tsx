import { useMemo } from 'preact/hooks';
import { bodyBytes } from '../../../../core/body.ts';
import type { EvidenceExchange } from '../../../results/model.ts';
import type { ExchangeFinding } from '../../data/exchanges.ts';
import { eventLines, type Line } from '../../data/layout.ts';
import type { Timeline } from '../../data/timeline.ts';
import { Code } from './code.tsx';
import { eventOf, marksInEvent } from './marks.ts';

interface EventDetailProps {
  readonly timeline: Timeline;
  readonly held: EvidenceExchange;
  readonly found: readonly ExchangeFinding[];
  readonly at: string | undefined;
  readonly selected: number;
}

/** The event under the cursor: its payload in lines, and as it came. */
export function EventDetail({ timeline, held, found, at, selected }: EventDetailProps) {
  const current = timeline.events[selected];
  const lines = useMemo(() => (current === undefined ? [] : eventLines(current.event)), [current]);
  const here = eventOf(at) === selected ? at : undefined;
  const marks = useMemo(() => marksInEvent(selected, lines, found, here), [selected, lines, found, here]);
  if (current === undefined) return null;
  const { wire } = current.event;
  return (
    <div class="event-detail">
      <Code lines={lines} marks={marks} label={`Event ${selected}`} />
      {wire === undefined ? null : (
        <details>
          <summary>
            As it came: bytes {wire.offset} to {wire.end}
          </summary>
          <Code lines={rawEvent(held, wire.offset, wire.end)} label={`The bytes of event ${selected}`} />
        </details>
      )}
    </div>
  );
}

function rawEvent({ exchange: { answer } }: EvidenceExchange, from: number, to: number): readonly Line[] {
  if (answer.kind !== 'http') return [];
  const text = new TextDecoder().decode(bodyBytes(answer.body).subarray(from, to));
  return text
    .replace(/\n$/, '')
    .split('\n')
    .map((line) => ({ text: line, at: undefined }));
}
