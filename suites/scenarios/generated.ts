import type { Scenario, Step } from '../../core/scenario.ts';
import { validRequest } from '../../specs/generate/index.ts';
import { loadContract } from '../../specs/load.ts';
import { SHORT_ANSWER, valid } from './make.ts';

const contract = await loadContract('openai');

/** A request whose members and values come from the contract; the seed is the scenario's, so it is the same every time. */
function generated(name: string, members: readonly string[], optional: readonly string[] = members): Step {
  return {
    name,
    send: ({ model, seed }) => ({
      operation: 'createResponse',
      json: validRequest(contract, 'createResponse', seed + members.length, {
        members,
        values: { model: model('text'), max_output_tokens: SHORT_ANSWER, store: false },
      }),
      intent: valid(...optional),
    }),
  };
}

export const generatedRequests: readonly Scenario[] = [
  {
    id: 'generated',
    title: 'Request bodies made from the contract',
    capability: 'core',
    steps: [
      generated('labels', ['metadata', 'instructions'], ['metadata']),
      generated('keys', ['prompt_cache_key', 'safety_identifier', 'truncation']),
      generated('tools', ['tools', 'parallel_tool_calls']),
    ],
  },
];
