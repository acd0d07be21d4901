import { isObject, type Json, stringMember } from '../json.ts';
import type { RuleId } from '../rule.ts';
import { changed, type Message } from './draft.ts';
import type { Mutant, MutationArea } from './mutant.ts';

export const TERMINAL = /^response\.(?:completed|incomplete|failed)$/;

/** A mutant of a stream: the list of its messages, altered. `by` as in `Mutant`. */
export type Make = (
  operator: string,
  area: MutationArea,
  at: string,
  list: () => readonly Message[],
  by?: RuleId,
) => Mutant;

export function typeOf(message: Message | undefined): string {
  return stringMember(message?.data, 'type') ?? '';
}

export function hasText(message: Message): boolean {
  const { delta } = message.data;
  return typeOf(message).endsWith('.delta') && typeof delta === 'string' && delta !== '';
}

/** Whether the item of this delta is closed: what a failed response left open nobody repeats, and nobody can check. */
export function isFinished(messages: readonly Message[], message: Message): boolean {
  if (!typeOf(message).endsWith('.delta')) return true;
  const own = message.data['output_index'];
  return messages.some((one) => typeOf(one) === 'response.output_item.done' && one.data['output_index'] === own);
}

/** Whose joined text is no MUST: the document does not have the events of a patch. */
export function ruleOf(message: Message): RuleId | undefined {
  return typeOf(message).startsWith('response.apply_patch_call_operation_diff.') ? 'stream/patch-diff' : undefined;
}

export function edited(message: Message, path: readonly (string | number)[], to: Json): Message {
  const data = changed(message.data, path, to);
  return { ...message, data: isObject(data) ? data : message.data };
}
