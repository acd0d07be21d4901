import { plural } from './text.ts';

/** GitHub refuses a comment that is longer. */
export const COMMENT_CHARACTERS = 65_536;

/** How long a Markdown text may be. */
export type Room = { readonly characters: number } | { readonly bytes: number };

/** What the last line takes at most. */
const NOTE = 200;

/**
 * The parts in their order, those that do not fit left out whole: half a table or an open code block would spoil what
 * comes after it. The last line says how many are missing, and where they are.
 * @param parts the first one always stays
 */
export function fitted(parts: readonly string[], room: Room, where: string): string {
  const size = (text: string) => ('bytes' in room ? Buffer.byteLength(text) : text.length);
  let left = ('bytes' in room ? room.bytes : room.characters) - NOTE - size(where);
  const kept = parts.filter((part, index) => {
    const own = size(part) + 2;
    if (index > 0 && own > left) return false;
    left -= own;
    return true;
  });
  const missing = parts.length - kept.length;
  const note = missing === 0 ? [] : [`${plural(missing, 'part')} did not fit here; ${where}.`];
  return `${[...kept, ...note].join('\n\n')}\n`;
}
