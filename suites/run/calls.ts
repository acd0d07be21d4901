import { type Caller, openChannel } from './channel.ts';
import type { Exchanges } from './exchanges.ts';
import { writeFacts } from './facts.ts';
import type { RunOptions } from './options.ts';

/** The calls of a run, made by the process that starts its runner. */
export interface Calls {
  /** Where the runner and its workers find them. */
  readonly address: string;
  /** Variables of the environment that are no business of the runner. */
  readonly secretVariables: readonly string[];
  /** Begins to ask. @throws CallerError when the run cannot be made */
  begin(): Promise<void>;
  close(): Promise<void>;
}

/**
 * Prepares the calls of a run, so that they are under way while the runner still loads: that takes most of the time until
 * its first test. What the runner alone knows, which tests `--grep` and `--shard` leave, is waited for.
 * @param onBroken told, once, that nothing more is asked, and why
 * @throws ConfigError when a provider file is broken
 */
export async function prepareCalls(options: RunOptions, onBroken: (why: string) => void): Promise<Calls> {
  const wanted = [...new Set([...options.providers, ...(options.adHoc === undefined ? [] : [options.adHoc.id])])];
  const env = { ...process.env };
  const { Exchanges: Opened, knownProviders } = await import('./exchanges.ts');
  const known = await knownProviders(options, wanted, env);
  let start: (opened: Promise<Exchanges>) => void = () => {};
  const opened = new Promise<Exchanges>((resolve) => {
    start = resolve;
  });
  // The error goes to the caller of `begin`, who ends the runner: that has nothing to say of it, and waits.
  const there = opened.catch(() => new Promise<never>(() => {}));
  const caller: Caller = {
    outlook: async () => (await there).outlook(),
    begin: async (shares) => (await there).begin(shares),
    deliver: async (provider, scenario) => (await there).deliver(provider, scenario),
  };
  const channel = await openChannel(caller);
  let begun = false;
  return {
    address: channel.address,
    secretVariables: known.secretVariables,
    async begin() {
      begun = true;
      start(Opened.open(options, wanted, known, env, onBroken));
      const exchanges = await opened;
      writeFacts(options.runDir, exchanges.facts);
      if (options.grep === undefined && options.shard === undefined) await exchanges.beginAll();
    },
    async close() {
      await channel.close();
      if (!begun) return;
      const exchanges = await opened.catch(() => undefined);
      await exchanges?.close();
    },
  };
}
