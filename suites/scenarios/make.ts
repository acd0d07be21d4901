import type { OperationId } from '../../core/contract.ts';
import type { Intent } from '../../core/exchange.ts';
import { arrayOf, isObject, type Json, type JsonObject, stringMember } from '../../core/json.ts';
import type { RequestDraft, Step, StepContext, Unmet } from '../../core/scenario.ts';

/**
 * Room for a one-line answer. Reasoning models spend output tokens on reasoning before the first visible character, so
 * a budget that fits the text alone would turn every such answer into an `incomplete` one.
 */
export const SHORT_ANSWER = 400;

/** As SHORT_ANSWER, where reasoning itself is what is looked at. */
export const REASONED_ANSWER = 1200;

export function valid(...optional: string[]): Intent {
  return optional.length === 0 ? { kind: 'valid' } : { kind: 'valid', optional };
}

type Rest = Omit<RequestDraft, 'operation' | 'json' | 'intent'>;

/**
 * A step that creates a response.
 * @param optional members whose refusal by name means "not offered" (dotted paths, as `error.param` names them)
 */
export function create(
  name: string,
  body: (context: StepContext) => JsonObject | Unmet,
  optional: readonly string[] = [],
  rest: Rest = {},
): Step {
  return {
    name,
    send: (context) => {
      const json = body(context);
      if (isUnmet(json)) return json;
      return { operation: 'createResponse', json, intent: valid(...optional), ...rest };
    },
  };
}

/** A step on the response that an earlier step created: retrieve, delete, cancel, list its input items. */
export function onResponse(
  name: string,
  of: string,
  operation: OperationId,
  intent: Intent,
  rest: Rest | ((context: StepContext) => Rest | Unmet) = {},
): Step {
  return {
    name,
    send: (context) => {
      const id = responseId(context, of);
      if (id === undefined) return { unmet: `${of} yielded no response id` };
      const more = typeof rest === 'function' ? rest(context) : rest;
      if (isUnmet(more)) return more;
      return { operation, pathIds: { response_id: id }, intent, ...more };
    },
  };
}

/** The id of the response that an earlier step created, undefined when there was none. */
export function responseId(context: StepContext, step: string): string | undefined {
  const id = stringMember(context.answered(step), 'id');
  return id === '' ? undefined : id;
}

/** Whether an earlier step was answered with a 2xx status. */
export function succeeded(context: StepContext, step: string): boolean {
  const answer = context.past(step)?.answer;
  return answer?.kind === 'http' && answer.status >= 200 && answer.status < 300;
}

/**
 * Only when an earlier step was granted. What is said of a deleted response needs a deletion; and where a server lacks
 * the operations of stored responses, one refusal says so, not five.
 */
export function once(step: string): (context: StepContext) => Unmet | Rest {
  return (context): Unmet | Rest => (succeeded(context, step) ? {} : { unmet: `${step} was not granted` });
}

/** The output items of one type in an earlier answer. */
export function outputs(context: StepContext, step: string, type?: string): readonly JsonObject[] {
  const answer = context.answered(step);
  const output: readonly Json[] = isObject(answer) ? arrayOf(answer['output']) : [];
  return output.filter(isObject).filter((item) => type === undefined || item['type'] === type);
}

function isUnmet(value: object): value is Unmet {
  return 'unmet' in value && typeof value.unmet === 'string';
}

/** Long enough that the tokens of an answer show whether it was lost on the way to the model, now or turns ago. */
export const LONG_AGO =
  'We talk about a walk along the coast. The path was steep at first and then went on through heather and low pines, ' +
  'with the sea far below, gulls over it, and a small white boat that never seemed to move at all. A dog ran ahead of ' +
  'us and came back wet, twice, and at the top somebody had left a bench, half in the shade, where we ate bread and ' +
  'apples and counted the waves.';

/** An easy message: no `type`, text as a plain string. */
export function says(role: 'user' | 'assistant' | 'system' | 'developer', content: string): JsonObject {
  return { role, content };
}

/** A typed message with one `input_text` part. */
export function typedMessage(role: 'user' | 'system' | 'developer', text: string): JsonObject {
  return { type: 'message', role, content: [{ type: 'input_text', text }] };
}
