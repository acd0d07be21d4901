import { createHash } from 'node:crypto';
import { escapeMarkup as e } from '../text.ts';
import type { Assets } from './assets.ts';

interface PageParts {
  readonly policy: readonly string[];
  readonly head: string;
  readonly body: string;
  /** What is shown where scripts do not run. */
  readonly plain: string;
}

const TITLE = 'Responses API compatibility';

/** The page of a site: its parts lie beside it. Works from a file and below any path. */
export function sitePage(plain: string): string {
  return page({
    plain,
    policy: [`script-src 'self'`, `style-src 'self'`],
    head: '<link rel="stylesheet" href="assets/app.css">\n<script defer src="assets/app.js"></script>\n<script defer src="data/matrix.js"></script>',
    body: '',
  });
}

/** The page as one file with everything in it. Its policy allows exactly this script and this style. */
export function wholePage(
  { script, style }: Assets,
  files: Iterable<readonly [name: string, value: unknown]>,
  plain: string,
): string {
  const safe = script.replaceAll('</script', '<\\/script');
  const data = [...files].map(
    ([name, value]) => `<script type="application/json" data-name="${e(name)}">${jsonForHtml(value)}</script>`,
  );
  return page({
    plain,
    policy: [`script-src ${hashOf(safe)}`, `style-src ${hashOf(style)}`],
    head: `<style>${style}</style>`,
    body: `${data.join('\n')}\n<script>${safe}</script>`,
  });
}

function page({ policy, head, body, plain }: PageParts): string {
  const whole = [`default-src 'none'`, ...policy, 'img-src data:', `base-uri 'none'`, `form-action 'none'`];
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${whole.join('; ')}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<title>${TITLE}</title>
<link rel="icon" href="data:,">
${head}
</head>
<body>
<div id="app"></div>
<noscript>${plain}</noscript>
${body}
</body>
</html>
`;
}

/** A data file: a script, because pages from `file://` may load scripts and nothing else. */
export function dataScript(name: string, value: unknown): string {
  // JSON in a string: parsed faster than a literal, and a member called __proto__ is only a member.
  return `tckData(${JSON.stringify(name)},${jsonForHtml(JSON.stringify(value))})\n`;
}

/** JSON that cannot end the element it stands in: `<` covers `</script>` and `<!--`. */
export function jsonForHtml(value: unknown): string {
  return JSON.stringify(value)
    .replaceAll('<', '\\u003c')
    .replaceAll('>', '\\u003e')
    .replaceAll('&', '\\u0026')
    .replaceAll('\u2028', '\\u2028')
    .replaceAll('\u2029', '\\u2029');
}

function hashOf(text: string): string {
  return `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
}
