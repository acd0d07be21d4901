import { join } from 'node:path';

/** Attachment with the ScenarioReport of a test as JSON; the collector reads it. */
export const REPORT_ATTACHMENT = 'tck-report';
/** Attachment with the public facts of the provider (name, claims, known failures), so that they survive a merge of shards. */
export const PROVIDER_ATTACHMENT = 'tck-provider';
/** Attachment that says why a test is red; absent when it is not. */
export const RED_ATTACHMENT = 'tck-red';
/** Type of the annotation that holds a test's scenario. */
export const SCENARIO_ANNOTATION = 'scenario';
/** The environment variable that tells the runner to end when its standard input does. */
export const LEASH_VARIABLE = 'TCK_LEASH';

/** What a part of a run is merged from; there is none while it has not ended. */
export function blobFolder(runDir: string): string {
  return join(runDir, 'blob-report');
}
