import type { SiteMatrix } from '../../model.ts';
import { useData } from '../load.ts';
import type { EvidenceRoute } from '../state.ts';
import { Empty, Waiting } from '../ui/parts.tsx';

export interface EvidencePageProps {
  readonly matrix: SiteMatrix;
  readonly route: EvidenceRoute;
}

/** One exchange: request and answer side by side, the place of `route.at` marked. */
export function EvidencePage({ matrix, route }: EvidencePageProps) {
  const column = matrix.columns.find(({ key }) => key === route.column);
  const evidence = useData(column === undefined ? undefined : `evidence/${column.key}`);
  if (column === undefined) {
    return (
      <main class="page">
        <Empty title={`No column is called ${route.column} here.`} />
      </main>
    );
  }
  if (evidence.state !== 'ready') {
    return (
      <main class="page">
        <Waiting loaded={evidence} what="the exchange" />
      </main>
    );
  }
  const shown = evidence.value.exchanges[route.exchange];
  return (
    <main class="page">
      {shown === undefined ? (
        <Empty title="This exchange was not kept.">
          A results file keeps the exchanges that findings point to, within a limit of size.
        </Empty>
      ) : (
        <>
          <h1>{shown.title}</h1>
          <pre>{shown.curl}</pre>
          <pre>{shown.request.join('\n')}</pre>
          <pre>{shown.answer.join('\n')}</pre>
        </>
      )}
    </main>
  );
}
