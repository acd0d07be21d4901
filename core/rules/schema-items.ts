import type { Capability } from '../capability.ts';
import type { SpecPointer } from '../contract.ts';
import type { Counterexample, Edit, Level, RuleId } from '../rule.ts';

/** What an output item of one type looks like: one rule a type, so that a finding names the tool that is broken. */
export interface ItemSchema {
  readonly type: string;
  readonly capability: Capability;
  readonly openResponses: Level | '-';
  readonly counterexample: Counterexample;
}

/** The finished item and its copy in the terminal snapshot, so that only their shape is at fault. */
function lacks(of: string, name: string, done: number, output: number, ...also: RuleId[]): Counterexample {
  const edit: readonly Edit[] = [
    { op: 'remove', path: `/events/response.output_item.done#${done}/item/${name}` },
    { op: 'remove', path: `/events/response.completed/response/output/${output}/${name}` },
  ];
  return { of, edit, ...(also.length === 0 ? {} : { also }) };
}

function hosted(type: string, counterexample: Counterexample): ItemSchema {
  return { type, capability: 'hosted-tools', openResponses: '-', counterexample };
}

/** Types with a rule of their own; `schema/items-other` has the rest. */
export const ITEM_SCHEMAS: readonly ItemSchema[] = [
  {
    type: 'message',
    capability: 'core',
    openResponses: 'MUST',
    counterexample: { of: 'text/create', edit: [{ op: 'set', path: '/body/output/0/role', value: 'user' }] },
  },
  {
    type: 'function_call',
    capability: 'function-tools',
    openResponses: 'MUST',
    counterexample: { of: 'function-call/call', edit: [{ op: 'remove', path: '/body/output/0/call_id' }] },
  },
  {
    type: 'reasoning',
    capability: 'reasoning',
    openResponses: 'MUST',
    counterexample: { of: 'reasoning/create', edit: [{ op: 'remove', path: '/body/output/0/summary' }] },
  },
  hosted('file_search_call', lacks('file-search-stream/create', 'queries', 0, 0)),
  hosted('web_search_call', {
    of: 'web-search/create',
    edit: [{ op: 'set', path: '/body/output/0/status', value: 'done' }],
  }),
  hosted('computer_call', lacks('computer-stream/create', 'pending_safety_checks', 0, 0)),
  hosted('image_generation_call', {
    of: 'image-stream/create',
    edit: [
      { op: 'set', path: '/events/response.output_item.done/item/status', value: 'done' },
      { op: 'set', path: '/events/response.completed/response/output/0/status', value: 'done' },
    ],
  }),
  hosted('code_interpreter_call', lacks('code-interpreter-stream/create', 'container_id', 0, 0)),
  hosted('mcp_list_tools', lacks('mcp-stream/create', 'tools', 0, 0)),
  hosted('mcp_call', lacks('mcp-stream/create', 'server_label', 1, 1)),
  hosted('mcp_approval_request', lacks('mcp-approval-stream/create', 'name', 1, 1)),
  hosted('shell_call', lacks('shell-stream/create', 'action', 0, 0)),
  hosted('shell_call_output', lacks('shell-stream/create', 'max_output_length', 1, 1)),
  hosted('local_shell_call', lacks('local-shell-stream/create', 'action', 0, 0)),
  hosted('apply_patch_call', lacks('apply-patch-stream/create', 'operation', 0, 0)),
  hosted('custom_tool_call', {
    of: 'custom-round-trip/create',
    edit: [{ op: 'remove', path: '/body/output/0/input' }],
  }),
  hosted('tool_search_call', {
    of: 'items-tool-search/create',
    edit: [{ op: 'remove', path: '/body/output/0/arguments' }],
  }),
  hosted('tool_search_output', {
    of: 'items-tool-search/create',
    edit: [{ op: 'remove', path: '/body/output/1/tools' }],
  }),
  hosted('program', { of: 'program/create', edit: [{ op: 'remove', path: '/body/output/0/fingerprint' }] }),
  hosted('program_output', {
    of: 'items-program-alone/create',
    edit: [{ op: 'remove', path: '/body/output/1/result' }],
  }),
  {
    type: 'compaction',
    capability: 'compaction',
    openResponses: 'MUST',
    counterexample: {
      of: 'compaction-triggered/create',
      edit: [{ op: 'remove', path: '/body/output/0/encrypted_content' }],
    },
  },
];

export const itemSchemaId = (type: string) => `schema/item-${type.replaceAll('_', '-')}` as const;
export const itemSchemaSource = (type: string): SpecPointer => `#/components/schemas/Item.${type}`;
