import { bodyText } from '../body.ts';
import type { Exchange } from '../exchange.ts';
import { isObject, type Json, member, parseJson, stringMember } from '../json.ts';
import { errorTexts } from './answerable.ts';

/** No server can do without them, so their refusal excuses nothing. */
const NEEDED: readonly string[] = ['model', 'input'];

/** Members that say how another one is used: whoever lacks that one has no use for them. */
const BELONGS_TO: ReadonlyMap<string, string> = new Map([
  ['tool_choice', 'tools'],
  ['parallel_tool_calls', 'tools'],
  ['max_tool_calls', 'tools'],
  ['stream_options', 'stream'],
]);

/**
 * Which valid requests were refused for a member that this server plainly does not offer. Where a step said that the
 * member is optional, its refusal is honest; and what is honest there cannot be a defect where another step sends the
 * same. The same is: a value of the same form, or any value where none was ever granted. Pure.
 * @param honest ids of the exchanges whose refusal was accepted
 * @returns ids of further exchanges
 */
export function refusedAlike(exchanges: readonly Exchange[], honest: ReadonlySet<string>): ReadonlySet<string> {
  const granted = exchanges.filter(({ answer }) => answer.kind === 'http' && answer.status < 300).flatMap(sentForms);
  const grantedForms = new Set(granted.map(({ form }) => form));
  const grantedMembers = new Set(granted.map(({ name }) => name));
  const refusals = exchanges.flatMap((exchange) => {
    const refused = refusedMember(exchange);
    const forms = sentForms(exchange).filter(({ sent }) => sent === refused);
    return refused === undefined
      ? []
      : [{ id: exchange.id, name: placed(exchange, refused), of: ownerOf(exchange, refused), forms }];
  });
  const accepted = refusals.filter(({ id }) => honest.has(id));
  const members = new Set(accepted.map(({ name }) => name).filter((name) => !grantedMembers.has(name)));
  const unoffered = accepted.flatMap(({ forms }) => forms.map(({ form }) => form));
  const forms = new Set(unoffered.filter((form) => !grantedForms.has(form)));
  const alike = refusals.filter(
    ({ name, of, forms: mine }) => members.has(name) || members.has(of) || mine.some(({ form }) => forms.has(form)),
  );
  return new Set(alike.map(({ id }) => id));
}

interface Form {
  /** The member as it was sent: `tools`. */
  readonly sent: string;
  /** With the operation: what one takes another may refuse. */
  readonly name: string;
  readonly form: string;
}

function sentForms(exchange: Exchange): readonly Form[] {
  const { json } = exchange.request;
  if (!isObject(json)) return [];
  return Object.entries(json).flatMap(([sent, value]) => {
    const name = placed(exchange, sent);
    return value === null || value === undefined ? [] : formsOf(name, value).map((form) => ({ sent, name, form }));
  });
}

function ownerOf(exchange: Exchange, name: string): string {
  return placed(exchange, BELONGS_TO.get(name) ?? name);
}

function placed({ request }: Exchange, name: string): string {
  return `${request.method} ${request.path} ${name}`;
}

/** `tools[]=function`, `stream=true`: what a server may offer and another not. */
function formsOf(name: string, value: Json): readonly string[] {
  return Array.isArray(value) ? value.map((entry) => `${name}[]=${formOf(entry)}`) : [`${name}=${formOf(value)}`];
}

function formOf(value: Json): string {
  if (!isObject(value)) return JSON.stringify(value);
  const { format } = value;
  return stringMember(value, 'type') ?? stringMember(format, 'type') ?? Object.keys(value).sort().join();
}

/** The member that a 4xx names, by `param` or by its name in the message, and that is not wrong in this request. */
function refusedMember({ answer, intent, request }: Exchange): string | undefined {
  if (answer.kind !== 'http' || answer.status < 400 || answer.status > 499) return undefined;
  if (intent === undefined || !isObject(request.json)) return undefined;
  const parsed = parseJson(bodyText(answer.body));
  if (!parsed.ok) return undefined;
  const wrong = intent.kind === 'invalid' ? topOf(intent.param) : undefined;
  const sent = Object.keys(request.json).filter((name) => name !== wrong && !NEEDED.includes(name));
  const param = topOf(stringMember(member(parsed.value, 'error'), 'param'));
  if (param !== undefined && param !== '') return sent.includes(param) ? param : undefined;
  const words = new Set(errorTexts(parsed.value).flatMap((text) => text.split(/[^A-Za-z_]+/)));
  return sent.find((name) => words.has(name));
}

function topOf(path: string | undefined): string | undefined {
  return path?.split(/[.[]/)[0];
}
