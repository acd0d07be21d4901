import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import type { ContractId } from '../../core/contract.ts';
import type { Conversation, Fate } from './score.ts';

/** What a worker is started with. */
export interface Sampling {
  readonly contract: ContractId;
  readonly share: number;
  readonly seed: number;
}

export type Scored = { readonly index: number; readonly fates: readonly Fate[] | undefined };

/**
 * The fates of the mutants of every conversation, in their order, worked out on all processors (at most four: each
 * worker loads the contract). Only for the built files: a worker is a file of its own.
 */
export async function scoreAll(
  conversations: readonly Conversation[],
  sampling: Sampling,
): Promise<readonly (readonly Fate[] | undefined)[]> {
  const results: (readonly Fate[] | undefined)[] = conversations.map(() => undefined);
  // The biggest first, so that no worker is left alone with one at the end.
  const queue = conversations
    .map((conversation, index) => ({ index, size: JSON.stringify(conversation).length }))
    .sort((one, two) => one.size - two.size)
    .map(({ index }) => index);
  const workers = Array.from({ length: Math.min(4, availableParallelism()) }, () => {
    return new Worker(new URL('./worker.js', import.meta.url), { workerData: sampling });
  });
  const drained = workers.map(
    (worker) =>
      new Promise<void>((resolve, reject) => {
        const next = () => {
          const index = queue.pop();
          if (index === undefined) resolve();
          else worker.postMessage({ index, conversation: conversations[index] });
        };
        worker.on('error', reject);
        worker.on('message', ({ index, fates }: Scored) => {
          results[index] = fates;
          next();
        });
        next();
      }),
  );
  try {
    await Promise.all(drained);
  } finally {
    await Promise.all(workers.map((worker) => worker.terminate()));
  }
  return results;
}
