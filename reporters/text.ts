import { visible } from '../core/visible.ts';

export { visible };

/** `visible` on one line: line feeds and tabs are shown as `⏎` and a blank. */
export function oneLine(text: string): string {
  return visible(text.replaceAll('\r\n', '\n')).replaceAll('\n', ' ⏎ ').replaceAll('\t', ' ');
}

/** At most `limit` characters of `text`, with what was left out said. Never cuts a surrogate pair in two. */
export function cut(text: string, limit: number): string {
  if (text.length <= limit) return text;
  const end = isHighSurrogate(text.charCodeAt(limit - 1)) ? limit - 1 : limit;
  return `${text.slice(0, end)}… (${text.length} characters)`;
}

function isHighSurrogate(unit: number): boolean {
  return unit >= 0xd800 && unit <= 0xdbff;
}

/** For element content and quoted attributes of HTML and XML. */
export function escapeMarkup(text: string): string {
  return visible(text)
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');
}

/** The URL when it is an absolute http(s) one, else undefined: nothing else becomes a link. */
export function httpUrl(text: string | undefined): string | undefined {
  if (text === undefined || !/^https?:\/\//i.test(text) || !URL.canParse(text)) return undefined;
  return new URL(text).href;
}

/** `3 rules`, `1 rule`. */
export function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

/** `812 bytes`, `64 KB`, `1.2 MB`: of 1,024. */
export function byteWords(bytes: number): string {
  if (bytes < 1024) return plural(bytes, 'byte');
  const [size, unit] = bytes < 1024 * 1024 ? [bytes / 1024, 'KB'] : [bytes / 1024 / 1024, 'MB'];
  return `${size < 10 ? size.toFixed(1).replace('.0', '') : Math.round(size)} ${unit}`;
}
