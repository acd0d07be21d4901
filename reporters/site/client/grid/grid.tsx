import type { ComponentChildren, TargetedKeyboardEvent } from 'preact';
import { useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { SiteColumn } from '../../model.ts';
import { usePrinting } from '../ui/printing.ts';
import { useVirtual } from '../ui/virtual.ts';
import { ColumnHead, type HeadActions } from './head.tsx';
import { type Place, placeAfter } from './keys.ts';
import { columnPlaces, columnStyles, GridLine } from './line.tsx';
import { PrintedBands } from './printed.tsx';
import { useGridSize } from './size.ts';
import './grid.css';

export interface GridRow {
  readonly key: string;
  /** Rows of the second kind stand below one of the first. */
  readonly isInner: boolean;
  readonly open?: boolean;
}

export interface GridCell {
  /** What a screen reader says, and the tooltip. */
  readonly label: string;
  readonly tone: string;
  readonly symbol: string;
  readonly text: string;
  /** Further to the right, quiet: `▵4`. */
  readonly aside?: string;
}

export interface GridProps<R extends GridRow> {
  readonly label: string;
  readonly corner: ComponentChildren;
  readonly columns: readonly SiteColumn[];
  /** How many of the first columns stay in place. */
  readonly pinned: number;
  readonly rows: readonly R[];
  readonly rowHead: (row: R) => ComponentChildren;
  readonly cell: (row: R, column: SiteColumn) => GridCell | undefined;
  readonly cellHref: (row: R, column: SiteColumn) => string;
  readonly onToggle: (row: R) => void;
  readonly actions: HeadActions;
  /** Which cell is shown in the panel, by column and row. */
  readonly selected?: { readonly column: string; readonly row: string } | undefined;
  readonly withContract: boolean;
  /** Pixels that the first column may take where the others leave as much. */
  readonly widest: number;
}

/** A table of any size: only what is in sight is in the document. Heads, first column and pinned columns stay. */
export function Grid<R extends GridRow>(props: GridProps<R>) {
  const isPrinting = usePrinting();
  if (!isPrinting) return <ScreenGrid {...props} />;
  return <PrintedBands {...props} />;
}

function ScreenGrid<R extends GridRow>(props: GridProps<R>) {
  const { columns, rows, pinned, actions } = props;
  const scroller = useRef<HTMLDivElement>(null);
  const size = useGridSize(scroller, columns.length, props.widest);
  const { headWidth, columnWidth, rowHeight, innerHeight, topHeight } = size;
  const fixed = headWidth + pinned * columnWidth;
  const rowAxis = useVirtual({
    scroller,
    count: rows.length,
    size: (index) => (rows[index]?.isInner ? innerHeight : rowHeight),
    before: topHeight,
    overscan: 6,
    version: `${rows.length} ${innerHeight} ${rows.map((row) => (row.isInner ? 'i' : 'o')).join('')}`,
  });
  const columnAxis = useVirtual({
    scroller,
    count: columns.length - pinned,
    size: () => columnWidth,
    horizontal: true,
    before: fixed,
    overscan: 2,
    version: `${columnWidth} ${fixed}`,
  });
  const { items } = columnAxis;
  const range = `${items[0]?.index ?? 0} ${items.at(-1)?.index ?? -1}`;
  const styleOf = useMemo(() => columnStyles(headWidth, columnWidth), [headWidth, columnWidth]);
  const places = useMemo(() => columnPlaces(columns, pinned, items, styleOf), [columns, pinned, range, styleOf]);

  const [active, setActive] = useState<{ readonly place: Place; readonly key?: string }>({
    place: { row: 0, column: -1 },
  });
  const wantsFocus = useRef(false);
  const keyed = active.key === undefined ? -1 : columns.findIndex(({ key }) => key === active.key);
  const at: Place = {
    row: Math.min(active.place.row, rows.length - 1),
    // A column that was moved or pinned keeps the focus.
    column: keyed === -1 ? Math.min(active.place.column, columns.length - 1) : keyed,
  };
  const activate = useCallback(
    (place: Place) => {
      const key = columns[place.column]?.key;
      setActive({ place, ...(key === undefined ? {} : { key }) });
    },
    [columns],
  );
  const goTo = useCallback(
    (place: Place) => {
      wantsFocus.current = true;
      if (place.row >= 0) rowAxis.scrollTo(place.row);
      if (place.column >= pinned) columnAxis.scrollTo(place.column - pinned);
      activate(place);
    },
    [rowAxis, columnAxis, pinned, activate],
  );
  useLayoutEffect(() => {
    if (!wantsFocus.current) return;
    const target = scroller.current?.querySelector<HTMLElement>(`[data-place="${at.row}/${at.column}"]`);
    if (target == null) return;
    wantsFocus.current = false;
    target.focus({ preventScroll: true });
  });
  // A cell that the URL names comes into sight.
  const { selected } = props;
  useEffect(() => {
    if (selected === undefined) return;
    const row = rows.findIndex(({ key }) => key === selected.row);
    const column = columns.findIndex(({ key }) => key === selected.column);
    if (row !== -1) rowAxis.scrollTo(row);
    if (column >= pinned) columnAxis.scrollTo(column - pinned);
    if (row !== -1 && column !== -1) activate({ row, column });
  }, [selected?.row, selected?.column]);

  const onKeyDown = (event: TargetedKeyboardEvent<HTMLDivElement>) => {
    if (event.altKey || event.metaKey) return;
    const column = columns[at.column];
    if (at.row === -1 && column !== undefined && actions.onKey(event.key, event.shiftKey, column)) {
      event.preventDefault();
      wantsFocus.current = true;
      return;
    }
    const row = rows[at.row];
    if (at.column === -1 && row?.open !== undefined && event.key === (row.open ? 'ArrowLeft' : 'ArrowRight')) {
      event.preventDefault();
      wantsFocus.current = true;
      props.onToggle(row);
      return;
    }
    const next = placeAfter(event, at, { rows: rows.length, columns: columns.length });
    if (next === undefined) return;
    event.preventDefault();
    goTo(next);
  };
  const now = useRef(at);
  now.current = at;
  const onFocus = useCallback(
    (place: Place) => {
      if (now.current.row !== place.row || now.current.column !== place.column) activate(place);
    },
    [activate],
  );
  // What the benchmark measures.
  useEffect(() => {
    performance.mark('tck-matrix');
  }, []);
  const width = fixed + (columns.length - pinned) * columnWidth;
  return (
    <div
      class={innerHeight > rowHeight ? 'scroller two-lines' : 'scroller'}
      ref={scroller}
      role="grid"
      aria-label={props.label}
      aria-rowcount={rows.length + 1}
      aria-colcount={columns.length + 1}
      tabIndex={-1}
      onKeyDown={onKeyDown}
    >
      <div
        class="grid-top"
        role="row"
        aria-rowindex={1}
        style={{ width: `${width}px`, height: `${topHeight}px` }}
        tabIndex={-1}
      >
        <div class="grid-corner" role="columnheader" aria-colindex={1} style={{ width: `${headWidth}px` }}>
          {props.corner}
        </div>
        {places.map(({ column, index, style, isPinned }) => (
          <ColumnHead
            key={column.key}
            column={column}
            index={index}
            style={style}
            isPinned={isPinned}
            isActive={at.row === -1 && at.column === index}
            withContract={props.withContract}
            actions={actions}
            onFocus={onFocus}
          />
        ))}
      </div>
      <div role="rowgroup" class="grid-body" style={{ height: `${rowAxis.total - topHeight}px`, width: `${width}px` }}>
        {rowAxis.items.map((item) => {
          const row = rows[item.index];
          return row === undefined ? null : (
            <GridLine
              key={row.key}
              row={row}
              index={item.index}
              top={item.start - topHeight}
              height={item.size}
              places={places}
              headWidth={headWidth}
              active={at.row === item.index ? at.column : undefined}
              selected={selected?.row === row.key ? selected.column : undefined}
              rowHead={props.rowHead}
              cell={props.cell}
              cellHref={props.cellHref}
              onToggle={props.onToggle}
              onFocus={onFocus}
            />
          );
        })}
      </div>
    </div>
  );
}
