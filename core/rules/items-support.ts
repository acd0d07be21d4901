import type { Capability } from '../capability.ts';
import type { ContractId, SpecPointer } from '../contract.ts';
import { arrayOf, isObject, member } from '../json.ts';
import type { Aspect, Counterexample, Level, Probe, ResponseRule, ResponseSubject, RuleId } from '../rule.ts';
import { outputItems, type PlacedItem, sentMember } from './support.ts';

/** A rule that looks at output items of some types, one at a time, where the response is final. */
export interface ItemCheck {
  readonly id: RuleId;
  readonly title: string;
  readonly types: readonly string[];
  readonly levels: Readonly<Partial<Record<ContractId, Level>>>;
  readonly source: SpecPointer;
  /** Default `hosted-tools`. */
  readonly capability?: Capability;
  readonly needs?: readonly Aspect[];
  readonly breaks?: readonly string[];
  readonly counterexample: Counterexample;
  judge(placed: PlacedItem, probe: Probe, subject: ResponseSubject): void;
}

export function itemRule({ types, judge, capability = 'hosted-tools', ...facts }: ItemCheck): ResponseRule {
  return {
    ...facts,
    on: 'response',
    capability,
    judge(subject, probe) {
      if (subject.phase !== 'final') return;
      for (const placed of outputItems(subject.value, subject.at)) {
        if (placed.type !== undefined && types.includes(placed.type)) judge(placed, probe, subject);
      }
    },
  };
}

/** An item that is done, or that has no status in a response that is done. */
export function isDone({ item }: PlacedItem, { value }: ResponseSubject): boolean {
  const status = item['status'];
  return status === 'completed' || (status === undefined && value['status'] === 'completed');
}

/**
 * The items that this exchange shows before and beside the output: what the request sent. Undefined where there may be
 * more than it shows (a chain, a conversation, a stored prompt, a reference, a compaction) or the request is unknown.
 */
export function wholeContext({ view, value }: ResponseSubject): readonly unknown[] | undefined {
  if (view.operation !== 'createResponse' || !isObject(view.sent)) return undefined;
  const elsewhere = ['previous_response_id', 'conversation', 'prompt'];
  if (elsewhere.some((name) => sentMember(view, name) !== undefined || isNamed(value[name]))) return undefined;
  const input = arrayOf(view.sent['input']);
  return input.some(standsForMore) ? undefined : input;
}

function standsForMore(item: unknown): boolean {
  const type = member(item, 'type');
  // An item reference may leave out its type.
  const bare = type === undefined && isObject(item) && item['content'] === undefined;
  return type === 'item_reference' || type === 'compaction' || bare;
}

function isNamed(value: unknown): boolean {
  return value !== null && value !== undefined;
}
