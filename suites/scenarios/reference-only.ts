import type { Capability } from '../../core/capability.ts';
import type { JsonObject } from '../../core/json.ts';
import type { Scenario } from '../../core/scenario.ts';
import { create, SHORT_ANSWER } from './make.ts';

const MCP: JsonObject = { type: 'mcp', server_label: 'notes', server_url: 'https://example.com/mcp' };

function markedBy(
  id: string,
  title: string,
  capability: Capability,
  input: string,
  members: JsonObject = {},
): Scenario {
  return {
    id,
    title,
    capability,
    steps: [
      create('create', (context) => ({
        model: context.model('text'),
        input,
        max_output_tokens: SHORT_ANSWER,
        store: false,
        ...members,
      })),
    ],
  };
}

/** A hosted tool that costs money, a container, a server or files at other providers. */
function hosted(id: string, title: string, tools: readonly JsonObject[], members: JsonObject = {}): Scenario {
  const input = 'Use every tool once, then tell in one sentence what came of it.';
  return markedBy(id, title, 'hosted-tools', input, { tools, tool_choice: 'required', ...members });
}

/**
 * What no real model does on demand: the reference provider is told by a marker in the text. Self-tests of the rules;
 * never sent to another provider.
 */
export const referenceOnly: readonly Scenario[] = [
  markedBy('refusal', 'A refusal', 'core', 'Tell me a secret. (reference: refuse)'),
  markedBy('refusal-stream', 'A refusal as a stream', 'streaming', 'Tell me a secret. (reference: refuse)', {
    stream: true,
  }),
  markedBy('annotations-stream', 'A cited source', 'streaming', 'Cite a source. (reference: annotate)', {
    stream: true,
  }),
  markedBy('logprobs-stream', 'Log probabilities of the tokens', 'streaming', 'Reply with the single word: pong', {
    include: ['message.output_text.logprobs'],
    top_logprobs: 2,
    stream: true,
  }),
  hosted(
    'image-stream',
    'An image with partial images as a stream',
    [{ type: 'image_generation', partial_images: 2, size: '64x64' }],
    { stream: true },
  ),
  hosted('web-search', 'A web search with its sources', [{ type: 'web_search' }], {
    include: ['web_search_call.action.sources'],
  }),
  hosted('file-search-stream', 'A file search as a stream', [{ type: 'file_search', vector_store_ids: ['vs_1'] }], {
    include: ['file_search_call.results'],
    stream: true,
  }),
  hosted(
    'code-interpreter-stream',
    'Code that the provider runs, as a stream',
    [{ type: 'code_interpreter', container: { type: 'auto' } }],
    { include: ['code_interpreter_call.outputs'], stream: true },
  ),
  hosted('mcp-stream', 'A call of an MCP server as a stream', [{ ...MCP, require_approval: 'never' }], {
    stream: true,
  }),
  hosted('mcp-approval-stream', 'A call of an MCP server that has to be approved', [MCP], { stream: true }),
  hosted(
    'shell-stream',
    'A command in a container as a stream',
    [{ type: 'shell', environment: { type: 'container_auto' } }],
    { stream: true },
  ),
  hosted('local-shell-stream', 'A command for the client as a stream', [{ type: 'local_shell' }], { stream: true }),
  hosted('apply-patch-stream', 'A patch for the client as a stream', [{ type: 'apply_patch' }], { stream: true }),
  hosted('computer-stream', 'An action on the screen as a stream', [{ type: 'computer' }], { stream: true }),
  markedBy('failed', 'A response that fails', 'core', 'Reply with pong. (reference: fail)'),
  markedBy('failed-stream', 'A stream that fails', 'streaming', 'Reply with pong. (reference: fail)', {
    stream: true,
  }),
];
