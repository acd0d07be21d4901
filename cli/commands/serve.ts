import { CONTRACT_IDS } from '../../core/contract.ts';
import { faults } from '../../fixtures/reference/faults/index.ts';
import { startReference } from '../../fixtures/reference/server.ts';
import { choose } from '../choose.ts';
import { EXIT, type ExitCode, UsageError } from '../exit.ts';

export interface ServeOptions {
  readonly fault: readonly string[];
  readonly port: string;
  readonly key: string;
  readonly contract: string;
}

/**
 * Serves until a signal ends it.
 * @throws UsageError for a wrong or taken port and an unknown fault or contract
 */
export async function serve(options: ServeOptions): Promise<ExitCode> {
  const port = Number(options.port);
  if (!Number.isInteger(port) || port < 0 || port > 65_535) {
    throw new UsageError(`--port ${options.port}: not a port; give a number from 0 to 65535`);
  }
  const known = faults.map(({ id }) => id);
  const chosen = options.fault.map((id) => choose('fault', id, known, 'responses-tck list faults'));
  const contract = choose('contract', options.contract, CONTRACT_IDS);
  const server = await startReference({ faults: chosen, port, key: options.key, contract }).catch((error: unknown) => {
    const code = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    throw new UsageError(`--port ${options.port}: cannot be listened on (${code}); 0 takes a free one`);
  });
  const broken = chosen.length === 0 ? 'no faults' : `faults: ${chosen.join(', ')}`;
  process.stdout.write(`${server.baseUrl}  key: ${options.key}  contract: ${contract}  ${broken}  (Ctrl+C ends it)\n`);
  await new Promise<void>((resolve) => {
    process.once('SIGINT', () => resolve());
    process.once('SIGTERM', () => resolve());
  });
  await server.close();
  return EXIT.ok;
}
