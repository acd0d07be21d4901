import type { DocumentRule } from '../rule.ts';
import { accessRules } from './document-access.ts';
import { answerRules } from './document-answer.ts';
import { operationRules } from './document-operations.ts';
import { requestRules } from './document-request.ts';

/**
 * Rules over what a vendor's document states. MUST: the document contradicts the reference. SHOULD and MAY: it promises
 * less, or asks for more. None of them says anything about a server.
 */
export const documentRules: readonly DocumentRule[] = [
  ...accessRules,
  ...requestRules,
  ...answerRules,
  ...operationRules,
];
