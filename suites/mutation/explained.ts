import type { FateGroup } from './tally.ts';

/** Why the judge is right to be silent at such a place; a group without an explanation is a rule to add. */
interface Explanation {
  readonly fate: FateGroup['fate'];
  /** Absent: whatever was done there. */
  readonly operators?: readonly string[];
  readonly place: RegExp;
  readonly why: string;
}

const EXPLAINED: readonly Explanation[] = [
  {
    fate: 'unwarned',
    place: /^\/events\/\*\/data\/item\//,
    why: 'the service itself has announced items without some of their members: only the finished item is complete',
  },
  {
    fate: 'unwarned',
    place: /^\/events\/\*\/data\/response\/tools\//,
    why: 'the last echo says something else than the request (masked addresses, settled defaults): which of the snapshots is right nobody can tell',
  },
  {
    fate: 'unwarned',
    place: /^\/events\/\*\/data\/error\//,
    why: 'the document shows the error event flat and the service nests it: what stands in it is read from the failed response',
  },
  {
    fate: 'unwarned',
    place: /\/(?:outcome\/type|detail)$/,
    why: 'a kind that may be newer than the contract: it is told of in the finished output only',
  },
  {
    fate: 'survived',
    operators: ['text-not-kept', 'item-id-not-kept', 'output-not-kept'],
    place: /^\/body\/output\//,
    why: 'the first reading of a background response: nothing earlier shows what its answer is',
  },
  {
    fate: 'survived',
    operators: ['swap-events'],
    place: /^\/events\/\*$/,
    why: 'the summary and the raw text of one reasoning item may be told in either order',
  },
  {
    fate: 'survived',
    operators: ['drop-event'],
    place: /^\/events\/\*$/,
    why: 'the end of a background stream: the response goes on, and its stream can be taken up again',
  },
  {
    fate: 'survived',
    operators: ['output-invented'],
    place: /^\/events\/\*\/data\/response\/output$/,
    why: 'a stream that was taken up in the middle: the item may have come before',
  },
];

export function explanationOf({ fate, operator, place }: Pick<FateGroup, 'fate' | 'operator' | 'place'>) {
  return EXPLAINED.find((one) => {
    return one.fate === fate && (one.operators?.includes(operator) ?? true) && one.place.test(place);
  })?.why;
}
