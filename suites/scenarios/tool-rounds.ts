import { type JsonObject, stringMember } from '../../core/json.ts';
import type { Scenario, StepContext } from '../../core/scenario.ts';
import { create, outputs, SHORT_ANSWER, says } from './make.ts';
import { RED_SQUARE } from './multimodal.ts';
import { GET_TIME, GET_WEATHER } from './tools.ts';

const OPTIONAL = ['tools', 'tool_choice'];

const NOTE: JsonObject = { type: 'custom', name: 'write_note', description: 'Writes down a short note.' };

function request(context: StepContext, members: JsonObject): JsonObject {
  return { model: context.model('tools'), max_output_tokens: SHORT_ANSWER, store: false, ...members };
}

const BOTH = 'Look up both at once: the weather in Paris, and the time in Tokyo on a 24h clock.';

const WEATHER_CALL = {
  input: [says('user', 'What is the weather in Paris right now? Look it up.')],
  tools: [GET_WEATHER],
  tool_choice: 'required',
};

/** Calls and their outputs, in the order that a client may choose. */
export const toolRounds: readonly Scenario[] = [
  {
    id: 'custom-tool',
    title: 'A custom tool is called and answered',
    capability: 'function-tools',
    thorough: true,
    steps: [
      create(
        'call',
        (context) =>
          request(context, {
            input: [says('user', 'Write a note that says: buy marzipan.')],
            tools: [NOTE],
            tool_choice: { type: 'custom', name: 'write_note' },
          }),
        [...OPTIONAL, 'custom'],
      ),
      create('answer', (context) => {
        const [made] = outputs(context, 'call', 'custom_tool_call');
        const callId = stringMember(made, 'call_id');
        if (callId === undefined) return { unmet: 'the model made no call of the custom tool' };
        return request(context, {
          input: [
            says('user', 'Write a note that says: buy marzipan.'),
            {
              type: 'custom_tool_call',
              call_id: callId,
              name: 'write_note',
              input: stringMember(made, 'input') ?? '',
            },
            { type: 'custom_tool_call_output', call_id: callId, output: 'The note was written down.' },
          ],
          tools: [NOTE],
        });
      }),
    ],
  },
  {
    id: 'call-replayed',
    title: 'A function call goes back as it came, with its id and all that came with it',
    capability: 'function-tools',
    thorough: true,
    steps: [
      create('call', (context) => request(context, { ...WEATHER_CALL, store: true }), [...OPTIONAL, 'store']),
      create('answer', (context) => {
        const made = outputs(context, 'call');
        const calls = made.filter((item) => item['type'] === 'function_call');
        if (calls.length === 0) return { unmet: 'the model made no function call' };
        const results = calls.map((call) => ({
          type: 'function_call_output',
          call_id: call['call_id'] ?? null,
          output: '{"sky":"clear"}',
        }));
        return request(context, { input: [...WEATHER_CALL.input, ...made, ...results], tools: [GET_WEATHER] });
      }),
    ],
  },
  {
    id: 'namespaced-call',
    title: 'A function in a namespace is called',
    capability: 'hosted-tools',
    thorough: true,
    steps: [
      create(
        'call',
        (context) =>
          request(context, {
            ...WEATHER_CALL,
            tools: [
              { type: 'namespace', name: 'weather', description: 'Tools about the weather.', tools: [GET_WEATHER] },
            ],
          }),
        [...OPTIONAL, 'namespace'],
      ),
    ],
  },
  {
    id: 'parallel-calls-answered',
    title: 'Two calls of one turn, answered in one turn and in the other order',
    capability: 'function-tools',
    thorough: true,
    steps: [
      create(
        'answer',
        (context) =>
          request(context, {
            input: [
              says('user', BOTH),
              { type: 'function_call', call_id: 'call_weather', name: 'get_weather', arguments: '{"city":"Paris"}' },
              {
                type: 'function_call',
                call_id: 'call_time',
                name: 'get_time',
                arguments: '{"city":"Tokyo","clock":"24h"}',
              },
              { type: 'function_call_output', call_id: 'call_time', output: '{"time":"17:05"}' },
              { type: 'function_call_output', call_id: 'call_weather', output: '{"sky":"clear"}' },
            ],
            tools: [GET_WEATHER, GET_TIME],
          }),
        ['tools'],
      ),
    ],
  },
  {
    id: 'tool-output-image',
    title: 'A tool output that holds an image',
    capability: 'multimodal',
    thorough: true,
    steps: [
      create(
        'create',
        (context) => ({
          ...request(context, {
            input: [
              says('user', 'What is the weather in Paris? Look at the map.'),
              { type: 'function_call', call_id: 'call_map', name: 'get_weather', arguments: '{"city":"Paris"}' },
              {
                type: 'function_call_output',
                call_id: 'call_map',
                output: [
                  { type: 'input_text', text: 'The map: red is hot, blue is cold.' },
                  { type: 'input_image', image_url: RED_SQUARE, detail: 'low' },
                ],
              },
            ],
            tools: [GET_WEATHER],
          }),
          model: context.model('vision'),
        }),
        ['tools', 'output', 'input_image', 'image_url', 'image'],
      ),
    ],
  },
  {
    id: 'mixed-tools',
    title: 'Function, custom and hosted tools in one list',
    capability: 'hosted-tools',
    thorough: true,
    steps: [
      create(
        'create',
        (context) =>
          request(context, {
            input: [says('user', 'What is the weather in Paris right now?')],
            tools: [GET_WEATHER, NOTE, { type: 'web_search', search_context_size: 'low' }],
            tool_choice: { type: 'function', name: 'get_weather' },
          }),
        [...OPTIONAL, 'web_search', 'custom'],
      ),
    ],
  },
];
