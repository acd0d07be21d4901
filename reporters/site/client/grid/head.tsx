import type { CSSProperties } from 'preact';
import { contractWords, evidenceWords } from '../../../results/summary.ts';
import type { SiteColumn } from '../../model.ts';
import { formatRoute } from '../state.ts';
import type { Place } from './keys.ts';

export interface HeadActions {
  readonly pin: (column: SiteColumn) => void;
  readonly hide: (column: SiteColumn) => void;
  /** By so many places; to the right when positive. */
  readonly move: (column: SiteColumn, by: number) => void;
  /** In front of another column. */
  readonly drop: (key: string, before: SiteColumn) => void;
  /** @returns whether the key did something */
  readonly onKey: (key: string, shift: boolean, column: SiteColumn) => boolean;
  readonly openMenu: (column: SiteColumn, anchor: HTMLElement) => void;
}

export interface ColumnHeadProps {
  readonly column: SiteColumn;
  readonly index: number;
  readonly style: CSSProperties;
  readonly isPinned: boolean;
  readonly isActive: boolean;
  readonly withContract: boolean;
  readonly actions: HeadActions;
  readonly onFocus: (place: Place) => void;
}

const DRAGGED = 'application/x-tck-column';

/** Name and kind of evidence; documents are hatched, so that nobody takes their gaps for a server's. */
export function ColumnHead({
  column,
  index,
  style,
  isPinned,
  isActive,
  withContract,
  actions,
  onFocus,
}: ColumnHeadProps) {
  const state = column.notRun === undefined ? evidenceWords(column) : `not run: ${column.notRun}`;
  const classes = `grid-column of-${column.evidence}${isPinned ? ' pinned' : ''}${column.notRun === undefined ? '' : ' not-run'}`;
  const title = column.notRun === undefined ? column.provider.name : `${column.provider.name}: ${column.notRun}`;
  return (
    <div
      role="columnheader"
      class={classes}
      aria-colindex={index + 2}
      style={style}
      draggable
      onDragStart={(event) => {
        event.dataTransfer?.setData(DRAGGED, column.key);
        if (event.dataTransfer !== null) event.dataTransfer.effectAllowed = 'move';
      }}
      onDragOver={(event) => {
        if (!event.dataTransfer?.types.includes(DRAGGED)) return;
        event.preventDefault();
        event.currentTarget.classList.add('target');
      }}
      onDragLeave={(event) => event.currentTarget.classList.remove('target')}
      onDrop={(event) => {
        event.preventDefault();
        event.currentTarget.classList.remove('target');
        const key = event.dataTransfer?.getData(DRAGGED);
        if (key !== undefined && key !== '' && key !== column.key) actions.drop(key, column);
      }}
    >
      <a
        class="provider"
        href={formatRoute({ page: 'provider', key: column.key, query: {} })}
        title={title}
        data-place={`-1/${index}`}
        tabIndex={isActive ? 0 : -1}
        draggable={false}
        onFocus={() => onFocus({ row: -1, column: index })}
      >
        {column.provider.name}
      </a>
      <span class="evidence">{state}</span>
      {withContract ? <span class="contract">{contractWords(column.contract)}</span> : null}
      <button
        type="button"
        class="column-menu"
        tabIndex={-1}
        aria-label={`${column.provider.name}: pin, hide, move`}
        aria-haspopup="menu"
        onClick={(event) => actions.openMenu(column, event.currentTarget)}
      >
        {isPinned ? <Pin /> : '⋯'}
      </button>
    </div>
  );
}

function Pin() {
  return (
    <svg viewBox="0 0 16 16" width="12" height="12" aria-hidden="true">
      <path d="M5 1h6l-1 5 3 3H9l-1 6-1-6H3l3-3z" fill="currentColor" />
    </svg>
  );
}
