import picocolors from 'picocolors';

/** How anything is printed to a terminal. */
export interface TerminalOptions {
  readonly color: boolean;
  /** All of it, where otherwise only the first few of a kind or only what is binding is shown. */
  readonly verbose?: boolean;
  /** Columns of the terminal; default 100. */
  readonly width?: number;
}

export interface Pen extends Required<TerminalOptions> {
  readonly paint: ReturnType<typeof picocolors.createColors>;
}

const NARROWEST = 40;

export function penOf({ color, verbose = false, width = 100 }: TerminalOptions): Pen {
  return { color, verbose, width: Math.max(width, NARROWEST), paint: picocolors.createColors(color) };
}
