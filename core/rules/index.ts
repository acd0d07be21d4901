import type { Rule } from '../rule.ts';
import { answerRules } from './answers.ts';
import { documentRules } from './document.ts';
import { ownRules } from './own.ts';
import { streamRules } from './stream/index.ts';

/** Every rule of the kit, in the order of the matrix within a capability. A new rule is one entry in one of these lists. */
export const rules: readonly Rule[] = [...answerRules, ...streamRules, ...documentRules, ...ownRules];
