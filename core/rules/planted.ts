import { integerMember, member } from '../json.ts';
import type { ExchangeView } from '../view.ts';
import { finalResponse } from './support.ts';

/** How the kit plants a word in one turn and asks for it in a later one. */
const PLANTED = /secret word is ([\p{L}\d-]+)/iu;
const ASKED = /secret word/i;

/** The word that was planted in one of these texts. */
export function plantedIn(texts: readonly string[]): string | undefined {
  return texts.map((text) => PLANTED.exec(text)?.[1]).find((word) => word !== undefined);
}

export function wordAsked(text: string): boolean {
  return ASKED.test(text);
}

export function says(text: string, word: string): boolean {
  return text.toLowerCase().includes(word.toLowerCase());
}

/** Undefined where the server does not count: zeros prove nothing, and are the business of `usage/counted`. */
export function inputTokens(view: ExchangeView): number | undefined {
  return integerMember(member(finalResponse(view), 'usage'), 'input_tokens') || undefined;
}
