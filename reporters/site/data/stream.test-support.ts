import type { Exchange, Timing } from '../../../core/exchange.ts';
import type { JsonObject } from '../../../core/json.ts';
import { exchangeOf } from '../../results/sample.test-support.ts';

const AT = { item_id: 'msg_1', output_index: 0, content_index: 0 };

/** A stream in which all is well: one message with one text of two deltas, numbered. */
export const GOOD: readonly JsonObject[] = [
  { type: 'response.created', response: { id: 'resp_1', status: 'in_progress', output: [] } },
  { type: 'response.in_progress', response: { id: 'resp_1', status: 'in_progress', output: [] } },
  { type: 'response.output_item.added', output_index: 0, item: { id: 'msg_1', type: 'message', content: [] } },
  { type: 'response.content_part.added', ...AT, part: { type: 'output_text', text: '', annotations: [] } },
  { type: 'response.output_text.delta', ...AT, delta: 'Red ' },
  { type: 'response.output_text.delta', ...AT, delta: 'and blue.' },
  { type: 'response.output_text.done', ...AT, text: 'Red and blue.' },
  { type: 'response.content_part.done', ...AT, part: { type: 'output_text', text: 'Red and blue.', annotations: [] } },
  { type: 'response.output_item.done', output_index: 0, item: { id: 'msg_1', type: 'message', content: [] } },
  { type: 'response.completed', response: { id: 'resp_1', status: 'completed', output: [] } },
].map((event, index) => ({ ...event, sequence_number: index }));

export function wireOf(events: readonly JsonObject[]): string {
  return events.map((event) => `event: ${String(event['type'])}\ndata: ${JSON.stringify(event)}\n\n`).join('');
}

/** Each event in a chunk of its own, so many milliseconds after the one before. */
export function timingOf(events: readonly JsonObject[], step: number): Timing {
  let bytes = 0;
  const chunks = events.map((event, index): readonly [number, number] => {
    bytes += new TextEncoder().encode(wireOf([event])).length;
    return [bytes, (index + 1) * step];
  });
  return { startedAt: '2026-11-20T06:00:00.000Z', firstByteMs: step, totalMs: events.length * step, chunks };
}

export function streamExchange(events: readonly JsonObject[], more: Partial<Exchange> = {}): Exchange {
  const body = { kind: 'text', text: wireOf(events) } as const;
  return { ...exchangeOf('s1', body, { contentType: 'text/event-stream', json: { stream: true } }), ...more };
}
