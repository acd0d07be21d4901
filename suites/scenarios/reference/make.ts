import type { Capability } from '../../../core/capability.ts';
import { type JsonObject, stringMember } from '../../../core/json.ts';
import type { Scenario, Step, StepContext, Unmet } from '../../../core/scenario.ts';
import { create, outputs, responseId, SHORT_ANSWER } from '../make.ts';

/** What the reference refuses in the words of another contract: tools without its prefix, members of one contract. */
export const OPTIONAL: readonly string[] = [
  ...['tools', 'input', 'prompt', 'moderation', 'context_management', 'conversation', 'background', 'include'],
  'service_tier',
];

/** A step that creates a response, stored so that another one can go on from it. */
export function asks(name: string, members: JsonObject | ((context: StepContext) => JsonObject | Unmet)): Step {
  return create(
    name,
    (context) => {
      const given = typeof members === 'function' ? members(context) : members;
      if ('unmet' in given && typeof given.unmet === 'string') return { unmet: given.unmet };
      return { model: context.model('text'), max_output_tokens: SHORT_ANSWER, ...given };
    },
    OPTIONAL,
  );
}

/** One request of a reference-only scenario. */
export function once(id: string, title: string, capability: Capability, members: JsonObject): Scenario {
  return { id, title, capability, steps: [asks('create', { store: false, ...members })] };
}

/** As `once`, as a stream. */
export function streamed(id: string, title: string, capability: Capability, members: JsonObject): Scenario {
  return once(id, title, capability, { ...members, stream: true });
}

/** A text with a marker or plain words, and a tool that has to be used. */
export function withTool(input: string, tool: JsonObject, members: JsonObject = {}): JsonObject {
  return { input, tools: [tool], tool_choice: 'required', ...members };
}

/**
 * The turn after a call: what the client makes of it.
 * @param type of the call, in the answer to the step `create`
 */
export function answersCall(
  type: string,
  tools: readonly JsonObject[],
  answer: (call: JsonObject) => JsonObject,
): Step {
  return asks('answer', (context) => {
    const [call] = outputs(context, 'create', type);
    const id = responseId(context, 'create');
    if (call === undefined || id === undefined) return { unmet: `create yielded no ${type}` };
    return { previous_response_id: id, tools, input: [answer(call)] };
  });
}

export function callId(call: JsonObject): string {
  return stringMember(call, 'call_id') ?? '';
}
