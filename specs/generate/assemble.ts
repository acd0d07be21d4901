import { isObject, type Json, type JsonObject, member } from '../../core/json.ts';
import { CUSTOM, FUNCTION, type ParameterValue } from './parameters.ts';

/** Room for a short answer, as elsewhere: reasoning is spent before the first visible character. */
const ROOM = 400;

const LOGPROBS = 'message.output_text.logprobs';

/** The request that carries these values, with what they need beside them. Small, not stored, answered in a word. */
export function requestWith(values: readonly ParameterValue[], model: string): JsonObject {
  const body: Record<string, Json | undefined> = {
    model,
    input: promptFor(values),
    max_output_tokens: ROOM,
    store: false,
  };
  for (const { member: path, value } of values) put(body, path, value);
  const tools = toolsFor(body);
  if (tools.length > 0) body['tools'] = tools;
  if (isObject(body['stream_options'])) body['stream'] = true;
  const wanted = body['top_logprobs'];
  const include = Array.isArray(body['include']) ? body['include'] : [];
  if (typeof wanted === 'number' && wanted > 0 && !include.includes(LOGPROBS)) body['include'] = [...include, LOGPROBS];
  return body;
}

function put(body: Record<string, Json | undefined>, path: string, value: Json): void {
  const [root = path, inner] = path.split('.');
  if ((root === 'include' || root === 'tools') && value !== null) {
    body[root] = [...(Array.isArray(body[root]) ? body[root] : []), value];
  } else if (inner === undefined) {
    body[root] = value;
  } else {
    body[root] = { ...(isObject(body[root]) ? body[root] : {}), [inner]: value };
  }
}

/** A choice needs the tools that it speaks of. */
function toolsFor(body: Readonly<Record<string, Json | undefined>>): readonly Json[] {
  const given = Array.isArray(body['tools']) ? body['tools'] : [];
  const choice = body['tool_choice'];
  if (choice === undefined || choice === null) return given;
  const wanted = member(choice, 'type') === 'custom' ? CUSTOM : FUNCTION;
  return given.some((tool: Json) => member(tool, 'name') === wanted['name']) ? given : [...given, wanted];
}

/** The word JSON has to stand in the input where the format is json_object. */
function promptFor(values: readonly ParameterValue[]): string {
  const text = (name: string) => values.find((value) => value.member === name)?.text ?? '';
  if (text('text.format').startsWith('json')) return 'Reply with this JSON: {"word":"pong"}';
  switch (text('tool_choice')) {
    case 'required':
    case 'function':
      return 'What is the weather in Paris?';
    case 'custom':
      return 'Note down: pong.';
    default:
      return 'Reply with the single word: pong';
  }
}
