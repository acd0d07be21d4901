import { execFileSync } from 'node:child_process';
import { expect, test } from '@playwright/test';
import { curlOf } from './curl.ts';
import type { Exchange, SentRequest } from './exchange.ts';

function exchange(request: Partial<SentRequest>): Exchange {
  return {
    id: 'x',
    request: {
      method: 'POST',
      url: 'https://api.example/v1/responses',
      path: '/v1/responses',
      query: '',
      headers: { authorization: 'Bearer $TCK_KEY', 'content-type': 'application/json', 'user-agent': 'tck' },
      json: { model: 'm', input: 'Hi' },
      ...request,
    },
    answer: { kind: 'none', cause: 'not-run', blame: 'kit', detail: '' },
    fidelity: 'verbatim',
  };
}

/** What curl would get as its arguments from a real shell. */
function argumentsOf(command: string): readonly string[] {
  const script = `curl() { printf '%s\\0' "$@"; }\n${command}\n`;
  const env = { TCK_KEY: `k"'$x \\`, BASE_URL: 'http://127.0.0.1:1' };
  return execFileSync('sh', ['-c', script], { env, encoding: 'utf8' }).split('\0').slice(0, -1);
}

test('prints a readable command of several lines', () => {
  expect(curlOf(exchange({}))).toBe(
    [
      "curl 'https://api.example/v1/responses' \\",
      '  -H "authorization: Bearer $TCK_KEY" \\',
      "  -H 'content-type: application/json' \\",
      `  --data-raw '{"model":"m","input":"Hi"}'`,
    ].join('\n'),
  );
});

test('a shell hands every byte over and puts the key in', () => {
  const input = `it's "quoted" $HOME \`id\` \\ !! \n $(id) ${'é'}`;
  const command = curlOf(
    exchange({
      json: { input, stream: true },
      headers: { authorization: 'Bearer $TCK_KEY', 'x-odd': 'a "b" $TCK_KEY `id` !x \\', 'x-empty': '', cookie: '***' },
    }),
  );
  expect(argumentsOf(command)).toEqual([
    '-N',
    'https://api.example/v1/responses',
    '-H',
    `authorization: Bearer k"'$x \\`,
    '-H',
    `x-odd: a "b" k"'$x \\ \`id\` !x \\`,
    '-H',
    'x-empty;',
    '-H',
    'content-type: application/json',
    '--data-raw',
    JSON.stringify({ input, stream: true }),
  ]);
});

test('broken JSON, other methods, keys in the address, and unknown hosts', () => {
  expect(argumentsOf(curlOf(exchange({ json: undefined, text: '{"a":', headers: {} }))).slice(-2)).toEqual([
    '--data-raw',
    '{"a":',
  ]);
  const get = { json: undefined, headers: {} };
  expect(curlOf(exchange({ ...get, method: 'GET' }))).toBe("curl 'https://api.example/v1/responses'");
  expect(curlOf(exchange({ ...get, method: 'DELETE', query: 'stream=true' }))).toMatch(/^curl -N -X 'DELETE' /);
  expect(curlOf(exchange({ ...get, method: 'GET', url: 'https://h/v1?Authorization=Bearer%20$TCK_KEY' }))).toBe(
    'curl "https://h/v1?Authorization=Bearer%20$TCK_KEY"',
  );
  expect(argumentsOf(curlOf(exchange({ ...get, url: '/v1/responses?include[]=a' })))).toEqual([
    '-g',
    '-X',
    'POST',
    'http://127.0.0.1:1/v1/responses?include[]=a',
  ]);
  expect(curlOf(exchange({ ...get, url: '/v1/responses' }))).toMatch(/^# the body of this request is not known\n/);
  expect(curlOf(exchange({ method: '' }))).toBe('');
});
