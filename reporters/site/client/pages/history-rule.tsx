import { useEffect, useRef, useState } from 'preact/hooks';
import type { RuleInfo } from '../../../results/model.ts';
import { contractWords, evidenceWords } from '../../../results/summary.ts';
import type { SiteTrack } from '../../data/history.ts';
import { useData } from '../load.ts';
import { formatRoute } from '../state.ts';
import { ScrollBox } from './scroll-box.tsx';
import { Strip } from './strip.tsx';

/** One rule on every provider, a symbol a run. */
export function HistoryRule({ rule, tracks }: { readonly rule: RuleInfo; readonly tracks: readonly SiteTrack[] }) {
  return (
    <>
      <h1>{rule.title}: history</h1>
      <p class="lead">
        <a href={formatRoute({ page: 'rule', id: rule.id, query: {} })}>
          <code>{rule.id}</code>
        </a>{' '}
        · one symbol a run, the newest at the right
      </p>
      <ScrollBox label="Outcomes of the rule, table">
        <table class="plain-table strips">
          <tbody>
            {tracks.map((track) => (
              <TrackRow key={track.key} track={track} rule={rule.id} />
            ))}
          </tbody>
        </table>
      </ScrollBox>
    </>
  );
}

/** Its file is loaded when the line comes into sight: there may be a thousand. */
function TrackRow({ track, rule }: { readonly track: SiteTrack; readonly rule: RuleInfo['id'] }) {
  const row = useRef<HTMLTableRowElement>(null);
  const [seen, see] = useState(false);
  useEffect(() => {
    const element = row.current;
    if (element === null || seen) return;
    const observer = new IntersectionObserver((entries) => {
      if (entries.some(({ isIntersecting }) => isIntersecting)) see(true);
    });
    observer.observe(element);
    return () => observer.disconnect();
  }, [seen]);
  const history = useData(seen ? `history/${track.key}` : undefined);
  return (
    <tr ref={row}>
      <th scope="row">
        <a href={formatRoute({ page: 'history', query: { track: track.key } })}>{track.provider.name}</a>{' '}
        <span class="quiet">
          {evidenceWords(track)} · {contractWords(track.contract)}
        </span>
      </th>
      <td>
        <Outcomes history={history} rule={rule} />
      </td>
    </tr>
  );
}

function Outcomes({
  history,
  rule,
}: {
  readonly history: ReturnType<typeof useData<`history/${string}`>>;
  readonly rule: RuleInfo['id'];
}) {
  if (history.state === 'failed') return <span class="quiet">{history.why}</span>;
  if (history.state === 'loading') return <span class="quiet">…</span>;
  const index = history.value.rules.indexOf(rule);
  if (index === -1) return <span class="quiet">was never judged by it</span>;
  return <Strip runs={history.value.runs} index={index} />;
}
