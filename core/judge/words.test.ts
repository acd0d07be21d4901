import { expect, test } from '@playwright/test';
import { loadContract } from '../../specs/load.ts';
import { TREACHEROUS } from '../../suites/reliability/json.test-support.ts';
import type { Exchange } from '../exchange.ts';
import type { Json } from '../json.ts';
import { rules } from '../rules/index.ts';
import { judgeExchange } from './judge.ts';

function answered(status: number, contentType: string, text: string, query = '', json?: Json): Exchange {
  return {
    id: '1',
    request: { method: 'POST', url: 'http://localhost/v1/responses', path: '/v1/responses', query, headers: {}, json },
    answer: { kind: 'http', status, headers: {}, contentType, body: { kind: 'text', text }, ending: 'complete' },
    fidelity: 'verbatim',
  };
}

for (const word of TREACHEROUS) {
  test(`a server that names things ${JSON.stringify(word)}, as objects name what nobody gave them, is judged`, async () => {
    const contract = await loadContract('openai');
    const judge = (exchange: Exchange) => judgeExchange(exchange, contract, rules).applied;
    const error = { message: 'no', type: word, code: word, param: null };
    expect(judge(answered(400, 'application/json', JSON.stringify({ error })))).toContain('error/envelope');
    const part = { type: word, text: 'a', annotations: [{ type: word }] };
    const item = { id: 'a', type: word, status: 'completed', role: 'assistant', call_id: 'c', content: [part] };
    const response = {
      id: 'resp_1',
      object: 'response',
      status: 'completed',
      output: [item, { ...item, type: 'message' }],
    };
    const request = {
      model: 'm',
      input: [{ type: word }],
      tools: [{ type: word }],
      tool_choice: { type: word },
      include: [word],
    };
    const text = JSON.stringify(response);
    expect(
      judge(answered(200, 'application/json', text, `${encodeURIComponent(word)}=1`, request)).length,
    ).toBeGreaterThan(10);
    const events = [
      { type: 'response.created', response },
      { type: 'response.output_item.added', output_index: 0, item },
      { type: 'response.content_part.added', item_id: 'a', output_index: 0, content_index: 0, part },
      { type: 'response.content_part.done', item_id: 'a', output_index: 0, content_index: 0, part },
      { type: 'response.output_item.done', output_index: 0, item },
      { type: word, output_index: 0 },
      { type: 'response.completed', response },
    ];
    const stream = events.map((data) => `data: ${JSON.stringify(data)}\n\n`).join('');
    expect(judge(answered(200, 'text/event-stream', stream)).length).toBeGreaterThan(10);
  });
}
