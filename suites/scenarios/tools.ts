import { type JsonObject, stringMember } from '../../core/json.ts';
import type { Scenario, Step, StepContext } from '../../core/scenario.ts';
import { create, outputs, SHORT_ANSWER, says } from './make.ts';

export const GET_WEATHER: JsonObject = {
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

export const GET_TIME: JsonObject = {
  type: 'function',
  name: 'get_time',
  description: 'Returns the current local time of a city.',
  parameters: {
    type: 'object',
    properties: {
      city: { type: 'string', description: 'Name of the city, for example Tokyo' },
      clock: { type: 'string', enum: ['12h', '24h'], description: 'How to write the time' },
    },
    required: ['city', 'clock'],
    additionalProperties: false,
  },
  strict: true,
};

const QUESTION = 'What is the weather in Paris right now?';
const OPTIONAL = ['tools', 'tool_choice'];

/** A request of a tool's model that is answered shortly and not stored. */
export function toolRequest(context: StepContext, members: JsonObject): JsonObject {
  return { model: context.model('tools'), max_output_tokens: SHORT_ANSWER, store: false, ...members };
}

function call(members: JsonObject, optional: readonly string[] = OPTIONAL): Step {
  return create(
    'call',
    (context) =>
      toolRequest(context, {
        input: [says('user', QUESTION)],
        tools: [GET_WEATHER],
        tool_choice: 'required',
        ...members,
      }),
    optional,
  );
}

/**
 * Sends the call back with its result. Stateless, and the call goes without its id: a call with an id has to be
 * accompanied by the reasoning item that produced it (official 400 otherwise), and without `store` that item is only
 * accepted with encrypted content, which not every model can give.
 */
function answer(members: JsonObject): Step {
  return create('answer', (context) => {
    const [made] = outputs(context, 'call', 'function_call');
    const callId = stringMember(made, 'call_id');
    const name = stringMember(made, 'name');
    if (callId === undefined || name === undefined) return { unmet: 'the model made no function call' };
    return toolRequest(context, {
      input: [
        says('user', QUESTION),
        { type: 'function_call', call_id: callId, name, arguments: stringMember(made, 'arguments') ?? '{}' },
        { type: 'function_call_output', call_id: callId, output: '{"temperature_celsius":21,"sky":"clear"}' },
      ],
      tools: [GET_WEATHER],
      ...members,
    });
  });
}

export const tools: readonly Scenario[] = [
  {
    id: 'function-call',
    title: 'A required function call and its answer',
    capability: 'function-tools',
    entry: true,
    steps: [call({ parallel_tool_calls: false }, [...OPTIONAL, 'parallel_tool_calls']), answer({})],
  },
  {
    id: 'function-call-stream',
    title: 'A required function call and its answer as streams',
    capability: 'function-tools',
    steps: [call({ stream: true }, [...OPTIONAL, 'stream']), answer({ stream: true })],
  },
  {
    id: 'named-function',
    title: 'tool_choice names the function to call',
    capability: 'function-tools',
    steps: [call({ tools: [GET_WEATHER, GET_TIME], tool_choice: { type: 'function', name: 'get_time' } })],
  },
  {
    id: 'allowed-tools',
    title: 'tool_choice allows one of two functions',
    capability: 'function-tools',
    steps: [
      call({
        tools: [GET_WEATHER, GET_TIME],
        tool_choice: { type: 'allowed_tools', mode: 'required', tools: [{ type: 'function', name: 'get_weather' }] },
      }),
    ],
  },
  {
    id: 'tool-choice-none',
    title: 'tool_choice none forbids calls',
    capability: 'function-tools',
    steps: [
      create(
        'create',
        (context) =>
          toolRequest(context, {
            input: 'What is the weather like in Paris in spring? Answer in one short sentence.',
            tools: [GET_WEATHER],
            tool_choice: 'none',
          }),
        OPTIONAL,
      ),
    ],
  },
  {
    id: 'parallel-calls-stream',
    title: 'Several function calls in one stream',
    capability: 'function-tools',
    steps: [
      call(
        {
          input: 'Look up both at once: the weather in Paris, and the time in Tokyo on a 24h clock.',
          tools: [GET_WEATHER, GET_TIME],
          parallel_tool_calls: true,
          stream: true,
        },
        [...OPTIONAL, 'stream', 'parallel_tool_calls'],
      ),
    ],
  },
];

/** Hosted tools cost extra: one search, the cheapest tool, shows their events. */
export const hostedTools: readonly Scenario[] = [
  {
    id: 'web-search-stream',
    title: 'A web search as a stream',
    capability: 'hosted-tools',
    entry: true,
    steps: [
      create(
        'create',
        (context) =>
          toolRequest(context, {
            input: 'Search the web for the weather in Paris today. Answer in one short sentence.',
            tools: [{ type: 'web_search', search_context_size: 'low' }],
            // Left to the model it might answer from memory.
            tool_choice: 'required',
            max_tool_calls: 1,
            stream: true,
          }),
        [...OPTIONAL, 'web_search', 'max_tool_calls', 'stream'],
      ),
    ],
  },
];
