import { arrayOf, type Json, type JsonObject, member, show, stringMember, wordTable } from '../json.ts';
import type { ResponseSubject, Rule } from '../rule.ts';
import { created, levels, lostOutput, outputItems, type PlacedItem, sentMember } from './support.ts';

/** What comes of a tool_choice that is more than a word: A82 to A84. */
export const choiceRules: readonly Rule[] = [
  {
    id: 'request/allowed-tools-required',
    title: 'allowed_tools with the mode required yields a call',
    on: 'response',
    levels: levels('MUST', 'MUST'),
    source: '#/components/schemas/ToolChoiceAllowed',
    capability: 'function-tools',
    needs: ['request'],
    counterexample: { of: 'allowed-tools/call', edit: [{ op: 'set', path: '/body/output', value: [said()] }] },
    judge(subject, probe) {
      const choice = choiceOf(subject, 'allowed_tools');
      if (choice === undefined || member(choice, 'mode') !== 'required' || !isComplete(subject)) return;
      const items = outputItems(subject.value, subject.at);
      probe.check(items.some(isCall), `${subject.at}/output`, 'a call of an allowed tool', typesOf(items));
    },
  },
  {
    id: 'request/allowed-other-tools',
    title: 'Of custom and hosted tools only those in allowed_tools are called',
    on: 'response',
    levels: levels('MUST', '-'),
    source: '#/components/schemas/ToolChoiceAllowed',
    capability: 'hosted-tools',
    needs: ['request'],
    counterexample: {
      of: 'custom-tools/allowed',
      edit: [{ op: 'set', path: '/body/output/0/name', value: 'add' }],
    },
    judge(subject, probe) {
      const choice = choiceOf(subject, 'allowed_tools');
      if (choice === undefined) return;
      const allowed = arrayOf(member(choice, 'tools'));
      for (const { item, type, at } of outputItems(subject.value, subject.at)) {
        const family = type === undefined ? undefined : familyOfCall(type);
        if (family === undefined) continue;
        const holds = allowed.some((tool) => isMeant(tool, family, item));
        const actual = family === 'custom' ? show(item['name']) : show(type);
        probe.check(holds, at, `one of ${show(allowed)}`, actual);
      }
    },
  },
  {
    id: 'request/custom-choice',
    title: 'A tool_choice that names a custom tool yields a custom_tool_call of it',
    on: 'response',
    levels: levels('MUST', '-'),
    source: '#/components/schemas/ToolChoiceCustom',
    capability: 'hosted-tools',
    needs: ['request'],
    breaks: ['codex'],
    counterexample: {
      of: 'custom-tools/text',
      edit: [{ op: 'set', path: '/body/output', value: [said()] }],
    },
    judge(subject, probe) {
      const name = stringMember(choiceOf(subject, 'custom'), 'name');
      if (name === undefined || !isComplete(subject)) return;
      const items = outputItems(subject.value, subject.at);
      // A call of it in the words of a function is item/call-kind.
      if (items.some(({ item, type }) => type === 'function_call' && item['name'] === name)) return;
      const called = items.some(({ item, type }) => type === 'custom_tool_call' && item['name'] === name);
      probe.check(called, `${subject.at}/output`, `a custom_tool_call of ${name}`, typesOf(items));
    },
  },
  {
    id: 'request/hosted-choice',
    title: 'A tool_choice that names a hosted tool yields a call of it',
    on: 'response',
    // That the choice forces the tool is said of functions; of hosted tools it is what recorded answers show.
    levels: levels('SHOULD', '-'),
    source: '#/components/schemas/ToolChoiceTypes',
    capability: 'hosted-tools',
    needs: ['request'],
    counterexample: { of: 'chosen-tools/hosted', edit: [{ op: 'set', path: '/body/output', value: [said()] }] },
    judge(subject, probe) {
      const type = stringMember(sentMember(subject.view, 'tool_choice'), 'type');
      const wanted = type === undefined ? undefined : CALLS_OF[plainType(type)];
      if (wanted === undefined || !created(subject) || !isComplete(subject)) return;
      const items = outputItems(subject.value, subject.at);
      probe.check(
        items.some((item) => item.type !== undefined && wanted.includes(item.type)),
        `${subject.at}/output`,
        `an item of type ${wanted.join(' or ')}`,
        typesOf(items),
      );
    },
  },
];

/** The items that show a hosted tool at work, by the tool's type without its date. */
const CALLS_OF: Readonly<Record<string, readonly string[]>> = wordTable({
  web_search: ['web_search_call'],
  web_search_preview: ['web_search_call'],
  file_search: ['file_search_call'],
  code_interpreter: ['code_interpreter_call'],
  image_generation: ['image_generation_call'],
  mcp: ['mcp_call', 'mcp_approval_request'],
  shell: ['shell_call'],
  local_shell: ['local_shell_call'],
  apply_patch: ['apply_patch_call'],
  computer: ['computer_call'],
  computer_use: ['computer_call'],
  computer_use_preview: ['computer_call'],
  programmatic_tool_calling: ['program'],
});

function plainType(type: string): string {
  return type.replace(/_\d{4}_\d{2}_\d{2}$/, '');
}

function familyOfCall(type: string): string | undefined {
  if (type === 'custom_tool_call') return 'custom';
  return Object.keys(CALLS_OF).find((family) => CALLS_OF[family]?.includes(type));
}

/** Whether an entry of allowed tools lets this call pass. What an entry leaves open it allows. */
function isMeant(tool: Json, family: string, call: JsonObject): boolean {
  const type = plainType(stringMember(tool, 'type') ?? '');
  if (family === 'custom') return type === 'custom' && member(tool, 'name') === call['name'];
  const calls: readonly (string | undefined)[] = CALLS_OF[type] ?? [];
  if (!calls.includes(stringMember(call, 'type'))) return false;
  const label = stringMember(tool, 'server_label');
  const name = stringMember(tool, 'name');
  return (
    family !== 'mcp' ||
    ((label ?? call['server_label']) === call['server_label'] && (name ?? call['name']) === call['name'])
  );
}

function choiceOf(subject: ResponseSubject, type: string): Json | undefined {
  const choice = sentMember(subject.view, 'tool_choice');
  return created(subject) && member(choice, 'type') === type ? choice : undefined;
}

function isComplete({ value }: ResponseSubject): boolean {
  return value['status'] === 'completed' && Array.isArray(value['output']) && !lostOutput(value);
}

export function isCall({ type }: PlacedItem): boolean {
  return type !== undefined && (type.endsWith('_call') || type === 'mcp_approval_request');
}

function typesOf(items: readonly PlacedItem[]): string {
  return items.map(({ type }) => type).join(', ') || 'nothing';
}

function said(): JsonObject {
  return {
    type: 'message',
    id: 'msg_1',
    role: 'assistant',
    status: 'completed',
    content: [{ type: 'output_text', text: 'It is sunny.', annotations: [], logprobs: [] }],
  };
}
