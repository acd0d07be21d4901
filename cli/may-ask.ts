import { loadProviders, loadProvidersWith } from '../fixtures/providers/load.ts';
import { resolveTarget } from '../fixtures/providers/resolve.ts';
import type { RunOptions } from '../suites/run/options.ts';
import { UsageError } from './exit.ts';

type Environment = Readonly<Record<string, string | undefined>>;
type Asked = Pick<RunOptions, 'providers' | 'providersDir' | 'adHoc'>;

/**
 * Refuses to send a key unencrypted to another machine, before anything is asked.
 * @throws UsageError with the mend
 */
export async function refusePlainHttp({ providers, providersDir, adHoc }: Asked, env: Environment): Promise<void> {
  const files = (await loadProvidersWith(providersDir)).filter(({ id }) => providers.includes(id));
  for (const provider of [...files, ...(adHoc === undefined ? [] : [adHoc])]) {
    const resolved = resolveTarget(provider, env);
    if ('why' in resolved && resolved.unsafe === true) throw new UsageError(`${provider.id}: ${resolved.why}`);
  }
}

/**
 * The providers of the user's folder whose program nobody asked for by name: `--all` alone starts no program that a file
 * names, for such a folder may hold files of strangers. What comes with the kit is started.
 */
export async function notStarted(
  { providers, providersDir }: Asked,
  named: readonly string[],
): Promise<readonly string[]> {
  if (providersDir === undefined) return [];
  const own = await loadProviders(providersDir);
  return own
    .filter(({ id, start }) => start?.kind === 'package' && providers.includes(id) && !named.includes(id))
    .map(({ id }) => id);
}
