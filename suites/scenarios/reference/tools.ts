import type { JsonObject } from '../../../core/json.ts';
import type { Scenario } from '../../../core/scenario.ts';
import { answersCall, asks, callId, streamed, withTool } from './make.ts';

const WEATHER: JsonObject = {
  type: 'function',
  name: 'get_weather',
  description: 'The weather of a city.',
  parameters: {
    type: 'object',
    properties: { city: { type: 'string' } },
    required: ['city'],
    additionalProperties: false,
  },
  strict: true,
};
const DEFERRED: JsonObject = { ...WEATHER, defer_loading: true };
const CRM: JsonObject = { type: 'namespace', name: 'crm', description: 'Customers', tools: [DEFERRED] };
const TICKET: JsonObject = {
  type: 'custom',
  name: 'ticket',
  description: 'Takes the number of a ticket.',
  format: { type: 'grammar', syntax: 'regex', definition: '^[A-Z]{3}-\\d+$' },
};
const PROGRAM: readonly JsonObject[] = [
  { type: 'programmatic_tool_calling' },
  { ...WEATHER, name: 'get_stock', allowed_callers: ['programmatic'] },
];
const CLIENT_SEARCH: readonly JsonObject[] = [DEFERRED, { type: 'tool_search', execution: 'client' }];
const TOOLS = 'hosted-tools';

/** Functions that are searched, grouped and called by programs; custom tools. */
export const toolScenarios: readonly Scenario[] = [
  {
    id: 'custom-round-trip',
    title: 'A custom tool with a grammar, and its output with an image',
    capability: TOOLS,
    steps: [
      asks('create', withTool('Open a ticket.', TICKET)),
      answersCall('custom_tool_call', [TICKET], (call) => ({
        type: 'custom_tool_call_output',
        call_id: callId(call),
        output: [
          { type: 'input_text', text: 'Opened.' },
          { type: 'input_image', image_url: 'https://example.com/ticket.png', detail: 'low' },
        ],
      })),
    ],
  },
  streamed('custom-grammar-stream', 'A custom tool with a grammar as a stream', TOOLS, {
    ...withTool('Greet.', {
      ...TICKET,
      name: 'greet',
      format: { type: 'grammar', syntax: 'lark', definition: 'start: "hello " NAME\nNAME: /[a-z]+/' },
    }),
  }),
  streamed('tool-search-stream', 'A deferred function is searched, then called', TOOLS, {
    input: 'Call get_weather for Paris.',
    tools: [DEFERRED, { type: 'tool_search' }],
  }),
  streamed('namespace-stream', 'A function in a namespace is searched, then called', TOOLS, {
    input: 'Call get_weather for Paris.',
    tools: [CRM, { type: 'tool_search' }],
  }),
  {
    id: 'tool-search-client',
    title: 'The client searches for tools',
    capability: TOOLS,
    steps: [
      asks('create', { input: 'Call get_weather for Paris.', tools: CLIENT_SEARCH }),
      answersCall('tool_search_call', CLIENT_SEARCH, (call) => ({
        type: 'tool_search_output',
        call_id: callId(call),
        execution: 'client',
        tools: [WEATHER],
        status: 'completed',
      })),
    ],
  },
  {
    id: 'program',
    title: 'A program calls a function, and has a result',
    capability: TOOLS,
    steps: [
      asks('create', { input: 'Count.', tools: PROGRAM, tool_choice: { type: 'programmatic_tool_calling' } }),
      answersCall('function_call', PROGRAM, (call) => ({
        type: 'function_call_output',
        call_id: callId(call),
        output: '7 left',
        caller: call['caller'] ?? null,
      })),
    ],
  },
  streamed('program-stream', 'A program calls a function, as a stream', TOOLS, {
    input: 'Write a program that counts.',
    tools: PROGRAM,
  }),
  streamed('program-alone-stream', 'A program that calls nothing', TOOLS, {
    input: 'Write a program that counts.',
    tools: PROGRAM.slice(0, 1),
  }),
  streamed('additional-tools-stream', 'A tool that comes as an input item is called', TOOLS, {
    input: [
      { type: 'additional_tools', role: 'developer', tools: [WEATHER] },
      { role: 'user', content: 'Call get_weather for Paris.' },
    ],
  }),
  streamed('interleaved-calls-stream', 'Two calls whose events take turns', 'function-tools', {
    input: 'Call both. (reference: interleave)',
    tools: [WEATHER, { ...WEATHER, name: 'get_time' }],
    tool_choice: 'required',
  }),
];
