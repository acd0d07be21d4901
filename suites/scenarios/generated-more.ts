import type { JsonObject } from '../../core/json.ts';
import type { Scenario, Step, StepContext } from '../../core/scenario.ts';
import { CUSTOM, FUNCTION } from '../../specs/generate/index.ts';
import { create, SHORT_ANSWER, says } from './make.ts';

/** One tool of each type, as small as it can be. Each is declared and not used, which costs nothing. */
export const TOOLS: Readonly<Record<string, JsonObject>> = {
  function: FUNCTION,
  custom: CUSTOM,
  web_search: { type: 'web_search' },
  web_search_2025_08_26: { type: 'web_search_2025_08_26' },
  web_search_preview: { type: 'web_search_preview' },
  web_search_preview_2025_03_11: { type: 'web_search_preview_2025_03_11' },
  code_interpreter: { type: 'code_interpreter', container: { type: 'auto' } },
  image_generation: { type: 'image_generation', quality: 'low' },
  computer: { type: 'computer' },
  computer_use_preview: {
    type: 'computer_use_preview',
    environment: 'browser',
    display_width: 1024,
    display_height: 768,
  },
  local_shell: { type: 'local_shell' },
  shell: { type: 'shell', environment: { type: 'local' } },
  apply_patch: { type: 'apply_patch' },
  programmatic_tool_calling: { type: 'programmatic_tool_calling' },
  namespace: { type: 'namespace', name: 'weather', description: 'Tools about the weather.', tools: [FUNCTION] },
  tool_search: { type: 'tool_search' },
};

/** Types that no request alone can carry; scenarios of the reference provider show them. */
export const TOOLS_APART: Readonly<Record<string, string>> = {
  file_search: 'it names a vector store, which has to be made first',
  mcp: 'it names a server, which is asked for its tools at once',
};

/** Forms of `tool_choice` that name a tool of the provider, with the tool that they need. */
const CHOICES: Readonly<Record<string, JsonObject>> = {
  web_search: { type: 'web_search' },
  web_search_2025_08_26: { type: 'web_search_2025_08_26' },
  web_search_preview: { type: 'web_search_preview' },
  web_search_preview_2025_03_11: { type: 'web_search_preview_2025_03_11' },
  code_interpreter: { type: 'code_interpreter', container: { type: 'auto' } },
  image_generation: { type: 'image_generation', quality: 'low', size: '1024x1024' },
  computer: { type: 'computer' },
  computer_use: { type: 'computer' },
  computer_use_preview: TOOLS['computer_use_preview'] ?? {},
  shell: { type: 'shell', environment: { type: 'local' } },
  apply_patch: { type: 'apply_patch' },
};

/** Forms that cannot be asked of everybody, and why. */
export const CHOICES_APART: Readonly<Record<string, string>> = {
  ...TOOLS_APART,
  programmatic_tool_calling: 'what it calls has to allow that caller, and the turn has to be continued',
};

const PROMPT = 'Make a file called pong.txt that says pong, whichever tool you have for it.';

function request(context: StepContext, members: JsonObject): JsonObject {
  return { model: context.model('tools'), max_output_tokens: SHORT_ANSWER, store: false, ...members };
}

function kebab(name: string): string {
  return name.replaceAll('_', '-');
}

function declared([type, tool]: readonly [string, JsonObject]): Step {
  const optional = ['tools', type];
  // A search needs something to find.
  const beside = type === 'tool_search' ? [{ ...FUNCTION, defer_loading: true }] : [];
  return create(
    `tool-${kebab(type)}`,
    (context) =>
      request(context, { input: 'Reply with the single word: pong', tools: [tool, ...beside], tool_choice: 'none' }),
    optional,
  );
}

function chosen([type, tool]: readonly [string, JsonObject]): Step {
  return create(
    `choice-${kebab(type)}`,
    (context) => request(context, { input: PROMPT, tools: [tool], tool_choice: { type }, max_tool_calls: 1 }),
    ['tools', 'tool_choice', 'max_tool_calls', type],
  );
}

/** Input that a request alone can carry: what refers to nothing that a server made. */
const INPUTS: Readonly<Record<string, JsonObject>> = {
  refusal: {
    input: [
      says('user', 'Tell me a secret.'),
      { type: 'message', role: 'assistant', content: [{ type: 'refusal', refusal: 'I would rather not.' }] },
      says('user', 'Reply with the single word: pong'),
    ],
  },
  phase: {
    input: [
      says('user', 'Say ping.'),
      { type: 'message', role: 'assistant', phase: 'final_answer', content: 'ping' },
      says('user', 'Reply with the single word: pong'),
    ],
  },
  file: {
    input: [
      {
        role: 'user',
        content: [
          { type: 'input_file', filename: 'pong.txt', file_data: 'data:text/plain;base64,cG9uZw==' },
          { type: 'input_text', text: 'Reply with the word in the file.' },
        ],
      },
    ],
  },
  'custom-tool': {
    tools: [CUSTOM],
    input: [
      says('user', 'Note down: pong.'),
      { type: 'custom_tool_call', call_id: 'call_note', name: 'take_note', input: 'pong' },
      { type: 'custom_tool_call_output', call_id: 'call_note', output: 'noted' },
    ],
  },
  shell: {
    tools: [{ type: 'shell', environment: { type: 'local' } }],
    input: [
      says('user', 'Print pong in the shell.'),
      { type: 'shell_call', call_id: 'call_shell', action: { commands: ['echo pong'] }, status: 'completed' },
      {
        type: 'shell_call_output',
        call_id: 'call_shell',
        output: [{ stdout: 'pong', stderr: '', outcome: { type: 'exit', exit_code: 0 } }],
      },
    ],
  },
  'apply-patch': {
    tools: [{ type: 'apply_patch' }],
    input: [
      says('user', 'Create the file pong.txt.'),
      {
        type: 'apply_patch_call',
        call_id: 'call_patch',
        status: 'completed',
        operation: { type: 'create_file', path: 'pong.txt', diff: '+pong' },
      },
      { type: 'apply_patch_call_output', call_id: 'call_patch', status: 'completed', output: 'done' },
    ],
  },
};

function given([name, members]: readonly [string, JsonObject]): Step {
  return create(`input-${name}`, (context) => request(context, members), ['input', 'tools', 'type', 'phase']);
}

/** Hosted tools and rare input cost more than a default run may spend. */
export const generatedMore: readonly Scenario[] = [
  {
    id: 'generated-tools',
    title: 'Every type of tool, declared and not used',
    capability: 'core',
    thorough: true,
    steps: Object.entries(TOOLS).map(declared),
  },
  {
    id: 'generated-choices',
    title: 'Every tool of the provider, named by tool_choice',
    capability: 'core',
    thorough: true,
    steps: Object.entries(CHOICES).map(chosen),
  },
  {
    id: 'generated-input',
    title: 'Kinds of input that refer to nothing',
    capability: 'core',
    thorough: true,
    steps: Object.entries(INPUTS).map(given),
  },
];
