import type { Finding, Level } from '../../../core/rule.ts';
import type { Column, EvidenceExchange } from '../../results/model.ts';
import { visible } from '../../text.ts';

/**
 * `data/evidence/<key>.js`: the exchanges of one column, as they were on the wire (secrets are masked before an exchange
 * exists). What shows them makes their texts harmless.
 */
export interface SiteEvidence {
  /** By the exchange's id. */
  readonly exchanges: Readonly<Record<string, EvidenceExchange>>;
  /** By the exchange's id: what was found in it, of all rules, the strictest first. */
  readonly findings: Readonly<Record<string, readonly ExchangeFinding[]>>;
  /** By the exchange's id: how many more were found in it, where that is more than the page lists. */
  readonly more: Readonly<Record<string, number>>;
}

export interface ExchangeFinding extends Finding {
  readonly level: Level;
}

const MOST_FINDINGS = 200;
const ORDER: Readonly<Record<Level, number>> = { MUST: 0, SHOULD: 1, MAY: 2 };

/** The exchanges that the results file keeps of a column, with all that was found in each. */
export function siteEvidence(column: Column): SiteEvidence {
  const findings = new Map<string, ExchangeFinding[]>(column.exchanges.map(({ exchange }) => [exchange.id, []]));
  for (const { level, verdict } of column.verdicts) {
    if (!('findings' in verdict)) continue;
    for (const finding of verdict.findings) findings.get(finding.exchange)?.push({ ...finding, level });
  }
  return {
    exchanges: Object.fromEntries(column.exchanges.map((each) => [visible(each.exchange.id), each])),
    findings: Object.fromEntries(
      [...findings]
        .filter(([, own]) => own.length > 0)
        .map(([id, own]) => [
          visible(id),
          own.toSorted((a, b) => ORDER[a.level] - ORDER[b.level]).slice(0, MOST_FINDINGS),
        ]),
    ),
    more: Object.fromEntries(
      [...findings]
        .filter(([, own]) => own.length > MOST_FINDINGS)
        .map(([id, own]) => [visible(id), own.length - MOST_FINDINGS]),
    ),
  };
}
