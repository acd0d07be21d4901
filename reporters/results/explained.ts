import { explain, whereWords } from '../../core/explain.ts';
import { createLocator, type Locator, type Place } from '../../core/locate/place.ts';
import type { Finding } from '../../core/rule.ts';
import { placeWords } from './defects.ts';
import type { Column, EvidenceExchange } from './model.ts';

/** A finding in words. All texts hold what the provider sent, as it came. */
export interface Explained {
  /** What is wrong, in one sentence for the server's maintainer. */
  readonly sentence: string;
  readonly place: Place;
  /** The place besides its pointer: `event 3, byte 1204`, or '' . */
  readonly words: string;
  /** Pointer and words: `/events/3/data/sequence_number, event 3, byte 1204`. */
  readonly where: string;
}

export type Explain = (finding: Finding) => Explained;

/** Derived from the evidence that the results hold, which is decoded once an exchange. Pure. */
export function explainerOf(column: Pick<Column, 'exchanges'>): Explain {
  const kept = new Map(column.exchanges.map((each) => [each.exchange.id, each]));
  const locators = new Map<string, Locator>();
  return (finding) => {
    const evidence = kept.get(finding.exchange);
    const locate = locators.get(finding.exchange) ?? createLocator(evidence?.exchange ?? NOTHING_KEPT);
    locators.set(finding.exchange, locate);
    const place = honest(locate(finding.at), evidence);
    const words = whereWords(place);
    const pointer = placeWords(finding.at);
    return {
      sentence: explain(finding, place, evidence?.exchange),
      place,
      words,
      where: words === '' ? pointer : `${pointer}, ${words}`,
    };
  };
}

const NOTHING_KEPT = { answer: { kind: 'none', cause: 'not-run', blame: 'kit', detail: '' } } as const;

/** Where the body was cut for the file, what is not found may well be in the rest of it. */
function honest(place: Place, evidence: EvidenceExchange | undefined): Place {
  if (evidence !== undefined && (place.exact || evidence.omittedBytes === 0)) return place;
  const { byte: _unknown, ...rest } = place;
  return rest;
}
