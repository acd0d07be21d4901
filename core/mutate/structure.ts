import { isObject, type Json, type JsonObject, token } from '../json.ts';
import { type Answered, changed, isRepeated, jsonOf, messagesOf, withJson, withMessages } from './draft.ts';
import type { Mutant } from './mutant.ts';

/** Of long lists the first places and the last: further elements are like these. */
const ELEMENTS_KEPT = 2;

interface Place {
  readonly path: readonly (string | number)[];
  readonly value: Json;
  readonly member: boolean;
}

/**
 * Every place of every JSON value of an answer with one thing wrong in its form. Which of these the contract forbids its
 * own validator says.
 */
export function* structureMutants(exchange: Answered): Generator<Mutant> {
  const body = jsonOf(exchange);
  if (body !== undefined) {
    for (const { operator, path, to } of changes(body)) {
      const at = `/body${pointer(path)}`;
      const altered = () => changed(body, path, to);
      const make = () => withJson(exchange, altered());
      yield { operator, area: 'shape', at, breaks: 'schema', from: body, to: altered, make };
    }
  }
  const messages = messagesOf(exchange) ?? [];
  for (const [index, message] of messages.entries()) {
    if (isRepeated(messages, index)) continue;
    for (const { operator, path, to } of changes(message.data)) {
      const altered = (): JsonObject => {
        const data = changed(message.data, path, to);
        return isObject(data) ? data : {};
      };
      const make = () => withMessages(exchange, messages.with(index, { ...message, data: altered() }));
      const at = `/events/${index}/data${pointer(path)}`;
      yield { operator, area: 'shape', at, breaks: 'schema', from: message.data, to: altered, make };
    }
  }
}

interface Change {
  readonly operator: string;
  readonly path: readonly (string | number)[];
  readonly to: Json | undefined;
}

function* changes(root: Json): Generator<Change> {
  for (const { path, value, member } of places(root, [], false)) {
    if (member) yield { operator: 'drop', path, to: undefined };
    if (value !== null) yield { operator: 'null', path, to: null };
    const other = retyped(value);
    if (other !== undefined) yield { operator: 'retype', path, to: other };
    switch (typeof value) {
      case 'string':
        yield { operator: 'corrupt', path, to: 'tck-corrupt' };
        yield { operator: 'empty', path, to: '' };
        break;
      case 'number':
        yield { operator: 'negate', path, to: -1 - Math.abs(value) };
        yield { operator: 'fraction', path, to: value + 0.5 };
        break;
      default:
        break;
    }
  }
}

function* places(value: Json, path: readonly (string | number)[], member: boolean): Generator<Place> {
  if (path.length > 0) yield { path, value, member };
  if (Array.isArray(value)) {
    for (const [index, element] of value.entries()) {
      if (index < ELEMENTS_KEPT || index === value.length - 1) yield* places(element as Json, [...path, index], false);
    }
  } else if (isObject(value)) {
    for (const [name, inner] of Object.entries(value)) {
      if (inner !== undefined) yield* places(inner, [...path, name], true);
    }
  }
}

function retyped(value: Json): Json | undefined {
  if (typeof value === 'string') return 17;
  if (typeof value === 'number') return String(value);
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (value === null) return undefined;
  return Array.isArray(value) ? { 0: 'tck' } : ['tck'];
}

function pointer(path: readonly (string | number)[]): string {
  return path.map((part) => `/${token(String(part))}`).join('');
}
