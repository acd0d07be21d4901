import type { ParameterValue } from './parameters.ts';

type Matches = (value: ParameterValue) => boolean;

/** Two groups of values that do not go into one request, and why. */
interface Clash {
  readonly why: string;
  readonly one: Matches;
  readonly other: Matches;
}

const is =
  (member: string, ...texts: readonly string[]): Matches =>
  (value) =>
    value.member === member && (texts.length === 0 ? value.value !== null : texts.includes(value.text));
const under =
  (root: string): Matches =>
  ({ member, value }) =>
    member.startsWith(`${root}.`) && value !== null;
const either =
  (...matches: readonly Matches[]): Matches =>
  (value) =>
    matches.some((match) => match(value));

const json = is('text.format', 'json_schema', 'json_object');
const forced = is('tool_choice', 'required', 'function', 'custom');
const least = is('max_output_tokens', '16');
const sampling = either(
  is('temperature'),
  is('top_p'),
  is('top_logprobs'),
  is('include', 'message.output_text.logprobs'),
);

/** The one table of what interacts. Everything else is sent together. */
const CLASHES: readonly Clash[] = [
  {
    why: 'reasoning models take no sampling parameters, others no reasoning',
    one: sampling,
    other: under('reasoning'),
  },
  { why: 'only one of the two is taken', one: is('previous_response_id'), other: is('conversation') },
  { why: 'one is the old name of the other', one: is('reasoning.summary'), other: is('reasoning.generate_summary') },
  { why: 'one replaces the other', one: is('prompt_cache_retention'), other: under('prompt_cache_options') },
  { why: 'needs a stream', one: under('stream_options'), other: is('stream', 'false', 'null') },
  {
    why: 'a call is no text',
    one: forced,
    other: either(json, is('top_logprobs'), is('include', 'message.output_text.logprobs')),
  },
  { why: 'what is cut shows neither a whole JSON nor a whole call', one: least, other: either(json, forced) },
  {
    why: 'long reasoning leaves no room for what has to be seen',
    one: is('reasoning.effort', 'high', 'xhigh', 'max'),
    other: either(json, forced),
  },
  {
    why: 'nothing bounds what it costs',
    one: is('max_output_tokens', 'null'),
    other: either(is('reasoning.effort', 'medium', 'high', 'xhigh', 'max'), is('temperature', '2')),
  },
];

/** Whether two values of different members must not be in one request. */
export function clash(left: ParameterValue, right: ParameterValue): boolean {
  const nested = (outer: ParameterValue, inner: ParameterValue) => inner.member.startsWith(`${outer.member}.`);
  // An object that is null has no members.
  if (nested(left, right) || nested(right, left)) return true;
  return CLASHES.some(({ one, other }) => (one(left) && other(right)) || (one(right) && other(left)));
}
