import type { Capability } from '../capability.ts';
import type { SpecPointer } from '../contract.ts';
import { type Form, isType, itemsOf, partsOf, placesOf, refusing } from './request-forms.ts';

/** Where the schema of an item is not among those of input alone. */
const SCHEMAS: Readonly<Record<string, SpecPointer>> = {
  local_shell_call_output: '#/components/schemas/Item.local_shell_call_output',
};

/** Items other than messages: what a client sends back to continue (A12, A15 to A26). */
export const itemForms: readonly Form[] = [
  {
    id: 'tool-turn',
    title: 'A function call with its output as a string is served as history',
    levels: ['MUST', 'MUST'],
    source: '#/components/schemas/InputItem.function_call_output',
    capability: 'function-tools',
    weight: 2,
    places: (sent) =>
      placesOf(itemsOf(sent).filter((item) => item.value['type'] === 'function_call' || isStringOutput(item.value))),
    counterexample: refusing('function-call/answer', 'input[2]'),
  },
  {
    id: 'parallel-turn',
    title: 'Several function calls followed by their outputs are served as history',
    levels: ['MUST', 'MUST'],
    source: '#/components/schemas/InputItem.function_call_output',
    capability: 'function-tools',
    weight: 3,
    places: (sent) => {
      const calls = itemsOf(sent).filter(isType('function_call'));
      return calls.length > 1 ? placesOf(calls.slice(1)) : [];
    },
    counterexample: refusing('tool-turns/parallel', 'input[2]'),
  },
  {
    id: 'tool-output-parts',
    title: 'A tool output given as a list of input_text parts is served',
    levels: ['MUST', 'MUST'],
    source: '#/components/schemas/InputItem.function_call_output',
    capability: 'function-tools',
    weight: 3,
    places: (sent) =>
      placesOf(
        itemsOf(sent)
          .filter(isType('function_call_output'))
          .filter((item) => partsOf(item).length > 0 && partsOf(item).every(isType('input_text'))),
      ),
    counterexample: refusing('tool-output-parts/create', 'input[2].output'),
  },
  {
    id: 'tool-output-image',
    title: 'A tool output with an image in its parts is served',
    levels: ['MUST', 'MUST'],
    source: '#/components/schemas/InputItem.function_call_output',
    capability: 'multimodal',
    weight: 3,
    places: (sent) =>
      placesOf(itemsOf(sent).filter(isType('function_call_output')).flatMap(partsOf).filter(isType('input_image'))),
    counterexample: refusing('images/tool-output', 'input[2].output[1]'),
  },
  item('custom-tool-output', 'custom_tool_call_output', ['MUST', '-'], 'hosted-tools', 'custom-tools/answer', 2),
  {
    id: 'reasoning-item',
    title: 'A reasoning item with its id is served as history',
    levels: ['MUST', '-'],
    source: '#/components/schemas/InputItem.reasoning',
    capability: 'reasoning',
    weight: 2,
    places: (sent) =>
      placesOf(itemsOf(sent).filter(({ value }) => value['type'] === 'reasoning' && typeof value['id'] === 'string')),
    counterexample: refusing('replayed-reasoning/second', 'input[1]'),
  },
  {
    id: 'reasoning-without-id',
    title: 'A reasoning item without id or content is served as history',
    levels: ['-', 'MUST'],
    source: '#/components/schemas/InputItem.reasoning',
    capability: 'reasoning',
    weight: 2,
    places: (sent) =>
      placesOf(
        itemsOf(sent).filter(({ value }) => value['type'] === 'reasoning' && (value['id'] ?? undefined) === undefined),
      ),
    counterexample: refusing('bare-reasoning/create', 'input[1]'),
  },
  {
    id: 'item-reference',
    title: 'An item_reference is served',
    levels: ['MAY', 'MAY'],
    source: '#/components/schemas/InputItem.item_reference',
    capability: 'state',
    weight: 2,
    places: (sent) => placesOf(itemsOf(sent).filter(isType('item_reference'))),
    counterexample: refusing('item-references/typed', 'input[0]'),
  },
  {
    id: 'untyped-reference',
    title: 'An item_reference without its type is served',
    levels: ['MAY', 'MAY'],
    source: '#/components/schemas/InputItem.item_reference',
    capability: 'state',
    weight: 2,
    places: (sent) =>
      placesOf(
        itemsOf(sent).filter(
          ({ value }) => (value['type'] ?? undefined) === undefined && value['role'] === undefined && 'id' in value,
        ),
      ),
    counterexample: refusing('item-references/untyped', 'input[0]'),
  },
  item('compaction', 'compaction', ['MAY', 'MAY'], 'compaction', 'replayed-compaction/continue', 1),
  item('compaction-trigger', 'compaction_trigger', ['MAY', '-'], 'compaction', 'compaction-trigger/create', 1),
  item('additional-tools', 'additional_tools', ['MAY', '-'], 'function-tools', 'additional-tools/create', 0),
  {
    id: 'program-items',
    title: 'A program and its output are served as history',
    levels: ['MUST', '-'],
    source: '#/components/schemas/InputItem.program',
    capability: 'hosted-tools',
    weight: 2,
    places: (sent) => placesOf(itemsOf(sent).filter((one) => isType('program')(one) || isType('program_output')(one))),
    counterexample: refusing('programs/continue', 'input[1]'),
  },
  item('mcp-approval', 'mcp_approval_response', ['MUST', '-'], 'hosted-tools', 'approved-mcp/approve', 2),
  item('computer-output', 'computer_call_output', ['MUST', '-'], 'hosted-tools', 'computer-turn/answer', 2),
  item('shell-output', 'shell_call_output', ['MAY', '-'], 'hosted-tools', 'client-turns/shell', 2),
  item('local-shell-output', 'local_shell_call_output', ['MAY', '-'], 'hosted-tools', 'client-turns/local-shell', 2),
  item('patch-output', 'apply_patch_call_output', ['MAY', '-'], 'hosted-tools', 'client-turns/apply-patch', 2),
];

/** Any item of this type; `index`: where the counterexample's request has it. */
function item(
  id: string,
  type: string,
  levels: Form['levels'],
  capability: Capability,
  step: string,
  index: number,
): Form {
  return {
    id,
    title: `An item of type ${type} is served`,
    levels,
    source: SCHEMAS[type] ?? `#/components/schemas/InputItem.${type}`,
    capability,
    weight: 2,
    places: (sent) => placesOf(itemsOf(sent).filter(isType(type))),
    counterexample: refusing(step, `input[${index}]`),
  };
}

function isStringOutput(value: { readonly type?: unknown; readonly output?: unknown }): boolean {
  return value.type === 'function_call_output' && typeof value.output === 'string';
}
