import { expect, test } from '@playwright/test';
import type { ContractId } from '../../contract.ts';
import type { JsonObject } from '../../json.ts';
import { numbered, OFFICIAL_ONLY, OPEN_ONLY, onWire, STREAMS } from './conforming.test-support.ts';
import { type Circumstances, judgePayloads, judgeText } from './judge.test-support.ts';

/** What is allowed and easily taken for a defect: every conforming stream stays one. */

const CONTRACTS = ['openai', 'open-responses'] as const;
const REQUEST = { stream: true, tools: [{ type: 'image_generation', partial_images: 2 }] };

function conforming(contract: ContractId): readonly (readonly [name: string, events: readonly JsonObject[]])[] {
  const foreign = contract === 'openai' ? OPEN_ONLY : OFFICIAL_ONLY;
  return Object.entries(STREAMS).filter(([name]) => !foreign.test(name) && !name.endsWith('/resume'));
}

function found(events: readonly JsonObject[], contract: ContractId, wire = (text: string) => text, more = {}) {
  const end = contract === 'open-responses' ? 'data: [DONE]\n\n' : '';
  const how: Circumstances = { contract, json: REQUEST, ...more };
  return judgeText(wire(onWire(events) + end), how).found;
}

/** What a reader skips: a vendor's event, a keepalive, and members nobody knows, everywhere. */
function withNoise(events: readonly JsonObject[]): readonly JsonObject[] {
  return numbered(
    events.flatMap((event) => {
      const noisy = { ...event, acme_note: { delta: 'x' }, obfuscation: 'padding' };
      const last = ['response.completed', 'response.incomplete', 'response.failed'].includes(String(event['type']));
      return last ? [noisy] : [noisy, { type: 'acme:progress', percent: 7 }, { type: 'keepalive' }];
    }),
  );
}

for (const contract of CONTRACTS) {
  for (const [name, events] of conforming(contract)) {
    test(`${name} may hold what readers skip (${contract})`, () => {
      expect(found(withNoise(events), contract)).toEqual([]);
    });

    test(`${name} may be written in any way of the standard (${contract})`, () => {
      const comments = (text: string) => `: hello\n\nretry: 3000\n\n${text.replaceAll('\n\n', '\n\n: still here\n\n')}`;
      const lines = (end: string) => (text: string) => text.replaceAll('\n', end);
      // A document cut between two members, as multi-line data.
      const several = (text: string) => text.replaceAll('","', '",\ndata: "');
      for (const wire of [comments, lines('\r\n'), lines('\r'), several]) {
        expect(found(events, contract, wire)).toEqual([]);
      }
    });

    test(`${name} is not judged for what a cut connection took (${contract})`, () => {
      for (const length of events.keys()) {
        const body = onWire(events.slice(0, length));
        const how = { contract, json: REQUEST, complete: false };
        expect(judgeText(body, how).found, `${length} events`).toEqual([]);
        expect(judgeText(`${body}event: response.out`, how).found, `${length} events and a bit`).toEqual([]);
      }
    });
  }
}

for (const [name, events] of conforming('openai')) {
  test(`${name} may be taken up after any event`, () => {
    for (const cursor of events.slice(0, -1).keys()) {
      const query = `stream=true&starting_after=${cursor}`;
      const rest = events.slice(cursor + 1);
      const how = { method: 'GET', query };
      expect(judgeText(onWire(rest), how).found, query).toEqual([]);
      const payloads = rest.map((event) => JSON.stringify(event));
      expect(judgePayloads(payloads, how).found, query).toEqual([]);
    }
  });
}

const [REASONING, COMPACTION, PROGRAM] = [
  { type: 'reasoning', summary: [], encrypted_content: 'one' },
  { type: 'compaction', encrypted_content: 'one' },
  { type: 'program', call_id: 'call_1', code: 'x', fingerprint: 'one' },
];

for (const [item, blob] of [
  [REASONING, 'encrypted_content'],
  [COMPACTION, 'encrypted_content'],
  [PROGRAM, 'fingerprint'],
] as const) {
  const told = (final: JsonObject): readonly JsonObject[] =>
    numbered([
      { type: 'response.created', response: { id: 'r', status: 'in_progress', output: [] } },
      { type: 'response.in_progress', response: { id: 'r', status: 'in_progress', output: [] } },
      { type: 'response.output_item.added', output_index: 0, item: { id: 'i', ...item } },
      { type: 'response.output_item.done', output_index: 0, item: { id: 'i', ...item } },
      { type: 'response.completed', response: { id: 'r', status: 'completed', output: [{ id: 'i', ...final }] } },
    ]);

  test(`the ${blob} of a ${item.type} item may differ in the terminal output`, () => {
    expect(found(told({ ...item, [blob]: 'two' }), 'openai')).toEqual([]);
  });

  test(`nothing else of a ${item.type} item may differ`, () => {
    const rules = found(told({ ...item, another: 'two' }), 'openai').map(({ rule }) => rule);
    expect(rules).toEqual(['stream/output-equals-items']);
  });
}

test('a snapshot may leave open what a later one fills in, and may not contradict it', () => {
  const shown = (early: JsonObject, last: JsonObject) => {
    const events = (STREAMS['text-stream/create'] ?? []).map((event) => {
      const { response, type } = event;
      if (typeof response !== 'object' || response === null) return event;
      return { ...event, response: { ...response, ...(type === 'response.completed' ? last : early) } };
    });
    return found(events as readonly JsonObject[], 'openai').filter(({ rule }) => rule === 'stream/settings-constant');
  };
  const settled = { effort: 'medium', summary: null };
  expect(shown({ reasoning: { effort: null, summary: null } }, { reasoning: settled })).toEqual([]);
  expect(shown({ reasoning: null }, { reasoning: settled })).toEqual([]);
  expect(shown({ reasoning: { effort: 'low', summary: null } }, { reasoning: settled })).not.toEqual([]);
  expect(shown({ metadata: {} }, { metadata: { a: 'b' } })).not.toEqual([]);
});
