import { useMemo } from 'preact/hooks';
import { compareRuns, type HistoryChange } from '../../../history/compare.ts';
import type { HistoryRun } from '../../../history/model.ts';
import { CHANGES } from '../../../results/change.ts';
import { OUTCOME_WORDS } from '../../../results/summary.ts';
import type { SiteHistory, SiteTrack } from '../../data/history.ts';
import type { SiteMatrix } from '../../model.ts';
import { go } from '../route.ts';
import { formatRoute, type Query } from '../state.ts';
import { LevelMark } from '../ui/parts.tsx';
import { Fold } from './fold.tsx';

/** Any two runs against each other; which ones is in the URL. */
export function HistoryCompare({
  track,
  history,
  matrix,
  query,
}: {
  readonly track: SiteTrack;
  readonly history: SiteHistory;
  readonly matrix: SiteMatrix;
  readonly query: Query;
}) {
  const { rules, runs } = history;
  const from = runs.find(({ at }) => at === query['from']) ?? runs.at(-2);
  const to = runs.find(({ at }) => at === query['to']) ?? runs.at(-1);
  const changes = useMemo(
    () => (from === undefined || to === undefined ? [] : compareRuns(rules, from, to)),
    [rules, from, to],
  );
  if (from === undefined || to === undefined) return null;
  const choose = (change: Query) =>
    go({ page: 'history', query: { track: track.key, from: from.at, to: to.at, ...change } }, { replace: true });
  const titles = new Map(matrix.rules.map(({ id, title }) => [id, title]));
  const groups = CHANGES.map((change) => ({ ...change, own: changes.filter(({ kind }) => kind === change.id) })).filter(
    ({ own }) => own.length > 0,
  );
  return (
    <section aria-labelledby="compare">
      <h2 id="compare">What changed</h2>
      <div class="choices">
        <RunChoice label="from" runs={runs} chosen={from} onChoose={(at) => choose({ from: at })} />
        <RunChoice label="to" runs={runs} chosen={to} onChoose={(at) => choose({ to: at })} />
      </div>
      {from.kit === to.kit && from.edition === to.edition ? null : (
        <p class="note">
          The kit or the contract changed too ({from.kit} {from.edition}, then {to.kit} {to.edition}): what differs may
          come from there.
        </p>
      )}
      {groups.length === 0 ? (
        <p>{from === to ? 'This is one and the same run.' : 'No rule that both runs have was judged differently.'}</p>
      ) : null}
      <div aria-live="polite">
        {groups.length === 0 ? null : (
          <ul class="folds">
            {groups.map(({ id, title, about, symbol, own }) => (
              <Fold
                key={id}
                isOpen={OPEN.has(id)}
                summary={
                  <span class="folded-title">
                    <span class={`symbol ${TONE[id] ?? 'quiet'}`}>{symbol}</span>{' '}
                    <b>
                      {title} ({own.length})
                    </b>{' '}
                    <span class="quiet">{about}</span>
                  </span>
                }
              >
                {() => (
                  <ul class="changes-list">
                    {mustFirst(own).map((change) => (
                      <Change key={change.rule} change={change} title={titles.get(change.rule)} />
                    ))}
                  </ul>
                )}
              </Fold>
            ))}
          </ul>
        )}
      </div>
    </section>
  );
}

const OPEN: ReadonlySet<string> = new Set(['regression', 'fix', 'flake', 'stale', 'unlisted', 'accepted', 'withdrawn']);
const TONE: Readonly<Record<string, string>> = {
  regression: 'is-fail',
  unlisted: 'is-fail',
  fix: 'is-fixed',
  accepted: 'is-stale',
  stale: 'is-stale',
  flake: 'is-stale',
};

function mustFirst(changes: readonly HistoryChange[]): readonly HistoryChange[] {
  return changes.toSorted((a, b) => Number(b.isMust) - Number(a.isMust));
}

function Change({ change, title }: { readonly change: HistoryChange; readonly title: string | undefined }) {
  const { rule, isMust, before, after } = change;
  return (
    <li>
      {isMust ? <LevelMark level="MUST" /> : <span class="level">below</span>}{' '}
      <a href={formatRoute({ page: 'rule', id: rule, query: {} })}>{title ?? rule}</a> <code>{rule}</code>{' '}
      <span class="quiet">
        {before === undefined ? 'not judged' : OUTCOME_WORDS[before]} →{' '}
        {after === undefined ? 'not judged' : OUTCOME_WORDS[after]}
      </span>
    </li>
  );
}

function RunChoice({
  label,
  runs,
  chosen,
  onChoose,
}: {
  readonly label: string;
  readonly runs: readonly HistoryRun[];
  readonly chosen: HistoryRun;
  readonly onChoose: (at: string) => void;
}) {
  return (
    <label class="choice">
      {label}{' '}
      <select class="field" value={chosen.at} onChange={(event) => onChoose(event.currentTarget.value)}>
        {runs.toReversed().map(({ at, kit }) => (
          <option key={at} value={at}>
            {at.replace('T', ' ').replace(/(\.\d+)?Z$/, ' UTC')} · kit {kit}
          </option>
        ))}
      </select>
    </label>
  );
}
