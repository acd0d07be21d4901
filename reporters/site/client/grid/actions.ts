import { useMemo, useState } from 'preact/hooks';
import type { SiteColumn } from '../../model.ts';
import { changeView } from '../route.ts';
import type { View } from '../state.ts';
import type { HeadActions } from './head.tsx';

export interface ColumnActions extends HeadActions {
  /** The column whose menu is open, and where. */
  readonly menu: { readonly column: SiteColumn; readonly anchor: HTMLElement } | undefined;
  readonly closeMenu: () => void;
}

/** Pinning, hiding and moving columns; all of it is in the URL. */
export function useColumnActions(columns: readonly SiteColumn[], view: View): ColumnActions {
  const [menu, setMenu] = useState<ColumnActions['menu']>(undefined);
  const keys = columns.map(({ key }) => key).join(',');
  const pinnedKeys = view.pinned.join(',');
  const actions = useMemo((): HeadActions => {
    const pin = ({ key }: SiteColumn) =>
      changeView((now) => ({
        ...now,
        pinned: now.pinned.includes(key) ? now.pinned.filter((each) => each !== key) : [...now.pinned, key],
      }));
    const hide = ({ key }: SiteColumn) =>
      changeView((now) => ({
        ...now,
        hidden: [...now.hidden, key],
        pinned: now.pinned.filter((each) => each !== key),
      }));
    const place = (key: string, index: number) => changeView((now) => placed(now, columns, key, index));
    const move = ({ key }: SiteColumn, by: number) => {
      const index = columns.findIndex((column) => column.key === key);
      place(key, Math.max(0, Math.min(columns.length - 1, index + by)));
    };
    const drop = (key: string, before: SiteColumn) => {
      const from = columns.findIndex((column) => column.key === key);
      const to = columns.findIndex((column) => column.key === before.key);
      if (from !== -1) place(key, from < to ? to - 1 : to);
    };
    const onKey = (key: string, shift: boolean, column: SiteColumn) => {
      switch (key) {
        case 'p':
        case 'P':
          pin(column);
          return true;
        case 'h':
        case 'H':
          hide(column);
          return true;
        case 'ArrowLeft':
        case 'ArrowRight':
          if (shift) move(column, key === 'ArrowLeft' ? -1 : 1);
          return shift;
        default:
          return false;
      }
    };
    return { pin, hide, move, drop, onKey, openMenu: (column, anchor) => setMenu({ column, anchor }) };
  }, [keys, pinnedKeys]);
  return { ...actions, menu, closeMenu: () => setMenu(undefined) };
}

/** Moves a column to `index` among the shown ones; those before it are named too, so that the order is whole. */
export function placed(view: View, columns: readonly SiteColumn[], key: string, index: number): View {
  const keys = columns.map((column) => column.key).filter((each) => each !== key);
  keys.splice(index, 0, key);
  const isPinned = (each: string) => view.pinned.includes(each);
  const last = Math.max(index, ...view.order.map((each) => keys.indexOf(each)));
  const order = keys.slice(0, last + 1).filter((each) => !isPinned(each));
  return { ...view, order, pinned: keys.filter(isPinned) };
}
