import { isObject } from '../json.ts';
import type { ResponseSubject } from '../rule.ts';
import { contentParts, outputItems, type PlacedPart } from './support.ts';

/** The parts of the messages of a final response. */
export function messageParts({ value, at, phase }: ResponseSubject): readonly PlacedPart[] {
  if (phase !== 'final') return [];
  return outputItems(value, at)
    .filter(({ type, item }) => type === 'message' && isObject(item))
    .flatMap(contentParts);
}
