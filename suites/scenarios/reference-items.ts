import type { Capability } from '../../core/capability.ts';
import type { JsonObject } from '../../core/json.ts';
import type { Scenario } from '../../core/scenario.ts';
import { create, SHORT_ANSWER, says } from './make.ts';

const LOOK_UP: JsonObject = {
  type: 'function',
  name: 'look_up',
  parameters: { type: 'object', properties: {}, additionalProperties: false },
};
const DEFERRED: JsonObject = { ...LOOK_UP, defer_loading: true };

function items(id: string, title: string, input: string, members: JsonObject, capability?: Capability): Scenario {
  return {
    id: `items-${id}`,
    title,
    capability: capability ?? 'hosted-tools',
    steps: [
      create('create', (context) => ({
        model: context.model('text'),
        input: [says('user', input)],
        max_output_tokens: SHORT_ANSWER,
        store: false,
        ...members,
      })),
    ],
  };
}

/** Output items that hardly any provider has, each in one JSON answer. Only the reference is asked. */
export const referenceItems: readonly Scenario[] = [
  items('file-search', 'A file search that is not asked for its results', 'Search my files.', {
    tools: [{ type: 'file_search', vector_store_ids: ['vs_1'] }],
    tool_choice: 'required',
  }),
  items('tool-search', 'A tool that the server looks up before it is called', 'Use look_up.', {
    tools: [{ type: 'tool_search' }, DEFERRED],
    tool_choice: 'required',
  }),
  items('program-alone', 'A program that calls nothing', 'Write a program.', {
    tools: [{ type: 'programmatic_tool_calling' }],
  }),
  items('extension', "An item of the provider's own type", 'Reply with pong. (reference: extend)', {}, 'core'),
];
