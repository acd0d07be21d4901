import type { EvidenceExchange } from '../../../results/model.ts';
import { visible } from '../../../text.ts';
import type { ExchangeFinding } from '../../data/exchanges.ts';
import { type Layout, type Line, markInEvent, markOf } from '../../data/layout.ts';
import type { Flag } from '../timeline/chart.tsx';
import type { CodeMark } from './code.tsx';

/** Every place of a finding: the first one and those that are like it. */
export function placesOf({ at, more }: ExchangeFinding): readonly string[] {
  return [at, ...more];
}

/** The number of the event that a pointer leads into. */
export function eventOf(at: string | undefined): number | undefined {
  const number = /^\/events\/(\d+)(?=\/|$)/.exec(at ?? '')?.[1];
  return number === undefined ? undefined : Number(number);
}

/** The events that findings point to. */
export function flagsOf(found: readonly ExchangeFinding[]): readonly Flag[] {
  return found.flatMap((finding) =>
    placesOf(finding).flatMap((at): readonly Flag[] => {
      const event = eventOf(at);
      return event === undefined ? [] : [{ event, level: finding.level }];
    }),
  );
}

/** What stands beside a place: for the one that the reader came for what was expected, for others which rule it breaks. */
function noteOf({ rule, expected }: ExchangeFinding, isMain: boolean): string {
  return visible(isMain ? `expected ${expected}` : rule);
}

/** Marks of one half of the exchange. `at` that no finding has (a request member) is marked too. */
export function marksIn(
  part: 'request' | 'answer',
  layout: Layout,
  { exchange }: EvidenceExchange,
  found: readonly ExchangeFinding[],
  at: string | undefined,
): readonly CodeMark[] {
  const marks = found.flatMap((finding) =>
    placesOf(finding).flatMap((place): readonly CodeMark[] => {
      const mark = markOf(place, layout, exchange);
      const isMain = place === at;
      return mark?.part === part ? [{ ...mark, note: noteOf(finding, isMain), isMain }] : [];
    }),
  );
  if (at !== undefined && !marks.some(({ isMain }) => isMain)) {
    const mark = markOf(at, layout, exchange);
    if (mark?.part === part) marks.push({ ...mark, note: 'this is the place', isMain: true });
  }
  return mainFirst(marks);
}

/** Marks of one event. */
export function marksInEvent(
  event: number,
  lines: readonly Line[],
  found: readonly ExchangeFinding[],
  at: string | undefined,
): readonly CodeMark[] {
  const marks = found.flatMap((finding) =>
    placesOf(finding)
      .filter((place) => eventOf(place) === event)
      .map((place): CodeMark => {
        const isMain = place === at;
        return { ...markInEvent(place, lines), note: noteOf(finding, isMain || at === undefined), isMain };
      }),
  );
  return mainFirst(marks);
}

function mainFirst(marks: readonly CodeMark[]): readonly CodeMark[] {
  return marks.toSorted((a, b) => Number(b.isMain) - Number(a.isMain) || a.line - b.line);
}
