import { arrayOf, type Json, type JsonObject, member } from '../../json.ts';

/** How items of hosted tools, shells and patches are streamed when all is well. */

type Events = JsonObject[];

function stages(item: JsonObject, place: JsonObject, ...names: readonly string[]): Events {
  return names.map((name) => ({ type: `response.${String(item['type'])}.${name}`, ...place }));
}

function texts(family: string, name: string, text: Json | undefined, place: JsonObject): Events {
  const whole = String(text);
  const pieces = whole.match(/.{1,6}/gsu) ?? [];
  return [
    ...pieces.map((delta) => ({ type: `${family}.delta`, ...place, delta, obfuscation: 'xyz' })),
    { type: `${family}.done`, ...place, [name]: whole },
  ];
}

function partialImages(place: JsonObject): Events {
  return [0, 1].map((index) => ({
    type: 'response.image_generation_call.partial_image',
    ...place,
    partial_image_index: index,
    partial_image_b64: 'AA==',
  }));
}

function commands(item: JsonObject, { output_index }: JsonObject): Events {
  return arrayOf(member(item['action'], 'commands')).flatMap((command, index) => {
    const place = { output_index, command_index: index };
    return [
      { type: 'response.shell_call_command.added', ...place, command: '' },
      ...texts('response.shell_call_command', 'command', command, place),
    ];
  });
}

function outputs(item: JsonObject, place: JsonObject): Events {
  return arrayOf(item['output']).flatMap((output, index) => {
    const stdout = String(member(output, 'stdout'));
    const stderr = String(member(output, 'stderr'));
    const own = { ...place, command_index: index };
    return [
      { type: 'response.shell_call_output_content.delta', ...own, delta: { stdout: stdout.slice(0, 3) } },
      { type: 'response.shell_call_output_content.delta', ...own, delta: { stdout: stdout.slice(3), stderr } },
      { type: 'response.shell_call_output_content.done', ...own, output: [output] },
    ];
  });
}

const BETWEEN: Readonly<Record<string, (item: JsonObject, place: JsonObject) => Events>> = {
  web_search_call: (item, place) => stages(item, place, 'in_progress', 'searching', 'completed'),
  file_search_call: (item, place) => stages(item, place, 'in_progress', 'searching', 'completed'),
  code_interpreter_call: (item, place) => [
    ...stages(item, place, 'in_progress'),
    ...texts('response.code_interpreter_call_code', 'code', item['code'], place),
    ...stages(item, place, 'interpreting', 'completed'),
  ],
  image_generation_call: (item, place) => [
    ...stages(item, place, 'in_progress', 'generating'),
    ...partialImages(place),
    ...stages(item, place, 'completed'),
  ],
  mcp_list_tools: (item, place) => stages(item, place, 'in_progress', item['error'] == null ? 'completed' : 'failed'),
  mcp_call: (item, place) => [
    ...stages(item, place, 'in_progress'),
    ...texts('response.mcp_call_arguments', 'arguments', item['arguments'], place),
    ...stages(item, place, item['error'] == null ? 'completed' : 'failed'),
  ],
  shell_call: commands,
  shell_call_output: outputs,
  apply_patch_call: (item, place) =>
    texts('response.apply_patch_call_operation_diff', 'diff', member(item['operation'], 'diff'), place),
  compaction: (_item, place) => [{ type: 'response.compaction.compacting', ...place }],
};

/** The events between `output_item.added` and `output_item.done`. */
export function between(item: JsonObject, place: JsonObject): Events {
  return BETWEEN[String(item['type'])]?.(item, place) ?? [];
}

/** What an item still lacks when it is added. */
export const ADDED: Readonly<Record<string, JsonObject>> = {
  file_search_call: { queries: [] },
  code_interpreter_call: { code: '', outputs: null },
  image_generation_call: { result: null },
  mcp_list_tools: { tools: [], error: null },
  mcp_call: { arguments: '', output: null, error: null },
  shell_call: { action: { commands: [], timeout_ms: null, max_output_length: null } },
  shell_call_output: { status: 'completed', output: [] },
  apply_patch_call: { operation: { type: 'create_file', path: 'a.md', diff: '' } },
};

const exit = (stdout: string, stderr: string) => ({ stdout, stderr, outcome: { type: 'exit', exit_code: 0 } });

export const WEB_SEARCH: JsonObject = {
  id: 'ws_1',
  type: 'web_search_call',
  status: 'completed',
  action: { type: 'search', queries: ['x'] },
};
export const FILE_SEARCH: JsonObject = {
  id: 'fs_1',
  type: 'file_search_call',
  status: 'completed',
  queries: ['x'],
  results: null,
};
export const CODE: JsonObject = {
  id: 'ci_1',
  type: 'code_interpreter_call',
  status: 'completed',
  container_id: 'cntr_1',
  code: 'print(1 + 1)\nprint(2)',
  outputs: null,
};
export const IMAGE: JsonObject = { id: 'ig_1', type: 'image_generation_call', status: 'completed', result: 'AA==' };
export const MCP_LIST: JsonObject = {
  id: 'mcpl_1',
  type: 'mcp_list_tools',
  server_label: 'notes',
  tools: [{ name: 'read_note', input_schema: {} }],
  error: null,
};
export const MCP_CALL: JsonObject = {
  id: 'mcp_1',
  type: 'mcp_call',
  status: 'completed',
  server_label: 'notes',
  name: 'read_note',
  arguments: '{"title":"list"}',
  output: 'milk',
  error: null,
};
export const MCP_FAILED: JsonObject = {
  ...MCP_CALL,
  id: 'mcp_2',
  status: 'failed',
  output: null,
  error: { type: 'mcp_protocol_error', code: 32600, message: 'No.' },
};
export const SHELL: JsonObject = {
  id: 'sh_1',
  type: 'shell_call',
  call_id: 'call_1',
  status: 'completed',
  action: { commands: ['ls -la /tmp', 'pwd'], timeout_ms: null, max_output_length: null },
};
export const SHELL_OUTPUT: JsonObject = {
  id: 'sho_1',
  type: 'shell_call_output',
  call_id: 'call_1',
  status: 'completed',
  output: [exit('a.txt\nb.txt', ''), exit('/tmp', 'a warning')],
};
export const PATCH: JsonObject = {
  id: 'apc_1',
  type: 'apply_patch_call',
  call_id: 'call_1',
  status: 'completed',
  operation: { type: 'create_file', path: 'a.md', diff: '+ milk\n+ bread' },
};
export const COMPACTION: JsonObject = { id: 'cmp_1', type: 'compaction', encrypted_content: 'AAAA' };
export const PROGRAM: JsonObject = { id: 'prg_1', type: 'program', call_id: 'call_1', code: 'x', fingerprint: 'AAAA' };
