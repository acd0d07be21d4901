import { expect, test } from '@playwright/test';
import { sampleResults } from './results/sample.test-support.ts';
import { renderTerminal } from './terminal.ts';

test('a defect names rule, place, values, victims and command', () => {
  const text = renderTerminal(sampleResults(), { color: false });
  expect(text).toContain('✕ MUST sse/sequence-number');
  expect(text).toContain('at        text/create /events/1/data/sequence_number (3 places)');
  expect(text).toContain('actual    absent');
  expect(text).toContain('breaks    openai-node stream helper, Codex resume');
  expect(text).toContain('see       curl -sS https://api.example.test/v1/responses');
  expect(text).toContain('not run: PAID_KEY is not set');
  expect(text).toContain('! stale known failure: error/envelope');
});

test('warnings are for the verbose', () => {
  expect(renderTerminal(sampleResults(), { color: false })).not.toContain('SHOULD header/request-id');
  expect(renderTerminal(sampleResults(), { color: false, verbose: true })).toContain('SHOULD header/request-id');
});

test('request members that are lost are named, all of them for the verbose', () => {
  const short = renderTerminal(sampleResults(), { color: false });
  expect(short).toContain('  1 request member ignored: top_p');
  expect(short).toContain('  1 request member refused: temperature = 2');
  expect(short).toContain('  1 request member crashed: user');
  expect(short).not.toContain('stream  honoured');
  const long = renderTerminal(sampleResults(), { color: false, verbose: true });
  expect(long).toMatch(/● stream\s+honoured\n/);
  expect(long).toMatch(/● temperature\s+honoured 1\/2\n\s+2: refused, 400 naming temperature/);
});

test('no text of a provider reaches the terminal as a control', () => {
  const controls = /[\p{Cc}\p{Cs}\u202a-\u202e\u2028]/u;
  const plain = renderTerminal(sampleResults(), { color: false, verbose: true });
  expect(plain.replaceAll('\n', '')).not.toMatch(controls);
  const colored = renderTerminal(sampleResults(), { color: true });
  expect(colored).toContain('\u001B[31m✕ MUST');
  expect(colored).not.toContain('\u001B[31mred');
});
