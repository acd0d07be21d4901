import { runOn } from '../history/sample.test-support.ts';
import type { Column, Results, TimingEntry } from '../results/model.ts';
import { HOSTILE, sampleResults, USAGE_FINDING } from '../results/sample.test-support.ts';
import { GOOD, streamExchange, timingOf } from './data/stream.test-support.ts';

/** Every view of the site by name: an address, and what of it must be in sight before it is looked at. */
export const VIEWS = {
  matrix: { hash: '#/', ready: '[role=gridcell]' },
  opened: { hash: '#/?open=core,streaming', ready: '.line.inner' },
  cell: { hash: '#/?cell=alpha~live~openai/streaming', ready: 'dialog .defect' },
  'all-contracts': { hash: '#/?contract=all', ready: '[role=gridcell]' },
  compare: { hash: '#/compare?pin=reference~live~openai,alpha~live~openai&differences=1', ready: '[role=gridcell]' },
  parameters: { hash: '#/parameters?open=temperature', ready: '[role=gridcell]' },
  'parameter-cell': { hash: '#/parameters?cell=alpha~live~openai/temperature', ready: 'dialog .value-line' },
  provider: { hash: '#/provider/alpha~live~openai', ready: '.plot canvas' },
  recorded: { hash: '#/provider/alpha~recorded~openai', ready: '#reproduce' },
  document: { hash: '#/provider/vendor', ready: '#capabilities' },
  'not-run': { hash: '#/provider/paid', ready: '.empty' },
  rule: { hash: '#/rule/usage/total', ready: 'main h2' },
  evidence: { hash: '#/evidence/alpha~live~openai/torn?at=/events/2', ready: '.halves' },
  body: { hash: '#/evidence/alpha~live~openai/x1?at=/body/usage/total_tokens', ready: '.halves' },
  history: { hash: '#/history', ready: 'main table' },
  track: { hash: '#/history?track=reference~live~openai', ready: 'main h2' },
  'rule-history': { hash: '#/history?rule=usage/total', ready: 'main table' },
  nowhere: { hash: '#/no/such/page', ready: 'main' },
} as const satisfies Readonly<Record<string, { readonly hash: string; readonly ready: string }>>;
export type ViewName = keyof typeof VIEWS;

const AT = '2026-11-20T06:00:00.000Z';
const FAILS = { outcome: 'fail', findings: [USAGE_FINDING] } as const;
const TORN = GOOD.filter(({ type }) => type !== 'response.output_item.done');

/** Runs with something of everything, and no text whose glyphs only some machines have. */
export function showcase(): readonly Results[] {
  return [runOn(1), runOn(2, { 'usage/total': FAILS }), runOn(3), latest()];
}

function latest(): Results {
  // Written out and read again, since the text is in names, findings and bodies alike.
  const hostile = JSON.stringify(HOSTILE).slice(1, -1);
  const text = JSON.stringify(sampleResults());
  const once = text.replaceAll(hostile, 'Vendor').replaceAll(JSON.stringify(hostile).slice(1, -1), 'Vendor');
  const results = JSON.parse(once) as Results;
  const columns = results.columns.map((column) => (column.provider.id === 'alpha' ? busy(column) : column));
  const [reference, alpha] = columns;
  if (reference === undefined || alpha === undefined) throw new Error('the sample has columns');
  const fails = runOn(4, { 'response/object': FAILS }).columns[0]?.verdicts ?? [];
  return {
    ...results,
    run: { ...results.run, startedAt: AT, finishedAt: '2026-11-20T06:05:00.000Z', arguments: ['--thorough'] },
    columns: [
      { ...reference, verdicts: fails },
      alpha,
      ...columns.slice(2),
      { ...alpha, evidence: 'recorded' },
      { ...reference, evidence: 'example', capabilities: [] },
      { ...reference, contract: 'open-responses' },
      { ...alpha, contract: 'open-responses' },
    ],
  };
}

/** With a torn stream, times and an answer that never came. */
function busy(column: Column): Column {
  const torn = { ...streamExchange(TORN, { timing: { ...timingOf(TORN, 40), startedAt: AT } }), id: 'torn' };
  const timing: TimingEntry = {
    exchange: 'x1',
    operation: 'POST /responses',
    status: 200,
    firstByteMs: 12,
    totalMs: 40,
    tokens: [8, 6],
  };
  const found = { rule: 'stream/item-done', exchange: 'torn', at: '/events/2', count: 1, more: [] } as const;
  return {
    ...column,
    provider: { ...column.provider, models: { text: 'example-1' } },
    exchanges: [
      ...column.exchanges,
      { exchange: torn, curl: "curl -N 'https://api.example.test/v1/responses'", omittedBytes: 0 },
    ],
    verdicts: column.verdicts.map((each) =>
      each.rule === 'stream/item-done'
        ? {
            ...each,
            verdict: {
              outcome: 'fail',
              findings: [{ ...found, expected: 'response.output_item.done', actual: 'none' }],
            },
          }
        : each,
    ),
    timings: [
      ...Array.from({ length: 30 }, (_, n) => ({ ...timing, totalMs: 40 + n * n })),
      { ...timing, exchange: 'torn', streamed: true, firstEventMs: 20, totalMs: 9000 },
    ],
    unanswered: [{ exchange: 'x9', cause: 'timeout', blame: 'gateway', detail: 'no answer within 60 s' }],
  };
}
