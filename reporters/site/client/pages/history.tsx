import type { SiteMatrix } from '../../model.ts';
import type { Route } from '../state.ts';
import { Empty } from '../ui/parts.tsx';

export interface HistoryPageProps {
  readonly matrix: SiteMatrix;
  readonly route: Extract<Route, { page: 'history' }>;
}

/** What changed between runs. */
export function HistoryPage({ matrix }: HistoryPageProps) {
  const { changes } = matrix;
  return (
    <main class="page">
      <h1>History</h1>
      {changes === undefined ? (
        <Empty title="There is only one run.">
          Give <code>responses-tck report</code> older results files as well, and this page compares them.
        </Empty>
      ) : (
        <ul>
          {changes.regressions.map(({ column, rule }) => (
            <li key={`${column} ${rule}`}>
              regression: {column} {rule}
            </li>
          ))}
          {changes.fixes.map(({ column, rule }) => (
            <li key={`${column} ${rule}`}>
              fixed: {column} {rule}
            </li>
          ))}
        </ul>
      )}
    </main>
  );
}
