import { useLayoutEffect, useRef } from 'preact/hooks';
import { formatRoute, type View } from '../state.ts';
import type { ColumnActions } from './actions.ts';
import './menu.css';

export interface ColumnMenuProps {
  readonly actions: ColumnActions;
  readonly view: View;
}

/** What can be done with a column, with the keys that do the same. */
export function ColumnMenu({ actions, view }: ColumnMenuProps) {
  const { menu, closeMenu } = actions;
  const box = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    const element = box.current;
    if (element === null || menu === undefined) return;
    const { left, bottom } = menu.anchor.getBoundingClientRect();
    element.style.left = `${Math.max(8, Math.min(left, document.documentElement.clientWidth - 240))}px`;
    element.style.top = `${bottom + 4}px`;
    element.querySelector<HTMLElement>('[role=menuitem]')?.focus();
    const leave = (event: Event) => {
      if (!(event.target instanceof Node && element.contains(event.target))) closeMenu();
    };
    document.addEventListener('pointerdown', leave);
    return () => document.removeEventListener('pointerdown', leave);
  }, [menu]);
  if (menu === undefined) return null;
  const { column, anchor } = menu;
  const isPinned = view.pinned.includes(column.key);
  const items = [
    { name: isPinned ? 'Unpin' : 'Pin to the left', key: 'P', press: () => actions.pin(column) },
    { name: 'Move left', key: 'Shift ←', press: () => actions.move(column, -1) },
    { name: 'Move right', key: 'Shift →', press: () => actions.move(column, 1) },
    { name: 'Hide', key: 'H', press: () => actions.hide(column) },
  ];
  const onKeyDown = (event: KeyboardEvent) => {
    const all = [...(box.current?.querySelectorAll<HTMLElement>('[role=menuitem]') ?? [])];
    const now = all.findIndex((each) => each.matches(':focus'));
    if (event.key === 'Escape' || event.key === 'Tab') {
      event.preventDefault();
      closeMenu();
      anchor.focus();
    } else if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault();
      all[(now + (event.key === 'ArrowDown' ? 1 : all.length - 1)) % all.length]?.focus();
    }
  };
  return (
    <div class="menu" role="menu" aria-label={column.provider.name} ref={box} onKeyDown={onKeyDown} tabIndex={-1}>
      {items.map(({ name, key, press }) => (
        <button
          key={key}
          type="button"
          role="menuitem"
          onClick={() => {
            closeMenu();
            press();
          }}
        >
          {name} <kbd>{key}</kbd>
        </button>
      ))}
      <a role="menuitem" href={formatRoute({ page: 'provider', key: column.key, query: {} })}>
        Its page <kbd>Enter</kbd>
      </a>
    </div>
  );
}
