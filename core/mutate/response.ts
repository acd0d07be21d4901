import { arrayOf, isObject, type Json, type JsonObject, member, stringMember } from '../json.ts';
import type { RuleId } from '../rule.ts';
import { changed, valueAt } from './draft.ts';
import type { MutationArea } from './mutant.ts';

type Path = readonly (string | number)[];

/** One thing wrong with a Response object that breaks a MUST by its meaning. */
export interface Wrong {
  readonly operator: string;
  readonly area: MutationArea;
  /** Inside the Response. */
  readonly path: Path;
  /** As `Mutant.by`. */
  readonly by?: RuleId;
  readonly make: (response: JsonObject) => Json;
}

/** What can be wrong with this settled Response, given the request that it answers. */
export function* wrongResponses(response: JsonObject, request: Json | undefined): Generator<Wrong> {
  const set: Set = (area, operator, path, to, by) => {
    return { operator, area, path, ...(by === undefined ? {} : { by }), make: (from) => changed(from, path, to) };
  };
  yield* wrongUsage(response, request, set);
  yield* wrongStatus(response, set);
  yield* wrongIdentity(response, set);
  yield* wrongEcho(response, request, set);
  yield* wrongCalls(response, request, set);
  yield* wrongLogprobs(response, set);
}

type Set = (area: MutationArea, operator: string, path: Path, to: Json | undefined, by?: RuleId) => Wrong;

function* wrongUsage(response: JsonObject, request: Json | undefined, set: Set): Generator<Wrong> {
  const { usage } = response;
  const count = (...path: Path): number | undefined => {
    const found = valueAt(usage, path);
    return typeof found === 'number' ? found : undefined;
  };
  const input = count('input_tokens');
  const output = count('output_tokens');
  const total = count('total_tokens');
  if (input === undefined || output === undefined || total === undefined) return;
  yield set('usage', 'total-off-by-one', ['usage', 'total_tokens'], total + 1);
  yield set('usage', 'input-miscounted', ['usage', 'input_tokens'], input + 3);
  if (count('input_tokens_details', 'cached_tokens') !== undefined) {
    yield set('usage', 'more-cached-than-read', ['usage', 'input_tokens_details', 'cached_tokens'], input + 1);
  }
  if (count('output_tokens_details', 'reasoning_tokens') !== undefined) {
    yield set(
      'usage',
      'more-reasoned-than-written',
      ['usage', 'output_tokens_details', 'reasoning_tokens'],
      output + 1,
    );
  }
  const limit = member(request, 'max_output_tokens');
  if (typeof limit === 'number') {
    const over = { ...(isObject(usage) ? usage : {}), output_tokens: limit + 1, total_tokens: input + limit + 1 };
    yield set('usage', 'limit-exceeded', ['usage'], over);
  }
}

function* wrongStatus(response: JsonObject, set: Set): Generator<Wrong> {
  const broken = { code: 'server_error', message: 'It broke.' };
  switch (response['status']) {
    case 'completed':
      yield set('status', 'completed-with-error', ['error'], broken);
      yield set('status', 'completed-but-incomplete', ['incomplete_details'], { reason: 'max_output_tokens' });
      yield set('status', 'failed-without-error', ['status'], 'failed');
      yield set('status', 'incomplete-without-details', ['status'], 'incomplete');
      break;
    case 'incomplete':
      yield set('status', 'details-missing', ['incomplete_details'], null);
      yield set('status', 'completed-but-incomplete', ['status'], 'completed');
      break;
    case 'failed':
      yield set('status', 'error-missing', ['error'], null);
      yield set('status', 'completed-with-error', ['status'], 'completed');
      break;
    default:
      break;
  }
}

function* wrongIdentity(response: JsonObject, set: Set): Generator<Wrong> {
  yield set('identity', 'other-object', ['object'], 'chat.completion');
  const items = arrayOf(response['output']).filter(isObject);
  const [first, second] = items;
  if (first !== undefined && second !== undefined && stringMember(first, 'id') !== undefined) {
    yield set('identity', 'item-id-repeated', ['output', 1, 'id'], first['id']);
  }
  const calls = items.flatMap((item, index) => (item['type'] === 'function_call' ? [{ item, index }] : []));
  const [one, two] = calls;
  if (one !== undefined && two !== undefined) {
    yield set('identity', 'call-id-repeated', ['output', two.index, 'call_id'], one.item['call_id']);
  }
  if (one !== undefined && stringMember(one.item, 'id') !== undefined) {
    yield set('identity', 'call-id-is-item-id', ['output', one.index, 'call_id'], one.item['id']);
  }
}

/** Members whose echo is the value that was sent, and another value that is just as valid. */
const ECHOED: Readonly<Record<string, (sent: Json) => Json | undefined>> = {
  temperature: (sent) => (sent === 0.25 ? 0.75 : 0.25),
  top_p: (sent) => (sent === 0.25 ? 0.75 : 0.25),
  max_output_tokens: (sent) => (typeof sent === 'number' ? sent + 1 : undefined),
  instructions: (sent) => (typeof sent === 'string' ? `${sent} Or not.` : undefined),
  metadata: () => ({ tck: 'something else' }),
  parallel_tool_calls: (sent) => sent !== true,
  previous_response_id: () => 'resp_of_another_conversation',
  store: (sent) => sent !== true,
  truncation: (sent) => (sent === 'auto' ? 'disabled' : 'auto'),
  top_logprobs: (sent) => (typeof sent === 'number' ? (sent + 1) % 20 : undefined),
  max_tool_calls: (sent) => (typeof sent === 'number' ? sent + 1 : undefined),
  prompt_cache_key: () => 'another key',
  safety_identifier: () => 'another user',
  background: (sent) => sent !== true,
};

function* wrongEcho(response: JsonObject, request: Json | undefined, set: Set): Generator<Wrong> {
  for (const [name, other] of Object.entries(ECHOED)) {
    const sent = member(request, name);
    if (sent === undefined || sent === null || response[name] === undefined) continue;
    const wrong = other(sent);
    if (wrong !== undefined) yield set('echo', `wrong-${name.replaceAll('_', '-')}`, [name], wrong);
    yield set('echo', `no-${name.replaceAll('_', '-')}`, [name], null);
  }
  if (typeof member(request, 'tool_choice') === 'string' && member(request, 'tool_choice') !== 'none') {
    yield set('echo', 'wrong-tool-choice', ['tool_choice'], 'none');
  }
  if (arrayOf(member(request, 'tools')).some((tool) => member(tool, 'type') === 'function')) {
    yield set('echo', 'no-tools', ['tools'], []);
  }
  const format = valueAt(request, ['text', 'format', 'type']);
  if (format === 'json_schema') yield set('echo', 'wrong-text-format', ['text', 'format'], { type: 'text' });
  if (typeof valueAt(request, ['reasoning', 'effort']) === 'string') {
    const sent = valueAt(request, ['reasoning', 'effort']);
    yield set('echo', 'wrong-effort', ['reasoning', 'effort'], sent === 'low' ? 'high' : 'low');
  }
  if (typeof member(request, 'model') === 'string') {
    yield set('echo', 'wrong-model', ['model'], 'tck-another-model', 'echo/model');
  }
}

function* wrongCalls(response: JsonObject, request: Json | undefined, set: Set): Generator<Wrong> {
  for (const [index, item] of arrayOf(response['output']).entries()) {
    if (member(item, 'type') !== 'function_call') continue;
    const path = ['output', index] as const;
    if (response['status'] === 'completed') yield set('shape', 'arguments-cut', [...path, 'arguments'], '{"place":');
    const choice = member(request, 'tool_choice');
    if (member(choice, 'type') === 'function' || member(choice, 'type') === 'allowed_tools') {
      yield set('status', 'forbidden-tool-called', [...path, 'name'], 'tck_not_allowed');
    }
  }
  if (member(request, 'tool_choice') === 'required' && response['status'] === 'completed') {
    yield set('status', 'required-call-missing', ['output'], []);
  }
}

function* wrongLogprobs(response: JsonObject, set: Set): Generator<Wrong> {
  for (const [index, item] of arrayOf(response['output']).entries()) {
    const path = ['output', index, 'content', 0, 'logprobs', 0];
    if (typeof valueAt(response, [...path, 'logprob']) !== 'number' || member(item, 'type') !== 'message') continue;
    yield set('shape', 'logprob-positive', [...path, 'logprob'], 0.5);
    yield set('join', 'logprob-of-another-token', [...path, 'token'], 'tck~', 'item/logprobs-text');
  }
}
