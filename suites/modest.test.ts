import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import type { Contract } from '../core/contract.ts';
import { judgeScenario } from '../core/judge/scenario.ts';
import { verdictsOf } from '../core/judge/verdicts.ts';
import { rules } from '../core/rules/index.ts';
import { loadProviders } from '../fixtures/providers/load.ts';
import { combined } from '../fixtures/reference/faults/hooks.ts';
import { type Modesty, modesties } from '../fixtures/reference/modest.ts';
import { startReference } from '../fixtures/reference/server.ts';
import { openService } from '../fixtures/service/service.ts';
import { loadContract } from '../specs/load.ts';
import { scenarios } from './scenarios/index.ts';

/** A server that refuses by name what it does not offer, and claims none of it, is accused of nothing. */

test.describe.configure({ timeout: 120_000 });

let contract: Contract;
test.beforeAll(async () => {
  contract = await loadContract('openai');
});

/** What fails when a server that lacks all of this is asked everything. */
async function accused(lacking: readonly Modesty[]): Promise<readonly string[]> {
  const provider = (await loadProviders()).find(({ id }) => id === 'reference');
  if (provider === undefined) throw new Error('reference.yaml is missing');
  const runDir = await mkdtemp(join(tmpdir(), 'tck-modest-'));
  const server = await startReference({ listener: combined(lacking.map(({ lacks }) => lacks)) });
  const service = openService({ operations: contract.operations, runDir });
  try {
    const target = { provider, baseUrl: server.baseUrl, key: server.key };
    const played = await Promise.all(
      scenarios.map(async (scenario) => ({ scenario, exchanges: await service.run(scenario, target) })),
    );
    const reports = played.map((each) =>
      judgeScenario({ provider: provider.id, evidence: 'live', contract, rules, ...each }),
    );
    const judged = { reports, rules, contract: contract.ref, claimed: [], knownFailures: [], today: '2026-01-01' };
    return verdictsOf(judged).verdicts.flatMap(({ rule, level, verdict }) =>
      verdict.outcome === 'fail' && level !== 'MAY'
        ? verdict.findings.map(({ exchange, actual }) => `${level} ${rule}: ${exchange}: ${actual}`)
        : [],
    );
  } finally {
    service.close();
    await server.close();
    await rm(runDir, { recursive: true, force: true });
  }
}

for (const modesty of modesties) {
  test(`${modesty.id}: ${modesty.title}`, async () => {
    expect(await accused([modesty])).toEqual([]);
  });
}

test('a server that lacks all of it', async () => {
  expect(await accused(modesties)).toEqual([]);
});
