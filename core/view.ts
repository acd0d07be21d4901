import { bodyText } from './body.ts';
import type { Operation, OperationId } from './contract.ts';
import type { Exchange, Headers, HttpAnswer } from './exchange.ts';
import { type Json, member, parseJson } from './json.ts';
import { identify } from './operation.ts';

/**
 * An answered exchange as rules see it: identified and parsed once, however many rules look at it. Built by `viewOf`;
 * exchanges without an answer have no view.
 */
export interface ExchangeView {
  readonly exchange: Exchange;
  readonly answer: HttpAnswer;
  readonly operation: OperationId | undefined;
  /** Ids in the path: `response_id`, `conversation_id`, `item_id`, `model`. */
  readonly pathIds: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, readonly string[]>>;
  readonly status: number;
  readonly headers: Headers;
  readonly success: boolean;
  /** The request's parsed JSON, undefined when unknown. */
  readonly sent: Json | undefined;
  /** The request asked for an event stream. Undefined when the request is unknown. */
  readonly askedToStream: boolean | undefined;
  readonly body: BodyView;
}

export type BodyView =
  | { readonly kind: 'json'; readonly value: Json; readonly text: string }
  /** Read with the stream reader, event by event. */
  | { readonly kind: 'stream' }
  | { readonly kind: 'empty' }
  /** Neither JSON nor an event stream: HTML, plain text, broken JSON. */
  | { readonly kind: 'unreadable'; readonly text: string; readonly error: string };

/** The exchange as rules see it, or undefined when nothing was answered. Pure; parses the body once. */
export function viewOf(exchange: Exchange, operations: readonly Operation[]): ExchangeView | undefined {
  const { answer, request } = exchange;
  if (answer.kind === 'none') return undefined;
  const { operation, pathIds } = identify(request.method, request.path, operations);
  const query = queryOf(request.query);
  return {
    exchange,
    answer,
    operation: operation?.id,
    pathIds,
    query,
    status: answer.status,
    headers: answer.headers,
    success: answer.status >= 200 && answer.status < 300,
    sent: request.json,
    askedToStream: askedToStream(exchange, query),
    body: bodyView(answer),
  };
}

function queryOf(text: string): Record<string, readonly string[]> {
  // Without a prototype: recordings may have a parameter called `constructor`.
  const query: Record<string, string[]> = Object.create(null);
  for (const [name, value] of new URLSearchParams(text)) {
    const values = query[name] ?? [];
    values.push(value);
    query[name] = values;
  }
  return query;
}

function askedToStream(exchange: Exchange, query: Readonly<Record<string, readonly string[]>>): boolean | undefined {
  if (query['stream']?.includes('true') === true) return true;
  const { json, method } = exchange.request;
  if (json !== undefined) return member(json, 'stream') === true;
  return method === 'POST' && exchange.intent === undefined ? undefined : false;
}

/**
 * The media type decides, except where the body plainly is something else: a stream that is labelled as text or JSON is
 * still read as a stream (its label is a finding of its own), and an error object labelled as text is still JSON (the
 * genuine service sends 401s that way).
 */
function bodyView(answer: HttpAnswer): BodyView {
  if (answer.body.kind === 'data') return { kind: 'stream' };
  const text = bodyText(answer.body);
  if (answer.undecoded !== undefined) {
    return { kind: 'unreadable', text, error: `the body is not encoded as ${answer.undecoded}` };
  }
  const labelledStream = /^text\/event-stream\b/i.test(answer.contentType);
  if (labelledStream && !looksLikeJson(text)) return { kind: 'stream' };
  if (text.trim() === '') return labelledStream ? { kind: 'stream' } : { kind: 'empty' };
  const parsed = parseJson(text.replace(/^\uFEFF/, ''));
  if (parsed.ok) return { kind: 'json', value: parsed.value, text };
  if (/^\uFEFF?(?:event|data|id|retry)?:/.test(text)) return { kind: 'stream' };
  return { kind: 'unreadable', text, error: parsed.error };
}

function looksLikeJson(text: string): boolean {
  return /^\s*[{[]/.test(text);
}
