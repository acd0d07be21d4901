import type { Exchange } from '../exchange.ts';
import type { Json } from '../json.ts';
import type { RuleId } from '../rule.ts';

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
 * `breaks` says how sure it is that a statement is broken. `always`: by the meaning of the operator. `schema`: when the
 * contract's own validator objects to the mutant and not to the original; of what it does not mind nobody knows. `never`:
 * the change is legal, and a judge that objects raises a false alarm.
 */
export type Mutant = MutantFacts &
  (
    | { readonly breaks: 'always'; readonly by?: RuleId }
    | { readonly breaks: 'schema'; readonly from: Json; readonly to: () => Json }
    | { readonly breaks: 'never' }
  );

/**
 * `by` is the rule whose statement is broken, named where it is no MUST under every contract: its level is the mutant's.
 * `from` and `to` are the value with the changed place as the validator sees it: the body, or the data of an event.
 */
interface MutantFacts {
  /** `drop`, `swap-events`, `total-off-by-one`, ... */
  readonly operator: string;
  readonly area: MutationArea;
  /** JSON Pointer of the place. */
  readonly at: string;
  make(): Exchange;
}
