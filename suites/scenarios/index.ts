import type { Scenario } from '../../core/scenario.ts';
import { background } from './background.ts';
import { compaction } from './compaction.ts';
import { conversations } from './conversations.ts';
import { errors } from './errors.ts';
import { generatedRequests } from './generated.ts';
import { generatedMore } from './generated-more.ts';
import { inputForms } from './input-forms.ts';
import { models } from './models.ts';
import { multimodal } from './multimodal.ts';
import { reasoning } from './reasoning.ts';
import { openResponsesScenarios } from './reference/open-responses.ts';
import { referenceItems } from './reference-items.ts';
import { referenceOnly } from './reference-only.ts';
import { rejections } from './rejections.ts';
import { requestsForReference } from './request-reference.ts';
import { requests } from './requests.ts';
import { state } from './state.ts';
import { stateThorough, storedCalls } from './state-thorough.ts';
import { streaming } from './streaming.ts';
import { structured } from './structured.ts';
import { text } from './text.ts';
import { toolRounds } from './tool-rounds.ts';
import { hostedTools, tools } from './tools.ts';

/**
 * Everything that every provider is asked. Slow ones first: the exchange service starts them in this order, and the
 * longest chain bounds the run.
 */
export const scenarios: readonly Scenario[] = [
  ...background,
  ...state,
  ...storedCalls,
  ...stateThorough,
  ...tools,
  ...toolRounds,
  ...hostedTools,
  ...reasoning,
  ...text,
  ...inputForms,
  ...requests,
  ...generatedRequests,
  ...generatedMore,
  ...streaming,
  ...structured,
  ...multimodal,
  ...conversations,
  ...compaction,
  ...models,
  ...rejections,
  ...errors,
];

/** Asked of the reference provider only. */
export const referenceOnlyScenarios: readonly Scenario[] = [
  ...referenceOnly,
  ...referenceItems,
  ...requestsForReference,
];

/** Asked of the reference only, where it keeps to Open Responses: no other contract has what they send. */
export const openResponsesOnlyScenarios: readonly Scenario[] = openResponsesScenarios;
