import { expect, test } from '@playwright/test';
import type { Exchange } from '../exchange.ts';
import type { JsonObject } from '../json.ts';
import type { ResponseRule } from '../rule.ts';
import { stubContract } from '../rules/stream/judge.test-support.ts';
import { judgeExchange } from './judge.ts';

function streamOf(...snapshots: readonly JsonObject[]): Exchange {
  const types = ['response.created', 'response.queued', 'response.in_progress', 'response.completed'];
  const text = snapshots.map(
    (response, at) => `data: ${JSON.stringify({ type: types[at], sequence_number: at, response })}\n\n`,
  );
  return {
    id: 'snapshots',
    request: { method: 'POST', url: '', path: '/v1/responses', query: '', headers: {}, json: undefined },
    answer: {
      kind: 'http',
      status: 200,
      headers: {},
      contentType: 'text/event-stream',
      body: { kind: 'text', text: text.join('') },
      ending: 'complete',
    },
    fidelity: 'verbatim',
  };
}

/** Objects to members that are null, and keeps where it was asked. */
function noNulls(asked: string[]): ResponseRule {
  return {
    id: 'test/no-nulls',
    title: 'No member is null',
    on: 'response',
    levels: { openai: 'MUST' },
    source: '#/',
    capability: 'core',
    counterexample: { of: 'a/b', edit: [] },
    judge({ value, at }, probe) {
      asked.push(at);
      for (const [name, one] of Object.entries(value)) probe.check(one !== null, `${at}/${name}`, 'a value', 'null');
    },
  };
}

const judged = (...snapshots: readonly JsonObject[]) => {
  const asked: string[] = [];
  const { applied, findings } = judgeExchange(streamOf(...snapshots), stubContract('openai'), [noNulls(asked)]);
  return { asked, applied, findings: findings.map(({ at, count, more }) => ({ at, count, more })) };
};
const at = (index: number) => `/events/${index}/data/response`;

test('a snapshot that repeats the one before is not judged again where all was right', () => {
  const { asked, applied, findings } = judged(
    { id: 'a', n: 1 },
    { n: 1, id: 'a' },
    { id: 'a', n: 2 },
    { id: 'a', n: 2 },
  );
  // The last is in another phase: what is right of an unfinished response may be wrong of a finished one.
  expect(asked).toEqual([at(0), at(2), at(3)]);
  expect(applied).toEqual(['test/no-nulls']);
  expect(findings).toEqual([]);
});

test('a fault that a snapshot repeats is counted, a new one is seen', () => {
  const repeated = judged({ id: null }, { id: null }, { id: 'a', n: null }, { id: 'a' });
  expect(repeated.asked).toEqual([at(0), at(1), at(2), at(3)]);
  expect(repeated.findings).toEqual([
    { at: `${at(0)}/id`, count: 2, more: [`${at(1)}/id`] },
    { at: `${at(2)}/n`, count: 1, more: [] },
  ]);
  expect(judged({ id: 'a' }, { id: 'a' }, { id: null }, { id: 'a' }).findings).toEqual([
    { at: `${at(2)}/id`, count: 1, more: [] },
  ]);
});
