import { expect, test } from '@playwright/test';
import type { ContractId } from '../../contract.ts';
import { OFFICIAL_ONLY, OPEN_ONLY, onWire, STREAMS } from './conforming.test-support.ts';
import { edited } from './edited.test-support.ts';
import { streamRules } from './index.ts';
import { type Circumstances, judgePayloads, judgeText } from './judge.test-support.ts';

function streamOf(name: string, contract: ContractId): string {
  const events = STREAMS[name];
  if (events === undefined) throw new Error(`no stream ${name}`);
  return onWire(events) + (contract === 'open-responses' ? 'data: [DONE]\n\n' : '');
}

/** How the request of a stream was made, where it matters. */
function circumstances(name: string): Circumstances {
  if (name === 'background-stream/resume') return { method: 'GET', query: 'stream=true&starting_after=2' };
  return { json: { stream: true, tools: [{ type: 'image_generation', partial_images: 2 }] } };
}

for (const contract of ['openai', 'open-responses'] as const) {
  for (const name of Object.keys(STREAMS)) {
    if ((contract === 'openai' ? OPEN_ONLY : OFFICIAL_ONLY).test(name)) continue;
    test(`${name} conforms under ${contract}`, () => {
      const body = streamOf(name, contract);
      const how = { contract, ...circumstances(name) };
      expect(judgeText(body, how).found).toEqual([]);
      const payloads = (STREAMS[name] ?? []).map((event) => JSON.stringify(event));
      expect(judgePayloads(contract === 'openai' ? payloads : [...payloads, '[DONE]'], how).found).toEqual([]);
    });
  }
}

test('a stream with [DONE], keepalive, comments, CRLF and vendor events conforms', () => {
  const body = `: hello\n\nretry: 3000\n\n${streamOf('text-stream/create', 'openai')}data: [DONE]\n\n`.replace(
    'event: response.output_item.added',
    'event: acme:note\ndata: {"type":"acme:note","sequence_number":1.0}\n\nevent: response.output_item.added',
  );
  const numbered = renumbered(body).replaceAll('\n', '\r\n');
  expect(judgeText(numbered).found).toEqual([]);
});

function renumbered(body: string): string {
  let next = 0;
  return body.replace(/"sequence_number":[\d.]+/g, () => `"sequence_number":${next++}`);
}

for (const rule of streamRules) {
  const contract: ContractId = rule.levels.openai === undefined ? 'open-responses' : 'openai';
  test(`counterexample of ${rule.id}`, () => {
    const { of, edit, also = [] } = rule.counterexample;
    const conforming = streamOf(of, contract);
    const how = { contract, ...circumstances(of) };
    expect([...judgeText(conforming, how).applied]).toContain(rule.id);
    const { failed, found } = judgeText(edited(conforming, edit), how);
    // Rules about responses are not on trial here.
    const inStream = also.filter((id) => streamRules.some((one) => one.id === id));
    expect(failed).toEqual([rule.id, ...inStream].sort());
    for (const finding of found) expect(finding.at, finding.rule).toMatch(/^\/(events\/\d+|stream)/);
  });
}
