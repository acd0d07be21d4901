import { bodyOf, bodyText } from '../body.ts';
import type { Exchange, HttpAnswer } from '../exchange.ts';
import { isObject, type Json, type JsonObject, parseJson } from '../json.ts';
import { createSseDecoder } from '../sse/decoder.ts';

/** One message of a stream, taken apart. */
export interface Message {
  readonly event: string | undefined;
  readonly data: JsonObject;
}

/** An answered exchange; the others cannot be mutated. */
export type Answered = Exchange & { readonly answer: HttpAnswer };

export function isAnswered(exchange: Exchange): exchange is Answered {
  return exchange.answer.kind === 'http';
}

/** The JSON body of the answer, undefined when it is a stream or no JSON. */
export function jsonOf({ answer }: Answered): Json | undefined {
  if (answer.body.kind === 'data' || /^text\/event-stream\b/i.test(answer.contentType)) return undefined;
  const parsed = parseJson(bodyText(answer.body));
  return parsed.ok ? parsed.value : undefined;
}

/** The messages of a stream of JSON objects; undefined when the answer is no such stream. */
export function messagesOf({ answer }: Answered): readonly Message[] | undefined {
  if (answer.body.kind === 'data')
    return answer.body.payloads.length === 0 ? undefined : fromPayloads(answer.body.payloads);
  if (answer.body.kind !== 'text' || !/^text\/event-stream\b/i.test(answer.contentType)) return undefined;
  const decoder = createSseDecoder();
  const decoded = [...decoder.push(new TextEncoder().encode(answer.body.text)), ...decoder.end().events];
  const messages: Message[] = [];
  for (const { name: event, data } of decoded) {
    if (data === '[DONE]') continue;
    const parsed = parseJson(data);
    if (!parsed.ok || !isObject(parsed.value)) return undefined;
    messages.push({ event, data: parsed.value });
  }
  return messages.length === 0 ? undefined : messages;
}

function fromPayloads(payloads: readonly string[]): readonly Message[] | undefined {
  const values = payloads.filter((data) => data !== '[DONE]').map(parseJson);
  const messages = values.flatMap((parsed) =>
    parsed.ok && isObject(parsed.value) ? [{ event: undefined, data: parsed.value }] : [],
  );
  return messages.length === values.length ? messages : undefined;
}

export function withJson(exchange: Answered, value: Json): Exchange {
  return withText(exchange, JSON.stringify(value));
}

export function withText(exchange: Answered, text: string): Exchange {
  return { ...exchange, answer: { ...exchange.answer, body: bodyOf(text) } };
}

/** The stream written anew, in the form of the genuine service; a `[DONE]` at its end stays. */
export function withMessages(exchange: Answered, messages: readonly Message[]): Exchange {
  const { body } = exchange.answer;
  if (body.kind === 'data') {
    const payloads = messages.map(({ data }) => JSON.stringify(data));
    return { ...exchange, answer: { ...exchange.answer, body: { kind: 'data', payloads } } };
  }
  const sentinel = body.kind === 'text' && /\ndata: ?\[DONE\]\s*$/.test(body.text) ? 'data: [DONE]\n\n' : '';
  return withText(exchange, `${messages.map(messageText).join('')}${sentinel}`);
}

export function messageText({ event, data }: Message): string {
  return `${event === undefined ? '' : `event: ${event}\n`}data: ${JSON.stringify(data)}\n\n`;
}

export function withStatus(exchange: Answered, status: number): Exchange {
  return { ...exchange, answer: { ...exchange.answer, status } };
}

export function withContentType(exchange: Answered, contentType: string): Exchange {
  const { answer } = exchange;
  const headers = Object.keys(answer.headers).length === 0 ? {} : { ...answer.headers, 'content-type': contentType };
  return { ...exchange, answer: { ...answer, contentType, headers } };
}

/** The list with its events numbered as they now stand, from the first one's number. */
export function renumbered(messages: readonly Message[]): readonly Message[] {
  const first = messages[0]?.data['sequence_number'];
  const start = typeof first === 'number' ? first : 0;
  return messages.map(({ event, data }, index) => {
    return 'sequence_number' in data ? { event, data: { ...data, sequence_number: start + index } } : { event, data };
  });
}

/** A copy of `value` with the place changed; `undefined` removes it. Places that do not exist are made. */
export function changed(value: Json, path: readonly (string | number)[], to: Json | undefined): Json {
  const [key, ...rest] = path;
  if (key === undefined) return to ?? null;
  if (Array.isArray(value)) {
    const index = Number(key);
    if (rest.length === 0 && to === undefined) return value.filter((_, at) => at !== index);
    return value.map((element: Json, at) => (at === index ? changed(element, rest, to) : element));
  }
  const object: JsonObject = isObject(value) ? value : {};
  if (rest.length > 0) return { ...object, [key]: changed(object[key] ?? {}, rest, to) };
  if (to !== undefined) return { ...object, [key]: to };
  return Object.fromEntries(Object.entries(object).filter(([name]) => name !== String(key)));
}

const DELTAS_KEPT = 2;

/** Whether this event is a delta like those before and after it: neither one of the first two of its text nor the last. */
export function isRepeated(messages: readonly Message[], index: number): boolean {
  const own = channelOf(messages[index]);
  if (own === undefined) return false;
  const before = messages.slice(0, index).filter((message) => channelOf(message) === own).length;
  return before >= DELTAS_KEPT && messages.slice(index + 1).some((message) => channelOf(message) === own);
}

/** What a delta adds to: its type and the indexes that address it. */
function channelOf(message: Message | undefined): string | undefined {
  const type = message?.data['type'];
  if (message === undefined || typeof type !== 'string' || !type.endsWith('.delta')) return undefined;
  const { output_index: item, content_index: part, summary_index: summary, command_index: command } = message.data;
  return [type, item, part, summary, command].join(' ');
}

/** The value at a place, undefined where there is none. */
export function valueAt(value: Json | undefined, path: readonly (string | number)[]): Json | undefined {
  let at: Json | undefined = value;
  for (const key of path) {
    if (Array.isArray(at)) at = at[Number(key)] as Json | undefined;
    else at = isObject(at) ? at[String(key)] : undefined;
  }
  return at;
}
