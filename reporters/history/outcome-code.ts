import type { Outcome } from '../../core/report.ts';

const CODE: Readonly<Record<Outcome, string>> = {
  pass: 'P',
  fail: 'F',
  'known-fail': 'K',
  flaky: 'L',
  stale: 'S',
  unsupported: 'U',
  inconclusive: 'I',
  'not-exercised': 'N',
};

const OUTCOME = new Map(Object.entries(CODE).map(([outcome, code]) => [code, outcome as Outcome]));

/** A rule that the run did not have. */
export const ABSENT = '-';

/** Whether the character is one of the codes: upper case for a MUST, lower case for a SHOULD or MAY. */
export function isCode(character: string): boolean {
  return character === ABSENT || OUTCOME.has(character.toUpperCase());
}

export function encodeOutcome(outcome: Outcome, isMust: boolean): string {
  return isMust ? CODE[outcome] : CODE[outcome].toLowerCase();
}

/** Undefined for a rule that the run did not have. */
export function decodeOutcome(
  character: string | undefined,
): { readonly outcome: Outcome; readonly isMust: boolean } | undefined {
  if (character === undefined || character === ABSENT) return undefined;
  const upper = character.toUpperCase();
  const outcome = OUTCOME.get(upper);
  return outcome === undefined ? undefined : { outcome, isMust: character === upper };
}
