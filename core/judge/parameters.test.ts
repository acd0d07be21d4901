import { expect, test } from '@playwright/test';
import { loadContract } from '../../specs/load.ts';
import type { Contract } from '../contract.ts';
import type { Exchange, Intent } from '../exchange.ts';
import type { Json, JsonObject } from '../json.ts';
import type { ParameterReport } from '../parameter.ts';
import { viewOf } from '../view.ts';
import { mergeParameters, parametersOf, summariesOf } from './parameters.ts';

let contract: Contract;
test.beforeAll(async () => {
  contract = await loadContract('openai');
});

/** A complete Response with the defaults of a server. */
const RESPONSE: JsonObject = {
  id: 'resp_1',
  object: 'response',
  status: 'completed',
  model: 'm-2026-01-01',
  instructions: null,
  metadata: {},
  parallel_tool_calls: true,
  temperature: 1,
  top_p: 1,
  tool_choice: 'auto',
  tools: [],
  truncation: 'disabled',
  text: { format: { type: 'text' }, verbosity: 'medium' },
  reasoning: { effort: null, summary: null },
  store: true,
  output: [text('pong')],
  usage: { input_tokens: 5, output_tokens: 10, output_tokens_details: { reasoning_tokens: 0 } },
};

function text(words: string, more: JsonObject = {}): JsonObject {
  return { type: 'message', role: 'assistant', content: [{ type: 'output_text', text: words, ...more }] };
}

function call(name: string): JsonObject {
  return { type: 'function_call', name, arguments: '{}' };
}

interface Given {
  readonly sent: JsonObject;
  readonly answer?: JsonObject;
  readonly status?: number;
  readonly stream?: string;
  readonly intent?: Intent | 'unknown';
  readonly id?: string;
  readonly path?: string;
  readonly method?: string;
}

function exchange({ sent, answer, status = 200, stream, intent, id = 'x', path, method = 'POST' }: Given): Exchange {
  const json: Json = status < 300 ? { ...RESPONSE, ...answer } : (answer ?? {});
  return {
    id,
    request: { method, url: '', path: path ?? '/v1/responses', query: '', headers: {}, json: { model: 'm', ...sent } },
    answer: {
      kind: 'http',
      status,
      headers: {},
      contentType: stream === undefined ? 'application/json' : 'text/event-stream',
      body: { kind: 'text', text: stream ?? JSON.stringify(json) },
      ending: 'complete',
    },
    fidelity: 'verbatim',
    ...(intent === 'unknown' ? {} : { intent: intent ?? { kind: 'valid' } }),
  };
}

function judge(...given: readonly Given[]): readonly ParameterReport[] {
  const views = given.map((each) => viewOf(exchange(each), contract.operations)).filter((view) => view !== undefined);
  return parametersOf(views, contract);
}

function outcomeOf(member: string, ...given: readonly Given[]): string | undefined {
  return judge(...given).find((each) => each.member === member)?.outcome;
}

const FUNCTIONS: Json = [{ type: 'function', name: 'f', parameters: null, strict: null }];
const FORMAT: JsonObject = {
  type: 'json_schema',
  name: 'n',
  strict: true,
  schema: { type: 'object', required: ['word'], properties: { word: { type: 'string' } } },
};
const LOGPROBS = 'message.output_text.logprobs';
const reasoning = (more: JsonObject = {}): JsonObject => ({ type: 'reasoning', summary: [], ...more });

const cases: readonly (readonly [outcome: string, member: string, sent: JsonObject, answer?: JsonObject])[] = [
  ['honoured', 'temperature', { temperature: 0.7 }, { temperature: 0.699_999_988 }],
  ['ignored', 'temperature', { temperature: 0.7 }],
  ['unclear', 'temperature', { temperature: null }],
  ['honoured', 'metadata', { metadata: { a: 'b' } }, { metadata: { a: 'b' } }],
  ['ignored', 'metadata', { metadata: { a: 'b' } }],
  ['ignored', 'safety_identifier', { safety_identifier: 'me' }],
  ['ignored', 'safety_identifier', { safety_identifier: 'me' }, { safety_identifier: null }],
  ['unclear', 'prompt_cache_retention', { prompt_cache_retention: '24h' }],
  ['honoured', 'model', {}],
  ['unclear', 'model', {}, { model: 'quite-another' }],
  ['honoured', 'service_tier', { service_tier: 'auto' }, { service_tier: 'default' }],
  ['unclear', 'service_tier', { service_tier: 'flex' }, { service_tier: 'default' }],
  ['ignored', 'service_tier', { service_tier: 'flex' }],
  ['honoured', 'text.verbosity', { text: { verbosity: 'low' } }, { text: { verbosity: 'low' } }],
  ['ignored', 'text.verbosity', { text: { verbosity: 'low' } }],
  ['honoured', 'max_output_tokens', { max_output_tokens: 16 }, { incomplete_details: { reason: 'max_output_tokens' } }],
  ['ignored', 'max_output_tokens', { max_output_tokens: 16 }, { max_output_tokens: 16, usage: { output_tokens: 90 } }],
  ['honoured', 'max_output_tokens', { max_output_tokens: 16 }, { max_output_tokens: 16 }],
  ['ignored', 'tool_choice', { tools: FUNCTIONS, tool_choice: 'none' }, { tool_choice: 'none', output: [call('f')] }],
  ['honoured', 'tool_choice', { tools: FUNCTIONS, tool_choice: 'none' }, { tool_choice: 'none' }],
  ['honoured', 'tool_choice', { tools: FUNCTIONS, tool_choice: 'required' }, { output: [call('f')] }],
  ['ignored', 'tool_choice', { tools: FUNCTIONS, tool_choice: 'required' }, { tool_choice: 'required' }],
  ['ignored', 'tool_choice', { tool_choice: { type: 'function', name: 'f' } }, { output: [call('g')] }],
  ['ignored', 'parallel_tool_calls', { parallel_tool_calls: false }, { output: [call('f'), call('f')] }],
  ['honoured', 'tools', { tools: FUNCTIONS }, { tools: FUNCTIONS }],
  ['ignored', 'tools', { tools: FUNCTIONS }],
  ['honoured', 'tools', { tools: [{ type: 'web_search_preview' }] }, { tools: [{ type: 'web_search' }] }],
  ['honoured', 'text.format', { text: { format: FORMAT } }, { output: [text('{"word":"pong"}')] }],
  [
    'ignored',
    'text.format',
    { text: { format: FORMAT } },
    { output: [text('{"other":"pong"}')], text: { format: FORMAT } },
  ],
  ['ignored', 'text.format', { text: { format: { type: 'json_object' } } }],
  ['honoured', 'include', { include: [LOGPROBS] }, { output: [text('a', { logprobs: [{ token: 'a' }] })] }],
  ['ignored', 'include', { include: [LOGPROBS] }],
  ['unclear', 'include', { include: ['reasoning.encrypted_content'] }],
  ['ignored', 'include', { include: ['reasoning.encrypted_content'] }, { output: [reasoning()] }],
  ['unclear', 'include', { include: ['file_search_call.results'] }],
  [
    'ignored',
    'top_logprobs',
    { top_logprobs: 2 },
    { top_logprobs: 2, output: [text('a', { logprobs: [{ token: 'a' }] })] },
  ],
  ['honoured', 'reasoning.effort', { reasoning: { effort: 'low' } }, { reasoning: { effort: 'low' } }],
  ['ignored', 'reasoning.effort', { reasoning: { effort: 'low' } }],
  ['unclear', 'reasoning.effort', { reasoning: { effort: 'low' } }, { output: [reasoning(), text('a')] }],
  ['honoured', 'reasoning.summary', { reasoning: { summary: 'auto' } }, { reasoning: { summary: 'detailed' } }],
  ['honoured', 'background', { background: true }, { status: 'queued', background: true }],
  ['ignored', 'background', { background: true }, { background: false }],
  ['ignored', 'stream', { stream: true }],
  ['honoured', 'stream', { stream: false }],
  ['honoured', 'input', { input: 'Hello' }],
  ['unclear', 'input', { input: [{ type: 'function_call_output', call_id: 'c', output: 'x' }] }],
];

for (const [outcome, member, sent, answer] of cases) {
  test(`${outcome}: ${member} ${JSON.stringify(sent).slice(0, 60)} of ${JSON.stringify(answer ?? 'defaults').slice(0, 60)}`, () => {
    expect(outcomeOf(member, { sent, ...(answer === undefined ? {} : { answer }) })).toBe(outcome);
  });
}

test('a member that an incomplete dialect does not echo is unclear, not ignored', () => {
  const bare = { sent: { safety_identifier: 'me' }, answer: { top_p: undefined, tools: undefined } };
  expect(outcomeOf('safety_identifier', bare)).toBe('unclear');
});

test('metadata that does not come back is lost, whatever else the response lacks', () => {
  const answer = { metadata: undefined, instructions: undefined, tools: undefined } as unknown as JsonObject;
  expect(outcomeOf('metadata', { sent: { metadata: { a: 'b' } }, answer })).toBe('ignored');
  expect(outcomeOf('temperature', { sent: { temperature: 0 }, answer: { ...answer, temperature: undefined } })).toBe(
    'unclear',
  );
});

test('obfuscation is seen in the stream', () => {
  const stream = (delta: JsonObject) =>
    [
      { type: 'response.output_text.delta', ...delta },
      { type: 'response.completed', response: RESPONSE },
    ]
      .map((event) => `event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`)
      .join('');
  const sent = (value: boolean) => ({ stream: true, stream_options: { include_obfuscation: value } });
  const member = 'stream_options.include_obfuscation';
  expect(outcomeOf(member, { sent: sent(false), stream: stream({}) })).toBe('honoured');
  expect(outcomeOf(member, { sent: sent(false), stream: stream({ obfuscation: 'x' }) })).toBe('ignored');
  expect(outcomeOf(member, { sent: sent(true), stream: stream({}) })).toBe('unclear');
  expect(outcomeOf('stream', { sent: sent(true), stream: stream({}) })).toBe('honoured');
});

test('what was not to be stored is asked for, and what was', () => {
  const retrieved = (status: number): Given => ({ sent: {}, status, method: 'GET', path: '/v1/responses/resp_1' });
  const created = (store: boolean): Given => ({ sent: { store }, answer: { store } });
  expect(outcomeOf('store', created(false), retrieved(404))).toBe('honoured');
  expect(outcomeOf('store', created(false), retrieved(200))).toBe('ignored');
  expect(outcomeOf('store', created(true), retrieved(200))).toBe('honoured');
  expect(outcomeOf('store', created(false))).toBe('honoured');
  // Background work has to be fetched, so it is there for a while all the same.
  const background = { sent: { store: false, background: true }, answer: { store: false } };
  expect(outcomeOf('store', background, retrieved(200))).toBe('honoured');
});

const refusal = (param: string | null, code: string | null = null): JsonObject => ({
  error: { message: 'No.', type: 'invalid_request_error', param, code },
});

test('a 4xx that names a member refuses it, a 5xx is a crash, and nothing else is said', () => {
  const sent = { temperature: 2, top_p: 0.5 };
  expect(judge({ sent, status: 400, answer: refusal('temperature') })).toMatchObject([
    { member: 'temperature', value: '2', outcome: 'refused', why: '400 naming temperature' },
  ]);
  expect(judge({ sent, status: 500, answer: refusal('top_p') })).toMatchObject([
    { member: 'top_p', outcome: 'crashed' },
  ]);
});

test('what does not exist is no refusal of the member; limits, keys and routes say nothing', () => {
  const sent = { previous_response_id: 'resp_0' };
  const missing = refusal('previous_response_id', 'previous_response_not_found');
  expect(judge({ sent, status: 400, answer: missing })).toMatchObject([{ outcome: 'unclear' }]);
  for (const status of [401, 404, 429, 503])
    expect(judge({ sent, status, answer: refusal(null) }), `${status}`).toEqual([]);
  expect(
    judge({ sent, status: 400, answer: refusal(null), intent: { kind: 'invalid', flaw: 'conflict', statuses: [] } }),
  ).toEqual([]);
  expect(judge({ sent, status: 400, answer: refusal(null), intent: 'unknown' })).toEqual([]);
});

test('of a failure that names nobody the one value is to blame that never worked', () => {
  const failed: Given = { sent: { temperature: 2, top_p: 0.5 }, status: 500, answer: refusal(null), id: 'bad' };
  const half: Given = { sent: { top_p: 0.5 }, answer: { top_p: 0.5 }, id: 'good' };
  expect(mergeParameters(judge(failed))).toMatchObject([
    { outcome: 'unclear' },
    { outcome: 'unclear' },
    { outcome: 'unclear' },
  ]);
  expect(mergeParameters(judge(failed, half))).toMatchObject([
    { member: 'model', outcome: 'honoured' },
    { member: 'temperature', value: '2', outcome: 'crashed', exchange: 'bad' },
    { member: 'top_p', outcome: 'honoured' },
  ]);
  const blameless: Given = { sent: { temperature: 2 }, answer: { temperature: 2 }, id: 'fine' };
  expect(mergeParameters(judge(failed, half, blameless)).map(({ outcome }) => outcome)).toEqual([
    'honoured',
    'honoured',
    'honoured',
  ]);
});

test('one loss outweighs what worked, and refusals do not', () => {
  const merged = mergeParameters(
    judge(
      { sent: { temperature: 0.5 }, answer: { temperature: 0.5 } },
      { sent: { temperature: 0.5 }, answer: {}, id: 'lost' },
      { sent: { top_p: 0.5 }, answer: { top_p: 0.5 } },
      { sent: { top_p: 0.5 }, status: 400, answer: refusal('top_p') },
      { sent: { top_p: 1 }, status: 400, answer: refusal('top_p') },
    ),
  );
  const [, temperature, topP] = summariesOf(merged);
  expect(temperature).toMatchObject({
    member: 'temperature',
    outcome: 'ignored',
    but: [],
    values: [{ exchange: 'lost' }],
  });
  expect(topP).toMatchObject({ outcome: 'honoured', but: [{ outcome: 'refused', values: ['1'] }] });
});

test('members that a contract does not have are not reported under it', async () => {
  const other = await loadContract('open-responses');
  const views = [viewOf(exchange({ sent: { conversation: 'conv_1', top_p: 0.5 } }), other.operations)];
  const names = parametersOf(
    views.filter((view) => view !== undefined),
    other,
  ).map(({ member }) => member);
  expect(names).toContain('top_p');
  expect(names).not.toContain('conversation');
});

test('without the operation there is nothing to report', () => {
  const views = [viewOf(exchange({ sent: { top_p: 0.5 } }), contract.operations)].filter((view) => view !== undefined);
  expect(parametersOf(views, { ...contract, operations: [] })).toEqual([]);
});
