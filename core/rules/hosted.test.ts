import { expect, test } from '@playwright/test';
import type { JsonObject } from '../json.ts';
import { judgeExchange } from '../judge/judge.ts';
import { call, exchange, fakeContract, type Made, message, response } from './answers.test-support.ts';
import { answerRules } from './answers.ts';

/** A contract that knows every item: what is judged here is what items say, not their types. */
const contract = { ...fakeContract(), knows: () => true };

function failing(made: Made): readonly string[] {
  return judgeExchange(exchange(made), contract, answerRules)
    .findings.map(({ rule }) => rule)
    .sort();
}

const holding = (...output: JsonObject[]) => response({ output: [...output, message('Done.')] });
const text = (members: JsonObject) =>
  response({ output: [message('', { content: [{ type: 'output_text', annotations: [], ...members }] })] });
const asked = (...include: string[]): JsonObject => ({ include });
const logprob = (token: string, members: JsonObject = {}): JsonObject => ({
  token,
  logprob: -0.5,
  bytes: [...new TextEncoder().encode(token)],
  top_logprobs: [],
  ...members,
});
const LOGPROBS = asked('message.output_text.logprobs');

const fileSearch = (members: JsonObject = {}): JsonObject => ({
  type: 'file_search_call',
  id: 'fs_1',
  status: 'completed',
  queries: ['x'],
  results: null,
  ...members,
});
const image = (members: JsonObject): JsonObject => ({
  type: 'image_generation_call',
  id: 'ig_1',
  status: 'completed',
  ...members,
});
const mcpCall = (members: JsonObject = {}): JsonObject => ({
  type: 'mcp_call',
  id: 'mcp_1',
  server_label: 'notes',
  name: 'read',
  arguments: '{}',
  output: 'x',
  error: null,
  ...members,
});
const program = (members: JsonObject = {}): JsonObject => ({
  type: 'program',
  id: 'cm_1',
  call_id: 'call_p',
  code: '',
  fingerprint: 'x',
  ...members,
});
const shell = (commands: readonly string[]): JsonObject => ({
  type: 'shell_call',
  id: 'sh_1',
  call_id: 'call_s',
  status: 'completed',
  action: { commands, timeout_ms: null, max_output_length: null },
});
const shellOutput = (...outcomes: JsonObject[]): JsonObject => ({
  type: 'shell_call_output',
  id: 'sho_1',
  call_id: 'call_s',
  status: 'completed',
  max_output_length: null,
  output: outcomes.map((outcome) => ({ stdout: '', stderr: '', outcome })),
});
const DONE = { type: 'exit', exit_code: 0 };
const programOutput = { type: 'program_output', id: 'cmo_1', call_id: 'call_p', result: '{}', status: 'completed' };
const search = (members: JsonObject): JsonObject => ({
  type: 'tool_search_call',
  id: 'tsc_1',
  status: 'completed',
  arguments: {},
  ...members,
});

/** What genuine services do, and what recordings look like. */
const CONFORMING: Readonly<Record<string, Made>> = {
  'a web search that still runs has no action yet': {
    body: holding({ type: 'web_search_call', id: 'ws_1', status: 'searching' }),
  },
  'a page that was opened has no sources': {
    request: asked('web_search_call.action.sources'),
    body: holding({ type: 'web_search_call', id: 'ws_1', status: 'completed', action: { type: 'open_page' } }),
  },
  'results null without include': { request: {}, body: holding(fileSearch()) },
  'an empty list of outputs': {
    request: asked('code_interpreter_call.outputs'),
    body: holding({
      type: 'code_interpreter_call',
      id: 'ci_1',
      status: 'completed',
      container_id: 'c',
      code: '1',
      outputs: [],
    }),
  },
  'an image that a recording shortened': {
    body: holding(image({ result: `${'iVBORw0KGgo'.repeat(9)}...AAAElFTkSuQmCC` })),
  },
  'an image that is still drawn': { body: holding(image({ status: 'generating', result: null })) },
  'an mcp_call without a status': { body: holding(mcpCall()) },
  'an mcp_call that failed': { body: holding(mcpCall({ output: null, error: { type: 'http_error', code: 424 } })) },
  'a call that answers an approval, then the next request': {
    body: response({
      output: [
        mcpCall({ approval_request_id: 'mcpr_0' }),
        { type: 'mcp_approval_request', id: 'mcpr_1', server_label: 'notes', name: 'read', arguments: '{}' },
      ],
    }),
  },
  'an output of a command each': { body: holding(shell(['ls', 'pwd']), shellOutput(DONE, DONE)) },
  'a timeout that ended the commands': { body: holding(shell(['ls', 'pwd']), shellOutput({ type: 'timeout' })) },
  'an output of a program that was sent': {
    request: {
      input: [
        program(),
        { type: 'function_call', call_id: 'call_1', name: 'f', arguments: '{}' },
        { type: 'function_call_output', call_id: 'call_1', output: '' },
      ],
    },
    body: holding(programOutput),
  },
  'an output of a program in an earlier response': {
    request: { previous_response_id: 'resp_0' },
    body: response({ previous_response_id: 'resp_0', output: [programOutput, message('Done.')] }),
  },
  'an output of a program in a compacted past': {
    request: { input: [{ type: 'compaction', encrypted_content: 'x' }] },
    body: holding(programOutput),
  },
  'a tool search of the server has no call_id': {
    body: holding(search({ execution: 'server', call_id: null }), {
      type: 'tool_search_output',
      id: 'tso_1',
      call_id: null,
      execution: 'server',
      status: 'completed',
      tools: [],
    }),
  },
  'a file cited at 0..0': {
    body: text({
      text: 'Done.',
      annotations: [{ type: 'container_file_citation', container_id: 'c', file_id: 'f', start_index: 0, end_index: 0 }],
    }),
  },
  'a logprob that rounding put above 0': {
    request: LOGPROBS,
    body: text({ text: 'Hi', logprobs: [logprob('Hi', { logprob: 0.0000229 })] }),
  },
  'a character in two tokens': {
    request: LOGPROBS,
    body: text({
      text: '😀',
      logprobs: [logprob('\\xf0\\x9f', { bytes: [240, 159] }), logprob('\\x98\\x80', { bytes: [152, 128] })],
    }),
  },
  'tokens without bytes': {
    request: LOGPROBS,
    body: text({ text: 'Hi you', logprobs: [logprob('Hi', { bytes: null }), logprob(' you', { bytes: null })] }),
  },
};

for (const [name, made] of Object.entries(CONFORMING)) {
  test(`conforms: ${name}`, () => expect(failing(made)).toEqual([]));
}

const DEFECTS: Readonly<Record<string, readonly [rule: string, made: Made]>> = {
  'results that were asked for and did not come': [
    'item/included-results',
    { request: asked('file_search_call.results'), body: holding(fileSearch()) },
  ],
  'an image as a data URL': [
    'item/image-result',
    { body: holding(image({ result: 'data:image/png;base64,iVBORw0K' })) },
  ],
  'an image as a file': ['item/image-result', { body: holding(image({ result: '/mnt/data/generated-image.png' })) }],
  'no image at all': ['item/image-result', { body: holding(image({ result: null })) }],
  'arguments of an MCP call that are a list': ['item/mcp-arguments', { body: holding(mcpCall({ arguments: '[]' })) }],
  'an output of no call': ['item/output-joined', { body: holding(programOutput) }],
  'a call of no program': [
    'item/caller-joined',
    { body: response({ output: [call({ caller: { type: 'program', caller_id: 'call_p' } })] }) },
  ],
  'one output for two commands': ['item/shell-outputs', { body: holding(shell(['ls', 'pwd']), shellOutput(DONE)) }],
  'a tool search that is never answered': [
    'item/tool-search-answered',
    { body: holding(search({ execution: 'server', call_id: null })) },
  ],
  'probabilities instead of their logarithms': [
    'item/logprob-value',
    { request: LOGPROBS, body: text({ text: 'Hi', logprobs: [logprob('Hi', { logprob: 0.97 })] }) },
  ],
  'bytes that are those of another token': [
    'item/logprob-bytes',
    {
      request: { ...LOGPROBS, top_logprobs: 1 },
      body: {
        ...text({ text: 'Hi', logprobs: [logprob('Hi', { top_logprobs: [logprob('Yo', { bytes: [72, 105] })] })] }),
        top_logprobs: 1,
      },
    },
  ],
  'a token of the text that is missing': [
    'item/logprobs-text',
    { request: LOGPROBS, body: text({ text: 'Hi you', logprobs: [logprob('Hi')] }) },
  ],
  'text without a format': ['response/text-format', { body: response({ text: {} }) }],
  'a cut response without usage': [
    'usage/incomplete',
    {
      body: response({
        status: 'incomplete',
        completed_at: null,
        incomplete_details: { reason: 'max_output_tokens' },
        output: [message('Once', { status: 'incomplete' })],
        usage: null,
      }),
    },
  ],
};

for (const [name, [rule, made]] of Object.entries(DEFECTS)) {
  test(`caught: ${name}`, () => expect(failing(made)).toEqual([rule]));
}
