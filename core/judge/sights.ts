import {
  arrayOf,
  asText,
  isObject,
  type Json,
  type JsonObject,
  member,
  sameJson,
  show,
  stringMember,
  wordTable,
} from '../json.ts';
import type { ParameterOutcome, SentParameter } from '../parameter.ts';
import type { ExchangeView } from '../view.ts';
import { effectOf } from './effects.ts';

/** An accepted request with what it led to. */
export interface Seen {
  readonly view: ExchangeView;
  /** The Response that the answer ended with. */
  readonly response: JsonObject;
  /** Whether it could be retrieved afterwards; undefined when nobody asked. */
  readonly retrieved: boolean | undefined;
  /** All that was sent. */
  readonly sent: readonly SentParameter[];
}

export interface Sight {
  readonly outcome: Extract<ParameterOutcome, 'honoured' | 'ignored' | 'unclear'>;
  readonly why: string;
}

/** What an accepted value led to: its effect where one can be seen, else its echo. */
export function sightOf(sent: SentParameter, seen: Seen): Sight {
  if (sent.value === null) return { outcome: 'unclear', why: 'accepted; null means that it is left out' };
  return effectOf(sent, seen) ?? echoOf(sent, seen);
}

interface Echo {
  /** Where the answer repeats it, if not at the member's own path. */
  readonly at?: string;
  readonly same?: (sent: Json, echoed: Json) => boolean;
  /** Values that a server replaces by what it really used; any echo of the right type will do. */
  readonly resolves?: (sent: Json) => boolean;
  /**
   * What a missing echo says of an otherwise complete Response, and a null or another value. `unclear` where the genuine
   * service itself leaves it out, or where the echo is what was used instead of what was asked for.
   */
  readonly absent: 'ignored' | 'unclear';
  readonly other: 'ignored' | 'unclear';
  /** To come back is all that the member is for: without its echo it is lost, whatever else the response lacks. */
  readonly only?: true;
}

const STRICT: Echo = { absent: 'ignored', other: 'ignored' };
const LOOSE: Echo = { absent: 'unclear', other: 'unclear' };
const isAuto = (sent: Json) => sent === 'auto';

/** Members that a response repeats. Those that are not here leave no trace but their effect. */
const ECHOES: Readonly<Record<string, Echo>> = wordTable({
  temperature: STRICT,
  top_p: STRICT,
  max_output_tokens: STRICT,
  max_tool_calls: STRICT,
  top_logprobs: STRICT,
  metadata: { ...STRICT, only: true },
  store: STRICT,
  parallel_tool_calls: STRICT,
  truncation: STRICT,
  background: STRICT,
  previous_response_id: STRICT,
  safety_identifier: STRICT,
  prompt_cache_key: STRICT,
  tool_choice: { ...STRICT, same: includes },
  conversation: { ...STRICT, same: (sent, echoed) => idOf(sent) === idOf(echoed) },
  // A prompt template turns the echo into a list of items.
  instructions: { ...STRICT, same: (sent, echoed) => sent === echoed || Array.isArray(echoed) },
  tools: { ...STRICT, same: (sent, echoed) => arrayOf(echoed).some((tool) => sameTool(sent, tool)) },
  'text.format': { ...STRICT, same: sameFormat },
  'text.verbosity': STRICT,
  'reasoning.effort': STRICT,
  // `auto` becomes what was used; the older name is repeated under either.
  'reasoning.summary': { absent: 'unclear', other: 'ignored', resolves: isAuto },
  'reasoning.generate_summary': { ...LOOSE, resolves: isAuto },
  // The effective mode, which depends on the model.
  'reasoning.context': { ...LOOSE, resolves: isAuto },
  'reasoning.mode': LOOSE,
  // The tier that was used: an account may not have the one that was asked for.
  service_tier: { absent: 'ignored', other: 'unclear', resolves: isAuto },
  user: { absent: 'unclear', other: 'ignored' },
  model: { absent: 'ignored', other: 'unclear', same: sameModel },
  prompt_cache_retention: LOOSE,
  'prompt_cache_options.ttl': LOOSE,
  'prompt_cache_options.mode': LOOSE,
  prompt: { ...LOOSE, same: (sent, echoed) => idOf(sent) === idOf(echoed) },
  moderation: { ...LOOSE, same: (_, echoed) => isObject(echoed) },
  'image.context_compression': { ...LOOSE, resolves: isAuto },
  'access_programs.cyber': LOOSE,
});

/** Members of every complete Response: one that lacks some of these is another dialect, whose silence says nothing. */
const COMPLETE: readonly string[] = [
  ...['id', 'object', 'status', 'model', 'output', 'instructions', 'metadata', 'parallel_tool_calls'],
  ...['temperature', 'tool_choice', 'tools', 'top_p'],
];

function echoOf(sent: SentParameter, { response }: Seen): Sight {
  const echo = ECHOES[sent.member];
  if (echo === undefined) return { outcome: 'unclear', why: 'accepted; nothing of it can be seen in the answer' };
  const found = at(response, echo.at ?? sent.member);
  if (found === undefined) {
    const others = COMPLETE.filter((name) => name !== sent.member.split('.')[0]);
    const complete = others.every((name) => Object.hasOwn(response, name));
    if (echo.only === true) return { outcome: 'ignored', why: 'not echoed, and it has no other effect' };
    if (echo.absent === 'ignored' && complete) return { outcome: 'ignored', why: 'not echoed by a complete response' };
    return { outcome: 'unclear', why: 'accepted; not echoed' };
  }
  const same = echo.same ?? sameValue;
  if (same(sent.value, found)) return { outcome: 'honoured', why: `echoed: ${show(found).slice(0, 80)}` };
  if (found !== null && echo.resolves?.(sent.value) === true) {
    return { outcome: 'honoured', why: `settled as ${show(found).slice(0, 80)}` };
  }
  // A null where something was asked for is the default in its place, except where null may just mean "not said".
  const outcome = found === null && echo.absent === 'ignored' ? 'ignored' : echo.other;
  return { outcome, why: `the response says ${show(found).slice(0, 80)} instead` };
}

function at(response: JsonObject, path: string): Json | undefined {
  return path
    .split('.')
    .reduce<Json | undefined>((value, name) => (value === null ? null : member(value, name)), response);
}

/** Numbers as a server with 32-bit ones writes them. */
function sameValue(sent: Json, echoed: Json): boolean {
  if (typeof sent === 'number' && typeof echoed === 'number') {
    return Math.abs(sent - echoed) <= 1e-6 * Math.max(1, Math.abs(sent));
  }
  return sameJson(sent, echoed);
}

function includes(sent: Json, echoed: Json): boolean {
  if (!isObject(sent) || !isObject(echoed)) return sameJson(sent, echoed);
  const same = (name: string) => name === 'type' || name === 'mode' || name === 'name' || name === 'server_label';
  return Object.entries(sent).every(([name, value]) => !same(name) || sameJson(value, echoed[name]));
}

function idOf(value: Json): Json | undefined {
  return isObject(value) ? value['id'] : value;
}

/** Names of functions count; a dated or preview name is the same hosted tool. */
function sameTool(sent: Json, echoed: Json): boolean {
  const family = (tool: Json) => (stringMember(tool, 'type') ?? '').replace(/_preview|_\d{4}_\d\d_\d\d|_use/g, '');
  if (family(sent) !== family(echoed)) return false;
  const [want, have] = [sent, echoed].map((tool) => member(tool, 'name') ?? member(tool, 'server_label'));
  return want === undefined || want === have;
}

function sameFormat(sent: Json, echoed: Json): boolean {
  const type = member(sent, 'type');
  return member(echoed, 'type') === type && (type !== 'json_schema' || member(echoed, 'name') === member(sent, 'name'));
}

/** Routers add or drop an owner, services a date. */
function sameModel(sent: Json, echoed: Json): boolean {
  const bare = (name: Json) => (asText(name).split('/').at(-1) ?? '').toLowerCase();
  return bare(echoed).startsWith(bare(sent)) || bare(sent).startsWith(bare(echoed));
}
