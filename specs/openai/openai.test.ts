import { expect, test } from '@playwright/test';
import { type Contract, OPERATION_IDS, UNIONS, type UnionName } from '../../core/contract.ts';
import { isObject, type JsonObject } from '../../core/json.ts';
import { type Document, readDocument, readYaml } from '../compile/document.ts';
import { compiled } from '../compile/fresh.test-support.ts';
import { actionsOf, applyOverlay } from '../compile/overlay.ts';
import { packageFile } from '../package-root.ts';

const folder = packageFile('specs', 'openai');
let contract: Contract;
let bare: Contract;

test.beforeAll(async () => {
  const { document, published } = readDocument(folder);
  contract = await compiled(document);
  bare = await compiled(published);
});

/** A response as the service sends it, with the members that its published document does not allow or know. */
const response = (rest: JsonObject = {}): JsonObject => ({
  id: 'resp_1',
  object: 'response',
  created_at: 1_760_000_000,
  completed_at: 1_760_000_001,
  status: 'completed',
  background: false,
  billing: { payer: 'developer' },
  error: null,
  incomplete_details: null,
  instructions: null,
  max_output_tokens: null,
  model: 'model-1',
  output: [message()],
  parallel_tool_calls: true,
  previous_response_id: null,
  reasoning: { effort: null, summary: null },
  metadata: {},
  store: true,
  temperature: 1,
  text: { format: { type: 'text' }, verbosity: 'medium' },
  tool_choice: 'auto',
  tools: [],
  top_p: 1,
  truncation: 'disabled',
  usage: usage(),
  user: null,
  ...rest,
});
const usage = (): JsonObject => ({
  input_tokens: 3,
  input_tokens_details: { cached_tokens: 0 },
  output_tokens: 2,
  output_tokens_details: { reasoning_tokens: 0 },
  total_tokens: 5,
});
const message = (): JsonObject => ({
  id: 'msg_1',
  type: 'message',
  status: 'completed',
  role: 'assistant',
  content: [{ type: 'output_text', text: 'Hi', annotations: [] }],
});
const place = { item_id: 'msg_1', output_index: 0, content_index: 0 };

const errors = (schema: string, value: unknown, by = contract) =>
  by.validate(schema, value, '').map((error) => `${error.schema} ${error.at}: ${error.expected}, ${error.actual}`);

test('every operation of the kit is described, with the schemas of its body and its answer', () => {
  expect(contract.operations.map((operation) => operation.id)).toEqual([...OPERATION_IDS]);
  for (const { id, success, request } of contract.operations) {
    expect(success, id).toBeDefined();
    for (const name of [success, request]) {
      if (name !== undefined && !(UNIONS as readonly string[]).includes(name)) expect(contract.schemas).toContain(name);
    }
  }
  expect(contract.operations.find(({ id }) => id === 'createResponse')?.streams).toBe(true);
  expect(contract.operations.find(({ id }) => id === 'deleteResponse')?.success).toBe('ResponseDeleted');
});

test('the names that other parts rely on exist', () => {
  const names = [
    'Response',
    'Usage',
    'ErrorEnvelope',
    'ResponseDeleted',
    'InputItemList',
    'ModelList',
    'Model',
    'InputTokens',
  ];
  names.push('Compaction', 'Conversation', 'ConversationDeleted', 'ConversationItemList', 'Request.createResponse');
  for (const name of names) expect(contract.schemas).toContain(name);
});

test('all item types, events, content parts, annotations and tools are there', () => {
  const count = (union: UnionName) => contract.schemas.filter((name) => name.startsWith(`${union}.`)).length;
  expect(UNIONS.map((union) => [union, count(union)])).toEqual([
    ['Item', 28],
    // 58 of the document, compacting, keepalive and two of apply_patch
    ['Event', 62],
    ['Content', 4],
    ['Annotation', 4],
    ['Tool', 18],
    // 30 of the document, configuration_update
    ['InputItem', 31],
    ['InputContent', 9],
    // Those but for compaction_trigger and item_reference, which only a request holds
    ['ListedItem', 29],
  ]);
});

test('what the service sends is valid, and is not by the published document alone', () => {
  expect(errors('Response', response())).toEqual([]);
  expect(errors('Response', response({ status: 'in_progress', usage: null, output: [], completed_at: null }))).toEqual(
    [],
  );
  expect(errors('Response', response(), bare)).toContain(
    'Content.output_text /output/0/content/0/logprobs: present, absent',
  );
  expect(
    errors('Event.response.output_text.delta', { ...place, type: 'response.output_text.delta', delta: 'H' }),
  ).toEqual([]);
  const done = { type: 'response.function_call_arguments.done', item_id: 'fc_1', output_index: 0, arguments: '{}' };
  expect(errors(`Event.${done.type}`, done)).toEqual([]);
  expect(
    errors('Event.error', { type: 'error', error: { type: 'tokens', code: 'x', message: 'm', param: null } }),
  ).toEqual([]);
  expect(errors('Event.error', { type: 'error', code: null, message: 'm', param: null })).toEqual([]);
  expect(errors('ResponseDeleted', { id: 'resp_1', object: 'response.deleted', deleted: true })).toEqual([]);
});

test('defects are found where they are', () => {
  const { id: _id, ...withoutId } = response();
  expect(errors('Response', withoutId)).toEqual(['Response /id: present, absent']);
  expect(errors('Response', response({ status: 'done' })).join()).toContain('Response /status: one of "completed"');
  expect(errors('Response', response({ created_at: 1.5 }))).toEqual(['Response /created_at: integer, number']);
  expect(errors('Response', response({ usage: { ...usage(), total_tokens: '5' } }))).toEqual([
    'Usage /usage/total_tokens: integer, string',
  ]);
  const call = { type: 'function_call', id: 'fc_1', call_id: 'call_1', name: 'f', status: 'completed', arguments: {} };
  expect(errors('Response', response({ output: [call] }))).toEqual([
    'Item.function_call /output/0/arguments: string, object',
  ]);
  const cited = {
    ...message(),
    content: [{ type: 'output_text', text: '', annotations: [{ type: 'url_citation', url: 'u' }] }],
  };
  expect(errors('Item.message', cited)[0]).toBe(
    'Annotation.url_citation /content/0/annotations/0/start_index: present, absent',
  );
  const snapshot = { type: 'response.completed', response: response({ output: [{ ...message(), role: 'user' }] }) };
  expect(errors('Event.response.completed', snapshot)).toEqual([
    'Item.message /response/output/0/role: "assistant", "user"',
  ]);
  expect(errors('Event.error', { type: 'error' })).toHaveLength(1);
  expect(errors('ErrorEnvelope', { error: 'text' })).toEqual(['ErrorEnvelope /error: object, string']);
});

test('requests: easy and typed messages, replayed items, references', () => {
  const request = (rest: JsonObject) => errors('Request.createResponse', { model: 'm', ...rest });
  expect(request({ input: 'Hi' })).toEqual([]);
  expect(
    request({
      input: [
        { role: 'user', content: 'Hi' },
        { type: 'message', role: 'user', content: [{ type: 'input_text', text: 'x' }] },
      ],
    }),
  ).toEqual([]);
  expect(
    request({ input: [message(), { id: 'msg_1' }, { type: 'function_call_output', call_id: 'c', output: 'x' }] }),
  ).toEqual([]);
  expect(request({ input: [{ role: 'robot', content: 'Hi' }] }).join()).toContain(
    'InputItem.message /input/0/role: one of "user"',
  );
  expect(request({ input: [{ role: 'user', content: [{ type: 'input_text' }] }] })).toEqual([
    'InputContent.input_text /input/0/content/0/text: present, absent',
  ]);
  expect(request({ max_output_tokens: 15 })).toEqual(['Request.createResponse /max_output_tokens: at least 16, 15']);
  expect(request({ tools: [{ type: 'function' }] })).toEqual(['Tool.function /tools/0/name: present, absent']);
  expect(request({ text: { format: { type: 'json_schema', name: 'n' } } })).toEqual([
    'Request.createResponse /text/format/schema: present, absent',
  ]);
});

test('listed items have roles that a request may not send', () => {
  const list = (role: string) => ({
    object: 'list',
    data: [{ type: 'message', id: 'msg_1', status: 'completed', role, content: [{ type: 'input_text', text: 'x' }] }],
    has_more: false,
    first_id: 'msg_1',
    last_id: 'msg_1',
  });
  for (const role of ['unknown', 'critic', 'discriminator', 'tool', 'user', 'developer']) {
    expect(errors('ConversationItemList', list(role)), role).toEqual([]);
    expect(errors('InputItemList', list(role)), role).toEqual([]);
  }
  expect(errors('ConversationItemList', list('robot')).join()).toContain('ListedItem.message /data/0/role: one of');
  const sent = { model: 'm', input: [{ type: 'message', role: 'critic', content: 'x' }] };
  expect(errors('Request.createResponse', sent).join()).toContain('InputItem.message /input/0/role: one of');
});

test('members of the newer edition are known and typed, and none is demanded', () => {
  const newer = {
    access_programs: { cyber: 'a program of tomorrow' },
    image: { context_compression: 'enabled' },
    prompt_cache_diagnostics: { type: 'cache_miss', reason: 'tools_changed', cache_missed_tokens: 3 },
    tool_usage: { image_gen: { input_tokens: 0 }, web_search: { num_requests: 1 } },
    safety_identifier: 'x'.repeat(128),
    incomplete_details: { reason: 'steered' },
    error: { code: 'server_error', message: 'm', param: null, type: 'server_error' },
  };
  expect(errors('Response', response(newer))).toEqual([]);
  expect(errors('Response', response({ tool_usage: { web_search: { num_requests: -1 } } }))).toHaveLength(1);
  const request = (rest: JsonObject) => errors('Request.createResponse', { model: 'm', input: 'x', ...rest });
  expect(
    request({ image: { context_compression: 'auto' }, prompt_cache_options: { prewarm: true, ttl: '12h' } }),
  ).toEqual([]);
  expect(request({ access_programs: { cyber: 'none' } })).toHaveLength(1);
  expect(request({ input: [{ type: 'configuration_update', reasoning: { effort: 'high' } }] })).toEqual([]);
});

test('each erratum says why and what shows it, and changes the document', () => {
  const file = `${folder}/errata.overlay.yaml`;
  const overlay = readYaml(file);
  const actions = actionsOf(overlay, file);
  let before: Document = readDocument(folder).published;
  for (const [index, action] of actions.entries()) {
    const name = `action ${index + 1} (${String(action['target'])})`;
    expect(action['x-why'], name).toEqual(expect.any(String));
    expect(action['x-evidence'], name).toEqual(expect.any(String));
    const after = applyOverlay(before, { ...overlay, actions: [action] }, file);
    // An erratum that the published document no longer needs is to be removed here.
    expect(JSON.stringify(after), name).not.toBe(JSON.stringify(before));
    before = after;
  }
});

test('every reference of the document leads somewhere and no member of the SDK alone is required', () => {
  const { document } = readDocument(folder);
  for (const [, pointer] of JSON.stringify(document).matchAll(/"\$ref":"(#\/[^"]+)"/g)) {
    expect(contract.resolve(pointer as `#/${string}`), pointer).toBeDefined();
  }
  const required = contract.resolve('#/components/schemas/Response/required');
  expect(required).not.toContain('output_text');
  expect(isObject(contract.resolve('#/components/schemas/Item.message/properties'))).toBe(true);
});

test('an optional member of an answer may be null, a required one may not', () => {
  const at = (schema: string, value: JsonObject) => contract.validate(schema, value, '').map((error) => error.at);
  const message = { type: 'message', id: 'msg_1', role: 'assistant', status: 'completed', content: [] };
  expect(at('Item.message', { ...message, phase: null })).toEqual([]);
  expect(at('Item.message', { ...message, content: null })).toEqual(['/content']);
  const call = { type: 'function_call', call_id: 'call_1', name: 'f', arguments: '{}' };
  expect(at('Item.function_call', { ...call, namespace: null, status: null })).toEqual([]);
  expect(at('Item.function_call', { ...call, namespace: 7 })).toEqual(['/namespace']);
  expect(at('Request.createResponse', { model: 'm', input: 'x', tools: null })).not.toEqual([]);
});
