/** A place in a grid: row -1 are the heads of the columns, column -1 those of the rows. */
export interface Place {
  readonly row: number;
  readonly column: number;
}

const PAGE = 12;

/** Where a key leads from a place, as in any spreadsheet; undefined for keys that lead nowhere. */
export function placeAfter(
  { key, ctrlKey }: { readonly key: string; readonly ctrlKey: boolean },
  { row, column }: Place,
  size: { readonly rows: number; readonly columns: number },
): Place | undefined {
  const last = { row: size.rows - 1, column: size.columns - 1 };
  const to = (nextRow: number, nextColumn: number): Place => {
    const place = {
      row: Math.max(-1, Math.min(nextRow, last.row)),
      column: Math.max(-1, Math.min(nextColumn, last.column)),
    };
    return place.row === -1 && place.column === -1 ? { row, column } : place;
  };
  switch (key) {
    case 'ArrowDown':
      return to(row + 1, column);
    case 'ArrowUp':
      return to(row - 1, column);
    case 'ArrowRight':
      return to(row, column + 1);
    case 'ArrowLeft':
      return to(row, column - 1);
    case 'Home':
      return ctrlKey ? to(0, -1) : to(row, row === -1 ? 0 : -1);
    case 'End':
      return ctrlKey ? to(last.row, last.column) : to(row, last.column);
    case 'PageDown':
      return to(row + PAGE, column);
    case 'PageUp':
      return to(Math.max(row - PAGE, 0), column);
    default:
      return undefined;
  }
}
