import { parentPort, workerData } from 'node:worker_threads';
import { rules } from '../../core/rules/index.ts';
import { loadContract } from '../../specs/load.ts';
import type { Sampling, Scored } from './pool.ts';
import { type Conversation, fatesOf } from './score.ts';

/** Scores one conversation after the other; see `pool.ts`. */
const { contract: id, seed, share } = workerData as Sampling;
const contract = await loadContract(id);
parentPort?.on('message', ({ conversation, index }: { index: number; conversation: Conversation }) => {
  const scored: Scored = { index, fates: fatesOf(conversation, { contract, rules, share, seed }) };
  parentPort?.postMessage(scored);
});
