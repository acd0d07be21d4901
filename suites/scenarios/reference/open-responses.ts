import type { JsonObject } from '../../../core/json.ts';
import type { Scenario } from '../../../core/scenario.ts';
import { once, streamed, withTool } from './make.ts';

const PREFIX = 'reference:';
const EVERY = 'Use every tool once, then tell in one sentence what came of it.';
const MCP: JsonObject = { server_label: 'notes', server_url: 'https://example.com/mcp', require_approval: 'never' };

/** Tools of the reference's own under the names that another contract asks for. */
const TOOLS: readonly (readonly [name: string, members: JsonObject])[] = [
  ['web_search', {}],
  ['file_search', { vector_store_ids: ['vs_1'] }],
  ['code_interpreter', { container: { type: 'auto' } }],
  ['image_generation', { partial_images: 1, size: '64x64' }],
  ['mcp', MCP],
  ['shell', { environment: { type: 'container_auto' } }],
  ['apply_patch', {}],
  ['custom', { name: 'write' }],
];

/** What only the Open Responses mode of the reference takes: valid there, and not under the other contract. */
export const openResponsesScenarios: readonly Scenario[] = [
  once('or-penalties', 'Penalties come back', 'core', {
    input: 'Reply with pong.',
    presence_penalty: 0.5,
    frequency_penalty: -0.5,
    service_tier: 'flex',
  }),
  once('or-video', 'A video as input', 'multimodal', {
    input: [
      {
        type: 'message',
        role: 'user',
        content: [
          { type: 'input_text', text: 'What is this?' },
          { type: 'input_video', video_url: 'https://example.com/a.mp4' },
        ],
      },
    ],
  }),
  once('or-allowed-none', 'Allowed tools of which none may be called', 'function-tools', {
    input: 'Call write.',
    tools: [{ type: 'function', name: 'write', parameters: { type: 'object', properties: {} } }],
    tool_choice: { type: 'allowed_tools', mode: 'none', tools: [{ type: 'function', name: 'write' }] },
  }),
  ...TOOLS.map(([name, members]) =>
    streamed(`or-${name.replaceAll('_', '-')}-stream`, `An own tool with its prefix: ${name}`, 'hosted-tools', {
      ...withTool(EVERY, { ...members, type: `${PREFIX}${name}` }),
    }),
  ),
];
