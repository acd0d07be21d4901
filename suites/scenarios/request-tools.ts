import { type JsonObject, stringMember } from '../../core/json.ts';
import type { Scenario, Step } from '../../core/scenario.ts';
import { create, outputs, says, typedMessage } from './make.ts';
import { GET_WEATHER, toolRequest } from './tools.ts';

const WRITE_NOTE: JsonObject = { type: 'custom', name: 'write_note', description: 'Writes a note of free text.' };
const ADD: JsonObject = {
  type: 'custom',
  name: 'add',
  description: 'Adds two digits.',
  format: { type: 'grammar', syntax: 'regex', definition: '[0-9] \\+ [0-9]' },
};

/** A tool that the answer does not need: whether the request is served shows without running it. */
function idle(name: string, tool: JsonObject, optional: readonly string[] = []): Step {
  return create(
    name,
    (context) =>
      toolRequest(context, { input: 'Reply with the single word: pong', tools: [tool], tool_choice: 'none' }),
    ['tools', 'tool_choice', String(tool['type']), ...optional],
  );
}

const CUSTOM = ['tools', 'tool_choice', 'custom'];
const GROUPS = ['tools', 'namespace', 'tool_search', 'defer_loading', 'programmatic_tool_calling'];

/** Items and tools in the forms that clients send back or declare them in. */
export const requestTools: readonly Scenario[] = [
  {
    id: 'tool-turns',
    title: 'Calls of one turn, then their outputs',
    capability: 'function-tools',
    steps: [
      create(
        'parallel',
        (context) =>
          toolRequest(context, {
            input: [
              typedMessage('user', 'What is the weather in Paris and in Rome?'),
              { type: 'function_call', call_id: 'call_paris', name: 'get_weather', arguments: '{"city":"Paris"}' },
              { type: 'function_call', call_id: 'call_rome', name: 'get_weather', arguments: '{"city":"Rome"}' },
              { type: 'function_call_output', call_id: 'call_paris', output: '{"sky":"clear"}' },
              { type: 'function_call_output', call_id: 'call_rome', output: '{"sky":"cloudy"}' },
            ],
            tools: [GET_WEATHER],
          }),
        ['tools'],
      ),
    ],
  },
  {
    id: 'loose-functions',
    title: 'Function tools without parameters, and with members that fewer servers know',
    capability: 'function-tools',
    thorough: true,
    steps: [
      create(
        'create',
        (context) =>
          toolRequest(context, {
            input: 'Reply with the single word: pong',
            tools: [
              { type: 'function', name: 'ring_bell' },
              { type: 'function', name: 'open_door', parameters: null },
            ],
            tool_choice: 'none',
          }),
        ['tools', 'tool_choice'],
      ),
      create(
        'null-strict',
        (context) =>
          toolRequest(context, {
            input: 'Reply with the single word: pong',
            tools: [{ ...GET_WEATHER, strict: null }],
            tool_choice: 'none',
          }),
        ['tools', 'tool_choice'],
      ),
      create(
        'extras',
        (context) =>
          toolRequest(context, {
            input: 'Reply with the single word: pong',
            tools: [
              {
                ...GET_WEATHER,
                output_schema: { type: 'object', properties: { sky: { type: 'string' } } },
                allowed_callers: ['direct'],
              },
            ],
            tool_choice: 'none',
          }),
        ['tools', 'tool_choice', 'output_schema', 'allowed_callers'],
      ),
    ],
  },
  {
    id: 'custom-tools',
    title: 'Custom tools, their call and its output',
    capability: 'hosted-tools',
    thorough: true,
    steps: [
      create(
        'text',
        (context) =>
          toolRequest(context, {
            input: 'Write a note that says hello.',
            tools: [WRITE_NOTE],
            tool_choice: { type: 'custom', name: 'write_note' },
          }),
        CUSTOM,
      ),
      create('answer', (context) => {
        const [made] = outputs(context, 'text', 'custom_tool_call');
        const callId = stringMember(made, 'call_id');
        const input = stringMember(made, 'input');
        if (callId === undefined || input === undefined) return { unmet: 'the model made no custom tool call' };
        return toolRequest(context, {
          input: [
            says('user', 'Write a note that says hello.'),
            { type: 'custom_tool_call', call_id: callId, name: 'write_note', input },
            { type: 'custom_tool_call_output', call_id: callId, output: 'The note is written.' },
          ],
          tools: [WRITE_NOTE],
        });
      }),
      create(
        'grammar',
        (context) =>
          toolRequest(context, { input: 'Reply with the single word: pong', tools: [ADD], tool_choice: 'none' }),
        [...CUSTOM, 'grammar'],
      ),
      create(
        'allowed',
        (context) =>
          toolRequest(context, {
            input: 'Write a note that says hello.',
            tools: [WRITE_NOTE, ADD],
            tool_choice: { type: 'allowed_tools', mode: 'required', tools: [{ type: 'custom', name: 'write_note' }] },
          }),
        [...CUSTOM, 'allowed_tools'],
      ),
    ],
  },
  {
    id: 'idle-tools',
    title: 'Hosted tools that are declared and not used',
    capability: 'hosted-tools',
    thorough: true,
    steps: [
      idle('web-search', { type: 'web_search', search_context_size: 'low' }),
      idle('code-interpreter', { type: 'code_interpreter', container: { type: 'auto' } }, ['container']),
      idle('image-generation', { type: 'image_generation', partial_images: 1, output_format: 'png' }),
      idle('shell', { type: 'shell', environment: { type: 'local' } }),
      idle('local-shell', { type: 'local_shell' }),
      idle('apply-patch', { type: 'apply_patch' }),
      idle('computer', { type: 'computer' }),
    ],
  },
  {
    id: 'tool-groups',
    title: 'Tools that are grouped, searched or called by programs',
    capability: 'hosted-tools',
    thorough: true,
    steps: [
      idle(
        'namespace',
        { type: 'namespace', name: 'weather', description: 'Tools about the weather.', tools: [GET_WEATHER] },
        GROUPS,
      ),
      create(
        'search',
        (context) =>
          toolRequest(context, {
            input: 'Reply with the single word: pong',
            tools: [{ ...GET_WEATHER, defer_loading: true }, { type: 'tool_search' }],
            tool_choice: 'none',
          }),
        [...GROUPS, 'tool_choice'],
      ),
      create(
        'programmatic',
        (context) =>
          toolRequest(context, {
            input: 'Reply with the single word: pong',
            tools: [{ type: 'programmatic_tool_calling' }, { ...GET_WEATHER, allowed_callers: ['programmatic'] }],
            tool_choice: 'none',
          }),
        [...GROUPS, 'tool_choice', 'allowed_callers'],
      ),
    ],
  },
  {
    id: 'programs',
    title: 'A program and its output are sent back',
    capability: 'hosted-tools',
    thorough: true,
    steps: [
      create(
        'run',
        (context) =>
          toolRequest(context, {
            input: 'Write a program that adds the numbers from 1 to 10, and tell the sum.',
            tools: [{ type: 'programmatic_tool_calling' }],
            tool_choice: { type: 'programmatic_tool_calling' },
            include: ['reasoning.encrypted_content'],
          }),
        [...GROUPS, 'tool_choice', 'include'],
      ),
      create('continue', (context) => {
        if (outputs(context, 'run', 'program_output').length === 0) return { unmet: 'no program was run' };
        return toolRequest(context, {
          input: [says('user', 'Add the numbers.'), ...outputs(context, 'run'), says('user', 'Thank you.')],
          tools: [{ type: 'programmatic_tool_calling' }],
          include: ['reasoning.encrypted_content'],
        });
      }),
    ],
  },
  {
    id: 'additional-tools',
    title: 'Tools that are added in the input',
    capability: 'function-tools',
    thorough: true,
    steps: [
      create(
        'create',
        (context) =>
          toolRequest(context, {
            input: [
              { type: 'additional_tools', role: 'developer', tools: [GET_WEATHER] },
              says('user', 'Reply with the single word: pong'),
            ],
          }),
        ['additional_tools', 'input[0]'],
      ),
    ],
  },
];
