import { expect, test } from '@playwright/test';
import type { Contract } from '../core/contract.ts';
import type { Json, JsonObject } from '../core/json.ts';
import { judgeExchange } from '../core/judge/judge.ts';
import { levelIn } from '../core/rule.ts';
import { exchange, type Made, message, response } from '../core/rules/answers.test-support.ts';
import { rules } from '../core/rules/index.ts';
import { loadContract } from '../specs/load.ts';

/**
 * Answers of shapes that genuine services send and that the recordings at hand do not hold, each with what shows it
 * (docs/decisions/0008-tolerance-beyond-the-sample.md): none breaks a MUST, and the defect next to it still does.
 */
let contract: Contract;

test.beforeAll(async () => {
  contract = await loadContract('openai');
});

/** The rules that object, with their level, MAY left out. */
function found(made: Made): readonly string[] {
  const levels = new Map(rules.map((rule) => [rule.id, levelIn(rule, contract.ref)]));
  const { findings } = judgeExchange(exchange(made), contract, rules);
  const named = findings.map(({ rule }) => `${levels.get(rule)} ${rule}`);
  return [...new Set(named)].filter((name) => !name.startsWith('MAY ')).sort();
}

const holding = (...output: JsonObject[]): Made => ({ body: response({ output: [...output, message('Done.')] }) });
const only = (item: JsonObject, status = 'completed'): Made => ({
  body: response(
    status === 'completed'
      ? { output: [item] }
      : { output: [item], status, completed_at: null, incomplete_details: { reason: 'max_output_tokens' } },
  ),
});
const search = (action?: Json): JsonObject => ({
  type: 'web_search_call',
  id: 'ws_1',
  status: 'completed',
  ...(action === undefined ? {} : { action }),
});
const computer = (action: JsonObject): JsonObject => ({
  type: 'computer_call',
  id: 'cu_1',
  call_id: 'call_1',
  status: 'completed',
  action,
  pending_safety_checks: [],
});
const mcp = (members: JsonObject): JsonObject => ({
  type: 'mcp_call',
  id: 'mcp_1',
  server_label: 'notes',
  name: 'read',
  arguments: '{}',
  output: null,
  ...members,
});
const cited = (annotation: JsonObject): Made => ({
  body: response({
    output: [
      message('', { content: [{ type: 'output_text', text: 'As said.', annotations: [annotation], logprobs: [] }] }),
    ],
  }),
});
const refused = (status: number, body: Json | string, contentType = 'application/json'): Made => ({
  status,
  body,
  contentType,
});
const says = (request: JsonObject, members: JsonObject): Made => ({ request, body: response(members) });

const FILTERED: JsonObject = {
  type: 'error',
  error: { type: 'invalid_request_error', code: 'content_policy_violation', message: 'Filtered.', param: null },
};

function stream(...events: readonly JsonObject[]): Made {
  const lines = events.map((event, index) => {
    return `event: ${String(event['type'])}\ndata: ${JSON.stringify({ ...event, sequence_number: index })}\n\n`;
  });
  return { request: { stream: true }, body: lines.join(''), contentType: 'text/event-stream; charset=utf-8' };
}

const lifecycle = (status: string, members: JsonObject = {}): JsonObject => {
  const type = status === 'in_progress' ? 'response.created' : `response.${status}`;
  const { completed_at: _, ...own } = response({ status, output: [], usage: null, ...members });
  return { type, response: own };
};

const PATCH: JsonObject = {
  type: 'apply_patch_call',
  id: 'apc_1',
  call_id: 'call_1',
  status: 'incomplete',
  operation: { type: 'create_file', path: 'a.txt', diff: '+a' },
};
const FIND: JsonObject = { type: 'find_in_page', pattern: 'price' };

const FORMAT: JsonObject = { type: 'json_schema', name: 'a', strict: true, schema: { type: 'object' } };
const AS_JSON: JsonObject = { text: { format: FORMAT } };
const JSON_TEXT: JsonObject = { text: { format: { ...FORMAT, description: null } } };
const FINAL: JsonObject = message('{"a":1}', { id: 'msg_2', phase: 'final_answer' });
const CALL: JsonObject = {
  type: 'function_call',
  id: 'fc_1',
  call_id: 'call_1',
  name: 'look_up',
  arguments: '{}',
  status: 'completed',
};

interface Shape {
  readonly made: Made;
  /** True warnings; none by default. */
  readonly warns?: readonly string[];
  /** The neighbour that is wrong, and the rule that says so. */
  readonly wrong: Made;
  readonly by: string;
}

const SHAPES: Readonly<Record<string, Shape>> = {
  'a page is searched that was opened before': {
    made: holding(search(FIND)),
    wrong: holding(search({ type: 'find_in_page', url: 'https://example.com' })),
    by: 'schema/item-web-search-call',
  },
  'a search of 2025 does not say what it did': {
    made: holding(search()),
    warns: ['SHOULD item/web-search-action'],
    wrong: holding({ ...search(FIND), status: 'done' }),
    by: 'schema/item-web-search-call',
  },
  'a search does something new': {
    made: holding(search({ type: 'scroll_page' })),
    warns: ['SHOULD schema/value-known'],
    wrong: holding(search({ type: 7 })),
    by: 'schema/item-web-search-call',
  },
  'a double click without held keys': {
    made: only(computer({ type: 'double_click', x: 1, y: 2 })),
    wrong: only(computer({ type: 'double_click', x: 1 })),
    by: 'schema/item-computer-call',
  },
  'a new kind of computer action': {
    made: only(computer({ type: 'pinch', scale: 2 })),
    warns: ['SHOULD schema/value-known'],
    wrong: only(computer({ type: 'click', button: 'left', x: '1', y: 2 })),
    by: 'schema/item-computer-call',
  },
  'a patch that the limit cut': {
    made: only(PATCH, 'incomplete'),
    wrong: only({ ...PATCH, status: 'cut' }, 'incomplete'),
    by: 'schema/item-apply-patch-call',
  },
  'the error of an MCP call as a text': {
    made: holding(mcp({ error: 'No such note.' })),
    wrong: holding(mcp({ error: 404 })),
    by: 'schema/item-mcp-call',
  },
  'the error of an MCP call without a code, of a new type': {
    made: holding(mcp({ error: { type: 'timeout_error', message: 'Too late.' } })),
    warns: ['SHOULD schema/value-known'],
    wrong: holding(mcp({ error: { type: 'http_error', code: 'x', message: 'No.' } })),
    by: 'schema/item-mcp-call',
  },
  'an MCP call that failed for its arguments': {
    made: holding(mcp({ arguments: '{"id":', error: { type: 'mcp_protocol_error', code: -32602, message: 'No.' } })),
    wrong: holding(mcp({ arguments: '{"id":', output: 'x' })),
    by: 'item/mcp-arguments',
  },
  'a list of MCP tools that failed': {
    made: holding({
      ...{ type: 'mcp_list_tools', id: 'mcpl_1', server_label: 'notes', tools: [] },
      error: { type: 'http_error', code: 401, message: 'No.' },
    }),
    wrong: holding({ type: 'mcp_list_tools', id: 'mcpl_1', server_label: 'notes', tools: [], error: 401 }),
    by: 'schema/item-mcp-list-tools',
  },
  'a citation of 2025, without the name of the file': {
    made: cited({ type: 'file_citation', file_id: 'file_1', index: 1 }),
    wrong: cited({ type: 'file_citation', file_id: 'file_1' }),
    by: 'schema/annotation',
  },
  'a priority that was not to be had': {
    made: says({ service_tier: 'priority' }, { service_tier: 'default' }),
    wrong: says({ service_tier: 'default' }, { service_tier: 'priority' }),
    by: 'echo/service-tier',
  },
  'a kind of caching that the model does not have': {
    made: says({ prompt_cache_retention: 'in_memory' }, { prompt_cache_retention: '24h' }),
    warns: ['SHOULD echo/prompt-cache-retention'],
    wrong: says({ prompt_cache_key: 'a' }, { prompt_cache_key: 'b' }),
    by: 'echo/prompt-cache-key',
  },
  'a comment in plain text before a call, where JSON was asked for': {
    made: says(AS_JSON, { ...JSON_TEXT, output: [message('I look it up.'), CALL] }),
    wrong: says(AS_JSON, { ...JSON_TEXT, output: [message('I looked it up.')] }),
    by: 'request/json-output',
  },
  'a comment in plain text before the answer': {
    made: says(AS_JSON, { ...JSON_TEXT, output: [message('So.', { phase: 'commentary' }), FINAL] }),
    wrong: says(AS_JSON, { ...JSON_TEXT, output: [FINAL, message('So.', { id: 'msg_9', phase: 'final_answer' })] }),
    by: 'request/json-output',
  },
  'an effort of next year': {
    made: says({}, { reasoning: { effort: 'boundless', summary: null } }),
    warns: ['SHOULD schema/value-known'],
    wrong: says({ reasoning: { effort: 'low' } }, { reasoning: { effort: 'boundless', summary: null } }),
    by: 'echo/reasoning',
  },
  'a phase of next year': {
    made: { body: response({ output: [message('Hello!', { phase: 'draft' })] }) },
    warns: ['SHOULD schema/value-known'],
    wrong: { body: response({ output: [message('Hello!', { phase: 3 })] }) },
    by: 'schema/item-message',
  },
  'a deployment that is not there, said before the API': {
    made: refused(404, { error: { code: 'DeploymentNotFound', message: 'No such deployment.' } }),
    warns: ['SHOULD error/type-known'],
    wrong: refused(404, { error: { code: 'model_not_found', message: 'No such model.' } }),
    by: 'error/type',
  },
  'a key that is not taken, said before the API': {
    made: refused(401, { statusCode: 401, message: 'Unauthorized.' }),
    warns: ['SHOULD error/server-envelope'],
    wrong: refused(400, { statusCode: 400, message: 'Bad request.' }),
    by: 'error/envelope',
  },
  'a filter that refuses without a type': {
    made: refused(400, { error: { code: 'content_filter', type: null, param: 'prompt', message: 'No.', status: 400 } }),
    warns: ['SHOULD error/type-known'],
    wrong: refused(400, { error: { code: 'invalid_value', type: null, param: 'prompt', message: 'No.' } }),
    by: 'error/type',
  },
  'a page of the network that lets nobody in': {
    made: refused(403, '<html><body>Forbidden</body></html>', 'text/html'),
    warns: ['SHOULD error/server-envelope'],
    wrong: refused(400, '<html><body>Bad request</body></html>', 'text/html'),
    by: 'error/envelope',
  },
  'a server error with its message and type alone': {
    made: refused(500, { error: { message: 'Something went wrong.', type: 'server_error' } }),
    wrong: refused(400, { error: { message: 'Something is wrong.', type: 'invalid_request_error' } }),
    by: 'error/param',
  },
  'a filter that ends a stream': {
    made: stream(lifecycle('in_progress'), lifecycle('failed', { error: null }), FILTERED),
    warns: ['SHOULD stream/error-then-failed'],
    wrong: stream(lifecycle('in_progress'), lifecycle('failed', { error: null })),
    by: 'response/failed-error',
  },
  'an error after a failure': {
    made: stream(lifecycle('in_progress'), lifecycle('failed', { error: { code: 'x', message: 'y' } }), FILTERED),
    warns: ['SHOULD stream/error-then-failed'],
    wrong: stream(lifecycle('in_progress'), lifecycle('failed', { error: { code: 'x', message: 'y' } }), {
      type: 'late',
    }),
    by: 'stream/terminal-last',
  },
};

for (const [name, { by, made, warns = [], wrong }] of Object.entries(SHAPES)) {
  test(name, () => {
    expect(found(made)).toEqual(warns);
    expect(found(wrong)).toContain(`MUST ${by}`);
  });
}
