import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ContractId } from '../core/contract.ts';
import type { Exchange } from '../core/exchange.ts';
import type { Scenario } from '../core/scenario.ts';
import { loadProviders } from '../fixtures/providers/load.ts';
import { openService } from '../fixtures/service/service.ts';
import { startServer } from '../fixtures/start.ts';
import type { Start } from '../fixtures/target.ts';
import { loadContract } from '../specs/load.ts';

export type Recorded = ReadonlyMap<string, readonly Exchange[]>;

/**
 * Runs the scenarios on a reference provider of its own, with the given faults, and hands out what was on the wire.
 * @param contract what the reference's answers keep to
 */
export function recordReference(
  scenarios: readonly Scenario[],
  faults: readonly string[] = [],
  contract: ContractId = 'openai',
): Promise<Recorded> {
  return record('reference', scenarios, { kind: 'reference', faults, contract });
}

/** As `recordReference`, on a provider whose file says how the kit starts it. */
export async function record(id: string, scenarios: readonly Scenario[], start?: Start): Promise<Recorded> {
  const { operations } = await loadContract('openai');
  const provider = (await loadProviders()).find((candidate) => candidate.id === id);
  const how = start ?? provider?.start;
  if (provider === undefined || how === undefined) throw new Error(`${id} is no provider that the kit can start`);
  const runDir = await mkdtemp(join(tmpdir(), 'tck-record-'));
  const server = await startServer(how);
  const key = provider.auth.kind === 'none' ? undefined : server.env[provider.auth.env];
  const service = openService({ operations, runDir });
  try {
    const target = { provider, baseUrl: server.baseUrl, key };
    const runs = scenarios.map(async (scenario) => [scenario.id, await service.run(scenario, target)] as const);
    return new Map(await Promise.all(runs));
  } finally {
    service.close();
    await server.stop();
    await rm(runDir, { recursive: true, force: true });
  }
}
