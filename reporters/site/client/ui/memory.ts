const PREFIX = 'responses-tck.';

/** What this reader chose before; nothing where the browser keeps nothing (private windows, blocked storage). */
export function remembered(name: string): string | undefined {
  try {
    return window.localStorage.getItem(PREFIX + name) ?? undefined;
  } catch {
    return undefined;
  }
}

/** Forgotten where the browser keeps nothing; never an error. */
export function remember(name: string, value: string): void {
  try {
    window.localStorage.setItem(PREFIX + name, value);
  } catch {
    // The choice holds until the page is closed.
  }
}
