import type { SiteMatrix } from '../model.ts';
import { EvidencePage } from './evidence/page.tsx';
import { Header } from './header.tsx';
import { useData } from './load.ts';
import { MatrixPage } from './matrix/page.tsx';
import { HistoryPage } from './pages/history.tsx';
import { ProviderPage } from './pages/provider.tsx';
import { RulePage } from './pages/rule.tsx';
import { ParametersPage } from './parameters/page.tsx';
import { useRoute } from './route.ts';
import { EMPTY_VIEW, formatRoute, type Route } from './state.ts';
import { Empty, Waiting } from './ui/parts.tsx';

export function App() {
  const route = useRoute();
  const matrix = useData('matrix');
  if (matrix.state !== 'ready') {
    return (
      <main class="page">
        <Waiting loaded={matrix} what="the matrix" />
      </main>
    );
  }
  return (
    <>
      <Header matrix={matrix.value} route={route} />
      <Page matrix={matrix.value} route={route} />
    </>
  );
}

function Page({ matrix, route }: { readonly matrix: SiteMatrix; readonly route: Route }) {
  switch (route.page) {
    case 'matrix':
    case 'compare':
      return <MatrixPage matrix={matrix} view={route.view} />;
    case 'parameters':
      return <ParametersPage matrix={matrix} view={route.view} />;
    case 'provider':
      return <ProviderPage matrix={matrix} route={route} />;
    case 'rule':
      return <RulePage matrix={matrix} route={route} />;
    case 'evidence':
      return <EvidencePage matrix={matrix} route={route} />;
    case 'history':
      return <HistoryPage matrix={matrix} route={route} />;
    case 'unknown':
      return (
        <main class="page">
          <Empty title="There is no such page.">
            The address {route.hash} names nothing on this site.
            <br />
            <a class="button" href={formatRoute({ page: 'matrix', view: EMPTY_VIEW })}>
              Go to the matrix
            </a>
          </Empty>
        </main>
      );
    default:
      return route satisfies never;
  }
}
