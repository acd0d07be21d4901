import { bodyText } from '../body.ts';
import { isObject, type Json, type JsonObject } from '../json.ts';
import {
  type Answered,
  jsonOf,
  type Message,
  messagesOf,
  renumbered,
  valueAt,
  withContentType,
  withJson,
  withMessages,
  withText,
} from './draft.ts';
import type { Mutant } from './mutant.ts';

/** Changes that the protocol allows: whoever objects to one raises a false alarm. */
export function* legalMutants(exchange: Answered): Generator<Mutant> {
  const legal = (operator: string, at: string, make: Mutant['make']): Mutant => {
    return { operator, area: 'wire', at, breaks: 'never', make };
  };
  const { answer } = exchange;
  if (answer.contentType !== '') {
    yield legal('charset', '/headers/content-type', () => {
      return withContentType(exchange, `${answer.contentType.split(';')[0] ?? ''}; charset=utf-8`);
    });
  }
  const body = jsonOf(exchange);
  if (isObject(body)) {
    yield legal('unknown-member', '/body', () => withJson(exchange, { ...body, tck_extension: { nested: [1, null] } }));
    yield legal('key-order', '/body', () => withJson(exchange, reversed(body)));
    yield legal('pretty-printed', '/body', () => withText(exchange, `${JSON.stringify(body, null, 2)}\n`));
  }
  const messages = messagesOf(exchange);
  if (messages === undefined) return;
  const map = (change: (data: JsonObject) => JsonObject) => () => {
    return withMessages(
      exchange,
      messages.map(({ event, data }) => ({ event, data: change(data) })),
    );
  };
  yield legal(
    'unknown-member',
    '/stream',
    map((data) => ({ ...data, tck_extension: 'x' })),
  );
  yield legal(
    'key-order',
    '/stream',
    map((data) => reversed(data) as JsonObject),
  );
  yield legal(
    'no-obfuscation',
    '/stream',
    map(({ obfuscation: _, ...data }) => data),
  );
  const at = Math.max(2, messages.length - 2);
  const keepalive: Message = { event: 'keepalive', data: { type: 'keepalive', sequence_number: 0 } };
  // A stream that can be read again has the same numbers each time.
  const replayed = messages.some(({ data }) => valueAt(data, ['response', 'background']) === true);
  if (messages.length > 3 && !replayed && exchange.request.method === 'POST') {
    yield legal('keepalive', '/stream', () => withMessages(exchange, renumbered(messages.toSpliced(at, 0, keepalive))));
  }
  if (answer.body.kind === 'data') return;
  const text = bodyText(answer.body);
  yield legal('crlf', '/stream', () => withText(exchange, text.replaceAll('\n', '\r\n')));
  yield legal('comments', '/stream', () =>
    withText(exchange, `: hello\n\n${text.replaceAll('\n\n', '\n\n: ping\n\n')}`),
  );
  yield legal('no-blank-after-colon', '/stream', () => withText(exchange, text.replaceAll(/^(event|data): /gm, '$1:')));
  yield legal('many-data-lines', '/stream', () => withText(exchange, messages.map(spread).join('')));
}

function spread({ event, data }: Message): string {
  const lines = JSON.stringify(data, null, 1).split('\n');
  return `${event === undefined ? '' : `event: ${event}\n`}${lines.map((line) => `data: ${line}\n`).join('')}\n`;
}

function reversed(value: Json): Json {
  if (Array.isArray(value)) return value.map((element: Json) => reversed(element));
  if (!isObject(value)) return value;
  const entries = Object.entries(value).reverse();
  return Object.fromEntries(entries.map(([name, inner]) => [name, inner === undefined ? inner : reversed(inner)]));
}
