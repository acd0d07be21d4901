import { arrayOf, member, stringMember } from '../json.ts';
import type { ExchangeView } from '../view.ts';
import { sentMember } from './support.ts';

/** All text of the messages and tool outputs that a create request sent, one line a message or part. */
export function inputText(view: ExchangeView): string {
  const input = sentMember(view, 'input');
  if (typeof input === 'string') return input;
  return arrayOf(input)
    .map((item) => {
      const content = member(item, 'content') ?? member(item, 'output');
      return typeof content === 'string'
        ? content
        : arrayOf(content)
            .map((part) => stringMember(part, 'text') ?? '')
            .join('\n');
    })
    .join('\n');
}

/** Fewer tokens than the instructions and the text of the input can be. */
export function leastInputTokens(view: ExchangeView): number {
  const instructions = sentMember(view, 'instructions');
  return leastTokens(`${typeof instructions === 'string' ? instructions : ''}\n${inputText(view)}`);
}

/**
 * Fewer tokens than any tokenizer makes of this text. A token may hold a whole word with the blank before it, and a few
 * tokenizers join frequent pairs; scripts without blanks count as one word and so bound nothing.
 */
export function leastTokens(text: string): number {
  return Math.floor((text.split(/\s+/).filter((word) => word !== '').length * 2) / 3);
}
