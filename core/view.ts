import type { OperationId } from './contract.ts';
import type { Exchange, Headers, HttpAnswer } from './exchange.ts';
import type { Json } from './json.ts';

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
