import type { Capability } from '../capability.ts';
import { arrayOf, type Json, type JsonObject, member } from '../json.ts';
import { type Form, isType, placesOf, refusing, toolsOf } from './request-forms.ts';

/** Tools in every form, and the ways to choose among them (A68 to A83). */
export const toolForms: readonly Form[] = [
  {
    id: 'function-tool',
    title: 'A function tool is served',
    levels: ['MUST', 'MUST'],
    source: '#/components/schemas/Tool.function',
    capability: 'function-tools',
    weight: 1,
    places: tools((tool) => tool['type'] === 'function'),
    counterexample: refusing('function-call/call', 'tools[0]'),
  },
  {
    id: 'loose-function',
    title: 'A function tool without strict or with no parameters is served',
    levels: ['MUST', 'MUST'],
    source: '#/components/schemas/Tool.function',
    capability: 'function-tools',
    weight: 2,
    places: tools(
      ({ type, parameters, strict }) =>
        type === 'function' && strict !== null && ((parameters ?? null) === null || strict === undefined),
    ),
    counterexample: refusing('loose-functions/create', 'tools[0]'),
  },
  {
    id: 'null-strict',
    title: 'A function tool with null for strict is served',
    levels: ['MUST', '-'],
    source: '#/components/schemas/Tool.function',
    capability: 'function-tools',
    weight: 2,
    places: tools(({ type, strict }) => type === 'function' && strict === null),
    counterexample: refusing('loose-functions/null-strict', 'tools[0]'),
  },
  {
    id: 'function-extras',
    title: 'output_schema, defer_loading and allowed_callers of a function are served',
    levels: ['MAY', '-'],
    source: '#/components/schemas/Tool.function',
    capability: 'function-tools',
    weight: 3,
    places: (request) =>
      toolsOf(request)
        .filter(isType('function'))
        .flatMap(({ value, at }) =>
          ['output_schema', 'defer_loading', 'allowed_callers']
            .filter((name) => value[name] !== undefined)
            .map((name) => `${at}.${name}`),
        ),
    counterexample: refusing('loose-functions/extras', 'tools[0].output_schema'),
  },
  {
    id: 'custom-tool',
    title: 'A custom tool with text as its format is served',
    levels: ['MUST', '-'],
    source: '#/components/schemas/Tool.custom',
    capability: 'hosted-tools',
    weight: 2,
    places: tools((tool) => tool['type'] === 'custom' && member(tool['format'], 'type') !== 'grammar'),
    counterexample: refusing('custom-tools/text', 'tools[0]'),
  },
  {
    id: 'custom-grammar',
    title: 'A custom tool with a grammar is served',
    levels: ['MUST', '-'],
    source: '#/components/schemas/Tool.custom',
    capability: 'hosted-tools',
    weight: 2,
    places: tools((tool) => tool['type'] === 'custom' && member(tool['format'], 'type') === 'grammar'),
    counterexample: refusing('custom-tools/grammar', 'tools[0]'),
  },
  hosted('namespace', ['MUST', '-'], 'tool-groups/namespace'),
  hosted('tool_search', ['MUST', '-'], 'tool-groups/search', 1),
  hosted('mcp', ['MUST', '-'], 'foreign-tools/mcp'),
  hosted('file_search', ['MUST', '-'], 'foreign-tools/file-search'),
  hosted('web_search', ['MUST', '-'], 'idle-tools/web-search'),
  hosted('code_interpreter', ['MUST', '-'], 'idle-tools/code-interpreter'),
  hosted('image_generation', ['MUST', '-'], 'idle-tools/image-generation'),
  hosted('shell', ['MAY', '-'], 'idle-tools/shell'),
  hosted('local_shell', ['MAY', '-'], 'idle-tools/local-shell'),
  hosted('apply_patch', ['MAY', '-'], 'idle-tools/apply-patch'),
  hosted('computer', ['MAY', '-'], 'idle-tools/computer'),
  hosted('programmatic_tool_calling', ['MAY', '-'], 'tool-groups/programmatic'),
  chosen('function', 'named-choice', ['MUST', 'MUST'], 'function-tools', 'ToolChoiceFunction', 'named-function/call'),
  {
    id: 'allowed-tools',
    title: 'A tool_choice of allowed functions is served',
    levels: ['MUST', 'MUST'],
    source: '#/components/schemas/ToolChoiceAllowed',
    capability: 'function-tools',
    weight: 3,
    places: ({ tool_choice: choice }) =>
      member(choice, 'type') === 'allowed_tools' &&
      arrayOf(member(choice, 'tools')).every((tool) => member(tool, 'type') === 'function')
        ? ['tool_choice']
        : [],
    counterexample: refusing('allowed-tools/call', 'tool_choice'),
  },
  chosen('custom', 'custom-choice', ['MUST', '-'], 'hosted-tools', 'ToolChoiceCustom', 'custom-tools/text'),
  chosen('mcp', 'mcp-choice', ['MUST', '-'], 'hosted-tools', 'ToolChoiceMCP', 'chosen-tools/mcp'),
  {
    id: 'hosted-choice',
    title: 'A tool_choice that names the type of a hosted tool is served',
    levels: ['MUST', '-'],
    source: '#/components/schemas/ToolChoiceTypes',
    capability: 'hosted-tools',
    weight: 3,
    places: (request) => {
      const type = member(request['tool_choice'], 'type');
      const others: readonly Json[] = ['function', 'custom', 'mcp', 'allowed_tools'];
      return type === undefined || others.includes(type) ? [] : ['tool_choice'];
    },
    counterexample: refusing('chosen-tools/hosted', 'tool_choice'),
  },
];

function tools(is: (tool: JsonObject) => boolean): Form['places'] {
  return (request) => placesOf(toolsOf(request).filter(({ value }) => is(value)));
}

function hosted(type: string, levels: Form['levels'], step: string, index = 0): Form {
  return {
    id: `${type.replaceAll('_', '-')}-tool`,
    title: `A tool of type ${type} is served`,
    levels,
    source: `#/components/schemas/Tool.${type}`,
    capability: 'hosted-tools',
    weight: 2,
    places: tools((tool) => tool['type'] === type),
    counterexample: refusing(step, `tools[${index}]`),
  };
}

function chosen(
  type: string,
  id: string,
  levels: Form['levels'],
  capability: Capability,
  schema: string,
  step: string,
): Form {
  return {
    id,
    title: `A tool_choice of type ${type} is served`,
    levels,
    source: `#/components/schemas/${schema}`,
    capability,
    weight: 3,
    places: (request) => (member(request['tool_choice'], 'type') === type ? ['tool_choice'] : []),
    counterexample: refusing(step, 'tool_choice'),
  };
}
