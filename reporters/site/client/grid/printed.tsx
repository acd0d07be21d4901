import { contractWords, evidenceWords } from '../../../results/summary.ts';
import { plural } from '../../../text.ts';
import type { GridProps, GridRow } from './grid.tsx';

/** Columns that fit on the width of a page; a band below the other holds the next ones. */
const BAND = 6;
/** Of the table as a whole; beyond them nobody reads on, and the page says so. */
const COLUMNS_ON_PAPER = 60;
const ROWS_ON_PAPER = 1500;

/** All rows and columns for paper, in bands of columns. */
export function PrintedBands<R extends GridRow>(props: GridProps<R>) {
  const shown = props.columns.slice(0, COLUMNS_ON_PAPER);
  const rows = props.rows.slice(0, ROWS_ON_PAPER);
  const bands = Array.from({ length: Math.ceil(shown.length / BAND) }, (_, index) => index * BAND);
  const rest = props.columns.length - shown.length;
  const cut = props.rows.length - rows.length;
  return (
    <>
      {rest === 0 ? null : (
        <p class="printed-note">
          The first {COLUMNS_ON_PAPER} of {plural(props.columns.length, 'column')} are printed. Pin columns to have them
          first, or filter by provider, evidence or contract before printing.
        </p>
      )}
      {cut === 0 ? null : (
        <p class="printed-note">
          The first {ROWS_ON_PAPER} of {plural(props.rows.length, 'row')} are printed. Close rows, or filter them before
          printing.
        </p>
      )}
      {bands.map((from) => (
        <Band
          key={from}
          {...props}
          rows={rows}
          columns={shown.slice(from, from + BAND)}
          caption={shown.length <= BAND ? '' : captionOf(from + 1, Math.min(from + BAND, shown.length))}
          of={props.columns.length}
        />
      ))}
    </>
  );
}

function captionOf(first: number, last: number): string {
  return first === last ? `Column ${first}` : `Columns ${first} to ${last}`;
}

interface BandProps<R extends GridRow> extends GridProps<R> {
  readonly caption: string;
  readonly of: number;
}

function Band<R extends GridRow>({ columns, rows, rowHead, cell, withContract, caption, of }: BandProps<R>) {
  return (
    <table class="printed">
      {caption === '' ? null : (
        <caption>
          {caption} of {of}
        </caption>
      )}
      <thead>
        <tr>
          <td class="corner" />
          {columns.map((column) => (
            <th key={column.key} scope="col" class={`of-${column.evidence}`}>
              {column.provider.name}
              <small>{column.notRun === undefined ? evidenceWords(column) : 'not run'}</small>
              {withContract ? <small>{contractWords(column.contract)}</small> : null}
            </th>
          ))}
          <Blank count={BAND - columns.length} isNeeded={caption !== ''} />
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={row.key} class={row.isInner ? 'inner' : ''}>
            <th scope="row">
              <div class="line-title">{rowHead(row)}</div>
            </th>
            {columns.map((column) => {
              const shown = cell(row, column);
              return (
                <td key={column.key} class={shown?.tone}>
                  {shown === undefined ? '' : `${shown.symbol} ${shown.text} ${shown.aside ?? ''}`}
                </td>
              );
            })}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** So that the columns of the last band are as wide as those above. */
function Blank({ count, isNeeded }: { readonly count: number; readonly isNeeded: boolean }) {
  return isNeeded && count > 0 ? <td colSpan={count} /> : null;
}
