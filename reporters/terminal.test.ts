import { expect, test } from '@playwright/test';
import type { Results } from './results/model.ts';
import { exchangeOf, STREAM_FINDING, sampleResults } from './results/sample.test-support.ts';
import { renderTerminal } from './terminal.ts';

test('a defect names rule, place, values, victims and command', () => {
  const text = renderTerminal(sampleResults(), { color: false });
  expect(text).toContain('✕ MUST sse/sequence-number');
  expect(text).toContain('at        text/create /events/1/data/sequence_number (3 places)');
  expect(text).toContain('actual    absent');
  expect(text).toContain('wrong     The answer has usage.total_tokens 15; expected 14.');
  expect(text).toMatch(/at +text\/create \/body\/usage\/total_tokens, byte \d+\n/);
  expect(text).toContain('source    #/components/schemas/Response');
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

test('a member that 400 events lack is told once, with the count and the first place', () => {
  const text = renderTerminal(many(400), { color: false, verbose: true, width: 200 });
  expect(text.match(/✕ MUST sse\/sequence-number/g)).toHaveLength(1);
  expect(text.match(/wrong /g)).toHaveLength(1);
  expect(text).toContain('400 events, first event 0 (response.output_text.delta), have no sequence_number;');
});

/** One column that fails one rule, in a stream of so many events without a sequence_number. */
function many(events: number): Results {
  const event = 'event: response.output_text.delta\ndata: {"type":"response.output_text.delta","delta":"x"}\n\n';
  const exchange = exchangeOf('x9', { kind: 'text', text: event.repeat(events) }, { contentType: 'text/event-stream' });
  const results = sampleResults();
  const [column] = results.columns;
  if (column === undefined) throw new Error('no column');
  const found = { ...STREAM_FINDING, exchange: 'x9', at: '/events/0/data/sequence_number', count: events };
  const verdict = { rule: found.rule, level: 'MUST', verdict: { outcome: 'fail', findings: [found] } } as const;
  const exchanges = [{ exchange, curl: 'curl x', omittedBytes: 0 }];
  return { ...results, columns: [{ ...column, exchanges, verdicts: [verdict] }] };
}
