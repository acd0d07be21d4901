import type { SiteMatrix } from '../../model.ts';
import type { Route } from '../state.ts';
import { Empty } from '../ui/parts.tsx';

export interface RulePageProps {
  readonly matrix: SiteMatrix;
  readonly route: Extract<Route, { page: 'rule' }>;
}

/** One rule over all providers. */
export function RulePage({ matrix, route }: RulePageProps) {
  const rule = matrix.rules.find(({ id }) => id === route.id);
  return (
    <main class="page">
      {rule === undefined ? (
        <Empty title={`No rule is called ${route.id} here.`}>No run of this site was judged by it.</Empty>
      ) : (
        <>
          <h1>{rule.title}</h1>
          <p>
            <code>{rule.id}</code>
          </p>
        </>
      )}
    </main>
  );
}
