/**
 * `text` with everything that could act instead of being read shown as `⟨U+202E⟩`: control characters (ANSI codes), marks
 * that turn the reading direction, line separators, byte order marks and unpaired surrogates. Line feeds and tabs stay.
 */
export function visible(text: string): string {
  // Nearly every text is harmless, and some are megabytes long.
  if (
    !/[\p{Cc}\p{Cs}\u061c\u200b\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff\u{e0000}-\u{e007f}]/u.test(
      text.replaceAll('\n', '').replaceAll('\t', ''),
    )
  ) {
    return text;
  }
  let shown = '';
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0;
    const acts =
      (code < 0x20 && code !== 0x0a && code !== 0x09) ||
      (code >= 0x7f && code <= 0x9f) ||
      code === 0x061c ||
      code === 0x200b ||
      code === 0x200e ||
      code === 0x200f ||
      (code >= 0x2028 && code <= 0x202e) ||
      (code >= 0x2066 && code <= 0x2069) ||
      code === 0xfeff ||
      (code >= 0xd800 && code <= 0xdfff) ||
      (code >= 0xe0000 && code <= 0xe007f);
    shown += acts ? `⟨U+${code.toString(16).toUpperCase().padStart(4, '0')}⟩` : character;
  }
  return shown;
}
