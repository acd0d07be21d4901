import type { JsonObject } from '../../core/json.ts';
import { stringMember } from '../../core/json.ts';
import type { Scenario } from '../../core/scenario.ts';
import { create, outputs, says } from './make.ts';
import { request, withPart } from './requests.ts';

const MCP: JsonObject = { type: 'mcp', server_label: 'notes', server_url: 'https://example.com/mcp' };
const FILE_SEARCH: JsonObject = { type: 'file_search', vector_store_ids: ['vs_1'] };
const PONG = 'Reply with the single word: pong';
const SCREENSHOT =
  'data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg==';

/** A call that the client ran, with what came of it: both made up, which a real service may tell. */
function turn(name: string, call: JsonObject, output: JsonObject) {
  return create(name, (context) =>
    request(context, {
      input: [
        says('user', 'Do it.'),
        { call_id: 'call_1', status: 'completed', ...call },
        { call_id: 'call_1', ...output },
      ],
    }),
  );
}

/** What needs files, servers or containers of one's own: asked of the reference provider only. */
export const requestsForReference: readonly Scenario[] = [
  {
    id: 'uploaded-files',
    title: 'Images and files by the ids of uploaded files',
    capability: 'multimodal',
    steps: [
      create('image', (context) => withPart(context, 'What is shown?', { type: 'input_image', file_id: 'file-1' })),
      create('file', (context) => withPart(context, 'What does it say?', { type: 'input_file', file_id: 'file-1' })),
    ],
  },
  {
    id: 'stored-prompt',
    title: 'A stored prompt with its variables',
    capability: 'core',
    steps: [
      create('create', (context) =>
        request(context, {
          prompt: { id: 'pmpt_reference0001', variables: { language: 'English', name: 'Ada' } },
          input: PONG,
        }),
      ),
    ],
  },
  {
    id: 'foreign-tools',
    title: 'Tools that need a server or a store',
    capability: 'hosted-tools',
    steps: [
      create('mcp', (context) => request(context, { input: PONG, tools: [MCP], tool_choice: 'none' })),
      create('file-search', (context) => request(context, { input: PONG, tools: [FILE_SEARCH], tool_choice: 'none' })),
    ],
  },
  {
    id: 'chosen-tools',
    title: 'Hosted tools that tool_choice names',
    capability: 'hosted-tools',
    steps: [
      create('hosted', (context) =>
        request(context, {
          input: 'What is the weather like?',
          tools: [{ type: 'web_search_preview' }, FILE_SEARCH],
          tool_choice: { type: 'web_search_preview' },
        }),
      ),
      create('mcp', (context) =>
        request(context, {
          input: 'Read my note.',
          tools: [{ ...MCP, require_approval: 'never' }],
          tool_choice: { type: 'mcp', server_label: 'notes' },
        }),
      ),
    ],
  },
  {
    id: 'approved-mcp',
    title: 'A call of an MCP server is approved',
    capability: 'hosted-tools',
    steps: [
      create('ask', (context) => request(context, { input: 'Read my note.', tools: [MCP], tool_choice: 'required' })),
      create('approve', (context) => {
        const made = outputs(context, 'ask', 'mcp_approval_request');
        const id = stringMember(made.at(-1), 'id');
        if (id === undefined) return { unmet: 'no approval was asked for' };
        const approval = { type: 'mcp_approval_response', approval_request_id: id, approve: true };
        return request(context, {
          input: [says('user', 'Read my note.'), ...made.slice(-1), approval],
          tools: [MCP],
        });
      }),
    ],
  },
  {
    id: 'computer-turn',
    title: 'A screenshot is taken and sent back',
    capability: 'hosted-tools',
    steps: [
      turn(
        'answer',
        {
          type: 'computer_call',
          id: 'cu_1',
          action: { type: 'screenshot' },
          pending_safety_checks: [],
        },
        { type: 'computer_call_output', output: { type: 'computer_screenshot', image_url: SCREENSHOT } },
      ),
    ],
  },
  {
    id: 'client-turns',
    title: 'Calls that the client runs, with their outputs',
    capability: 'hosted-tools',
    steps: [
      turn(
        'shell',
        { type: 'shell_call', action: { commands: ['true'], timeout_ms: null, max_output_length: null } },
        {
          type: 'shell_call_output',
          output: [{ stdout: '', stderr: '', outcome: { type: 'exit', exit_code: 0 } }],
        },
      ),
      turn(
        'local-shell',
        { type: 'local_shell_call', id: 'lsh_1', action: { type: 'exec', command: ['true'], env: {} } },
        { type: 'local_shell_call_output', id: 'call_1', output: '{}' },
      ),
      turn(
        'apply-patch',
        { type: 'apply_patch_call', operation: { type: 'delete_file', path: 'a.txt' } },
        { type: 'apply_patch_call_output', status: 'completed' },
      ),
    ],
  },
];
