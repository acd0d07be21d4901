import { bodyText } from '../../core/body.ts';
import type { Exchange } from '../../core/exchange.ts';
import { integerMember, isObject, type JsonObject, parseJson } from '../../core/json.ts';
import { decodeSse } from '../../core/sse/decoder.ts';

/**
 * The stream with every delta cut into at least so many, numbered anew: short streams become long ones that say the same.
 * Undefined for what is no stream of one-line JSON events.
 */
export function stretched(exchange: Exchange, pieces: number): Exchange | undefined {
  const { answer } = exchange;
  if (answer.kind !== 'http' || answer.body.kind === 'data' || !/^text\/event-stream/.test(answer.contentType)) {
    return undefined;
  }
  const blocks: string[] = [];
  let added = 0;
  for (const { data, name } of decodeSse(bodyText(answer.body)).events) {
    const parsed = parseJson(data);
    const event = parsed.ok && isObject(parsed.value) ? parsed.value : undefined;
    const parts = event === undefined ? [undefined] : partsOf(event, pieces);
    for (const [index, part] of parts.entries()) {
      if (index > 0) added++;
      const text = part === undefined ? data : JSON.stringify(renumbered(part, added));
      blocks.push(`${name === undefined ? '' : `event: ${name}\n`}data: ${text}\n\n`);
    }
  }
  return { ...exchange, answer: { ...answer, body: { kind: 'text', text: blocks.join('') } } };
}

function partsOf(event: JsonObject, pieces: number): readonly JsonObject[] {
  const { delta, type } = event;
  if (typeof type !== 'string' || !type.endsWith('.delta') || typeof delta !== 'string') return [event];
  const letters = [...delta];
  const count = Math.max(pieces, letters.length);
  return Array.from({ length: count }, (_, index) => {
    // Log probabilities belong to tokens: the first piece keeps them.
    const more = index > 0 && Array.isArray(event['logprobs']) ? { logprobs: [] } : {};
    return { ...event, ...more, delta: letters[index] ?? '' };
  });
}

function renumbered(event: JsonObject, by: number): JsonObject {
  const number = integerMember(event, 'sequence_number');
  return number === undefined ? event : { ...event, sequence_number: number + by };
}
