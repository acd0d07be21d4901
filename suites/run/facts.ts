import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ProviderFacts } from './channel.ts';

/** The reports name providers by id only; names, addresses and claims are needed for the columns. */
export function writeFacts(runDir: string, facts: readonly ProviderFacts[]): void {
  mkdirSync(runDir, { recursive: true, mode: 0o700 });
  writeFileSync(join(runDir, 'providers.json'), `${JSON.stringify(facts, null, 2)}\n`, { mode: 0o600 });
}
