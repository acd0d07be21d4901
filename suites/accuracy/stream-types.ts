import { bodyText } from '../../core/body.ts';
import type { Exchange } from '../../core/exchange.ts';
import { isObject, type JsonObject, member, parseJson, stringMember } from '../../core/json.ts';
import { createSseDecoder } from '../../core/sse/decoder.ts';
import { startingAfter } from '../../core/stream/cursor.ts';

/** What can be said of an event without any rule. */
export interface SeenEvent {
  readonly type: string;
  readonly number: number | undefined;
  readonly payload: JsonObject;
}

/** The events of a stream that are JSON objects with a type, without an opinion on them. */
export function eventsOf({ answer }: Exchange): readonly SeenEvent[] {
  if (answer.kind !== 'http') return [];
  const payloads = answer.body.kind === 'data' ? answer.body.payloads : decoded(bodyText(answer.body));
  return payloads.flatMap((text) => {
    const parsed = parseJson(text);
    if (!parsed.ok || !isObject(parsed.value)) return [];
    const type = stringMember(parsed.value, 'type');
    const number = member(parsed.value, 'sequence_number');
    if (type === undefined) return [];
    return [{ type, number: typeof number === 'number' ? number : undefined, payload: parsed.value }];
  });
}

/** Whether the stream was taken up after its start: by its request, or, where that is unknown, by its first number. */
export function isResumed(exchange: Exchange): boolean {
  return startingAfter(exchange) !== undefined || (eventsOf(exchange)[0]?.number ?? 0) > 0;
}

function decoded(text: string): readonly string[] {
  const decoder = createSseDecoder();
  return [...decoder.push(new TextEncoder().encode(text)), ...decoder.end().events].map(({ data }) => data);
}
