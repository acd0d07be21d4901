import type { SiteMatrix } from '../../model.ts';
import { useData } from '../load.ts';
import { formatRoute, type Route } from '../state.ts';
import { Empty, Waiting } from '../ui/parts.tsx';
import { HistoryChanges } from './history-changes.tsx';
import { HistoryRule } from './history-rule.tsx';
import { HistoryTrack } from './history-track.tsx';
import { HistoryTracks } from './history-tracks.tsx';
import './pages.css';
import './history.css';

export interface HistoryPageProps {
  readonly matrix: SiteMatrix;
  readonly route: Extract<Route, { page: 'history' }>;
}

/** What became of the providers from run to run: all of them, one of them, or one rule on all of them. */
export function HistoryPage({ matrix, route }: HistoryPageProps) {
  const index = useData('history');
  if (index.state !== 'ready') {
    return (
      <main class="page history">
        <h1>History</h1>
        <Waiting loaded={index} what="the kept runs" />
      </main>
    );
  }
  const { tracks } = index.value;
  const track = tracks.find(({ key }) => key === route.query['track']);
  const rule = matrix.rules.find(({ id }) => id === route.query['rule']);
  const all = formatRoute({ page: 'history', query: {} });
  if (track !== undefined) {
    return (
      <main class="page history" key={track.key}>
        <p class="back">
          <a href={all}>← all providers</a>
        </p>
        <HistoryTrack matrix={matrix} track={track} query={route.query} />
      </main>
    );
  }
  if (rule !== undefined) {
    return (
      <main class="page history" key={rule.id}>
        <p class="back">
          <a href={all}>← all providers</a>
        </p>
        <HistoryRule rule={rule} tracks={tracks} />
      </main>
    );
  }
  const several = tracks.some(({ runs }) => runs > 1);
  const asked = route.query['track'] ?? route.query['rule'];
  return (
    <main class="page history">
      <h1>History</h1>
      {asked === undefined ? null : <p class="failed">Nothing is kept of {asked}. These are all that is:</p>}
      {several ? (
        <HistoryChanges matrix={matrix} />
      ) : (
        <Empty title={tracks.length === 0 ? 'No run has been kept.' : 'There is only one run yet.'}>
          Give <code>responses-tck report</code> the results of several runs, or let it keep every run with{' '}
          <code>--history FOLDER</code>, and this page shows what became different.
        </Empty>
      )}
      {tracks.length === 0 ? null : <HistoryTracks tracks={tracks} />}
    </main>
  );
}
