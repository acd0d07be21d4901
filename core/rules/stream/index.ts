import type { StreamRule } from '../../rule.ts';
import { addedRules } from './added.ts';
import { annotationRules } from './annotations.ts';
import { callRules } from './calls.ts';
import { errorRules } from './errors.ts';
import { hostedRules } from './hosted.ts';
import { identityRules } from './identity.ts';
import { imageRules } from './images.ts';
import { itemRules } from './items.ts';
import { lifecycleRules } from './lifecycle.ts';
import { partRules } from './parts.ts';
import { readerRules } from './reader.ts';
import { reasoningStreamRules } from './reasoning.ts';
import { resumedRules } from './resumed.ts';
import { sequenceRules } from './sequence.ts';
import { settingsRules } from './settings.ts';
import { shellRules } from './shell.ts';
import { snapshotRules } from './snapshots.ts';
import { terminalRules } from './terminal.ts';
import { textRules } from './text.ts';
import { wireRules } from './wire.ts';

/** Every rule about event streams, in the order of the matrix. */
export const streamRules: readonly StreamRule[] = [
  ...wireRules,
  ...addedRules,
  ...sequenceRules,
  ...lifecycleRules,
  ...settingsRules,
  ...resumedRules,
  ...itemRules,
  ...identityRules,
  ...partRules,
  ...reasoningStreamRules,
  ...snapshotRules,
  ...textRules,
  ...callRules,
  ...annotationRules,
  ...terminalRules,
  ...errorRules,
  ...hostedRules,
  ...imageRules,
  ...shellRules,
  ...readerRules,
];
