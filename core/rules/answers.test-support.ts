import type { Contract, Operation, SchemaError } from '../contract.ts';
import type { Exchange, Intent } from '../exchange.ts';
import type { Json, JsonObject } from '../json.ts';

const operation = (id: Operation['id'], method: string, path: string): Operation => ({
  id,
  method,
  path,
  streams: false,
});

const ITEMS = ['message', 'function_call', 'reasoning', 'computer_call', 'web_search_call', 'program'];

/** A contract whose validators find what they are told to find: for tests of the rules, not of the contract. */
export function fakeContract(errors: readonly SchemaError[] = []): Contract {
  return {
    id: 'openai',
    ref: 'openai',
    edition: 'test',
    operations: [
      operation('createResponse', 'POST', '/responses'),
      operation('getResponse', 'GET', '/responses/{response_id}'),
      operation('deleteResponse', 'DELETE', '/responses/{response_id}'),
      operation('cancelResponse', 'POST', '/responses/{response_id}/cancel'),
      operation('listInputItems', 'GET', '/responses/{response_id}/input_items'),
      operation('listModels', 'GET', '/models'),
    ],
    schemas: ['Response', 'InputItemList', 'ModelList'],
    validate: (schema) => (schema === 'Response' ? errors : []),
    knows: (union, type) => union !== 'Item' || ITEMS.includes(type),
    resolve: () => null,
  };
}

export function message(text: string, members: JsonObject = {}): JsonObject {
  return {
    type: 'message',
    id: 'msg_1',
    role: 'assistant',
    status: 'completed',
    content: [{ type: 'output_text', text, annotations: [], logprobs: [] }],
    ...members,
  };
}

export function call(members: JsonObject = {}): JsonObject {
  return {
    type: 'function_call',
    id: 'fc_1',
    call_id: 'call_1',
    name: 'get_weather',
    arguments: '{"city":"Paris"}',
    status: 'completed',
    ...members,
  };
}

/** A conforming Response. */
export function response(members: JsonObject = {}): JsonObject {
  return {
    id: 'resp_1',
    object: 'response',
    created_at: 1_790_000_000,
    completed_at: 1_790_000_001,
    status: 'completed',
    background: false,
    error: null,
    incomplete_details: null,
    instructions: null,
    max_output_tokens: null,
    metadata: {},
    model: 'm-2026-01-01',
    output: [message('Hello!')],
    parallel_tool_calls: true,
    previous_response_id: null,
    reasoning: { effort: null, summary: null },
    service_tier: 'default',
    store: true,
    temperature: 1,
    text: { format: { type: 'text' } },
    tool_choice: 'auto',
    tools: [],
    top_p: 1,
    truncation: 'disabled',
    usage: {
      input_tokens: 10,
      input_tokens_details: { cached_tokens: 0 },
      output_tokens: 3,
      output_tokens_details: { reasoning_tokens: 0 },
      total_tokens: 13,
    },
    user: null,
    ...members,
  };
}

export interface Made {
  readonly request?: JsonObject;
  readonly body: Json | string;
  readonly status?: number;
  readonly contentType?: string;
  readonly intent?: Intent;
  readonly path?: string;
  readonly method?: string;
}

/** One exchange; a string body is sent as it is. */
export function exchange(made: Made): Exchange {
  const contentType = made.contentType ?? 'application/json';
  const method = made.method ?? 'POST';
  const path = made.path ?? '/v1/responses';
  return {
    id: 'x',
    request: {
      method,
      url: `http://127.0.0.1${path}`,
      path,
      query: '',
      headers: {},
      json: method === 'POST' ? { model: 'm', input: 'Hi', ...made.request } : undefined,
    },
    answer: {
      kind: 'http',
      status: made.status ?? 200,
      headers: { 'content-type': contentType, 'x-request-id': 'req_1' },
      contentType,
      body: { kind: 'text', text: typeof made.body === 'string' ? made.body : JSON.stringify(made.body) },
      ending: 'complete',
    },
    fidelity: 'verbatim',
    ...(made.intent === undefined ? {} : { intent: made.intent }),
  };
}
