import { contractIdOf } from '../../core/contract.ts';
import { outcomeOf } from './codes.ts';
import type { SiteColumnDetails, SiteMatrix, SiteVerdict } from './model.ts';

/**
 * What `data/columns/<key>.js` leaves out because the matrix says it: verdicts that are nothing but their outcome. A
 * thousand columns are less than half as large without them.
 */
export function wholeDetails(details: SiteColumnDetails, matrix: SiteMatrix, key: string): SiteColumnDetails {
  const column = matrix.columns.find((each) => each.key === key);
  if (column === undefined) return details;
  const contract = contractIdOf(column.contract);
  const verdicts: Record<string, SiteVerdict> = {};
  matrix.rules.forEach(({ id, levels }, index) => {
    const outcome = outcomeOf(column.outcomes[index]);
    const level = levels[contract];
    if (outcome === undefined || level === undefined) return;
    verdicts[id] = { level, outcome, findings: [] };
  });
  return { ...details, verdicts: { ...verdicts, ...details.verdicts } };
}
