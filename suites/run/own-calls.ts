import { type Caller, CHANNEL_VARIABLE, openChannel } from './channel.ts';
import { Exchanges, knownProviders } from './exchanges.ts';
import { writeFacts } from './facts.ts';
import type { RunOptions } from './options.ts';

/** The calls of a run that nobody started but Playwright. */
export interface OwnCalls {
  readonly caller: Caller;
  close(): Promise<void>;
}

/**
 * Opens the exchange service in the runner's process, and says in the environment of the workers where it is.
 * @throws CallerError without a stack, which Playwright would print: the message names file, field and mend
 */
export async function openOwnCalls(options: RunOptions, providers: readonly string[]): Promise<OwnCalls> {
  try {
    const known = await knownProviders(options, providers, process.env);
    const exchanges = await Exchanges.open(options, providers, known, process.env);
    // From here on the keys are in the exchange service alone; workers get their environment from this process.
    for (const name of known.secretVariables) delete process.env[name];
    writeFacts(options.runDir, exchanges.facts);
    const channel = await openChannel(exchanges);
    process.env[CHANNEL_VARIABLE] = channel.address;
    return {
      caller: exchanges,
      close: async () => {
        await channel.close();
        await exchanges.close();
      },
    };
  } catch (error) {
    throw error instanceof Error ? Object.assign(error, { stack: error.message }) : error;
  }
}
