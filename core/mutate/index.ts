import type { Exchange } from '../exchange.ts';
import { envelopeMutants, responseMutants } from './answers.ts';
import { isAnswered } from './draft.ts';
import { legalMutants } from './legal.ts';
import type { Mutant } from './mutant.ts';
import { streamMutants } from './stream.ts';
import { structureMutants } from './structure.ts';

export type { Mutant } from './mutant.ts';

/** Every mutant of one exchange: each has a single thing wrong, or legally different. Pure, and always in this order. */
export function* mutantsOf(exchange: Exchange): Generator<Mutant> {
  if (!isAnswered(exchange)) return;
  yield* structureMutants(exchange);
  yield* responseMutants(exchange);
  yield* envelopeMutants(exchange);
  yield* streamMutants(exchange);
  yield* legalMutants(exchange);
}
