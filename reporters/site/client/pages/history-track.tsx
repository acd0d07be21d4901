import { flipsOf } from '../../../history/compare.ts';
import type { HistoryRun } from '../../../history/model.ts';
import { contractPhrase, evidenceWords } from '../../../results/summary.ts';
import { plural } from '../../../text.ts';
import type { SiteTrack } from '../../data/history.ts';
import type { SiteMatrix } from '../../model.ts';
import { useData } from '../load.ts';
import { formatRoute, type Query } from '../state.ts';
import { LevelMark, Waiting } from '../ui/parts.tsx';
import { HistoryCompare } from './history-compare.tsx';
import { HistoryStrips } from './history-strips.tsx';
import { HistoryTrend } from './history-trend.tsx';
import { ScrollBox } from './scroll-box.tsx';

/** One provider over its kept runs. */
export function HistoryTrack({
  matrix,
  track,
  query,
}: {
  readonly matrix: SiteMatrix;
  readonly track: SiteTrack;
  readonly query: Query;
}) {
  const history = useData(`history/${track.key}`);
  const hasPage = matrix.columns.some(({ key }) => key === track.key);
  const name = track.provider.name;
  return (
    <>
      <h1>{name}: history</h1>
      <p class="lead">
        {evidenceWords(track)} · {contractPhrase(track.contract)} · {plural(track.runs, 'run')}
        {hasPage ? (
          <>
            {' · '}
            <a href={formatRoute({ page: 'provider', key: track.key, query: {} })}>its newest findings</a>
          </>
        ) : null}
      </p>
      {history.state === 'ready' ? (
        <>
          <HistoryTrend name={name} runs={history.value.runs} />
          <HistoryCompare track={track} history={history.value} matrix={matrix} query={query} />
          <Flips rules={history.value.rules} runs={history.value.runs} />
          <HistoryStrips history={history.value} />
        </>
      ) : (
        <Waiting loaded={history} what="its runs" />
      )}
    </>
  );
}

/** Rules that nobody should trust here. */
function Flips({
  rules,
  runs,
}: {
  readonly rules: readonly `${string}/${string}`[];
  readonly runs: readonly HistoryRun[];
}) {
  if (runs.length < 2) return null;
  const flips = flipsOf(rules, runs);
  return (
    <section aria-labelledby="flakes">
      <h2 id="flakes">Flakes</h2>
      {flips.length === 0 ? (
        <p class="quiet">No rule went back and forth between these runs.</p>
      ) : (
        <ScrollBox label="Flakes, table">
          <table class="plain-table">
            <thead>
              <tr>
                <th scope="col">Rule</th>
                <th scope="col">Level</th>
                <th scope="col">Times it turned</th>
                <th scope="col">Runs in which it held now and then</th>
              </tr>
            </thead>
            <tbody>
              {flips.map(({ rule, isMust, flips: count, flaky }) => (
                <tr key={rule}>
                  <th scope="row">
                    <a href={formatRoute({ page: 'history', query: { rule } })}>
                      <code>{rule}</code>
                    </a>
                  </th>
                  <td>{isMust ? <LevelMark level="MUST" /> : <span class="quiet">below MUST</span>}</td>
                  <td>{count}</td>
                  <td>{flaky}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </ScrollBox>
      )}
    </section>
  );
}
