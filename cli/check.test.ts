import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { readResults } from '../reporters/results/read.ts';
import { cli, type Ended, expectMistake, expectNoStack, freshFolder } from './testing.test-support.ts';

/** A refusal as the service words it: an exchange without findings. */
const SOUND = {
  id: 'sound',
  method: 'GET',
  path: '/v1/responses/resp_none',
  query: '',
  request: null,
  status: 404,
  content_type: 'application/json',
  kind: 'error',
  body: '{"error":{"message":"No such response","type":"invalid_request_error","param":null,"code":null}}',
  fidelity: 'verbatim',
};
const sound = (id: string) => JSON.stringify({ ...SOUND, id });

function written(name: string, content: string | Buffer): string {
  const path = join(freshFolder(), name);
  writeFileSync(path, content);
  return path;
}

function lines({ stdout }: Ended): readonly Record<string, unknown>[] {
  return stdout
    .trimEnd()
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Record<string, unknown>);
}

test('a broken line costs nothing but itself: one line out for every line in', async () => {
  const file = written('traffic.jsonl', `${sound('a')}\n{"id":"b","method":\n[]\n\n${sound('e')}\n`);
  const ended = await cli(['check', file, '--format', 'ndjson']);
  const out = lines(ended);
  expect(out).toHaveLength(5);
  expect(out.map(({ error }) => error !== undefined)).toEqual([false, true, true, true, false]);
  expect(out[0]).toMatchObject({ id: 'a', findings: [] });
  expect(out[0]?.['judged']).toBeGreaterThan(0);
  expect(out[1]).toMatchObject({ line: 2, error: expect.stringMatching(/line 2: is no JSON/) });
  expect(out[4]).toMatchObject({ id: 'e' });
  expect(ended.code).toBe(2);
  expectNoStack(ended.stderr);

  const text = await cli(['check', file]);
  expect(text.stderr.trimEnd().split('\n')).toHaveLength(3);
  expect(text.stderr).toMatch(/^responses-tck: .*traffic\.jsonl: line 2: is no JSON/);
  expect(text.stdout).toContain('2 exchanges judged: 2 clean');
});

test('a file that cannot be read is one line, and the others are judged', async () => {
  const folder = freshFolder();
  mkdirSync(join(folder, 'folder.jsonl'));
  const good = written('good.jsonl', `${sound('a')}\n`);
  const missing = join(folder, 'missing.jsonl');
  const ended = await cli(['check', missing, join(folder, 'folder.jsonl'), good, '--format', 'ndjson']);
  expect(lines(ended)).toMatchObject([{ id: 'a' }]);
  const [first, second, ...rest] = ended.stderr.trimEnd().split('\n');
  expect(first).toMatch(/^responses-tck: .*missing\.jsonl: cannot be read \(ENOENT\)/);
  expect(second).toMatch(/^responses-tck: .*folder\.jsonl: is a directory; name a file/);
  expect(rest).toEqual([]);
  expect(ended.code).toBe(2);
});

const DAMAGED: readonly (readonly [name: string, content: string | Buffer, message: RegExp])[] = [
  ['notes.txt', 'hello', /unknown kind of recording; name it \.jsonl, \.har, \.sse or \.json/],
  ['empty.json', '', /empty\.json: is no JSON/],
  ['empty.har', '', /empty\.har: is no JSON/],
  ['cut.har', '{"log":{"version":"1.2","entries":[{"request":{"method":"POST"', /cut\.har: is no JSON/],
  ['other.har', '{"nothing":1}', /other\.har: has no log\.entries/],
  ['garbage.json', Buffer.from([0xff, 0xfe, 0x00, 0x80]), /garbage\.json: is no valid UTF-8/],
  ['garbage.jsonl', Buffer.from([0xff, 0xfe, 0x00, 0x80]), /garbage\.jsonl: line 1: is no valid UTF-8/],
];

for (const [name, content, message] of DAMAGED) {
  test(`check ${name}: one line, exit 2`, async () => {
    expectMistake(await cli(['check', written(name, content)]), message);
  });
}

test('a file without exchanges judged nothing; garbage that claims to be a stream is judged as one', async () => {
  const empty = await cli(['check', written('empty.jsonl', '')]);
  expect(empty).toMatchObject({ code: 3, stderr: '' });
  expect(empty.stdout).toContain('0 exchanges judged');
  const garbage = await cli(['check', written('garbage.sse', Buffer.from([0xff, 0x00, 0x0a, 0xfe]))]);
  expect(garbage.code).toBe(1);
  expectNoStack(garbage.stdout + garbage.stderr);
});

test('an exchange that looks like one of the kit and is none is a damaged line', async () => {
  const request = { method: 'POST', path: '/v1/responses', query: '', headers: {}, url: '/' };
  const answer = { kind: 'http', status: 'x', headers: { a: 1 }, body: {} };
  const odd = JSON.stringify({ exchange: { id: 'odd', request, answer, fidelity: 'verbatim' } });
  const ended = await cli(['check', written('odd.jsonl', `${odd}\n${sound('a')}\n`), '--format', 'ndjson']);
  expect(lines(ended)).toHaveLength(2);
  expect(lines(ended)[1]).toMatchObject({ id: 'a' });
  expectNoStack(ended.stderr);
});

test('what was recorded is evidence of its own, and its known failures are marked with their reason', async () => {
  const body = '{"error":{"type":"invalid_request_error"}}';
  const host = 'api.example.test';
  const file = written('broken.jsonl', `${JSON.stringify({ ...SOUND, host, body })}\n`);
  const out = freshFolder();
  const judged = async (...more: readonly string[]) => {
    await cli(['check', file, '--out', out, ...more]);
    const [column] = readResults(readFileSync(join(out, 'results.json'), 'utf8'), 'results.json').columns;
    return column;
  };
  const first = await judged();
  expect(first).toMatchObject({ evidence: 'recorded', provider: { name: 'api.example.test' } });
  const failing = first?.verdicts.filter(({ level, verdict }) => level === 'MUST' && verdict.outcome === 'fail') ?? [];
  expect(failing.length).toBeGreaterThan(0);

  const baseline = join(out, 'baseline.yaml');
  await cli(['baseline', 'update', join(out, 'results.json'), '--file', baseline, '--reason', 'as it was then']);
  const second = await judged('--baseline', baseline);
  for (const { rule } of failing) {
    const verdict = second?.verdicts.find((each) => each.rule === rule)?.verdict;
    expect(verdict, rule).toMatchObject({ outcome: 'known-fail', reason: 'as it was then' });
  }
  expectMistake(await cli(['check', file, '--baseline', baseline]), /--baseline needs --out/);
});
