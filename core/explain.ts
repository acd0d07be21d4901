import type { Exchange } from './exchange.ts';
import { parseJson, sameJson } from './json.ts';
import type { Place } from './locate/place.ts';
import type { Finding } from './rule.ts';

const VALUE_CHARACTERS = 160;

/**
 * One sentence that tells the maintainer of a server what is wrong: what the wire says and what was expected there. Holds
 * text of the provider as it came; whoever shows it makes it harmless.
 * @param place where the finding's pointer leads (`createLocator`)
 * @param exchange where the finding was made; without it the sentence names no request
 */
export function explain(finding: Finding, place: Place, exchange?: Exchange): string {
  const { actual, count } = finding;
  const expected = brief(finding.expected);
  const seen = seenIn(actual, place);
  const more = count > 1 ? `; ${count - 1} more place${count === 2 ? ' is' : 's are'} like it` : '';
  if (place.part === 'status') return `${onStatus(requestOf(exchange), actual, expected)}${more}.`;
  const { subject, member } = partsOf(finding.at, place);
  if (seen.kind === 'phrase' || member === '') {
    const what = member === '' ? subject : `${subject}, at ${member}`;
    return `${what}: expected ${expected === '' ? 'nothing' : expected}, found ${brief(actual)}${more}.`;
  }
  const wanted = expectation(expected, seen);
  if (seen.kind === 'absent') {
    if (count > 1 && place.part === 'event') {
      return `${count} events, first ${lowerFirst(subject)}, have no ${member}${wanted}.`;
    }
    return `${subject} has no ${member}${wanted}${more}.`;
  }
  if (seen.kind === 'type') return `${subject} has ${seen.text} as ${member}${wanted}${more}.`;
  return `${subject} has ${member} ${seen.text}${wanted}${more}.`;
}

type Seen =
  | { readonly kind: 'absent' }
  /** A JSON value, perhaps cut. */
  | { readonly kind: 'value'; readonly text: string }
  /** The name of a JSON type, with its article. */
  | { readonly kind: 'type'; readonly text: string }
  | { readonly kind: 'phrase' };

const TYPES = new Set(['object', 'array', 'string', 'integer', 'number', 'boolean']);
const CUT_VALUE = /^["{[].*… \(\d+ characters\)$/s;

/** What a rule wrote as `actual`: `show()` of a value, a type's name, or words of its own. */
function seenIn(actual: string, { raw }: Place): Seen {
  if (actual === 'absent') return { kind: 'absent' };
  if (TYPES.has(actual)) return { kind: 'type', text: `${/^[aio]/.test(actual) ? 'an' : 'a'} ${actual}` };
  const said = parseJson(actual);
  if (!said.ok) return CUT_VALUE.test(actual) ? { kind: 'value', text: brief(actual) } : { kind: 'phrase' };
  const there = raw === undefined ? said : parseJson(raw);
  // A rule may say something of the value (its length, one of its members) instead of showing it.
  const isShown = !there.ok || sameJson(there.value, said.value);
  return isShown ? { kind: 'value', text: brief(actual) } : { kind: 'phrase' };
}

function expectation(expected: string, seen: Seen): string {
  if (expected === 'absent' || expected === '') return '; expected none';
  if (expected === 'present') return seen.kind === 'absent' ? '' : '; it is expected to be there';
  return /^present\b/.test(expected) ? `; it is expected to be ${expected}` : `; expected ${expected}`;
}

function onStatus(request: string, actual: string, expected: string): string {
  const [, status, accepted, words] = /^(\d{3})(?:(, accepted)|: (.*))?$/s.exec(actual) ?? [];
  if (status === undefined) return `${request}: expected ${expected}, found ${brief(actual)}`;
  if (accepted !== undefined) return `${request} is accepted with ${status}; expected ${expected}`;
  return `${request} is answered ${status}${words === undefined ? '' : ` (${brief(words)})`}; expected ${expected}`;
}

function requestOf(exchange: Exchange | undefined): string {
  if (exchange === undefined || exchange.request.method === '') return 'The request';
  const { request, intent } = exchange;
  const name = `${request.method} ${request.path}`;
  if (intent?.kind !== 'invalid') return name;
  const about = intent.param === undefined ? '' : `, ${intent.param}`;
  return `${name}, wrong on purpose (${intent.flaw.replaceAll('-', ' ')}${about}),`;
}

function partsOf(at: string, place: Place): { readonly subject: string; readonly member: string } {
  const tokens = at.split('/').slice(1).map(unescaped);
  switch (place.part) {
    case 'event': {
      const subject = eventWords(place);
      if (tokens[2] !== 'data') return { subject, member: '' };
      return { subject, member: path(tokens.slice(3)) };
    }
    case 'header':
      return { subject: 'The answer', member: `header ${tokens.slice(1).join('/')}` };
    case 'request':
      return { subject: 'The request', member: path(tokens.slice(2)) };
    case 'document':
      return { subject: `Line ${tokens[1] ?? '?'} of the document`, member: '' };
    case 'stream':
      return { subject: 'The stream as a whole', member: '' };
    case 'body':
      return { subject: tokens.length > 1 ? 'The answer' : 'The body of the answer', member: path(tokens.slice(1)) };
    case 'status':
      return { subject: 'The answer', member: 'status' };
    default:
      return place.part satisfies never;
  }
}

/** `Event 3 (response.output_text.delta)`. Events are counted from 0, as in pointers. */
export function eventWords({ event, type }: Pick<Place, 'event' | 'type'>): string {
  return `Event ${event ?? '?'}${type === undefined ? '' : ` (${brief(type)})`}`;
}

/** `output[0].content[1].text`, as people write it. */
function path(tokens: readonly string[]): string {
  return tokens
    .map((name, index) => {
      if (/^\d+$/.test(name)) return `[${name}]`;
      if (!/^[A-Za-z_$][\w$-]*$/.test(name)) return `[${JSON.stringify(name)}]`;
      return index === 0 ? name : `.${name}`;
    })
    .join('');
}

/** The place in words, besides its pointer: `event 3, byte 1204`. Empty where there is nothing to add. */
export function whereWords({ event, byte, exact, within }: Place): string {
  const words: string[] = [];
  if (event !== undefined) words.push(`event ${event}`);
  if (byte !== undefined) words.push(exact ? `byte ${byte}` : `in the ${within ?? 'value'} at byte ${byte}`);
  return words.join(', ');
}

function unescaped(token: string): string {
  return token.replaceAll('~1', '/').replaceAll('~0', '~');
}

function lowerFirst(text: string): string {
  return `${text.charAt(0).toLowerCase()}${text.slice(1)}`;
}

function brief(text: string): string {
  if (text.length <= VALUE_CHARACTERS) return text;
  // Never half a surrogate pair.
  const end = /[\uD800-\uDBFF]/.test(text.charAt(VALUE_CHARACTERS - 1)) ? VALUE_CHARACTERS - 1 : VALUE_CHARACTERS;
  return `${text.slice(0, end)}…`;
}
