import type { SiteColumn, SiteMatrix } from '../../model.ts';
import { useData } from '../load.ts';
import { EMPTY_VIEW, type EvidenceRoute, formatRoute } from '../state.ts';
import { Empty, Waiting } from '../ui/parts.tsx';
import { ExchangeView } from './exchange.tsx';
import { foundIn, heldIn, unlistedIn } from './held.ts';

export interface EvidencePageProps {
  readonly matrix: SiteMatrix;
  readonly route: EvidenceRoute;
}

/** One exchange: request and answer side by side, a stream as a timeline, the place of `route.at` marked. */
export function EvidencePage({ matrix, route }: EvidencePageProps) {
  const column = matrix.columns.find(({ key }) => key === route.column);
  return (
    <main class="page evidence-page">
      {column === undefined ? (
        <Empty title={`No column is called ${route.column} here.`}>
          <a class="button" href={formatRoute({ page: 'matrix', view: EMPTY_VIEW })}>
            Go to the matrix
          </a>
        </Empty>
      ) : (
        <Held matrix={matrix} route={route} column={column} />
      )}
    </main>
  );
}

function Held({ matrix, route, column }: EvidencePageProps & { readonly column: SiteColumn }) {
  const evidence = useData(`evidence/${column.key}`);
  if (evidence.state !== 'ready') return <Waiting loaded={evidence} what="the exchange" />;
  const held = heldIn(evidence.value, route.exchange);
  if (held === undefined) {
    return (
      <Empty title="This exchange was not kept.">
        A results file keeps the exchanges that findings point to, and a few others, within a limit of size. Those of{' '}
        {column.provider.name} that are here:
        <ul class="kept">
          {Object.keys(evidence.value.exchanges)
            .slice(0, MOST_LINKS)
            .map((id) => (
              <li key={id}>
                <a href={formatRoute({ page: 'evidence', column: column.key, exchange: id, query: {} })}>{id}</a>
              </li>
            ))}
        </ul>
      </Empty>
    );
  }
  const found = foundIn(evidence.value, route.exchange);
  return (
    <ExchangeView
      key={route.exchange}
      matrix={matrix}
      column={column}
      held={held}
      found={found}
      unlisted={unlistedIn(evidence.value, route.exchange)}
      route={route}
    />
  );
}

const MOST_LINKS = 30;
