import { arrayOf, isObject, type JsonObject, member, stringMember } from '../../core/json.ts';
import type { Scenario, Step, StepContext } from '../../core/scenario.ts';
import { create, outputs, REASONED_ANSWER, SHORT_ANSWER, says, typedMessage, valid } from './make.ts';

const GET_WEATHER: JsonObject = {
  type: 'function',
  name: 'get_weather',
  description: 'Returns the current weather of a city.',
  parameters: {
    type: 'object',
    properties: { city: { type: 'string', description: 'Name of the city, for example Paris' } },
    required: ['city'],
    additionalProperties: false,
  },
  strict: true,
};

const WRITE_NOTE: JsonObject = { type: 'custom', name: 'write_note', description: 'Writes a note of free text.' };
const ADD: JsonObject = {
  type: 'custom',
  name: 'add',
  description: 'Adds two digits.',
  format: { type: 'grammar', syntax: 'regex', definition: '[0-9] \\+ [0-9]' },
};

function request(context: StepContext, members: JsonObject): JsonObject {
  return { model: context.model('tools'), max_output_tokens: SHORT_ANSWER, store: false, ...members };
}

/** A tool that the answer does not need: whether the request is served shows without running it. */
function idle(name: string, tool: JsonObject, optional: readonly string[] = []): Step {
  return create(
    name,
    (context) => request(context, { input: 'Reply with the single word: pong', tools: [tool], tool_choice: 'none' }),
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
          request(context, {
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
          request(context, {
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
          request(context, {
            input: 'Reply with the single word: pong',
            tools: [{ ...GET_WEATHER, strict: null }],
            tool_choice: 'none',
          }),
        ['tools', 'tool_choice'],
      ),
      create(
        'extras',
        (context) =>
          request(context, {
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
          request(context, {
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
        return request(context, {
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
        (context) => request(context, { input: 'Reply with the single word: pong', tools: [ADD], tool_choice: 'none' }),
        [...CUSTOM, 'grammar'],
      ),
      create(
        'allowed',
        (context) =>
          request(context, {
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
          request(context, {
            input: 'Reply with the single word: pong',
            tools: [{ ...GET_WEATHER, defer_loading: true }, { type: 'tool_search' }],
            tool_choice: 'none',
          }),
        [...GROUPS, 'tool_choice'],
      ),
      create(
        'programmatic',
        (context) =>
          request(context, {
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
          request(context, {
            input: 'Write a program that adds the numbers from 1 to 10, and tell the sum.',
            tools: [{ type: 'programmatic_tool_calling' }],
            tool_choice: { type: 'programmatic_tool_calling' },
            include: ['reasoning.encrypted_content'],
          }),
        [...GROUPS, 'tool_choice', 'include'],
      ),
      create('continue', (context) => {
        if (outputs(context, 'run', 'program_output').length === 0) return { unmet: 'no program was run' };
        return request(context, {
          input: [says('user', 'Add the numbers.'), ...outputOf(context, 'run'), says('user', 'Thank you.')],
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
          request(context, {
            input: [
              { type: 'additional_tools', role: 'developer', tools: [GET_WEATHER] },
              says('user', 'Reply with the single word: pong'),
            ],
          }),
        ['additional_tools', 'input[0]'],
      ),
    ],
  },
  {
    id: 'replayed-reasoning',
    title: 'A response is sent back as it came, reasoning and all',
    capability: 'reasoning',
    thorough: true,
    steps: [
      create(
        'first',
        (context) => ({
          ...request(context, {
            input: 'Anna is older than Ben, and Ben is older than Carl. Who is the oldest? Answer with the name only.',
            max_output_tokens: REASONED_ANSWER,
            reasoning: { effort: 'low' },
            include: ['reasoning.encrypted_content'],
          }),
          model: context.model('reasoning'),
        }),
        ['reasoning', 'reasoning.effort', 'include', 'reasoning.encrypted_content'],
      ),
      create('second', (context) => {
        if (outputs(context, 'first', 'reasoning').length === 0) return { unmet: 'the answer holds no reasoning' };
        return {
          ...request(context, {
            input: [
              says('user', 'Who is the oldest?'),
              ...outputOf(context, 'first'),
              says('user', 'And who is the youngest?'),
            ],
            max_output_tokens: REASONED_ANSWER,
            reasoning: { effort: 'low' },
            include: ['reasoning.encrypted_content'],
          }),
          model: context.model('reasoning'),
        };
      }),
    ],
  },
  {
    id: 'bare-reasoning',
    title: 'Reasoning without id or content, as only one of the contracts allows it',
    capability: 'reasoning',
    thorough: true,
    steps: [
      create(
        'create',
        (context) => ({
          ...request(context, {
            input: [
              typedMessage('user', 'Name a colour.'),
              { type: 'reasoning', summary: [{ type: 'summary_text', text: 'Blue comes to mind.' }], content: null },
              { type: 'message', ...says('assistant', 'Blue.') },
              typedMessage('user', 'Name another one. Reply with one word.'),
            ],
            max_output_tokens: REASONED_ANSWER,
          }),
          model: context.model('reasoning'),
        }),
        ['reasoning', 'input[1]'],
      ),
    ],
  },
  {
    id: 'item-references',
    title: 'Stored items named by their ids',
    capability: 'state',
    thorough: true,
    steps: [
      create('create', (context) => ({
        model: context.model('text'),
        input: 'Name a colour. Reply with one word.',
        max_output_tokens: SHORT_ANSWER,
        store: true,
      })),
      reference('typed', { type: 'item_reference' }),
      reference('untyped', {}),
    ],
  },
  {
    id: 'replayed-compaction',
    title: 'A compacted conversation is continued',
    capability: 'compaction',
    thorough: true,
    steps: [
      {
        name: 'compact',
        send: (context) => ({
          operation: 'compactResponse',
          json: {
            model: context.model('text'),
            input: [says('user', 'The secret word is marzipan. Reply with OK.'), says('assistant', 'OK')],
          },
          intent: valid(),
        }),
      },
      create(
        'continue',
        (context) => {
          const items = outputOf(context, 'compact');
          if (!items.some(({ type }) => type === 'compaction')) return { unmet: 'compact yielded no compaction' };
          return {
            model: context.model('text'),
            max_output_tokens: SHORT_ANSWER,
            store: false,
            input: [...items, says('user', 'Reply with the single word: pong')],
          };
        },
        ['compaction'],
      ),
    ],
  },
  {
    id: 'compaction-trigger',
    title: 'A compaction is asked for at the end of the input',
    capability: 'compaction',
    thorough: true,
    steps: [
      create(
        'create',
        (context) => ({
          model: context.model('text'),
          max_output_tokens: SHORT_ANSWER,
          store: false,
          input: [says('user', 'The secret word is marzipan.'), { type: 'compaction_trigger' }],
        }),
        ['compaction_trigger', 'input[1]'],
      ),
    ],
  },
];

function reference(name: string, members: JsonObject): Step {
  return create(
    name,
    (context) => {
      const [made] = outputs(context, 'create', 'message');
      const id = stringMember(made, 'id');
      if (id === undefined) return { unmet: 'the answer holds no message with an id' };
      return {
        model: context.model('text'),
        input: [{ ...members, id }, says('user', 'Name another one. Reply with one word.')],
        max_output_tokens: SHORT_ANSWER,
        store: false,
      };
    },
    ['item_reference', 'input[0]'],
  );
}

/** All output items of an earlier answer, as they came. */
function outputOf(context: StepContext, step: string): readonly JsonObject[] {
  return arrayOf(member(context.answered(step), 'output')).filter(isObject);
}
