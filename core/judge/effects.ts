import { bodyText } from '../body.ts';
import {
  arrayOf,
  asText,
  isObject,
  type Json,
  type JsonObject,
  member,
  parseJson,
  show,
  stringMember,
  wordTable,
} from '../json.ts';
import type { SentParameter } from '../parameter.ts';
import { answerText, contentParts, outputItems, type PlacedItem, type PlacedPart, refused } from '../rules/support.ts';
import type { ExchangeView } from '../view.ts';
import type { Seen, Sight } from './sights.ts';

const honoured = (why: string): Sight => ({ outcome: 'honoured', why });
const ignored = (why: string): Sight => ({ outcome: 'ignored', why });
const unclear = (why: string): Sight => ({ outcome: 'unclear', why });

/** What can be seen of a value beside its echo; undefined when there is nothing, so that the echo decides. */
export function effectOf(sent: SentParameter, seen: Seen): Sight | undefined {
  switch (sent.member) {
    case 'stream':
      return streamed(sent.value, seen);
    case 'stream_options.include_obfuscation':
      return obfuscated(sent.value, seen);
    case 'max_output_tokens':
      return cut(sent.value, seen);
    case 'tool_choice':
      return chosen(sent.value, seen);
    case 'tools':
      return called(sent.value, seen);
    case 'parallel_tool_calls':
      return sent.value === false && calls(seen).length > 1
        ? ignored(`${calls(seen).length} calls at once`)
        : undefined;
    case 'text.format':
      return formatted(sent.value, seen);
    case 'include':
      return included(sent.text, seen);
    case 'top_logprobs':
      return alternatives(sent.value, seen);
    case 'store':
      return kept(sent.value, seen);
    case 'background':
      return queued(sent.value, seen);
    case 'reasoning.effort':
      return reasoned(sent.value, seen);
    case 'reasoning.summary':
    case 'reasoning.generate_summary':
      return summarised(seen);
    case 'context_management':
      return items(seen, 'compaction').length > 0 ? honoured('the context was compacted') : undefined;
    case 'input':
      return read(sent.text, seen);
    default:
      return undefined;
  }
}

function streamed(wanted: Json, { view }: Seen): Sight {
  const isStream = view.body.kind === 'stream';
  const what = isStream ? 'the answer is a stream' : 'the answer is one JSON document';
  return isStream === (wanted === true) ? honoured(what) : ignored(what);
}

/** Never demanded where it is wanted: not every event has it, and a server without it is none the worse. */
function obfuscated(wanted: Json, { view }: Seen): Sight {
  const deltas = payloads(view).filter((data) => /\.delta$/.test(stringMember(data, 'type') ?? ''));
  const padded = deltas.filter((data) => member(data, 'obfuscation') !== undefined);
  if (deltas.length === 0) return unclear('accepted; the stream had no deltas');
  if (wanted === true) return padded.length > 0 ? honoured('deltas have obfuscation') : unclear('no obfuscation seen');
  return padded.length === 0
    ? honoured('no delta has obfuscation')
    : ignored(`${padded.length} deltas have obfuscation`);
}

function payloads({ answer }: ExchangeView): readonly Json[] {
  const { body } = answer;
  const texts =
    body.kind === 'data'
      ? body.payloads
      : bodyText(body)
          .split(/\r\n|\r|\n/)
          .flatMap((line) => (line.startsWith('data:') ? [line.slice('data:'.length).trim()] : []));
  return texts.flatMap((text) => {
    const parsed = parseJson(text);
    return parsed.ok ? [parsed.value] : [];
  });
}

/** A server may count what it adds around the text, so a few tokens too many are no proof. */
const SLACK = 8;

function cut(limit: Json, { response }: Seen): Sight | undefined {
  if (typeof limit !== 'number') return undefined;
  if (member(response['incomplete_details'], 'reason') === 'max_output_tokens') return honoured('the answer was cut');
  const used = member(response['usage'], 'output_tokens');
  if (typeof used !== 'number' || used <= limit + SLACK) return undefined;
  return ignored(`${used} output tokens for a limit of ${limit}`);
}

function items({ response }: Pick<Seen, 'response'>, type: string): readonly PlacedItem[] {
  return outputItems(response, '').filter((item) => item.type === type);
}

function calls({ response }: Seen): readonly PlacedItem[] {
  return outputItems(response, '').filter(
    ({ type }) => type !== undefined && (/_call$/.test(type) || type === 'mcp_approval_request'),
  );
}

function chosen(choice: Json, seen: Seen): Sight | undefined {
  const made = calls(seen);
  const names = made.map(({ item, type }) => stringMember(item, 'name') ?? type ?? '');
  if (choice === 'none') return made.length > 0 ? ignored(`calls in spite of it: ${names.join(', ')}`) : undefined;
  if (choice === 'auto') return undefined;
  const ended = seen.response['status'] === 'completed' && !refused(seen.response);
  if (choice === 'required') return forced(made.length > 0, ended, names);
  const name = stringMember(choice, 'name');
  switch (member(choice, 'type')) {
    case 'function':
    case 'custom':
      return forced(made.length > 0 && names.every((made) => made === name), ended, names);
    case 'allowed_tools': {
      const allowed = arrayOf(member(choice, 'tools')).map((tool) => member(tool, 'name'));
      const stray = made.filter(({ item, type }) => type === 'function_call' && !allowed.includes(item['name']));
      if (stray.length > 0) return ignored(`calls of other tools: ${names.join(', ')}`);
      return member(choice, 'mode') === 'required' ? forced(made.length > 0, ended, names) : undefined;
    }
    default:
      return made.length > 0 ? honoured(`called: ${names.join(', ')}`) : undefined;
  }
}

function forced(obeyed: boolean, ended: boolean, names: readonly string[]): Sight | undefined {
  if (obeyed) return honoured(`called: ${names.join(', ')}`);
  // A turn that was cut or refused may not have come to the call.
  return ended ? ignored(names.length === 0 ? 'no tool was called' : `called instead: ${names.join(', ')}`) : undefined;
}

function called(tool: Json, seen: Seen): Sight | undefined {
  const name = stringMember(tool, 'name');
  const type = stringMember(tool, 'type');
  const own = calls(seen).some((call) =>
    name === undefined ? call.type === `${type}_call` : call.item['name'] === name,
  );
  return own ? honoured('it was called') : undefined;
}

function formatted(format: Json, { response }: Seen): Sight | undefined {
  const type = stringMember(format, 'type');
  if (type !== 'json_schema' && type !== 'json_object') return undefined;
  const text = answerText(response).trim();
  if (response['status'] !== 'completed' || refused(response) || text === '') return undefined;
  const parsed = parseJson(text);
  if (!parsed.ok) return ignored(`the text is no JSON: ${show(text).slice(0, 80)}`);
  if (type === 'json_object') return isObject(parsed.value) ? honoured('a JSON object') : ignored('no JSON object');
  const wrong = unlike(member(format, 'schema'), parsed.value);
  if (wrong === undefined) return honoured('JSON of that schema');
  // Without strict the schema is a wish.
  return member(format, 'strict') === true ? ignored(wrong) : unclear(wrong);
}

/** What the value lacks, as far as types and required members tell. */
function unlike(schema: Json | undefined, value: Json): string | undefined {
  if (member(schema, 'type') !== 'object') return undefined;
  if (!isObject(value)) return `${show(value).slice(0, 80)} is no object`;
  const lost = arrayOf(member(schema, 'required')).find((name) => !Object.hasOwn(value, asText(name)));
  return lost === undefined ? undefined : `JSON without ${asText(lost)}`;
}

function texts({ response }: Seen): readonly PlacedPart[] {
  return items({ response }, 'message')
    .flatMap(contentParts)
    .filter(({ part, type }) => type === 'output_text' && part['text'] !== '');
}

/** Which part of which item each value asks for, where an answer without the item says nothing. */
const INCLUDED: Readonly<Record<string, readonly [type: string, path: readonly string[]]>> = wordTable({
  'file_search_call.results': ['file_search_call', ['results']],
  'web_search_call.results': ['web_search_call', ['results']],
  'web_search_call.action.sources': ['web_search_call', ['action', 'sources']],
  'code_interpreter_call.outputs': ['code_interpreter_call', ['outputs']],
});

function included(name: string, seen: Seen): Sight {
  if (name === 'message.output_text.logprobs') {
    const parts = texts(seen);
    if (parts.length === 0) return unclear('accepted; the answer has no text');
    const some = parts.some(({ part }) => arrayOf(part['logprobs']).length > 0);
    return some ? honoured('log probabilities are there') : ignored('a text without log probabilities');
  }
  if (name === 'reasoning.encrypted_content') {
    const made = items(seen, 'reasoning');
    if (made.length === 0) return unclear('accepted; the answer has no reasoning');
    const some = made.some(({ item }) => typeof item['encrypted_content'] === 'string');
    return some ? honoured('reasoning has encrypted content') : ignored('reasoning without encrypted content');
  }
  const [type, path] = INCLUDED[name] ?? [];
  if (type === undefined || path === undefined) return unclear('accepted; nothing of it can be seen in the answer');
  const found = items(seen, type).map(({ item }) =>
    path.reduce<Json | undefined>((value, key) => member(value, key), item),
  );
  if (found.length === 0) return unclear(`accepted; the answer has no ${type}`);
  return found.some(Array.isArray) ? honoured(`${name} is there`) : unclear(`${type} without ${path.join('.')}`);
}

function alternatives(count: Json, seen: Seen): Sight | undefined {
  const tokens = texts(seen).flatMap(({ part }) => arrayOf(part['logprobs']));
  if (typeof count !== 'number' || tokens.length === 0) return undefined;
  const most = Math.max(...tokens.map((token) => arrayOf(member(token, 'top_logprobs')).length));
  const fits = count === 0 ? most === 0 : most > 0 && most <= count;
  return fits ? honoured(`${most} alternatives a token`) : ignored(`${most} alternatives a token`);
}

function kept(wanted: Json, { retrieved, sent }: Seen): Sight | undefined {
  // Background work is kept until it has been fetched, stored or not.
  if (sent.some(({ member: name, value }) => name === 'background' && value === true)) return undefined;
  if (retrieved === true) return wanted === true ? honoured('it can be retrieved') : ignored('it can be retrieved');
  return retrieved === false && wanted === false ? honoured('it cannot be retrieved') : undefined;
}

function queued(wanted: Json, { response, view }: Seen): Sight | undefined {
  const waits = view.body.kind === 'json' && ['queued', 'in_progress'].includes(asText(response['status']));
  return waits ? (wanted === true ? honoured('it was queued') : ignored('it was queued')) : undefined;
}

function reasoned(effort: Json, seen: Seen): Sight | undefined {
  const tokens = member(member(seen.response['usage'], 'output_tokens_details'), 'reasoning_tokens');
  const count = typeof tokens === 'number' ? tokens : 0;
  if (effort === 'none') return count > 0 ? ignored(`${count} reasoning tokens`) : undefined;
  const echoed = member(seen.response['reasoning'], 'effort');
  // What the server says decides; without a word of it reasoning may also be the model's habit.
  if (echoed !== undefined && echoed !== null) return undefined;
  return count > 0 || items(seen, 'reasoning').length > 0
    ? unclear('it reasoned; the effort is not echoed')
    : undefined;
}

function summarised(seen: Seen): Sight | undefined {
  const made = items(seen, 'reasoning').some(
    ({ item }: { readonly item: JsonObject }) => arrayOf(item['summary']).length > 0,
  );
  return made ? honoured('reasoning has a summary') : undefined;
}

/** That a kind of input was read shows only where the whole input is nothing else. */
function read(kind: string, { response, sent }: Seen): Sight {
  const kinds = sent.filter(({ member: name }) => name === 'input');
  const plain = kinds.every(({ text }) => text === 'a text' || /message$|: input_text$/.test(text));
  const used = member(response['usage'], 'input_tokens');
  const answered =
    arrayOf(response['output']).length > 0 && (used === undefined || (typeof used === 'number' && used > 0));
  return plain && answered ? honoured('answered') : unclear(`accepted; whether ${kind} was read cannot be seen`);
}
