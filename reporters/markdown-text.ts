import { cut, oneLine } from './text.ts';

const VALUE_CHARACTERS = 200;

/** Text that Markdown and HTML leave alone, on one line. */
export function plain(text: string): string {
  return oneLine(text)
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replace(/[\\`*_~[\]|#!@]/g, '\\$&')
    .replace(/\b(https?|ftp):\/\//gi, '$1:&#47;&#47;')
    .replace(/\bwww\./gi, 'www&#46;');
}

/** A code span whose fence is longer than any run of backticks in it. */
export function code(text: string): string {
  const shown = oneLine(cut(text, VALUE_CHARACTERS));
  const longest = Math.max(0, ...(shown.match(/`+/g) ?? []).map(({ length }) => length));
  const fence = '`'.repeat(longest + 1);
  return shown === '' ? '(empty)' : `${fence} ${shown} ${fence}`;
}

/** A table of GitHub-flavoured Markdown; cells are Markdown already. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  return [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

/** A part that is closed until it is asked for. Its title stands in HTML, where only HTML is escaped. */
export function details(title: string, body: string): string {
  const shown = oneLine(title).replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
  return `<details><summary>${shown.replaceAll('@', '@<!-- -->')}</summary>\n\n${body}\n\n</details>`;
}
