import type { Scenario } from '../../core/scenario.ts';
import { hostedScenarios } from './reference/hosted.ts';
import { serviceScenarios } from './reference/service.ts';
import { textScenarios } from './reference/texts.ts';
import { toolScenarios } from './reference/tools.ts';

/**
 * What no real model does on demand: the reference provider is told by a marker in the text. Self-tests of the rules;
 * never sent to another provider.
 */
export const referenceOnly: readonly Scenario[] = [
  ...textScenarios,
  ...hostedScenarios,
  ...toolScenarios,
  ...serviceScenarios,
];
