import type { JsonObject } from '../../../core/json.ts';
import type { Scenario } from '../../../core/scenario.ts';
import { answersCall, asks, callId, once, streamed, withTool } from './make.ts';

const EVERY = 'Use every tool once, then tell in one sentence what came of it.';
const FAIL = `${EVERY} (reference: fail the tool)`;
const TOOLS = 'hosted-tools';

const MCP: JsonObject = { type: 'mcp', server_label: 'notes', server_url: 'https://example.com/mcp' };
const FREE_MCP: JsonObject = { ...MCP, require_approval: 'never' };
const FILES: JsonObject = { type: 'file_search', vector_store_ids: ['vs_1'] };
const CODE: JsonObject = { type: 'code_interpreter', container: { type: 'auto' } };
const SHELL: JsonObject = { type: 'shell', environment: { type: 'container_auto' } };
const OWN_SHELL: JsonObject = { type: 'shell', environment: { type: 'local' } };
const PATCH: JsonObject = { type: 'apply_patch' };
const SCREEN: JsonObject = { type: 'computer' };
const IMAGE: JsonObject = { type: 'image_generation', partial_images: 2, size: '64x64' };

/** Tools that cost money, a container, a server or files at other providers. */
const used: readonly Scenario[] = [
  streamed('image-stream', 'An image with partial images as a stream', TOOLS, withTool(EVERY, IMAGE)),
  once('web-search', 'A web search with its sources', TOOLS, {
    ...withTool(EVERY, { type: 'web_search' }, { include: ['web_search_call.action.sources'] }),
  }),
  streamed('file-search-stream', 'A file search as a stream', TOOLS, {
    ...withTool(EVERY, FILES, { include: ['file_search_call.results'] }),
  }),
  streamed('code-interpreter-stream', 'Code that the provider runs, as a stream', TOOLS, {
    ...withTool(EVERY, CODE, { include: ['code_interpreter_call.outputs'] }),
  }),
  streamed('mcp-stream', 'A call of an MCP server as a stream', TOOLS, withTool(EVERY, FREE_MCP)),
  streamed('mcp-approval-stream', 'A call of an MCP server that has to be approved', TOOLS, withTool(EVERY, MCP)),
  streamed('shell-stream', 'A command in a container as a stream', TOOLS, withTool(EVERY, SHELL)),
  streamed('local-shell-stream', 'A command for the client as a stream', TOOLS, {
    ...withTool(EVERY, { type: 'local_shell' }),
  }),
  streamed('apply-patch-stream', 'A patch for the client as a stream', TOOLS, withTool(EVERY, PATCH)),
  streamed('computer-stream', 'An action on the screen as a stream', TOOLS, withTool(EVERY, SCREEN)),
  streamed('web-search-pages-stream', 'A web search that opens a page and looks in it', TOOLS, {
    ...withTool('Search the web, open a page and find the notes.', { type: 'web_search' }),
  }),
  streamed('code-plot-stream', 'Code that draws a plot', TOOLS, {
    ...withTool('Plot it with python.', CODE, { include: ['code_interpreter_call.outputs'] }),
  }),
  streamed('patch-update-stream', 'A patch that updates a file', TOOLS, withTool('Update the file.', PATCH)),
  streamed('patch-delete-stream', 'A patch that deletes a file', TOOLS, withTool('Delete the file.', PATCH)),
];

/** The client has its turn. */
const answered: readonly Scenario[] = [
  ...(['approve', 'deny'] as const).map(
    (what): Scenario => ({
      id: `mcp-${what}`,
      title: `A call of an MCP server, and what comes after: ${what}`,
      capability: TOOLS,
      steps: [
        asks('create', withTool(EVERY, MCP)),
        answersCall('mcp_approval_request', [MCP], (request) => ({
          type: 'mcp_approval_response',
          approval_request_id: request['id'] ?? null,
          approve: what === 'approve',
        })),
      ],
    }),
  ),
  {
    id: 'shell-round-trip',
    title: 'A command that the client runs',
    capability: TOOLS,
    steps: [
      asks('create', withTool(EVERY, OWN_SHELL)),
      answersCall('shell_call', [OWN_SHELL], (call) => ({
        type: 'shell_call_output',
        call_id: callId(call),
        output: [{ stdout: 'hello\n', stderr: '', outcome: { type: 'exit', exit_code: 0 } }],
      })),
    ],
  },
  {
    id: 'patch-round-trip',
    title: 'A patch that the client applies',
    capability: TOOLS,
    steps: [
      asks('create', withTool(EVERY, PATCH)),
      answersCall('apply_patch_call', [PATCH], (call) => ({
        type: 'apply_patch_call_output',
        call_id: callId(call),
        status: 'completed',
        output: 'Done.',
      })),
    ],
  },
  {
    id: 'computer-round-trip',
    title: 'An action on the screen, and the screenshot',
    capability: TOOLS,
    steps: [
      asks('create', withTool(EVERY, SCREEN)),
      answersCall('computer_call', [SCREEN], (call) => ({
        type: 'computer_call_output',
        call_id: callId(call),
        output: { type: 'computer_screenshot', image_url: 'https://example.com/screen.png' },
      })),
    ],
  },
];

/** The tool fails, or the budget ends in the middle of its call. */
const failing: readonly Scenario[] = [
  streamed('web-search-failed-stream', 'A web search that fails', TOOLS, withTool(FAIL, { type: 'web_search' })),
  streamed('file-search-failed-stream', 'A file search that fails', TOOLS, withTool(FAIL, FILES)),
  streamed('code-failed-stream', 'Code that fails', TOOLS, withTool(FAIL, CODE)),
  streamed('image-failed-stream', 'An image that fails', TOOLS, withTool(FAIL, IMAGE)),
  streamed('mcp-failed-stream', 'A call of an MCP server that fails', TOOLS, withTool(FAIL, FREE_MCP)),
  streamed('mcp-unlisted-stream', 'An MCP server that cannot be listed', TOOLS, {
    input: `${EVERY} (reference: fail the list)`,
    tools: [FREE_MCP],
  }),
  streamed('shell-timeout-stream', 'A command that takes too long', TOOLS, withTool(FAIL, SHELL)),
  ...[
    ['code', CODE],
    ['file-search', FILES],
  ].map(([name, tool]) =>
    streamed(`cut-${String(name)}-stream`, `The budget ends in a call: ${String(name)}`, TOOLS, {
      ...withTool(EVERY, tool as JsonObject, { max_output_tokens: 16, reasoning: { effort: 'low' } }),
    }),
  ),
];

export const hostedScenarios: readonly Scenario[] = [...used, ...answered, ...failing];
