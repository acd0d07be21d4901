import type { Exchange } from './exchange.ts';
import { member } from './json.ts';

/** Headers that curl makes itself or that belong to the kit; leaving them out changes nothing about the request. */
const LEFT_OUT = new Set([
  'accept-encoding',
  'connection',
  'content-length',
  'host',
  'keep-alive',
  'transfer-encoding',
  'user-agent',
]);

/** Stands in front of a path whose host a recording does not tell. */
const UNKNOWN_HOST = '$BASE_URL';

/**
 * The command for a POSIX shell that sends the request of an exchange again. Masked secrets are `$ENV_NAME` in an
 * exchange; they are written so that the shell puts the value in. Empty when nothing was sent.
 */
export function curlOf({ request }: Exchange): string {
  const { method, url, headers, json, text } = request;
  if (method === '') return '';
  const body = text ?? (json === undefined ? undefined : JSON.stringify(json));
  const address = /^https?:\/\//i.test(url) ? url : `${UNKNOWN_HOST}${url.startsWith('/') ? '' : '/'}${url}`;
  const streams = member(json, 'stream') === true || /(?:^|&)stream=true(?:&|$)/.test(request.query);
  const options = [
    streams ? '-N' : '',
    // curl takes brackets and braces in an address as patterns.
    /[[\]{}]/.test(address) ? '-g' : '',
    method === 'HEAD' ? '-I' : method === (body === undefined ? 'GET' : 'POST') ? '' : `-X ${quoted(method)}`,
    expanded(address),
  ];
  const lines = [['curl', ...options].filter((word) => word !== '').join(' ')];
  for (const [name, value] of Object.entries(headers)) {
    if (LEFT_OUT.has(name) || value === '***') continue;
    // `name:` would take the header away; `name;` sends it empty.
    lines.push(`-H ${expanded(value === '' ? `${name};` : `${name}: ${value}`)}`);
  }
  if (body !== undefined) {
    if (!Object.hasOwn(headers, 'content-type')) lines.push(`-H 'content-type: application/json'`);
    lines.push(`--data-raw ${quoted(body)}`);
  }
  const command = lines.join(' \\\n  ');
  const unknown = body === undefined && method === 'POST' && Object.keys(headers).length === 0;
  return unknown ? `# the body of this request is not known\n${command}` : command;
}

/** Text that no shell touches. */
function quoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}

const VARIABLE = /\$[A-Za-z_][A-Za-z0-9_]*/;

/** As `quoted`, but `$NAME` is left to the shell. */
function expanded(text: string): string {
  if (!VARIABLE.test(text)) return quoted(text);
  const rest = text.replace(new RegExp(VARIABLE, 'g'), '');
  // Within double quotes these mean something; `!` even to an interactive shell only, and cannot be escaped there.
  if (!/["\\`$!]/.test(rest)) return `"${text}"`;
  return text
    .split(new RegExp(`(${VARIABLE.source})`))
    .filter((part) => part !== '')
    .map((part) => (VARIABLE.test(part) ? `"${part}"` : quoted(part)))
    .join('');
}
