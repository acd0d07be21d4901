import type { EvidenceExchange } from '../../../results/model.ts';
import type { ExchangeFinding, SiteEvidence } from '../../data/exchanges.ts';

/** The exchange of that id, where the site keeps it. */
export function heldIn({ exchanges }: SiteEvidence, id: string): EvidenceExchange | undefined {
  return Object.hasOwn(exchanges, id) ? exchanges[id] : undefined;
}

/** How many findings of that exchange the page leaves out. */
export function unlistedIn({ more }: SiteEvidence, id: string): number {
  return Object.hasOwn(more, id) ? (more[id] ?? 0) : 0;
}

export function foundIn({ findings }: SiteEvidence, id: string): readonly ExchangeFinding[] {
  return Object.hasOwn(findings, id) ? (findings[id] ?? []) : [];
}
