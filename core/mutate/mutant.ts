import type { Exchange } from '../exchange.ts';

/** What of an exchange is broken; the rows of the mutation report. */
export type MutationArea =
  | 'shape'
  | 'wire'
  | 'order'
  | 'join'
  | 'identity'
  | 'usage'
  | 'status'
  | 'echo'
  | 'envelope'
  | 'state';

/**
 * A conforming exchange with one single thing wrong. Mutants are made lazily: a long stream has thousands.
 * `breaks` says how sure it is that a MUST is broken. `always`: by the meaning of the operator. `schema`: when the
 * contract's own validator objects to the mutant and not to the original; what it does not mind is legal. `never`: the
 * change is legal, and a judge that objects raises a false alarm.
 */
export interface Mutant {
  /** `drop`, `swap-events`, `total-off-by-one`, ... */
  readonly operator: string;
  readonly area: MutationArea;
  /** JSON Pointer of the place. */
  readonly at: string;
  readonly breaks: 'always' | 'schema' | 'never';
  make(): Exchange;
}
