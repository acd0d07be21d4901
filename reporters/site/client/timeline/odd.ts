import type { Lane, Span, Timeline } from '../../data/timeline.ts';

/** What is odd about the shape of a stream, a sentence each, with the event at which it shows. */
export interface Odd {
  readonly event: number;
  readonly text: string;
}

/** Facts that the drawing shows; whether they break a rule is for the findings to say. */
export function oddities({ lanes, events, sequence }: Timeline): readonly Odd[] {
  const terminal = lanes[0];
  const after = terminal?.close === 'done' ? events.slice(terminal.to + 1).filter(({ name }) => name !== '[DONE]') : [];
  const [firstAfter] = after;
  return [
    ...lanes.flatMap(oddLane),
    ...(firstAfter === undefined
      ? []
      : [
          {
            event: firstAfter.index,
            text: `${after.length === 1 ? 'One event follows' : `${after.length} events follow`} after the response had ended.`,
          },
        ]),
    ...oddNumbers(sequence, events.length),
  ];
}

function oddLane(lane: Lane): readonly Odd[] {
  const isUnannounced = lane.opening === 'unannounced';
  if (lane.close === 'never') {
    const text = `${laneWords(lane)} ${isUnannounced ? 'begins without being announced, and is' : 'is'} never done.`;
    return [{ event: isUnannounced ? lane.from : lane.to, text }];
  }
  const text = isOpen(lane.text)
    ? [{ event: lane.text.to, text: `The text of ${laneWords(lane)} is never done.` }]
    : [];
  return isUnannounced
    ? [{ event: lane.from, text: `${laneWords(lane)} begins without being announced.` }, ...text]
    : text;
}

function laneWords({ kind, name, detail }: Lane): string {
  if (kind === 'response') return 'The response';
  return kind === 'item' ? `${name} (${detail.split(', ')[0]})` : name;
}

function isOpen(span: Span | undefined): span is Span {
  return span?.close === 'never';
}

function oddNumbers(runs: Timeline['sequence'], events: number): readonly Odd[] {
  const bare = runs.filter(({ last }) => last === undefined);
  const missing = bare.reduce((sum, { from, to }) => sum + to - from + 1, 0);
  const [none] = bare;
  const odd: Odd[] = [];
  if (none !== undefined) {
    odd.push({
      event: none.from,
      text:
        missing >= events - 1
          ? 'No event has a sequence_number.'
          : `${missing} of ${events} events have no sequence_number.`,
    });
  }
  const numbered = runs.filter(({ last }) => last !== undefined);
  for (const [index, run] of numbered.entries()) {
    const before = numbered[index - 1];
    if (before?.last === undefined || run.first === undefined || run.first === before.last + 1 || odd.length > 5)
      continue;
    odd.push({
      event: run.from,
      text: `sequence_number goes from ${before.last} to ${run.first} at event ${run.from}.`,
    });
  }
  return odd;
}
