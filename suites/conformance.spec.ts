import * as playwright from '@playwright/test';
import { SCENARIO_ANNOTATION } from './run/names.ts';
import { inOrder } from './run/order.ts';
import { type Planned, plannedDocuments, plannedScenarios, rulesToSelect } from './run/plan.ts';
import { obtain, options, show } from './run/worker.ts';

/**
 * `test` without the fixtures of browsers, which cost each test 5 ms. Exported for Playwright's own packages; where a
 * version lacks it, the plain `test` does the same more slowly.
 */
const { _baseTest } = playwright as unknown as { readonly _baseTest?: typeof playwright.test };
const test = _baseTest ?? playwright.test;

for (const planned of [
  ...inOrder(plannedScenarios(options, await rulesToSelect(options)), options),
  ...plannedDocuments(options.documents),
]) {
  test(planned.title, { tag: [...planned.tags], annotation: annotationOf(planned) }, async () => {
    const info = test.info();
    const outcome = await obtain(planned, info.project.name);
    if ('notRun' in outcome) return test.skip(true, outcome.notRun);
    show(info, outcome);
  });
}

function annotationOf(planned: Planned): { type: string; description: string } {
  const description = planned.kind === 'scenario' ? planned.scenario.id : `${planned.document} ${planned.evidence}`;
  return { type: planned.kind === 'scenario' ? SCENARIO_ANNOTATION : 'document', description };
}
