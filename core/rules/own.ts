import type { DocumentedContract } from '../document.ts';
import type { RuleId } from '../rule.ts';
import { ownAnswerRules } from './own-answers.ts';
import { ownExampleRules } from './own-examples.ts';
import { ownRequestRules } from './own-requests.ts';
import type { OwnPromise, OwnRule } from './own-support.ts';

/**
 * Rules of the contract `own`: a vendor's server, and the examples that its document prints, against what the document
 * itself states. Nothing that it does not state is owed, and an example states no shape.
 */
export const ownRules: readonly OwnRule[] = [...ownAnswerRules, ...ownRequestRules, ...ownExampleRules];

/** What of a document an answer can break, by rule. Empty: the document promises nothing that an answer could break. */
export function ownPromises(
  document: DocumentedContract,
): readonly { readonly rule: RuleId; readonly promises: readonly OwnPromise[] }[] {
  return ownRules.flatMap(({ id, promises }) => {
    const found = promises(document);
    return found.length === 0 ? [] : [{ rule: id, promises: found }];
  });
}
