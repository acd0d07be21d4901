/**
 * Where a key leads from an event; undefined for keys that lead nowhere. `f`: to the next flag, and after the last one to
 * the first.
 */
export function nextEvent(
  key: string,
  from: number,
  last: number,
  flags: readonly { readonly event: number }[],
): number | undefined {
  switch (key) {
    case 'ArrowRight':
    case 'ArrowDown':
      return Math.min(last, from + 1);
    case 'ArrowLeft':
    case 'ArrowUp':
      return Math.max(0, from - 1);
    case 'PageDown':
      return Math.min(last, from + 20);
    case 'PageUp':
      return Math.max(0, from - 20);
    case 'Home':
      return 0;
    case 'End':
      return last;
    case 'f':
    case 'F': {
      const flagged = flags.map(({ event }) => event).sort((a, b) => a - b);
      return flagged.find((event) => event > from) ?? flagged[0];
    }
    default:
      return undefined;
  }
}
