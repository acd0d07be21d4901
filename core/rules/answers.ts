import type { Rule } from '../rule.ts';
import { acceptanceRules } from './acceptance.ts';
import { backgroundRules } from './background.ts';
import { chainRules } from './chain.ts';
import { compactionRules } from './compaction.ts';
import { contentRules } from './content.ts';
import { conversationItemRules } from './conversation-items.ts';
import { conversationRules } from './conversations.ts';
import { countingRules } from './counting.ts';
import { echoRules } from './echo.ts';
import { errorRules } from './errors.ts';
import { errorStatusRules } from './errors-status.ts';
import { headerRules } from './headers.ts';
import { headerFormRules } from './headers-forms.ts';
import { itemRules } from './items.ts';
import { listingRules } from './listing.ts';
import { modelRules } from './models.ts';
import { modelFormRules } from './models-forms.ts';
import { reasoningRules } from './reasoning.ts';
import { rejectionRules } from './rejection.ts';
import { inputRejectionRules } from './rejection-input.ts';
import { replayRules } from './replay.ts';
import { responseRules } from './response.ts';
import { schemaRules } from './schema.ts';
import { stateRules } from './state.ts';
import { statusRules } from './status.ts';
import { transportRules } from './stream/transport.ts';
import { structuredRules } from './structured.ts';
import { survivalRules } from './survival.ts';
import { usageRules } from './usage.ts';
import { usageImageRules } from './usage-images.ts';

/** Every rule over answers and scenarios, i.e. all that do not watch the order of a stream or read a document. */
export const answerRules: readonly Rule[] = [
  ...responseRules,
  ...statusRules,
  ...usageRules,
  ...usageImageRules,
  ...itemRules,
  ...contentRules,
  ...echoRules,
  ...acceptanceRules,
  ...survivalRules,
  ...structuredRules,
  ...reasoningRules,
  ...rejectionRules,
  ...inputRejectionRules,
  ...errorRules,
  ...errorStatusRules,
  ...headerRules,
  ...transportRules,
  ...headerFormRules,
  ...stateRules,
  ...chainRules,
  ...listingRules,
  ...replayRules,
  ...backgroundRules,
  ...conversationRules,
  ...conversationItemRules,
  ...countingRules,
  ...compactionRules,
  ...modelRules,
  ...modelFormRules,
  ...schemaRules,
];
