import { expect, test } from '@playwright/test';
import { loadContract } from '../../specs/load.ts';
import type { Contract } from '../contract.ts';
import type { Exchange, Intent } from '../exchange.ts';
import type { Json } from '../json.ts';
import { rules } from '../rules/index.ts';
import { settled } from './provisional.ts';
import { judgeScenario } from './scenario.ts';
import { verdictsOf } from './verdicts.ts';

/** Whether a refusal for the key or the model is an answer is decided by what else the run was served. */
const wrongType: Intent = { kind: 'invalid', flaw: 'wrong-type', param: 'temperature', statuses: [400] };
const RULE = 'request/rejects-wrong-type';
const DENIED = { error: { message: 'No.', type: 'invalid_request_error', param: null, code: 'invalid_api_key' } };
const NO_MODEL = { error: { message: 'No.', type: 'invalid_request_error', param: 'model', code: 'model_not_found' } };

let contract: Contract;

test.beforeAll(async () => {
  contract = await loadContract('openai');
});

function exchange(id: string, status: number, body: Json, intent: Intent, model = 'm'): Exchange {
  const json = { model, input: 'Hi', ...(intent.kind === 'invalid' ? { temperature: 'warm' } : {}) };
  return {
    id,
    step: { scenario: id, step: 'create' },
    request: { method: 'POST', url: 'http://x/v1/responses', path: '/v1/responses', query: '', headers: {}, json },
    answer: {
      kind: 'http',
      status,
      headers: { 'content-type': 'application/json' },
      contentType: 'application/json',
      body: { kind: 'text', text: JSON.stringify(body) },
      ending: 'complete',
    },
    intent,
    fidelity: 'verbatim',
  };
}

function report(given: Exchange) {
  const scenario = { id: given.id, title: given.id, capability: 'errors' } as const;
  return judgeScenario({ provider: 'p', evidence: 'live', contract, rules, scenario, exchanges: [given] });
}

function verdictWith(...exchanges: readonly Exchange[]) {
  const reports = exchanges.map(report);
  const judged = verdictsOf({
    reports,
    rules,
    contract: 'openai',
    claimed: [],
    knownFailures: [],
    today: '2026-11-20',
  });
  const verdict = judged.verdicts.find(({ rule }) => rule === RULE)?.verdict;
  return { outcome: verdict?.outcome, unanswered: settled(reports).flatMap(({ unanswered }) => unanswered).length };
}

const served = exchange('served', 200, { object: 'response' }, { kind: 'valid' });

test('a wrong request that alone is refused for the key is answered, and wrongly', () => {
  for (const status of [401, 403]) {
    const denied = exchange('reject-denied', status, DENIED, wrongType);
    expect(verdictWith(denied, served)).toEqual({ outcome: 'fail', unanswered: 0 });
    expect(verdictWith(denied)).toEqual({ outcome: 'inconclusive', unanswered: 1 });
    expect(verdictWith(denied, exchange('other', 401, DENIED, { kind: 'valid' }))).toEqual({
      outcome: 'inconclusive',
      unanswered: 2,
    });
  }
});

test('so is one that is refused for a model that served others; of another model nobody knows', () => {
  const denied = exchange('reject-denied', 404, NO_MODEL, wrongType);
  expect(verdictWith(denied, served)).toEqual({ outcome: 'fail', unanswered: 0 });
  expect(verdictWith(denied, exchange('other', 200, {}, { kind: 'valid' }, 'n')).outcome).toBe('inconclusive');
});

test('a valid request that the key may not make accuses nobody, whatever else was served', () => {
  const valid = exchange('valid', 403, DENIED, { kind: 'valid' });
  expect(settled([report(valid), report(served)]).flatMap(({ unanswered }) => unanswered)).toHaveLength(1);
});
