import type { SiteChange, SiteMatrix } from '../../model.ts';
import { EMPTY_VIEW, formatRoute } from '../state.ts';
import { Time } from '../ui/parts.tsx';

/** The newest run of every provider against the one before it; every line leads to its cell. */
export function HistoryChanges({ matrix }: { readonly matrix: SiteMatrix }) {
  const { changes } = matrix;
  if (changes === undefined) return null;
  const groups = [
    { title: 'Regressions', about: 'held before, fails now', symbol: '✕', tone: 'is-fail', own: changes.regressions },
    { title: 'Fixes', about: 'failed before, holds now', symbol: '●', tone: 'is-fixed', own: changes.fixes },
    {
      title: 'Known failures gone stale',
      about: 'is on a list and holds now',
      symbol: '!',
      tone: 'is-stale',
      own: changes.stale,
    },
  ];
  const none = groups.every(({ own }) => own.length === 0);
  return (
    <section aria-labelledby="latest">
      <h2 id="latest">
        Since <Time at={changes.since} />
      </h2>
      <p class="quiet">MUST rules, the newest run of every provider against the one before it.</p>
      {none ? <p>Nothing regressed, and nothing was fixed.</p> : null}
      {groups.map(({ title, about, symbol, tone, own }) =>
        own.length === 0 ? null : (
          <section class="finding-group" key={title} aria-label={title}>
            <h3>
              <span class={`symbol ${tone}`}>{symbol}</span> {title} ({own.length}){' '}
              <span class="quiet aside">{about}</span>
            </h3>
            <ul class="changes-list">
              {own.map((change) => (
                <Change key={`${change.column} ${change.rule}`} matrix={matrix} change={change} />
              ))}
            </ul>
          </section>
        ),
      )}
    </section>
  );
}

function Change({ matrix, change }: { readonly matrix: SiteMatrix; readonly change: SiteChange }) {
  const column = matrix.columns.find(({ key }) => key === change.column);
  const rule = matrix.rules.find(({ id }) => id === change.rule);
  const view = { ...EMPTY_VIEW, contract: column?.contract ?? 'all', cell: { column: change.column, of: change.rule } };
  return (
    <li>
      <span>{column?.provider.name ?? change.column}</span>{' '}
      <a href={formatRoute({ page: 'matrix', view })}>{rule?.title ?? change.rule}</a> <code>{change.rule}</code>
    </li>
  );
}
