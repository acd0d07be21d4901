import { isObject } from '../../core/json.ts';
import type { Finding } from '../../core/rule.ts';
import type { Column, EvidenceExchange } from './model.ts';

/** Findings of one rule that are one defect: alike places, in however many answers. */
export interface FindingGroup {
  /** The one that is easiest to see: that of the plainest request. */
  readonly first: Finding;
  /** All, `first` among them, in the order of the results. */
  readonly findings: readonly Finding[];
  /** Over all findings. */
  readonly places: number;
  /** Ids of the exchanges, each once. */
  readonly exchanges: readonly string[];
}

/** The findings of one rule on one column, gathered to defects, in the order in which these first appear. */
export function groupFindings(
  findings: readonly Finding[],
  column: Pick<Column, 'exchanges'>,
): readonly FindingGroup[] {
  const kept = new Map(column.exchanges.map((each) => [each.exchange.id, each]));
  const groups = new Map<string, Finding[]>();
  for (const finding of findings) {
    const key = defectKey(finding, kept.get(finding.exchange));
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [finding]);
    else group.push(finding);
  }
  return [...groups.values()].flatMap((own): readonly FindingGroup[] => {
    const first = plainest(own, kept);
    if (first === undefined) return [];
    const places = own.reduce((sum, { count }) => sum + count, 0);
    return [{ first, findings: own, places, exchanges: [...new Set(own.map(({ exchange }) => exchange))] }];
  });
}

/**
 * Positions in lists do not make a defect another one, nor does it matter whether a Response came as a body or at the end
 * of a stream. Of requests that are wrong on purpose each wrong member is a defect of its own.
 */
function defectKey({ at }: Finding, evidence: EvidenceExchange | undefined): string {
  const place = at.replace(/^\/events\/\d+\/data\/response(?=\/|$)/, '/body').replace(/\/\d+(?=\/|$)/g, '/*');
  const intent = evidence?.exchange.intent;
  return at === '/status' && intent?.kind === 'invalid' ? `${place} ${intent.param ?? ''}` : place;
}

/** Of the request with the fewest members, and of these the shortest command: what is not in it need not be understood. */
function plainest(findings: readonly Finding[], kept: ReadonlyMap<string, EvidenceExchange>): Finding | undefined {
  const effort = ({ exchange }: Finding): readonly [members: number, length: number] => {
    const evidence = kept.get(exchange);
    const json = evidence?.exchange.request.json;
    const length = evidence?.curl.length ?? 0;
    return length === 0 ? [Number.POSITIVE_INFINITY, 0] : [isObject(json) ? Object.keys(json).length : 0, length];
  };
  return findings.toSorted((left, right) => {
    const [a, b] = [effort(left), effort(right)];
    return compare(a[0], b[0]) || compare(a[1], b[1]);
  })[0];
}

function compare(left: number, right: number): number {
  return left === right ? 0 : left - right;
}
