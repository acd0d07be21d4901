import type { Exchange } from '../../core/exchange.ts';
import type { JsonObject } from '../../core/json.ts';

/**
 * Long streams without a fault, of events as long as those of the genuine service (about 250 bytes a delta). What the
 * deltas say is cheap on purpose: the events are what is measured.
 */
export const STREAMS = ['text', 'tool-call', 'reasoning'] as const;
export type StreamKind = (typeof STREAMS)[number];

/** Deltas of one function call, and of one part of a reasoning summary. */
const DELTAS_A_CALL = 2_000;
const DELTAS_A_PART = 1_000;
const WORDS = [' wide', ' and', ' the', ' quiet', ' harbour', ', where', ' ships', ' lie', ' é', '. '];
const ID = '6859a4af047c8199a905d58a69677087077218073e9990d3';

/** The body of such a stream of at least so many bytes. */
export function streamBody(kind: StreamKind, bytes: number): string {
  const written = new Writer(bytes);
  const response = snapshot();
  written.event('response.created', { response });
  written.event('response.in_progress', { response });
  const output = { text: writeMessage, 'tool-call': writeCalls, reasoning: writeReasoning }[kind](written);
  const usage = {
    input_tokens: 9,
    input_tokens_details: { cached_tokens: 0 },
    output_tokens: 12,
    output_tokens_details: { reasoning_tokens: 0 },
    total_tokens: 21,
  };
  written.event('response.completed', { response: { ...response, status: 'completed', output, usage } });
  return written.chunks.join('');
}

/** As a recording would hold it: nothing is known of the request. */
export function streamExchange(body: string): Exchange {
  const path = '/v1/responses';
  return {
    id: 'stream',
    request: { method: 'POST', url: path, path, query: '', headers: {}, json: undefined },
    answer: {
      kind: 'http',
      status: 200,
      headers: {},
      contentType: 'text/event-stream; charset=utf-8',
      body: { kind: 'text', text: body },
      ending: 'complete',
    },
    fidelity: 'verbatim',
  };
}

class Writer {
  readonly chunks: string[] = [];
  readonly #most: number;
  #bytes = 0;
  #sequence = 0;

  constructor(bytes: number) {
    this.#most = bytes;
  }

  get full(): boolean {
    return this.#bytes >= this.#most;
  }

  event(type: string, members: JsonObject): void {
    const data = JSON.stringify({ type, sequence_number: this.#sequence++, ...members });
    const text = `event: ${type}\ndata: ${data}\n\n`;
    this.chunks.push(text);
    this.#bytes += text.length;
  }

  /** Deltas of one text until it has so many or the stream is long enough; the text. */
  deltas(type: string, place: JsonObject, most: number, more: JsonObject = {}): string {
    const words: string[] = [];
    while (words.length < most && (words.length === 0 || !this.full)) {
      const delta = WORDS[words.length % WORDS.length] ?? '';
      words.push(delta);
      this.event(type, { ...place, delta, ...more });
    }
    return words.join('');
  }
}

function writeMessage(written: Writer): readonly JsonObject[] {
  const item = { id: `msg_${ID}`, type: 'message', status: 'in_progress', content: [], role: 'assistant' };
  written.event('response.output_item.added', { output_index: 0, item });
  const place = { item_id: item.id, output_index: 0, content_index: 0 };
  const empty = { type: 'output_text', annotations: [], logprobs: [], text: '' };
  written.event('response.content_part.added', { ...place, part: empty });
  const text = written.deltas('response.output_text.delta', place, Number.POSITIVE_INFINITY, { logprobs: [] });
  written.event('response.output_text.done', { ...place, text, logprobs: [] });
  const part = { ...empty, text };
  written.event('response.content_part.done', { ...place, part });
  const done = { ...item, status: 'completed', content: [part] };
  written.event('response.output_item.done', { output_index: 0, item: done });
  return [done];
}

function writeCalls(written: Writer): readonly JsonObject[] {
  const calls: JsonObject[] = [];
  while (!written.full) {
    const index = calls.length;
    const item = {
      id: `fc_${index}_${ID}`,
      type: 'function_call',
      status: 'in_progress',
      arguments: '',
      call_id: `call_${index}`,
      name: 'note',
    };
    written.event('response.output_item.added', { output_index: index, item });
    const place = { item_id: item.id, output_index: index };
    const type = 'response.function_call_arguments';
    written.event(`${type}.delta`, { ...place, delta: '["' });
    const text = written.deltas(`${type}.delta`, place, DELTAS_A_CALL);
    written.event(`${type}.delta`, { ...place, delta: '"]' });
    const whole = `["${text}"]`;
    written.event(`${type}.done`, { ...place, arguments: whole });
    const done = { ...item, status: 'completed', arguments: whole };
    written.event('response.output_item.done', { output_index: index, item: done });
    calls.push(done);
  }
  return calls;
}

function writeReasoning(written: Writer): readonly JsonObject[] {
  const item = { id: `rs_${ID}`, type: 'reasoning', summary: [] };
  written.event('response.output_item.added', { output_index: 0, item });
  const summary: JsonObject[] = [];
  while (!written.full) {
    const place = { item_id: item.id, output_index: 0, summary_index: summary.length };
    const type = 'response.reasoning_summary';
    written.event(`${type}_part.added`, { ...place, part: { type: 'summary_text', text: '' } });
    const text = written.deltas(`${type}_text.delta`, place, DELTAS_A_PART);
    written.event(`${type}_text.done`, { ...place, text });
    const part = { type: 'summary_text', text };
    written.event(`${type}_part.done`, { ...place, part });
    summary.push(part);
  }
  const done = { ...item, summary };
  written.event('response.output_item.done', { output_index: 0, item: done });
  return [done];
}

function snapshot(): JsonObject {
  return {
    id: `resp_${ID}`,
    object: 'response',
    created_at: 1_760_000_000,
    status: 'in_progress',
    background: false,
    error: null,
    incomplete_details: null,
    instructions: null,
    max_output_tokens: null,
    model: 'test-model',
    output: [],
    parallel_tool_calls: true,
    previous_response_id: null,
    reasoning: { effort: null, summary: null },
    service_tier: 'default',
    store: true,
    temperature: 1,
    text: { format: { type: 'text' } },
    tool_choice: 'auto',
    tools: [{ type: 'function', name: 'note', description: null, parameters: {}, strict: false }],
    top_logprobs: 0,
    top_p: 1,
    truncation: 'disabled',
    usage: null,
    user: null,
    metadata: {},
  };
}
