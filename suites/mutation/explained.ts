import type { FateGroup } from './tally.ts';

/** Why the judge is right to be silent at such a place; a group without an explanation is a rule to add. */
const EXPLAINED: readonly { readonly fate: FateGroup['fate']; readonly place: RegExp; readonly why: string }[] = [
  {
    fate: 'unwarned',
    place: /^\/events\/\*\/data\/item\//,
    why: 'the service itself has announced items without some of their members: only the finished item is complete',
  },
];

export function explanationOf({ fate, place }: Pick<FateGroup, 'fate' | 'place'>): string | undefined {
  return EXPLAINED.find((one) => one.fate === fate && one.place.test(place))?.why;
}
