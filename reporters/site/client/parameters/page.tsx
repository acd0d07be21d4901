import { useCallback, useMemo } from 'preact/hooks';
import type { ParameterOutcome } from '../../../../core/parameter.ts';
import { PARAMETER_OUTCOMES } from '../../../../core/parameter.ts';
import { PARAMETER_SYMBOL, PARAMETER_WORDS } from '../../../results/parameters.ts';
import { contractWords } from '../../../results/summary.ts';
import type { SiteColumn, SiteMatrix, SiteParameters } from '../../model.ts';
import { useColumnActions } from '../grid/actions.ts';
import { Grid, type GridCell } from '../grid/grid.tsx';
import { ColumnMenu } from '../grid/menu.tsx';
import { useData } from '../load.ts';
import { searchOf, shownColumns, toggled } from '../matrix/model.ts';
import { Toolbar } from '../matrix/toolbar.tsx';
import { changeView } from '../route.ts';
import { EMPTY_VIEW, formatRoute, type View } from '../state.ts';
import { Empty, Waiting } from '../ui/parts.tsx';
import { memberCell, memberRows, type ParameterRow } from './model.ts';
import { ParameterPanel } from './panel.tsx';

export interface ParametersPageProps {
  readonly matrix: SiteMatrix;
  readonly view: View;
}

/** What became of every request member: rows are members, and open to their values. */
export function ParametersPage({ matrix, view }: ParametersPageProps) {
  const loaded = useData('parameters');
  if (loaded.state !== 'ready') {
    return (
      <main class="page">
        <Waiting loaded={loaded} what="the request members" />
      </main>
    );
  }
  return <ParameterTable matrix={matrix} view={view} parameters={loaded.value} />;
}

function ParameterTable({ matrix, view, parameters }: ParametersPageProps & { readonly parameters: SiteParameters }) {
  const { cell, ...rest } = view;
  const tableKey = JSON.stringify(rest);
  const table = useMemo(() => {
    const search = searchOf(matrix, rest.text);
    const columns = shownColumns(matrix, rest, search).filter(({ key }) => parameters.columns[key] !== undefined);
    const rows = memberRows(parameters, rest, search.rules, columns);
    const base = formatRoute({ page: 'parameters', view: rest });
    return { search, columns, rows, hrefBase: base + (base.includes('?') ? '&' : '?') };
  }, [matrix, parameters, tableKey]);
  const { columns, rows, search, hrefBase } = table;
  const actions = useColumnActions(columns, view);
  const cellFor = useCallback(
    (row: ParameterRow, column: SiteColumn): GridCell | undefined => memberCell(parameters, row, column),
    [parameters],
  );
  const cellHref = useCallback(
    (row: ParameterRow, column: SiteColumn) => `${hrefBase}cell=${column.key}/${encodeURIComponent(row.member.name)}`,
    [hrefBase],
  );
  const onToggle = useCallback((row: ParameterRow) => {
    if (row.open !== undefined) changeView((now) => ({ ...now, open: toggled(now.open, row.key, row.open === true) }));
  }, []);
  const members = rows.filter((row) => !row.isInner).length;
  return (
    <main class="fill">
      <h1 class="sr">What became of every request member</h1>
      <Toolbar matrix={matrix} view={view} search={search} columns={columns} rules={members} />
      {columns.length === 0 || rows.length === 0 ? (
        <Empty
          title={
            columns.length === 0
              ? 'No shown column was asked for request members.'
              : 'No request member is left by these filters.'
          }
        >
          Only servers that were asked have this table: documents and their examples have none. A thorough run tries
          every value: <code>responses-tck run PROVIDER --thorough</code>.
          <br />
          <button type="button" class="button" onClick={() => changeView({ ...EMPTY_VIEW })}>
            Clear all filters
          </button>
        </Empty>
      ) : (
        <Grid
          label="Request members by provider"
          corner={`${members} request members`}
          columns={columns}
          pinned={columns.filter(({ key }) => view.pinned.includes(key)).length}
          rows={rows}
          rowHead={rowHead}
          cell={cellFor}
          cellHref={cellHref}
          onToggle={onToggle}
          widest={420}
          actions={actions}
          withContract={new Set(columns.map(({ contract }) => contractWords(contract))).size > 1}
          selected={cell === undefined ? undefined : { column: cell.column, row: cell.of }}
        />
      )}
      <section class="legend" aria-label="Legend">
        <ul>
          {PARAMETER_OUTCOMES.map((outcome: ParameterOutcome) => (
            <li key={outcome}>
              <span class={`symbol value-${outcome}`} aria-hidden="true">
                {PARAMETER_SYMBOL[outcome]}
              </span>{' '}
              {outcome}: {PARAMETER_WORDS[outcome]}
            </li>
          ))}
        </ul>
      </section>
      <ColumnMenu actions={actions} view={view} />
      {cell === undefined ? null : <ParameterPanel matrix={matrix} address={cell} />}
    </main>
  );
}

function rowHead(row: ParameterRow) {
  return row.isInner ? (
    <code class="row-title">{row.value}</code>
  ) : (
    <>
      <code class="row-title">{row.member.name}</code>
      <span class="row-count">{row.member.values.length}</span>
    </>
  );
}
