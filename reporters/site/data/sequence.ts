import { integerMember } from '../../../core/json.ts';
import type { StreamEvent } from '../../../core/stream/event.ts';

/** Events in a row whose numbers rise by one, or that have none. */
export interface SequenceRun {
  /** Indexes of the first and the last event. */
  readonly from: number;
  readonly to: number;
  /** Numbers of these events; undefined: they have none. */
  readonly first: number | undefined;
  readonly last: number | undefined;
}

/** Cuts a stream where its `sequence_number` does not go on. Events that are no objects (`[DONE]`) have none to give. */
export function sequenceRuns(events: readonly StreamEvent[]): readonly SequenceRun[] {
  const runs: SequenceRun[] = [];
  for (const { index, payload } of events) {
    if (payload.kind !== 'object') continue;
    const number = integerMember(payload.data, 'sequence_number');
    const run = runs.at(-1);
    const goesOn = run !== undefined && (number === undefined ? run.last === undefined : run.last === number - 1);
    if (goesOn) runs[runs.length - 1] = { ...run, to: index, last: number };
    else runs.push({ from: index, to: index, first: number, last: number });
  }
  return runs;
}
