import type { ComponentChildren } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';

/**
 * What may be wider than the page scrolls in its own box, by keyboard too. On a narrow screen the rows of a plain table
 * stand below one another instead (`pages.css`), each cell beside the head of its column.
 */
export function ScrollBox({ label, children }: { readonly label: string; readonly children: ComponentChildren }) {
  const box = useRef<HTMLElement>(null);
  useLayoutEffect(() => {
    for (const table of box.current?.querySelectorAll('table') ?? []) nameCells(table);
  });
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls has to be reached by keyboard (axe: scrollable-region-focusable)
    <section class="scroll-x" tabIndex={0} aria-label={label} ref={box}>
      {children}
    </section>
  );
}

/** Roles too: a table whose rows are blocks is otherwise none to screen readers. */
function nameCells(table: HTMLTableElement): void {
  table.setAttribute('role', 'table');
  const heads = [...(table.tHead?.rows[0]?.cells ?? [])].map(({ textContent }) => textContent);
  for (const group of [table.tHead, ...table.tBodies]) group?.setAttribute('role', 'rowgroup');
  for (const row of table.rows) {
    row.setAttribute('role', 'row');
    for (const [index, cell] of [...row.cells].entries()) {
      cell.dataset['head'] = heads[index] ?? '';
      const isHead = cell.tagName === 'TH';
      cell.setAttribute('role', !isHead ? 'cell' : cell.scope === 'row' ? 'rowheader' : 'columnheader');
    }
  }
}
