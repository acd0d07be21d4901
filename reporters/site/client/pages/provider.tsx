import { evidenceWords } from '../../../results/summary.ts';
import type { SiteMatrix } from '../../model.ts';
import { useData } from '../load.ts';
import type { Route } from '../state.ts';
import { Empty, Waiting } from '../ui/parts.tsx';

export interface ProviderPageProps {
  readonly matrix: SiteMatrix;
  readonly route: Extract<Route, { page: 'provider' }>;
}

/** One column: what was asked, and what was found. */
export function ProviderPage({ matrix, route }: ProviderPageProps) {
  const column = matrix.columns.find(({ key }) => key === route.key);
  const details = useData(column === undefined ? undefined : `columns/${column.key}`);
  if (column === undefined) {
    return (
      <main class="page">
        <Empty title={`No provider is called ${route.key} here.`}>It may have been judged by an older run.</Empty>
      </main>
    );
  }
  return (
    <main class="page">
      <h1>{column.provider.name}</h1>
      <p class="quiet">
        {evidenceWords(column)} · contract {column.contract}
      </p>
      {details.state === 'ready' ? (
        <p>{details.value.requests} requests</p>
      ) : (
        <Waiting loaded={details} what="its findings" />
      )}
    </main>
  );
}
