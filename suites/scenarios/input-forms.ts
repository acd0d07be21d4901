import type { JsonObject } from '../../core/json.ts';
import type { Scenario, StepContext } from '../../core/scenario.ts';
import { create, SHORT_ANSWER, says } from './make.ts';

/** Long enough that a server which drops it cannot report a plausible number of input tokens. */
const STORY =
  'A lighthouse keeper had three cats, two of them grey and one of them black. Every evening the black cat climbed the ' +
  'stairs and sat beside the lamp until morning. How many of the cats were grey? Reply with one word.';

const PROLOGUE =
  'Long ago there was a coast with a single tower on it, built of stone that the sea had thrown up in one winter. Ships ' +
  'passed it by day without a glance, and by night they looked for nothing else. This is what people told of it.';

const FIND_STORY: JsonObject = {
  type: 'function',
  name: 'find_story',
  description: 'Returns a story.',
  parameters: { type: 'object', properties: {}, required: [], additionalProperties: false },
  strict: true,
};

function request(context: StepContext, members: JsonObject): JsonObject {
  return { model: context.model('text'), max_output_tokens: SHORT_ANSWER, store: false, ...members };
}

/** Forms of input that clients in wide use send and that servers have refused or silently dropped. */
export const inputForms: readonly Scenario[] = [
  {
    id: 'input-forms',
    title: 'Messages in the forms that clients send them',
    capability: 'core',
    steps: [
      create('untyped-parts', (context) =>
        request(context, { input: [{ role: 'user', content: [{ type: 'input_text', text: STORY }] }] }),
      ),
      create('typed-string', (context) =>
        request(context, { input: [{ type: 'message', role: 'user', content: STORY }] }),
      ),
      // What a client that keeps no items sends back: output_text without id, status or annotations.
      create('assistant-parts', (context) =>
        request(context, {
          input: [
            says('user', 'Name a colour.'),
            { role: 'assistant', content: [{ type: 'output_text', text: 'Blue.' }] },
            says('user', 'Name another one. Reply with one word.'),
          ],
        }),
      ),
      create('empty-text', (context) => request(context, { input: 'Reply with the single word: pong', text: {} })),
    ],
  },
  {
    id: 'tool-output-parts',
    title: 'A tool output given as a list of parts',
    capability: 'function-tools',
    steps: [
      create(
        'create',
        (context) => ({
          ...request(context, {
            input: [
              says('user', 'Look up the story about the lighthouse and answer the question at its end.'),
              { type: 'function_call', call_id: 'call_story', name: 'find_story', arguments: '{}' },
              {
                type: 'function_call_output',
                call_id: 'call_story',
                output: [{ type: 'input_text', text: `${PROLOGUE} ${STORY} ${PROLOGUE}` }],
              },
            ],
            tools: [FIND_STORY],
          }),
          model: context.model('tools'),
        }),
        ['tools', 'output'],
      ),
    ],
  },
];
