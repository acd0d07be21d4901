import type { Column } from '../../results/model.ts';
import { visible } from '../../text.ts';
import { requestPointer } from '../pointer.ts';
import { showExchange } from './shown.ts';
import type { Mark, ShownExchange } from './shown-model.ts';

/** `data/evidence/<key>.js`: the exchanges of one column as they are shown. */
export interface SiteEvidence {
  /** By the exchange's id. */
  readonly exchanges: Readonly<Record<string, ShownExchange>>;
  /** By the exchange's id, then by the pointer of a finding or of a request member: where it stands. */
  readonly marks: Readonly<Record<string, Readonly<Record<string, Mark>>>>;
}

/** The exchanges that the results file keeps of a column, laid out in lines, with the places of all findings. */
export function siteEvidence(column: Column): SiteEvidence {
  const places = placesOf(column);
  const shown = column.exchanges.map((evidence) => {
    const { id } = evidence.exchange;
    return [visible(id), showExchange(evidence, [...(places.get(id) ?? [])])] as const;
  });
  return {
    exchanges: Object.fromEntries(shown.map(([id, each]) => [id, each.shown])),
    marks: Object.fromEntries(shown.map(([id, each]) => [id, Object.fromEntries(each.marks)])),
  };
}

function placesOf({ verdicts, parameters = [] }: Column): ReadonlyMap<string, ReadonlySet<string>> {
  const places = new Map<string, Set<string>>();
  const add = (exchange: string, at: string) => places.set(exchange, (places.get(exchange) ?? new Set()).add(at));
  for (const { verdict } of verdicts) {
    if ('findings' in verdict) for (const { exchange, at } of verdict.findings) add(exchange, at);
  }
  for (const { exchange, member } of parameters) add(exchange, requestPointer(member));
  return places;
}
