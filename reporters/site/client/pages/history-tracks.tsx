import { contractWords, evidenceWords } from '../../../results/summary.ts';
import type { SiteTrack } from '../../data/history.ts';
import { formatRoute } from '../state.ts';
import { Time } from '../ui/parts.tsx';
import { ScrollBox } from './scroll-box.tsx';

/** Everything that is kept, a line a provider, evidence and contract. */
export function HistoryTracks({ tracks }: { readonly tracks: readonly SiteTrack[] }) {
  return (
    <section aria-labelledby="tracks">
      <h2 id="tracks">Kept runs</h2>
      <ScrollBox label="Kept runs, table">
        <table class="plain-table">
          <thead>
            <tr>
              <th scope="col">Provider</th>
              <th scope="col">Evidence</th>
              <th scope="col">Contract</th>
              <th scope="col">Runs</th>
              <th scope="col">First</th>
              <th scope="col">Last</th>
              <th scope="col">Last change</th>
            </tr>
          </thead>
          <tbody>
            {tracks.map(({ key, provider, evidence, contract, runs, first, last, latest }) => (
              <tr key={key}>
                <th scope="row">
                  <a href={formatRoute({ page: 'history', query: { track: key } })}>{provider.name}</a>
                </th>
                <td>{evidenceWords({ evidence })}</td>
                <td>{contractWords(contract)}</td>
                <td>{runs}</td>
                <td class="nowrap">
                  <Time at={first} />
                </td>
                <td class="nowrap">
                  <Time at={last} />
                </td>
                <td class="nowrap">
                  <Latest latest={latest} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </ScrollBox>
    </section>
  );
}

function Latest({ latest }: { readonly latest: SiteTrack['latest'] | undefined }) {
  if (latest === undefined) return <span class="quiet">one run</span>;
  const { regressions, fixes } = latest;
  if (regressions + fixes === 0) return <span class="quiet">none</span>;
  return (
    <>
      {regressions === 0 ? null : <span class="is-fail">✕ {regressions} </span>}
      {fixes === 0 ? null : <span class="is-fixed">● {fixes}</span>}
      <span class="sr">
        {regressions} regressions, {fixes} fixes
      </span>
    </>
  );
}
