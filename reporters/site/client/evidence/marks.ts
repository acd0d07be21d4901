import type { RuleId } from '../../../../core/rule.ts';
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
    placesOf(finding).flatMap((place): readonly FoundMark[] => {
      const mark = markOf(place, layout, exchange);
      const isMain = place === at;
      return mark?.part === part ? [{ ...mark, note: noteOf(finding, isMain), isMain, rule: finding.rule, place }] : [];
    }),
  );
  if (at !== undefined && !marks.some(({ isMain }) => isMain)) {
    const mark = markOf(at, layout, exchange);
    if (mark?.part === part)
      marks.push({ ...mark, note: 'this is the place', isMain: true, rule: undefined, place: at });
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
        return { ...markInEvent(place, lines), note: noteOf(finding, isMain), isMain, rule: finding.rule, place };
      }),
  );
  return mainFirst(marks);
}

/** What is missing in one place is told in one note: an empty object may lack all that a rule asks for. */
function mainFirst(all: readonly FoundMark[]): readonly CodeMark[] {
  const missing = new Map<string, string[]>();
  const marks: CodeMark[] = [];
  for (const { rule, place, ...mark } of all) {
    if (mark.isMain || !mark.near || rule === undefined) {
      marks.push(mark);
      continue;
    }
    const key = `${mark.line} ${rule}`;
    const names = missing.get(key) ?? [];
    if (names.length === 0) marks.push({ ...mark, note: key });
    names.push(lastName(place));
    missing.set(key, names);
  }
  const told = marks.map((mark): CodeMark => {
    const names = missing.get(mark.note);
    const [, rule = ''] = mark.note.split(' ', 2);
    return names === undefined ? mark : { ...mark, note: visible(`${listed(names)} (${rule})`) };
  });
  return told.toSorted((a, b) => Number(b.isMain) - Number(a.isMain) || a.line - b.line);
}

interface FoundMark extends CodeMark {
  readonly rule: RuleId | undefined;
  readonly place: string;
}

const MOST_NAMES = 10;

function listed(names: readonly string[]): string {
  const rest = names.length - MOST_NAMES;
  return rest > 0 ? `${names.slice(0, MOST_NAMES).join(', ')} and ${rest} more` : names.join(', ');
}

function lastName(pointer: string): string {
  return pointer
    .slice(pointer.lastIndexOf('/') + 1)
    .replaceAll('~1', '/')
    .replaceAll('~0', '~');
}
