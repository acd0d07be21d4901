import { expect, test } from '@playwright/test';
import { renderMarkdown } from './markdown.ts';
import { COMMENT_CHARACTERS, fitted } from './markdown-fit.ts';
import { RESULTS_VERSION, type Results } from './results/model.ts';
import { RUN, sampleResults } from './results/sample.test-support.ts';

test('the summary has the matrix and every MUST that fails', () => {
  const text = renderMarkdown(sampleResults());
  expect(text).toContain('| Create a response | ● 3/3 | ◐ 1/2 ▵1 | ⚑ 2/3 | · not run | ○ 1 stated |');
  expect(text).toContain('**usage/total**');
  expect(text).toContain('expected ` 14 `, actual ` 15 `');
  expect(text).toContain('  - The answer has usage.total\\_tokens 15; expected 14.');
  expect(text).toMatch(/at ` \/body\/usage\/total_tokens ` of ` text\/create `, byte \d+\n/);
  expect(text).toContain('  - source ` #/components/schemas/Response `');
  expect(text).toContain('\n        curl -sS https://api.example.test/v1/responses');
  expect(text).toContain('Not run: PAID\\_KEY is not set.');
  expect(text).not.toContain('header/request-id');
});

test('request members have a table of their own, with what is lost below it', () => {
  const text = renderMarkdown(sampleResults());
  const table = text.slice(text.indexOf('## Request members'));
  expect(table).toContain('| Member | Alpha Server |');
  expect(table).toContain('| temperature | ● honoured 1/2 |');
  expect(table).toContain('| top\\_p | ✕ ignored |');
  expect(table).toContain('- Alpha Server: **top\\_p** ` 0 ` ignored: the response says');
  expect(table).not.toContain('400 naming');
});

test('what a provider sent can neither end a cell nor a code span nor bring markup', () => {
  const text = renderMarkdown(sampleResults());
  const table = text.split('\n').filter((line) => line.startsWith('|'));
  const counts = table.map((line) => line.replaceAll('\\|', '').split('|').length);
  expect(new Set(counts)).toEqual(new Set([8, 4]));
  const outside = text.replace(/(`+) .*? \1/g, '');
  expect(outside.replaceAll(/<\/?(?:sub|details|summary)>/g, '')).not.toMatch(/<[a-z/!]/i);
  expect(text).not.toContain('\u202E');
  expect(text).not.toContain('\u001B');
});

test('an empty run says why it is empty', () => {
  expect(renderMarkdown({ schemaVersion: RESULTS_VERSION, run: RUN, rules: [], columns: [] })).toContain(
    'the run had no provider',
  );
});

/** The sample with its columns many times over. */
function many(times: number): Results {
  const results = sampleResults();
  const columns = Array.from({ length: times }, (_, n) =>
    results.columns.map((column) => ({ ...column, provider: { ...column.provider, id: `${column.provider.id}${n}` } })),
  );
  return { ...results, columns: columns.flat() };
}

test('the matrix and its lines lead to the site, and a hostile address leads nowhere', () => {
  const text = renderMarkdown(sampleResults(), { url: 'https://acme.example/tck/index.html#/old' });
  expect(text).toContain('[◐ 1/2 ▵1](https://acme.example/tck/index.html#/?contract=openai&cell=alpha/core)');
  expect(text).toContain('[Alpha Server](https://acme.example/tck/index.html#/provider/alpha)');
  expect(renderMarkdown(sampleResults(), { url: 'javascript:alert(1)' })).toBe(renderMarkdown(sampleResults()));
});

test('of many providers each is a row', () => {
  const text = renderMarkdown(many(3));
  expect(text).toContain('| Provider | Create a response | Streaming |');
  expect(text).toMatch(/^\| Alpha Server \| ◐ 1\/2 ▵1 \|/m);
});

test('a comment stays within what GitHub takes, in whole parts, and says what is missing', () => {
  const text = renderMarkdown(many(100), { room: { characters: COMMENT_CHARACTERS } });
  expect(text.length).toBeLessThanOrEqual(COMMENT_CHARACTERS);
  expect(text.length).toBeGreaterThan(COMMENT_CHARACTERS / 2);
  expect(text).toMatch(/\d+ parts did not fit here; they are in results\.json/);
  expect(text.match(/<details>/g)?.length).toBe(text.match(/<\/details>/g)?.length);
  expect(renderMarkdown(sampleResults())).not.toContain('did not fit');
});

test('room is counted in what the place counts in', () => {
  const parts = ['a', 'é'.repeat(300), 'b'];
  expect(fitted(parts, { characters: 520 }, 'x')).toBe(`a\n\n${'é'.repeat(300)}\n\nb\n`);
  expect(fitted(parts, { bytes: 520 }, 'x')).toBe('a\n\nb\n\n1 part did not fit here; x.\n');
});
