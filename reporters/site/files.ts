import type { Results } from '../results/model.ts';
import { siteColumnDetails } from './data/column.ts';
import { type Sources, sourcesOf } from './data/columns.ts';
import { siteEvidence } from './data/exchanges.ts';
import { siteMatrix } from './data/matrix.ts';
import { siteParameters } from './data/parameters.ts';

/** Every data file of a site by its name, each built when it is asked for: a large site is never whole in memory. */
export function* siteFiles(sources: Sources): Generator<readonly [name: string, value: unknown]> {
  yield ['matrix', siteMatrix(sources)];
  yield ['parameters', siteParameters(sources)];
  for (const { key, column } of sources.columns) {
    yield [`columns/${key}`, siteColumnDetails(column)];
    yield [`evidence/${key}`, siteEvidence(column)];
  }
}

export function siteFilesOf(results: readonly Results[]): Generator<readonly [name: string, value: unknown]> {
  return siteFiles(sourcesOf(results));
}
