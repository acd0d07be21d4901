import type { ProviderHistory } from '../history/model.ts';
import type { Results } from '../results/model.ts';
import { siteColumnDetails } from './data/column.ts';
import { type Sources, sourcesOf } from './data/columns.ts';
import { siteEvidence } from './data/exchanges.ts';
import { siteHistoryFiles } from './data/history.ts';
import { siteMatrix } from './data/matrix.ts';
import { siteParameters } from './data/parameters.ts';
import { siteProvider } from './data/provider.ts';
import { siteRules } from './data/rule.ts';
import { ruleGuideFile } from './guide-file.ts';

/** Every data file of a site by its name, each built when it is asked for: a large site is never whole in memory. */
export function* siteFiles(sources: Sources): Generator<readonly [name: string, value: unknown]> {
  yield ['matrix', siteMatrix(sources)];
  yield ['parameters', siteParameters(sources)];
  for (const { key, column } of sources.columns) {
    yield [`columns/${key}`, siteColumnDetails(column)];
    yield [`evidence/${key}`, siteEvidence(column)];
  }
  for (const source of sources.columns) yield [`providers/${source.key}`, siteProvider(source)];
  yield ['rules', siteRules(sources.rules, ruleGuideFile())];
  yield* siteHistoryFiles(sources);
}

export function siteFilesOf(
  results: readonly Results[],
  histories?: readonly ProviderHistory[],
): Generator<readonly [name: string, value: unknown]> {
  return siteFiles(sourcesOf(results, histories));
}
