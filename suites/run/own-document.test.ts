import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import type { OwnRef } from '../../core/contract.ts';
import type { ScenarioReport } from '../../core/report.ts';
import { rules } from '../../core/rules/index.ts';
import { loadProviders } from '../../fixtures/providers/load.ts';
import { openService } from '../../fixtures/service/service.ts';
import { loadContract } from '../../specs/load.ts';
import { A_COMPLETION, type Answering, aResponse, refusing, vendorServer } from '../vendors.test-support.ts';
import { judgeDelivery } from './outcome.ts';
import { scenarioOf } from './plan.ts';

/**
 * Servers on loopback that keep what the read documents promise, and that break each promise in turn: asked through the
 * exchange service with the vendors' own provider files, judged under the vendors' own documents.
 */
async function under(provider: string, answering: Answering, scenario = 'text'): Promise<ScenarioReport> {
  const server = await vendorServer(answering);
  const operations = (await loadContract('openai')).operations;
  const service = openService({ operations, runDir: mkdtempSync(join(tmpdir(), 'tck-own-')) });
  try {
    const file = (await loadProviders()).find(({ id }) => id === provider);
    const asked = scenarioOf(scenario);
    if (file === undefined || asked === undefined) throw new Error(`no ${provider} or no ${scenario}`);
    const ref: OwnRef = `own:${file.document ?? ''}`;
    const models = Object.fromEntries(Object.keys(file.models).map((role) => [role, 'gpt-5']));
    const target = { provider: { ...file, models }, baseUrl: server.baseUrl, key: 'sk-vendor-0123456789' };
    const exchanges = await service.run(asked, target);
    const { document = '' } = file;
    const facts = { id: provider, name: file.name, document, capabilities: file.capabilities, knownFailures: [] };
    const contracts = [await loadContract('openai'), await loadContract(ref), await loadContract('own:omnirouters')];
    const delivery = { kind: 'exchanges', provider: facts, exchanges } as const;
    const { reports } = judgeDelivery(asked, delivery, { contracts, rules, today: '2026-01-01' });
    // A document that is not the vendor's judges nothing.
    const own = [...new Set(['openai', ref])];
    expect(reports.map(({ contract }) => contract)).toEqual(own);
    const found = reports.find(({ contract }) => contract === ref);
    if (found === undefined) throw new Error(`nothing was judged under ${ref}`);
    return found;
  } finally {
    service.close();
    await server.stop();
  }
}

const broken = ({ findings }: ScenarioReport) => [...new Set(findings.map(({ rule }) => rule))];
const keeps: Answering = ({ sent }) => ({ status: 200, body: aResponse(sent) });

/** All that each document can be held to, kept by a server that is nothing more than the document says. */
const KEPT = [
  [
    'opeai',
    keeps,
    ['credential-place', 'operation-exists', 'parameter-accepted', 'parameter-known', 'parameter-optional'],
  ],
  ['ohmygpt', keeps, ['answer-media-type', 'credential-place', 'operation-exists']],
  ['variable-base-aggregator', keeps, ['answer-media-type', 'credential-place', 'operation-exists']],
  [
    'apifox-export',
    () => ({ status: 200, body: A_COMPLETION }),
    ['answer-media-type', 'answer-schema', 'credential-place', 'operation-exists', 'parameter-known'],
  ],
] as const satisfies readonly (readonly [string, Answering, readonly string[]])[];

for (const [provider, answering, judged] of KEPT) {
  test(`a server that keeps the document of ${provider} is found to`, async () => {
    const report = await under(provider, answering);
    expect(report.findings).toEqual([]);
    expect([...report.applied].sort()).toEqual(judged.map((name) => `own/${name}`));
  });
}

/** One broken promise each: provider, what its server does, the rule that says so, the line that it names. */
const BROKEN = [
  ['opeai', () => ({ status: 404, body: { detail: 'Not Found' } }), 'own/operation-exists', 6],
  ['opeai', () => ({ status: 405, body: '', type: 'text/plain' }), 'own/operation-exists', 6],
  ['opeai', refusing(400, "Unknown parameter: 'store'.", 'store', 'unknown_parameter'), 'own/parameter-known', 30],
  [
    'opeai',
    refusing(400, "Invalid type for 'input': expected an array, but got a string.", 'input', 'invalid_type'),
    'own/parameter-known',
    15,
  ],
  ['opeai', refusing(400, "'store' is for paying customers.", 'store', 'not_allowed'), 'own/parameter-accepted', 30],
  [
    'opeai',
    refusing(400, "Missing required parameter: 'instructions'.", 'instructions', 'missing_required_parameter'),
    'own/parameter-optional',
    16,
  ],
  ['opeai', refusing(401, "You didn't provide an API key.", null, 'invalid_api_key'), 'own/credential-place', 9],
  [
    'ohmygpt',
    ({ sent }) => ({ status: 200, type: 'text/plain', body: JSON.stringify(aResponse(sent)) }),
    'own/answer-media-type',
    167,
  ],
  ['variable-base-aggregator', refusing(401, 'Missing API key', null, null), 'own/credential-place', 136],
  ['apifox-export', keeps, 'own/answer-schema', 18],
  ['apifox-export', () => ({ status: 200, body: '{"id":' }), 'own/answer-schema', 18],
] as const satisfies readonly (readonly [string, Answering, string, number])[];

for (const [index, [provider, answering, rule, line]] of BROKEN.entries()) {
  test(`a broken promise of ${provider}: ${rule}, ${index}`, async () => {
    const report = await under(provider, answering);
    expect(broken(report)).toEqual([rule]);
    for (const { expected } of report.findings) expect(expected).toContain(`(line ${line} of the document)`);
  });
}

/** What a document does not state plainly nobody owes: no accusation. */
const OWED_BY_NOBODY = [
  ['a model that is not there', 'opeai', refusing(404, 'The model gpt-5 does not exist', 'model', 'model_not_found')],
  ['a wrong key', 'opeai', refusing(401, 'Incorrect API key provided: sk-v***', null, 'invalid_api_key')],
  ['a parameter that one model does not take', 'ohmygpt', refusing(400, "Unknown parameter: 'store'.", 'store', null)],
  ['a limit', 'opeai', refusing(429, 'Slow down', null, 'rate_limit_exceeded')],
  ['members that the document does not print', 'opeai', ({ sent }) => ({ status: 200, body: { ...sent, more: 1 } })],
  ['a value of its own', 'ohmygpt', () => ({ status: 200, body: { anything: true } })],
] as const satisfies readonly (readonly [string, string, Answering])[];

for (const [what, provider, answering] of OWED_BY_NOBODY) {
  test(`no promise is broken by ${what}`, async () => {
    expect((await under(provider, answering)).findings).toEqual([]);
  });
}

test('a stream that the document does not describe may look as it likes', async () => {
  const report = await under(
    'ohmygpt',
    () => ({ status: 200, type: 'text/x-events', body: 'data: 1\n\n' }),
    'text-stream',
  );
  expect(report.findings).toEqual([]);
  expect(report.applied).not.toContain('own/answer-media-type');
});
