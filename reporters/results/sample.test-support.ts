import type { Body, Exchange } from '../../core/exchange.ts';
import type { Json, JsonObject } from '../../core/json.ts';
import type { ParameterReport } from '../../core/parameter.ts';
import type { RuleVerdict, ScenarioReport, Verdict } from '../../core/report.ts';
import type { Finding, Rule, RuleId } from '../../core/rule.ts';
import { type Column, RESULTS_VERSION, type Results, type RuleInfo, type RunInfo } from './model.ts';

/** Everything a provider could send to break a page, a terminal or a file. */
export const HOSTILE =
  '</script><script>window.hacked=1</script><!--<img src=x onerror="window.hacked=1"> ]]> \u202Egnp.exe\u2028|`pipe`| \u001B[31mred\u001B[0m \uD800 "quote" \'single\' &amp; javascript:alert(1)';

export const RUN: RunInfo = {
  startedAt: '2026-11-20T06:00:00.000Z',
  finishedAt: '2026-11-20T06:00:42.000Z',
  kit: { name: 'responses-tck', version: '0.1.0' },
  contracts: [{ id: 'openai', edition: '2026-08' }],
};

function info(id: RuleId, title: string, capability: RuleInfo['capability'], more: Partial<RuleInfo> = {}): RuleInfo {
  const source = '#/components/schemas/Response';
  return { id, title, levels: { openai: 'MUST', 'open-responses': 'MUST' }, source, capability, breaks: [], ...more };
}

const RULES: readonly RuleInfo[] = [
  info('response/object', 'object is "response"', 'core'),
  info('usage/total', 'usage.total_tokens equals input plus output', 'core', { breaks: ['openai-node', 'AI SDK'] }),
  info('header/request-id', 'An answer names its request in x-request-id', 'core', { levels: { openai: 'SHOULD' } }),
  info('sse/sequence-number', 'Every stream event carries an integer sequence_number', 'streaming', {
    breaks: ['openai-node stream helper', 'Codex resume', 'AI SDK (response.failed)'],
  }),
  info('stream/item-done', 'Every added item is done before the response ends', 'streaming'),
  info('error/envelope', 'A refusal has an error envelope with message and type', 'errors'),
  info('item/call-arguments', 'The arguments of a function call are a JSON object', 'function-tools'),
  info('state/delete', 'A deleted response answers 404', 'state'),
  info('document/path', 'The document lists the create operation at /responses', 'core'),
];

/** The rules as the judge takes them; nothing in the reporters calls them. */
export const JUDGE_RULES: readonly Rule[] = RULES.map(({ breaks, ...facts }) => ({
  ...facts,
  breaks,
  on: 'exchange',
  counterexample: { of: 'text/create', edit: [] },
  judge: () => undefined,
}));

export function exchangeOf(id: string, body: Body, more: { contentType?: string; status?: number; json?: Json } = {}) {
  const exchange: Exchange = {
    id,
    request: {
      method: 'POST',
      url: 'https://api.example.test/v1/responses',
      path: '/v1/responses',
      query: '',
      headers: { authorization: 'Bearer $EXAMPLE_KEY', 'content-type': 'application/json' },
      json: more.json ?? { model: 'example-1', input: 'Name three colours.' },
    },
    answer: {
      kind: 'http',
      status: more.status ?? 200,
      headers: { 'content-type': more.contentType ?? 'application/json', 'x-request-id': 'req_1' },
      contentType: more.contentType ?? 'application/json',
      body,
      ending: 'complete',
    },
    fidelity: 'verbatim',
    step: { scenario: 'text', step: 'create' },
  };
  return exchange;
}

export function responseBody(more: JsonObject = {}): Body {
  const response = {
    id: 'resp_1',
    object: 'response',
    created_at: 1_790_000_000,
    status: 'completed',
    model: 'example-1',
    output: [
      {
        id: 'msg_1',
        type: 'message',
        role: 'assistant',
        status: 'completed',
        content: [{ type: 'output_text', text: 'Red, green and blue.', annotations: [] }],
      },
    ],
    usage: { input_tokens: 8, output_tokens: 6, total_tokens: 15 },
    ...more,
  };
  return { kind: 'text', text: JSON.stringify(response) };
}

export function streamBody(): Body {
  const words = ['Red', ', ', 'green', ' and', ' blue', '.'];
  const events: readonly JsonObject[] = [
    { type: 'response.created', response: { id: 'resp_2', status: 'in_progress', output: [] } },
    { type: 'response.output_item.added', output_index: 0, item: { id: 'msg_2', type: 'message', content: [] } },
    ...words.map((delta, n) => ({
      type: 'response.output_text.delta',
      item_id: 'msg_2',
      delta,
      sequence_number: n + 2,
    })),
    { type: 'response.completed', response: { id: 'resp_2', usage: { input_tokens: 9, output_tokens: 7 } } },
  ];
  const text = events.map((event) => `event: ${String(event['type'])}\ndata: ${JSON.stringify(event)}\n\n`).join('');
  return { kind: 'text', text };
}

function finding(rule: RuleId, exchange: string, at: string, more: Partial<Finding> = {}): Finding {
  return { rule, exchange, at, expected: '14', actual: '15', count: 1, more: [], ...more };
}

export const USAGE_FINDING = finding('usage/total', 'x1', '/body/usage/total_tokens');
export const STREAM_FINDING = finding('sse/sequence-number', 'x2', '/events/1/data/sequence_number', {
  expected: 'integer, 1 more than on the event before',
  actual: 'absent',
  count: 3,
  more: ['/events/0/data/sequence_number', '/events/8/data/sequence_number'],
});

export function reportOf(more: Partial<ScenarioReport> = {}): ScenarioReport {
  return {
    provider: 'alpha',
    evidence: 'live',
    contract: 'openai',
    scenario: 'text',
    title: 'A text',
    capability: 'core',
    entry: true,
    exchanges: [exchangeOf('x1', responseBody())],
    applied: ['response/object', 'usage/total'],
    findings: [USAGE_FINDING],
    unmet: [],
    unanswered: [],
    succeeded: ['createResponse'],
    refused: [],
    ...more,
  };
}

function verdicts(own: Readonly<Partial<Record<RuleId, Verdict>>>, fallback: Verdict): readonly RuleVerdict[] {
  return RULES.map(({ id, levels }) => ({
    rule: id,
    level: levels.openai ?? 'MUST',
    verdict: own[id] ?? fallback,
  }));
}

function columnOf(id: string, name: string, more: Partial<Column>): Column {
  return {
    provider: { id, name, homepage: `https://${id}.example.test/`, baseUrl: `https://${id}.example.test/v1` },
    evidence: 'live',
    contract: 'openai',
    capabilities: [{ id: 'core', claimed: true, state: 'offered' }],
    verdicts: verdicts({}, { outcome: 'pass' }),
    exchanges: [],
    unanswered: [],
    requests: 12,
    tokens: { input: 100, output: 50 },
    ...more,
  };
}

const PARAMETERS: readonly ParameterReport[] = [
  { member: 'input', value: 'a text', outcome: 'honoured', why: 'answered', exchange: 'x1' },
  { member: 'stream', value: 'true', outcome: 'honoured', why: 'the answer is a stream', exchange: 'x2' },
  { member: 'temperature', value: '0.5', outcome: 'honoured', why: 'echoed: 0.5', exchange: 'x1' },
  { member: 'temperature', value: '2', outcome: 'refused', why: '400 naming temperature', exchange: 'x3' },
  { member: 'top_p', value: '0', outcome: 'ignored', why: `the response says ${HOSTILE} instead`, exchange: 'x1' },
  { member: 'user', value: HOSTILE, outcome: 'crashed', why: '500 naming user', exchange: 'gone' },
];

/** Five columns of every kind, with one finding in JSON, one in a stream, and one that is as hostile as can be. */
export function sampleResults(): Results {
  const hostile = finding('error/envelope', 'x3', '/body/error/message', { expected: HOSTILE, actual: HOSTILE });
  const evidence = [
    exchangeOf('x1', responseBody()),
    exchangeOf('x2', streamBody(), { contentType: 'text/event-stream', json: { model: 'example-1', stream: true } }),
    exchangeOf('x3', { kind: 'text', text: JSON.stringify({ error: { message: HOSTILE } }) }, { status: 400 }),
  ].map((exchange) => ({
    exchange,
    curl: `curl -sS https://api.example.test/v1/responses -H "authorization: Bearer $EXAMPLE_KEY" -d '${JSON.stringify(exchange.request.json)}'`,
    omittedBytes: 0,
  }));
  const alpha = columnOf('alpha', 'Alpha Server', {
    exchanges: evidence,
    capabilities: [{ id: 'state', claimed: false, state: 'unsupported', why: 'GET /responses/{id} answered 405' }],
    verdicts: verdicts(
      {
        'usage/total': { outcome: 'fail', findings: [USAGE_FINDING] },
        'sse/sequence-number': { outcome: 'fail', findings: [STREAM_FINDING] },
        'error/envelope': { outcome: 'fail', findings: [hostile] },
        'header/request-id': {
          outcome: 'fail',
          findings: [finding('header/request-id', 'x1', '/headers/x-request-id')],
        },
        'item/call-arguments': { outcome: 'inconclusive', blame: 'model', why: 'the model called no function' },
        'state/delete': { outcome: 'unsupported', why: 'GET /responses/{id} answered 405' },
        'document/path': { outcome: 'not-exercised' },
      },
      { outcome: 'pass' },
    ),
    parameters: PARAMETERS,
  });
  const known = columnOf('gateway', 'Gateway', {
    exchanges: evidence,
    verdicts: verdicts(
      {
        'usage/total': {
          outcome: 'known-fail',
          findings: [USAGE_FINDING],
          reason: 'counts the cache twice',
          link: 'javascript:alert(1)',
        },
        'error/envelope': { outcome: 'stale', reason: 'was plain text' },
      },
      { outcome: 'pass' },
    ),
  });
  return {
    schemaVersion: RESULTS_VERSION,
    run: RUN,
    rules: RULES,
    columns: [
      columnOf('reference', 'Reference', {}),
      alpha,
      known,
      columnOf('paid', 'Paid Cloud', { notRun: 'PAID_KEY is not set', verdicts: [], capabilities: [], requests: 0 }),
      columnOf('vendor', HOSTILE, {
        provider: { id: 'vendor', name: HOSTILE, homepage: 'javascript:alert(1)' },
        evidence: 'documented',
        capabilities: [{ id: 'core', claimed: false, state: 'unknown', stated: 1 }],
        verdicts: verdicts({ 'document/path': { outcome: 'pass' } }, { outcome: 'not-exercised' }),
      }),
    ],
  };
}
