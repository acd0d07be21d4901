import { arrayOf, isObject, type Json, type JsonObject, member, show, stringMember } from './json.ts';

/**
 * What became of one value of a request member. `honoured`: echoed, or its effect was seen. `ignored`: accepted, and the
 * answer shows that it counted for nothing. `refused`: a 4xx that names it, or that nothing else explains. `crashed`: the
 * same with a 5xx. `unclear`: accepted, and nothing of it can be seen; or one of several that a failure may be due to.
 */
export const PARAMETER_OUTCOMES = ['honoured', 'ignored', 'refused', 'crashed', 'unclear'] as const;
export type ParameterOutcome = (typeof PARAMETER_OUTCOMES)[number];

/** What one exchange says about one value of one request member. */
export interface ParameterReport {
  /** Dotted path; of lists (`include`, `tools`, `input`) every entry is a value of its own. */
  readonly member: string;
  /** Short: `low`, `null`, `json_schema`, `a text`. Equal texts of a member are the same value. */
  readonly value: string;
  readonly outcome: ParameterOutcome;
  /** One phrase for people. */
  readonly why: string;
  /** The exchange that shows it. */
  readonly exchange: string;
  /** The request failed without naming a member, and this value was in it: cleared where it succeeds elsewhere. */
  readonly suspect?: 'refused' | 'crashed';
}

/** A value as it stands in a request. */
export interface SentParameter {
  readonly member: string;
  /** Its place, as `error.param` writes it: `tools[0]`. */
  readonly at: string;
  readonly value: Json;
  readonly text: string;
}

/** Objects whose members are parameters of their own. */
const NESTED: readonly string[] = [
  'text',
  'reasoning',
  'stream_options',
  'prompt_cache_options',
  'image',
  'access_programs',
];

/** Texts of which only the fact counts, not the words. */
const FREE_TEXTS: readonly string[] = [
  'model',
  'instructions',
  'user',
  'safety_identifier',
  'prompt_cache_key',
  'previous_response_id',
  'conversation',
];

/** The values of all members in a request body. Empty when it is no object. */
export function sentParameters(request: Json | undefined): readonly SentParameter[] {
  if (!isObject(request)) return [];
  return Object.entries(request).flatMap(([name, value]): readonly SentParameter[] => {
    if (value === undefined) return [];
    if (NESTED.includes(name) && isObject(value)) return nested(name, value);
    if (name === 'input') return inputKinds(value);
    if ((name === 'include' || name === 'tools') && Array.isArray(value)) {
      return value.map((entry: Json, index) => sent(name, `${name}[${index}]`, entry));
    }
    return [sent(name, name, value)];
  });
}

function nested(name: string, value: JsonObject): readonly SentParameter[] {
  return Object.entries(value).flatMap(([inner, innerValue]) =>
    innerValue === undefined ? [] : [sent(`${name}.${inner}`, `${name}.${inner}`, innerValue)],
  );
}

function sent(name: string, at: string, value: Json): SentParameter {
  return { member: name, at, value, text: valueText(name, value) };
}

/** How a value of this member is called. */
export function valueText(name: string, value: Json): string {
  if (value === null) return 'null';
  if (typeof value === 'string') return FREE_TEXTS.includes(name) ? 'a text' : cut(value);
  if (!isObject(value)) return name === 'context_management' ? thresholds(value) : cut(show(value));
  switch (name) {
    case 'tools':
    case 'tool_choice':
    case 'text.format':
      return stringMember(value, 'type') ?? 'an object';
    case 'metadata': {
      const pairs = Object.keys(value).length;
      return pairs === 0 ? 'no pairs' : pairs < 16 ? 'pairs' : '16 pairs';
    }
    case 'moderation': {
      const modes = ['input', 'output'].map(
        (side) => stringMember(member(member(value, 'policy'), side), 'mode') ?? '-',
      );
      return `an object (${modes.join(', ')})`;
    }
    default:
      return 'an object';
  }
}

function thresholds(value: Json): string {
  return `a list (${arrayOf(value)
    .map((entry) => show(member(entry, 'compact_threshold') ?? null))
    .join(', ')})`;
}

const LONGEST = 48;

function cut(text: string): string {
  return text.length <= LONGEST ? text : `${text.slice(0, LONGEST)}…`;
}

/** The kinds of items and content parts in the input, each once. */
function inputKinds(input: Json): readonly SentParameter[] {
  if (typeof input === 'string') return [{ member: 'input', at: 'input', value: input, text: 'a text' }];
  const kinds = new Map<string, SentParameter>();
  const add = (text: string, at: string, value: Json) => {
    if (!kinds.has(text)) kinds.set(text, { member: 'input', at, value, text });
  };
  for (const [index, item] of arrayOf(input).entries()) {
    const type = stringMember(item, 'type') ?? (member(item, 'role') === undefined ? 'item_reference' : 'message');
    const role = stringMember(item, 'role');
    add(type === 'message' && role !== undefined ? `${role} message` : type, `input[${index}]`, item);
    for (const [part, list] of ['content', 'output'].map((name) => [name, arrayOf(member(item, name))] as const)) {
      for (const [place, entry] of list.entries()) {
        const kind = stringMember(entry, 'type');
        if (kind !== undefined) add(`${type}: ${kind}`, `input[${index}].${part}[${place}]`, entry);
      }
    }
  }
  return [...kinds.values()];
}
