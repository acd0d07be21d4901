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

/**
 * Whether two of the values, of different members, must not be in one request. Each value is held against the table once,
 * not each pair: every process of a run asks this of thousands of pairs before its first request.
 */
export function clashesAmong(
  values: readonly ParameterValue[],
): (left: ParameterValue, right: ParameterValue) => boolean {
  const sides = new Map(values.map((value) => [value, { ones: bits(value, 'one'), others: bits(value, 'other') }]));
  return (left, right) => {
    const [a, b] = [sides.get(left), sides.get(right)];
    if (a === undefined || b === undefined)
      throw new Error(`${left.member} or ${right.member} is not among the values`);
    // An object that is null has no members.
    if (isWithin(left, right) || isWithin(right, left)) return true;
    return (a.ones & b.others) !== 0 || (b.ones & a.others) !== 0;
  };
}

/** One bit for each entry of the table. */
function bits(value: ParameterValue, side: 'one' | 'other'): number {
  return CLASHES.reduce((set, clash, at) => (clash[side](value) ? set | (1 << at) : set), 0);
}

function isWithin(inner: ParameterValue, outer: ParameterValue): boolean {
  return inner.member.startsWith(`${outer.member}.`);
}
