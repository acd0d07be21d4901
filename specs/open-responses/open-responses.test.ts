import { statSync } from 'node:fs';
import { expect, test } from '@playwright/test';
import { type Contract, UNIONS, type UnionName } from '../../core/contract.ts';
import { isObject, type JsonObject } from '../../core/json.ts';
import { type Document, readDocument, readYaml } from '../compile/document.ts';
import { compiled } from '../compile/fresh.test-support.ts';
import { actionsOf, applyOverlay } from '../compile/overlay.ts';
import { packageFile } from '../package-root.ts';

const folder = packageFile('specs', 'open-responses');
let contract: Contract;
let bare: Contract;

test.beforeAll(async () => {
  const { document, published } = readDocument(folder);
  contract = await compiled(document, 'open-responses');
  bare = await compiled(published, 'open-responses');
});

/** A response with exactly the members that the contract demands. */
const response = (rest: JsonObject = {}): JsonObject => ({
  id: 'resp_1',
  object: 'response',
  created_at: 1_776_000_000,
  completed_at: 1_776_000_001,
  status: 'completed',
  incomplete_details: null,
  model: 'model-1',
  previous_response_id: null,
  instructions: null,
  output: [message()],
  error: null,
  tools: [],
  tool_choice: 'auto',
  truncation: 'disabled',
  parallel_tool_calls: true,
  text: { format: { type: 'text' } },
  top_p: 1,
  presence_penalty: 0,
  frequency_penalty: 0,
  top_logprobs: 0,
  temperature: 1,
  reasoning: { effort: null, summary: null },
  usage: usage(),
  max_output_tokens: null,
  max_tool_calls: null,
  store: true,
  background: false,
  service_tier: 'default',
  metadata: {},
  safety_identifier: null,
  prompt_cache_key: null,
  ...rest,
});
const usage = (): JsonObject => ({
  input_tokens: 3,
  input_tokens_details: { cached_tokens: 0 },
  output_tokens: 2,
  output_tokens_details: { reasoning_tokens: 0 },
  total_tokens: 5,
});
const message = (rest: JsonObject = {}): JsonObject => ({
  id: 'msg_1',
  type: 'message',
  status: 'completed',
  role: 'assistant',
  content: [{ type: 'output_text', text: 'Hi', annotations: [] }],
  ...rest,
});
const tool = (): JsonObject => ({ type: 'function', name: 'f', description: null, parameters: null, strict: null });
const place = { item_id: 'msg_1', output_index: 0, content_index: 0 };

const errors = (schema: string, value: unknown, by = contract) =>
  by.validate(schema, value, '').map((error) => `${error.schema} ${error.at}: ${error.expected}, ${error.actual}`);
const request = (rest: JsonObject) => errors('Request.createResponse', { model: 'm', input: 'Hi', ...rest });
const required = (schema: string) => contract.resolve(`#/components/schemas/${schema}/required`) as readonly string[];
const members = (schema: string) =>
  Object.keys(contract.resolve(`#/components/schemas/${schema}/properties`) as object);

test('it has two operations, with the schemas of their bodies and answers', () => {
  expect(contract.operations).toEqual([
    {
      id: 'createResponse',
      method: 'POST',
      path: '/responses',
      success: 'Response',
      request: 'Request.createResponse',
      streams: true,
    },
    {
      id: 'compactResponse',
      method: 'POST',
      path: '/responses/compact',
      success: 'Compaction',
      request: 'Request.compactResponse',
      streams: false,
    },
  ]);
  for (const path of ['~1responses', '~1responses~1compact']) {
    const body = contract.resolve(`#/paths/${path}/post/requestBody`);
    expect(Object.keys((isObject(body) && isObject(body['content']) && body['content']) || {})).toEqual([
      'application/json',
    ]);
  }
});

test('all item types, events, content parts, annotations and tools are there', () => {
  const count = (union: UnionName, by: Contract) =>
    by.schemas.filter((name) => name.startsWith(`${union}.`) && by.knows(union, name.slice(union.length + 1))).length;
  const counts: Readonly<Record<UnionName, number>> = {
    Item: 5,
    Event: 24,
    Content: 9,
    Annotation: 1,
    Tool: 1,
    InputItem: 6,
    InputContent: 6,
    ListedItem: 0,
  };
  for (const union of UNIONS) expect(count(union, bare), union).toBe(counts[union]);
  // The errata add the other name of raw reasoning text.
  for (const union of UNIONS) expect(count(union, contract), union).toBe(counts[union] + (union === 'Event' ? 2 : 0));
});

test('a Response has 31 required members, and a request may have 26', () => {
  expect(required('Response')).toHaveLength(31);
  expect(new Set(Object.keys(response()))).toEqual(new Set(required('Response')));
  expect(members('Request.createResponse')).toHaveLength(26);
  expect(required('Usage')).toHaveLength(5);
  expect(new Set(required('Compaction'))).toEqual(new Set(['id', 'object', 'output', 'created_at', 'usage']));
  for (const member of ['presence_penalty', 'frequency_penalty']) {
    expect(members('Request.createResponse')).toContain(member);
  }
});

test('every member of a Response is missed, and null is no value where the contract has none', () => {
  const nullable = [
    'completed_at',
    'incomplete_details',
    'previous_response_id',
    'instructions',
    'error',
    'reasoning',
    'usage',
    'max_output_tokens',
    'max_tool_calls',
    'safety_identifier',
    'prompt_cache_key',
    // Untyped in the document.
    'metadata',
  ];
  for (const name of required('Response')) {
    const { [name]: _gone, ...rest } = response();
    expect(errors('Response', rest), name).toEqual([`Response /${name}: present, absent`]);
    expect(errors('Response', response({ [name]: null })).length === 0, name).toBe(nullable.includes(name));
  }
});

test('responses as they are sent are valid', () => {
  expect(errors('Response', response())).toEqual([]);
  const early = { status: 'in_progress', usage: null, output: [], completed_at: null };
  expect(errors('Response', response(early))).toEqual([]);
  const failed = { status: 'failed', error: { code: 'server_error', message: 'm' }, completed_at: null };
  expect(errors('Response', response(failed))).toEqual([]);
  expect(
    errors('Response', response({ service_tier: 'batch', reasoning: { effort: 'minimal', summary: null } })),
  ).toEqual([]);
  const format = { type: 'json_schema', name: 'n', description: null, schema: { type: 'object' }, strict: true };
  expect(errors('Response', response({ text: { format, verbosity: 'low' } }))).toEqual([]);
  expect(errors('Response', response({ text: { format: { type: 'json_object' } } }))).toEqual([]);
  const choice = {
    type: 'allowed_tools',
    mode: 'auto',
    tools: [{ type: 'function', name: 'f' }, { type: 'acme:search' }],
  };
  expect(errors('Response', response({ tools: [tool(), { type: 'acme:search' }], tool_choice: choice }))).toEqual([]);
  expect(errors('Response', response({ tool_choice: { type: 'acme:search' } }))).toEqual([]);
});

test('items: what the prose shows and the document forbids is accepted, what both want is demanded', () => {
  const reasoning = { type: 'reasoning', id: 'rs_1', summary: [] };
  const shown = {
    ...reasoning,
    status: 'completed',
    encrypted_content: null,
    content: [{ type: 'reasoning_text', text: 'x' }],
  };
  expect(errors('Response', response({ output: [reasoning, shown] }))).toEqual([]);
  expect(errors('Response', response({ output: [message({ phase: 'final_answer' })] }))).toEqual([]);
  expect(errors('Response', response({ output: [message({ phase: 'thinking' })] })).join()).toContain(
    '/output/0/phase',
  );
  expect(errors('Response', response({ output: [message({ role: 'user' })] }))).toEqual([
    'Item.message /output/0/role: "assistant", "user"',
  ]);
  const call = {
    type: 'function_call',
    id: 'fc_1',
    call_id: 'call_1',
    name: 'f',
    arguments: '{}',
    status: 'completed',
  };
  expect(errors('Item.function_call', call)).toEqual([]);
  for (const name of ['id', 'status', 'call_id', 'name', 'arguments']) {
    const { [name as 'id']: _gone, ...rest } = call;
    expect(errors('Item.function_call', rest)).toEqual([`Item.function_call /${name}: present, absent`]);
  }
  const text = (rest: JsonObject) =>
    errors('Content.output_text', { type: 'output_text', text: '', annotations: [], ...rest });
  expect(text({})).toEqual([]);
  expect(text({ logprobs: [{ token: 'a', logprob: 0, bytes: [97] }] })).toEqual([
    'Content.output_text /logprobs/0/top_logprobs: present, absent',
  ]);
  expect(text({ annotations: [{ type: 'url_citation', url: 'u', title: 't', start_index: 0 }] })).toEqual([
    'Annotation.url_citation /annotations/0/end_index: present, absent',
  ]);
});

test('types with a prefix are no error wherever a type stands; unions leave other unknown types to the rules', () => {
  const extended = { type: 'acme:thing', id: 'x' };
  expect(errors('Response', response({ output: [extended], tools: [extended] }))).toEqual([]);
  expect(errors('Item.message', message({ content: [extended] }))).toEqual([]);
  const cited = { type: 'output_text', text: '', annotations: [extended] };
  expect(errors('Item.message', message({ content: [cited] }))).toEqual([]);
  expect(errors('Event.acme:progress', { type: 'acme:progress' })).toEqual([]);
  const sent = { input: [extended, { role: 'user', content: [extended] }], tools: [extended], tool_choice: extended };
  expect(request(sent)).toEqual([]);
  expect(request({ tools: [{ type: 'web_search' }] })).toEqual([
    'Request.createResponse /tools/0/type: matching ^[^:]+:.+$, "web_search"',
  ]);
  expect(request({ tools: [{ type: 'function' }] })).toEqual(['Request.createResponse /tools/0/name: present, absent']);
  expect(request({ tools: [{}] })).toEqual(['Request.createResponse /tools/0/type: present, absent']);
  expect(errors('Response', response({ tool_choice: { type: 'custom' } }))).toEqual([
    'Response /tool_choice/type: matching ^[^:]+:.+$, "custom"',
  ]);
});

test('defects are found where they are', () => {
  expect(errors('Response', response({ id: '' }))).toEqual(['Response /id: at least 1 characters, 0 characters']);
  expect(errors('Response', response({ created_at: 1.5 }))).toEqual(['Response /created_at: integer, number']);
  expect(errors('Response', response({ reasoning: {} }))).toEqual([
    'Response /reasoning/effort: present, absent',
    'Response /reasoning/summary: present, absent',
  ]);
  expect(errors('Response', response({ text: {} }))).toEqual(['Response /text/format: present, absent']);
  expect(errors('Response', response({ incomplete_details: {} }))).toEqual([
    'Response /incomplete_details/reason: present, absent',
  ]);
  expect(errors('Response', response({ error: { message: 'm' } }))).toEqual(['Response /error/code: present, absent']);
  expect(errors('Response', response({ usage: { ...usage(), input_tokens_details: { cached_tokens: -1 } } }))).toEqual([
    'Usage /usage/input_tokens_details/cached_tokens: at least 0, -1',
  ]);
  const { strict: _strict, ...lax } = tool();
  expect(errors('Response', response({ tools: [lax] }))).toEqual(['Tool.function /tools/0/strict: present, absent']);
});

test('events: both names of raw reasoning text, optional logprobs, and two shapes of an error', () => {
  for (const name of ['reasoning', 'reasoning_text']) {
    const delta = { type: `response.${name}.delta`, ...place, delta: 'x' };
    expect(contract.knows('Event', delta.type)).toBe(true);
    expect(errors(`Event.${delta.type}`, delta)).toEqual([]);
    expect(errors(`Event.${delta.type}`, { ...delta, delta: 7 })).toEqual([
      `Event.${delta.type} /delta: string, integer`,
    ]);
    expect(errors(`Event.response.${name}.done`, { ...place, type: `response.${name}.done` })).toEqual([
      `Event.response.${name}.done /text: present, absent`,
    ]);
  }
  const text = { type: 'response.output_text.delta', ...place, delta: 'x' };
  expect(errors(`Event.${text.type}`, text)).toEqual([]);
  expect(errors(`Event.${text.type}`, text, bare)).toEqual([`Event.${text.type} /sequence_number: present, absent`]);
  const event = (error: JsonObject, rest: JsonObject = {}) => errors('Event.error', { type: 'error', error, ...rest });
  expect(event({ type: 'server_error', code: null, message: 'm', param: null })).toEqual([]);
  expect(event({ code: 'x', message: 'm' })).toEqual([
    'Event.error /error/type: present, absent',
    'Event.error /error/param: present, absent',
  ]);
  expect(event({ type: null, code: 'x', message: 'm', param: null })).toEqual([
    'Event.error /error/type: string, null',
  ]);
  expect(event({ code: 'x', message: 'm' }, { status: 400 })).toEqual([]);
  expect(errors('Event.error', { type: 'error', code: 'x', message: 'm', param: null })).toEqual([
    'Event.error /error: present, absent',
  ]);
  const frame = { type: 'error', status: 400, error: { code: 'x', message: 'm' } };
  expect(errors('WebSocketErrorEvent', frame)).toEqual([]);
  expect(errors('WebSocketErrorEvent', { ...frame, error: { code: null, message: 'm' } })).toEqual([
    'WebSocketErrorEvent /error/code: string, null',
  ]);
});

test('error bodies: message and type, the rest where it applies', () => {
  const body = (error: unknown) => errors('ErrorEnvelope', { error });
  expect(body({ message: 'm', type: 'invalid_request' })).toEqual([]);
  expect(body({ message: 'm', type: 'invalid_request_error', code: null, param: 'model' })).toEqual([]);
  expect(body({ message: 'm' })).toEqual(['ErrorEnvelope /error/type: present, absent']);
  expect(body('text')).toEqual(['ErrorEnvelope /error: object, string']);
});

test('requests: easy messages, replayed items, bounds', () => {
  const output = { type: 'function_call_output', call_id: 'c', output: [{ type: 'input_video', video_url: 'u' }] };
  const replayed = [message(), { id: 'msg_1' }, { type: 'reasoning', summary: [] }, output];
  expect(request({ input: [{ role: 'user', content: 'Hi' }, ...replayed] })).toEqual([]);
  expect(request({ input: [{ role: 'robot', content: 'Hi' }] }).join()).toContain('InputItem.message /input/0/role');
  expect(request({ input: [{ role: 'user', content: [{ type: 'input_text' }] }] })).toEqual([
    'InputContent.input_text /input/0/content/0/text: present, absent',
  ]);
  const key = 'k'.repeat(65);
  const breaches: Readonly<Record<string, JsonObject>> = {
    '/max_output_tokens': { max_output_tokens: 15 },
    '/max_tool_calls': { max_tool_calls: 0 },
    '/temperature': { temperature: 2.5 },
    '/top_p': { top_p: 1.5 },
    '/top_logprobs': { top_logprobs: 21 },
    '/metadata': { metadata: { [key]: 'x' } },
    '/prompt_cache_key': { prompt_cache_key: key },
    '/safety_identifier': { safety_identifier: key },
    '/reasoning/effort': { reasoning: { effort: 'max' } },
    '/service_tier': { service_tier: 'scale' },
    '/text/format/type': { text: { format: { type: 'json_object' } } },
    '/include/0': { include: ['file_search_call.results'] },
    '/tool_choice/tools': { tool_choice: { type: 'allowed_tools', tools: [] } },
    '/input/0/name': { input: [{ type: 'function_call', call_id: 'c', name: 'a b', arguments: '{}' }] },
  };
  for (const [at, sent] of Object.entries(breaches)) {
    expect(
      new Set(contract.validate('Request.createResponse', { model: 'm', ...sent }, '').map((e) => e.at)),
      at,
    ).toEqual(new Set([at]));
  }
  expect(errors('Request.compactResponse', { input: 'x' })).toEqual([
    'Request.compactResponse /model: present, absent',
  ]);
  const turn = { type: 'response.create', model: 'm', input: 'Hi' };
  expect(errors('Request.webSocketCreate', turn)).toEqual([]);
  for (const name of ['stream', 'stream_options', 'background']) {
    expect(errors('Request.webSocketCreate', { ...turn, [name]: null })).toEqual([
      `Request.webSocketCreate /${name}: absent, null`,
    ]);
  }
});

test('a compacted window holds messages of every role and extensions, and its items are judged', () => {
  const window = (...output: readonly JsonObject[]) =>
    errors('Compaction', { id: 'c', object: 'response.compaction', created_at: 1, output, usage: usage() });
  const sent = message({ role: 'user', content: [{ type: 'input_text', text: 'Hi' }] });
  expect(window(sent, { type: 'acme:memory' }, { type: 'compaction', id: 'cmp_1', encrypted_content: 'x' })).toEqual(
    [],
  );
  expect(window({ type: 'compaction', id: 'cmp_1' })).toEqual([
    'Compaction /output/0/encrypted_content: present, absent',
  ]);
  expect(window(message({ content: [{ type: 'refusal' }] }))).toEqual([
    'Content.refusal /output/0/content/0/refusal: present, absent',
  ]);
  expect(window({ type: 'summary' })).toEqual(['Compaction /output/0/type: matching ^[^:]+:.+$, "summary"']);
});

test('each erratum says why and what shows it, and changes the document', () => {
  const file = `${folder}/errata.overlay.yaml`;
  const overlay = readYaml(file);
  let before: Document = readDocument(folder).published;
  for (const [index, action] of actionsOf(overlay, file).entries()) {
    const name = `action ${index + 1} (${String(action['target'])})`;
    expect(action['x-why'], name).toEqual(expect.any(String));
    expect(action['x-evidence'], name).toEqual(expect.any(String));
    const after = applyOverlay(before, { ...overlay, actions: [action] }, file);
    // An erratum that the published document no longer needs is to be removed here.
    expect(JSON.stringify(after), name).not.toBe(JSON.stringify(before));
    before = after;
  }
});

test('every reference of the document leads somewhere', () => {
  for (const [, pointer] of JSON.stringify(readDocument(folder).document).matchAll(/"\$ref":"(#\/[^"]+)"/g)) {
    expect(contract.resolve(pointer as `#/${string}`), pointer).toBeDefined();
  }
});

test('the validators stay small enough to load in every worker', () => {
  const file = packageFile('dist', 'contracts', 'open-responses', 'validators.js');
  expect(statSync(file).size).toBeLessThan(300_000);
});
