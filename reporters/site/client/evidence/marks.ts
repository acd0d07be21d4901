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
function noteOf({ rule, expected }: ExchangeFinding, isMain: boolean, near: boolean, place: string): string {
  if (!isMain) return rule;
  return visible(near ? `${lastName(place)}, expected ${expected}` : `expected ${expected}`);
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
    placesOf(finding).flatMap((place): readonly FoundMark[] => {
      const mark = markOf(place, layout, exchange);
      const isMain = place === at;
      if (mark?.part !== part) return [];
      return [{ ...mark, note: noteOf(finding, isMain, mark.near, place), isMain, place }];
    }),
  );
  if (at !== undefined && !marks.some(({ isMain }) => isMain)) {
    const mark = markOf(at, layout, exchange);
    if (mark?.part === part) marks.push({ ...mark, note: 'this is the place', isMain: true, place: at });
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
      .map((place): FoundMark => {
        const isMain = place === at;
        const mark = markInEvent(place, lines);
        return { ...mark, note: noteOf(finding, isMain, mark.near, place), isMain, place };
      }),
  );
  return mainFirst(marks);
}

/** What is missing in one place is told in one note: an empty object may lack all that many rules ask for. */
function mainFirst(all: readonly FoundMark[]): readonly CodeMark[] {
  const missing = new Map<number, Set<string>>();
  for (const { line, near, isMain, place } of all) {
    if (near && !isMain) missing.set(line, (missing.get(line) ?? new Set()).add(lastName(place)));
  }
  const told = all.filter(({ near, isMain }) => !near || isMain).map(({ place: _, ...mark }): CodeMark => mark);
  const lacking = [...missing].map(
    ([line, names]): CodeMark => ({ line, near: true, note: visible(listed([...names])), isMain: false }),
  );
  return [...told, ...lacking].toSorted((a, b) => Number(b.isMain) - Number(a.isMain) || a.line - b.line);
}

interface FoundMark extends CodeMark {
  readonly place: string;
}

const MOST_NAMES = 20;

function listed(names: readonly string[]): string {
  const rest = names.length - MOST_NAMES;
  return rest > 0 ? `${names.slice(0, MOST_NAMES).join(', ')} and ${rest} more` : names.join(', ');
}

/** The member that a pointer ends in. */
export function lastName(pointer: string): string {
  return pointer
    .slice(pointer.lastIndexOf('/') + 1)
    .replaceAll('~1', '/')
    .replaceAll('~0', '~');
}
