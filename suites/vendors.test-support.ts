import type { IncomingMessage, ServerResponse } from 'node:http';
import { isObject, type Json, type JsonObject, member, parseJson } from '../core/json.ts';
import { serve } from '../fixtures/service/testing.test-support.ts';

/** What one vendor's server makes of a request to create a response. */
export type Answering = (asked: { readonly url: URL; readonly sent: JsonObject }) => Answered;

interface Answered {
  readonly status: number;
  /** Default: application/json. */
  readonly type?: string;
  /** A text goes out as it is. */
  readonly body: Json;
}

/** A server on loopback that has nothing but `POST /v1/responses`, as the documents describe it. */
export function vendorServer(answering: Answering) {
  return serve((request: IncomingMessage, response: ServerResponse, _nth, text) => {
    const url = new URL(request.url ?? '/', 'http://127.0.0.1');
    const parsed = parseJson(text);
    const sent = parsed.ok && isObject(parsed.value) ? parsed.value : {};
    const isThere = request.method === 'POST' && url.pathname === '/v1/responses';
    const { status, type = 'application/json', body } = isThere ? answering({ url, sent }) : NOT_FOUND;
    response.writeHead(status, { 'content-type': type }).end(typeof body === 'string' ? body : JSON.stringify(body));
  });
}

const NOT_FOUND: Answered = { status: 404, body: { detail: 'Not Found' } };

/** A Response as the documents of two vendors print it: no more members than these. */
export function aResponse(sent: JsonObject): Json {
  return {
    id: 'resp_1',
    object: 'response',
    created_at: 1762499410,
    status: 'completed',
    model: member(sent, 'model') ?? null,
    output: [
      {
        type: 'message',
        id: 'msg_1',
        status: 'completed',
        role: 'assistant',
        content: [{ type: 'output_text', text: 'pong', annotations: [] }],
      },
    ],
    usage: { input_tokens: 18, output_tokens: 22, total_tokens: 40 },
  };
}

/** What the Apifox export promises instead. */
export const A_COMPLETION = {
  id: 'chatcmpl-123',
  object: 'chat.completion',
  created: 1677652288,
  choices: [{ index: 0, message: { role: 'assistant', content: 'pong' }, finish_reason: 'stop' }],
  usage: { prompt_tokens: 9, completion_tokens: 12, total_tokens: 21 },
} as const satisfies Json;

export function refusing(status: number, message: string, param: string | null, code: string | null): Answering {
  return () => ({ status, body: { error: { message, type: 'invalid_request_error', param, code } } });
}
