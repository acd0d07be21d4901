import { useCallback, useMemo } from 'preact/hooks';
import { contractIdOf, OWN } from '../../../../core/contract.ts';
import { contractWords, OUTCOME_SYMBOL, OUTCOME_WORDS } from '../../../results/summary.ts';
import { outcomeOf } from '../../codes.ts';
import type { SiteColumn, SiteMatrix } from '../../model.ts';
import { useColumnActions } from '../grid/actions.ts';
import { Grid, type GridCell } from '../grid/grid.tsx';
import { ColumnMenu } from '../grid/menu.tsx';
import { changeView, useRoute } from '../route.ts';
import { EMPTY_VIEW, formatRoute, type View } from '../state.ts';
import { Empty, LevelMark } from '../ui/parts.tsx';
import { Legend } from './legend.tsx';
import { capabilityCell, type Row, searchOf, shownColumns, shownContract, shownRows, toggled } from './model.ts';
import { CellPanel } from './panel.tsx';
import { Toolbar } from './toolbar.tsx';
import './matrix.css';

export interface MatrixPageProps {
  readonly matrix: SiteMatrix;
  readonly view: View;
}

type KeyedRow = Row & { readonly key: string; readonly isInner: boolean };

/** Providers and capabilities; rows open to rules, cells to what was found. */
export function MatrixPage({ matrix, view }: MatrixPageProps) {
  const { page } = useRoute();
  const { cell, ...rest } = view;
  // The selected cell changes nothing of the table.
  const tableKey = JSON.stringify([page, rest]);
  const table = useMemo(() => tableOf(matrix, rest, page === 'compare'), [matrix, tableKey]);
  const { columns, rows, search, pinned, hrefBase } = table;
  const actions = useColumnActions(columns, view);

  const cellHref = useCallback(
    (row: KeyedRow, column: SiteColumn) =>
      `${hrefBase}cell=${column.key}/${encodeURIComponent(row.key).replaceAll('%2F', '/')}`,
    [hrefBase],
  );
  const cellFor = useCallback((row: KeyedRow, column: SiteColumn) => gridCell(matrix, row, column), [matrix]);
  const onToggle = useCallback((row: KeyedRow) => {
    if (row.kind === 'capability') changeView((now) => ({ ...now, open: toggled(now.open, row.id, row.open) }));
  }, []);
  const isOwn = shownContract(matrix, view) === OWN;
  const empty = emptyWords(matrix, columns.length, rows.length, page === 'compare', isOwn);
  return (
    <main class="fill">
      <h1 class="sr">Matrix of providers and capabilities</h1>
      <Toolbar matrix={matrix} view={view} search={search} columns={columns} rules={table.rules} />
      {isOwn && columns.length > 0 ? <OwnNote /> : null}
      {empty ?? (
        <Grid
          label="Capabilities by provider"
          corner={`${columns.length} ${columns.length === 1 ? 'column' : 'columns'}`}
          columns={columns}
          pinned={pinned}
          rows={rows}
          rowHead={rowHead}
          cell={cellFor}
          cellHref={cellHref}
          onToggle={onToggle}
          actions={actions}
          withContract={table.isMixed}
          widest={640}
          selected={cell === undefined ? undefined : { column: cell.column, row: cell.of }}
        />
      )}
      <Legend />
      <ColumnMenu actions={actions} view={view} />
      {cell === undefined ? null : <CellPanel matrix={matrix} address={cell} />}
    </main>
  );
}

function tableOf(matrix: SiteMatrix, view: View, isComparison: boolean) {
  const search = searchOf(matrix, view.text);
  const all = shownColumns(matrix, view, search);
  const columns = isComparison ? all.filter(({ key }) => view.pinned.includes(key)) : all;
  const rows = shownRows(matrix, view, search, columns).map(
    (row): KeyedRow =>
      row.kind === 'capability' ? { ...row, key: row.id, isInner: false } : { ...row, key: row.rule.id, isInner: true },
  );
  const base = formatRoute({ page: isComparison ? 'compare' : 'matrix', view });
  return {
    search,
    columns,
    rows,
    rules: rows.reduce((sum, row) => sum + (row.kind === 'capability' ? row.matching : 0), 0),
    pinned: isComparison ? 0 : columns.filter(({ key }) => view.pinned.includes(key)).length,
    hrefBase: base + (base.includes('?') ? '&' : '?'),
    isMixed: new Set(columns.map(({ contract }) => contractWords(contract))).size > 1,
  };
}

function rowHead(row: KeyedRow) {
  if (row.kind === 'capability') {
    return (
      <>
        <span class="row-title" title={row.about}>
          {row.title}
        </span>
        <span class="row-count">{row.matching === row.all ? row.all : `${row.matching} of ${row.all}`}</span>
      </>
    );
  }
  return (
    <>
      <LevelMark level={row.level} />
      <span class="rule" title={`${row.rule.id}: ${row.rule.title}`}>
        <a class="rule-id" href={formatRoute({ page: 'rule', id: row.rule.id, query: {} })} tabIndex={-1}>
          {row.rule.id}
        </a>
        <span class="rule-title">{row.rule.title}</span>
      </span>
    </>
  );
}

function gridCell(matrix: SiteMatrix, row: KeyedRow, column: SiteColumn): GridCell | undefined {
  if (row.kind === 'capability') {
    const { symbol, tone, text, label, warnings } = capabilityCell(matrix, column, row.id);
    const words = `${row.title}, ${column.provider.name}: ${label}`;
    return { label: words, tone: `tone-${tone}`, symbol, text, ...(warnings === 0 ? {} : { aside: `▵${warnings}` }) };
  }
  const outcome = outcomeOf(column.outcomes[row.index]);
  if (outcome === undefined) return undefined;
  const level = row.rule.levels[contractIdOf(column.contract)] ?? row.level;
  const label = `${row.rule.id}, ${column.provider.name}: ${level}, ${OUTCOME_WORDS[outcome]}`;
  return {
    label,
    tone: `is-${outcome} at-${level.toLowerCase()}`,
    symbol: OUTCOME_SYMBOL[outcome],
    text: outcome === 'fail' ? (level === 'MUST' ? 'fails' : level.toLowerCase()) : '',
  };
}

/** What is judged here, and above all what is not. */
function OwnNote() {
  return (
    <p class="note">
      Each server and each printed example against what its vendor's document states, and nothing else: what a document
      leaves out nobody owes under it, and its examples promise no shape. A cell says how much that is.
    </p>
  );
}

function emptyWords(matrix: SiteMatrix, columns: number, rows: number, isComparison: boolean, isOwn: boolean) {
  if (matrix.columns.length === 0) {
    return (
      <Empty title="Nothing was judged: the run had no provider.">
        Name one: <code>responses-tck run PROVIDER</code>, or <code>responses-tck run --base-url URL --model NAME</code>
        .
      </Empty>
    );
  }
  if (columns === 0 && isComparison) {
    return (
      <Empty title="No providers are pinned, so there is nothing to compare.">
        Pin two or more: the menu in the head of a column, or P on its name.
        <br />
        <a class="button" href={formatRoute({ page: 'matrix', view: EMPTY_VIEW })}>
          Go to the matrix
        </a>
      </Empty>
    );
  }
  if (columns > 0 && rows > 0) return undefined;
  if (isOwn && !matrix.columns.some(({ contract }) => contractIdOf(contract) === OWN)) {
    return (
      <Empty title="Nothing here was judged by its vendor's own document.">
        A run does so for every provider file with <code>document: ID</code>, unless other contracts were named; a
        recording with <code>responses-tck check FILE --contract own:ID</code>.
        <br />
        What the documents themselves say, against a reference contract, is under that contract.
      </Empty>
    );
  }
  return (
    <Empty title={columns === 0 ? 'No provider is left by these filters.' : 'No rule is left by these filters.'}>
      {columns === 0
        ? 'Another contract or kind of evidence may have some; hidden columns stay away until they are shown again.'
        : 'Clear the search, or allow other levels and verdicts.'}
      <br />
      <button type="button" class="button" onClick={() => changeView({ ...EMPTY_VIEW })}>
        Clear all filters
      </button>
    </Empty>
  );
}
