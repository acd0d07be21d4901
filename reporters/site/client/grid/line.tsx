import type { VirtualItem } from '@tanstack/virtual-core';
import { Component, type ComponentChildren, type CSSProperties } from 'preact';
import type { SiteColumn } from '../../model.ts';
import type { GridCell, GridRow } from './grid.tsx';
import type { Place } from './keys.ts';

/** A column in sight, and where its cells stand in their rows. */
export interface ColumnPlace {
  readonly column: SiteColumn;
  readonly index: number;
  readonly isPinned: boolean;
  readonly style: CSSProperties;
}

/**
 * Where a column stands, the same object for the same column: what stays in sight is then not drawn anew. Columns that
 * move have a place of their own instead of one after another, so that none moves when others come and go.
 */
export type ColumnStyle = (index: number, isPinned: boolean) => CSSProperties;

export function columnStyles(headWidth: number, width: number): ColumnStyle {
  const known = new Map<string, CSSProperties>();
  return (index, isPinned) => {
    const name = `${index} ${isPinned}`;
    const there = known.get(name);
    if (there !== undefined) return there;
    const place = { width: `${width}px`, left: `${headWidth + index * width}px` };
    const style: CSSProperties = isPinned ? place : { ...place, position: 'absolute', top: 0, bottom: 0 };
    known.set(name, style);
    return style;
  };
}

export function columnPlaces(
  columns: readonly SiteColumn[],
  pinned: number,
  items: readonly VirtualItem[],
  styleOf: ColumnStyle,
): readonly ColumnPlace[] {
  const place = (index: number, isPinned: boolean): readonly ColumnPlace[] => {
    const column = columns[index];
    return column === undefined ? [] : [{ column, index, isPinned, style: styleOf(index, isPinned) }];
  };
  const stay = columns.slice(0, pinned).flatMap((_, index) => place(index, true));
  return [...stay, ...items.flatMap((item) => place(pinned + item.index, false))];
}

interface LineProps<R extends GridRow> {
  readonly row: R;
  readonly index: number;
  readonly top: number;
  readonly height: number;
  readonly places: readonly ColumnPlace[];
  readonly headWidth: number;
  /** The column whose cell takes the focus, -1 for the row's head; undefined: none in this row. */
  readonly active: number | undefined;
  readonly selected: string | undefined;
  readonly rowHead: (row: R) => ComponentChildren;
  readonly cell: (row: R, column: SiteColumn) => GridCell | undefined;
  readonly cellHref: (row: R, column: SiteColumn) => string;
  readonly onToggle: (row: R) => void;
  readonly onFocus: (place: Place) => void;
}

/** One row. Drawn anew only when something of it changed: scrolling draws the rows that come into sight. */
export class GridLine<R extends GridRow> extends Component<LineProps<R>> {
  override shouldComponentUpdate(next: LineProps<R>): boolean {
    return isOther(next, this.props);
  }

  override render() {
    const { row, index, top, height, places, headWidth, active, selected, onToggle, onFocus } = this.props;
    const headTab = active === -1 || (active === undefined && index === 0) ? 0 : -1;
    const place = {
      'data-place': `${index}/-1`,
      tabIndex: headTab,
      onFocus: () => onFocus({ row: index, column: -1 }),
    };
    const style = { transform: `translateY(${top}px)`, height: `${height}px` };
    return (
      <div role="row" class={row.isInner ? 'line inner' : 'line'} aria-rowindex={index + 2} style={style} tabIndex={-1}>
        <div role="rowheader" class="line-head" aria-colindex={1} style={{ width: `${headWidth}px` }}>
          {row.open === undefined ? (
            <div class="line-title" {...place}>
              {this.props.rowHead(row)}
            </div>
          ) : (
            <button type="button" class="line-title" aria-expanded={row.open} onClick={() => onToggle(row)} {...place}>
              <span class="chevron" aria-hidden="true" />
              {this.props.rowHead(row)}
            </button>
          )}
        </div>
        {places.map((at) => (
          <GridBox
            key={at.column.key}
            {...at}
            row={row}
            line={index}
            isActive={active === at.index}
            isSelected={selected === at.column.key}
            cell={this.props.cell}
            cellHref={this.props.cellHref}
            onFocus={onFocus}
          />
        ))}
      </div>
    );
  }
}

interface BoxProps<R extends GridRow> extends ColumnPlace, Pick<LineProps<R>, 'row' | 'cell' | 'cellHref' | 'onFocus'> {
  /** Which row it is. */
  readonly line: number;
  readonly isActive: boolean;
  readonly isSelected: boolean;
}

/** One cell. Scrolling sideways draws those that come into sight. */
class GridBox<R extends GridRow> extends Component<BoxProps<R>> {
  override shouldComponentUpdate(next: BoxProps<R>): boolean {
    return isOther(next, this.props);
  }

  override render() {
    const { row, line, column, index, style, isPinned, isActive, isSelected, cellHref, onFocus } = this.props;
    const cell = this.props.cell(row, column);
    const classes = `cell-box${isPinned ? ' pinned' : ''} of-${column.evidence}`;
    const place = {
      'data-place': `${line}/${index}`,
      tabIndex: isActive ? 0 : -1,
      onFocus: () => onFocus({ row: line, column: index }),
    };
    return (
      <div role="gridcell" class={classes} aria-colindex={index + 2} style={style} aria-selected={isSelected}>
        {cell === undefined ? (
          <span class="cell nothing" {...place}>
            <span class="sr">nothing</span>
          </span>
        ) : (
          <a class={`cell ${cell.tone}`} href={cellHref(row, column)} title={cell.label} {...place}>
            <span class="sr">{cell.label}</span>
            <span class="symbol" aria-hidden="true">
              {cell.symbol}
            </span>
            <span class="count" aria-hidden="true">
              {cell.text}
            </span>
            {cell.aside === undefined ? null : (
              <span class="aside" aria-hidden="true">
                {cell.aside}
              </span>
            )}
          </a>
        )}
      </div>
    );
  }
}

function isOther<P extends object>(next: P, now: P): boolean {
  return (Object.keys(next) as (keyof P)[]).some((name) => next[name] !== now[name]);
}
