import type { Contract } from '../../core/contract.ts';
import type { Exchange } from '../../core/exchange.ts';
import { whyUnanswered } from '../../core/judge/answerable.ts';
import { blamed } from '../../core/judge/blame.ts';
import { sentParameters } from '../../core/parameter.ts';
import { viewOf } from '../../core/view.ts';
import type { ParameterValue } from '../../specs/generate/index.ts';

/** What an answer says of the values in its request. */
export type Reply =
  | { readonly kind: 'taken' }
  | { readonly kind: 'named'; readonly values: readonly ParameterValue[] }
  | { readonly kind: 'unnamed' }
  /** No answer, a limit, a key or a route: nothing about values. */
  | { readonly kind: 'silent' };

export function replyOf(exchange: Exchange, sent: readonly ParameterValue[], contract: Contract): Reply {
  const view = viewOf(exchange, contract.operations);
  if (view === undefined || whyUnanswered(exchange, view) !== undefined) return { kind: 'silent' };
  if (view.success) return { kind: 'taken' };
  const named = view.body.kind === 'json' ? blamed(view.body.value, sentParameters(exchange.request.json)) : [];
  const values = sent.filter((value) =>
    named.some(({ member, text }) => member === value.member && text === value.text),
  );
  if (values.length > 0) return { kind: 'named', values };
  return [404, 405, 501].includes(view.status) ? { kind: 'silent' } : { kind: 'unnamed' };
}

/**
 * What to send next, after these replies: without what was named; or, when nothing was named, one half of what is still
 * suspected, until one value is left, and then the rest without it. Undefined when there is nothing more to learn.
 * @param reply of the n-th request, from 0, which carried those values; undefined when it was not sent
 */
export function nextValues(
  all: readonly ParameterValue[],
  reply: (attempt: number, sent: readonly ParameterValue[]) => Reply | undefined,
): readonly ParameterValue[] | undefined {
  let current = all;
  let left = all;
  let suspects: readonly ParameterValue[] | undefined;
  for (let attempt = 0; ; attempt += 1) {
    const answer = reply(attempt, current);
    if (answer === undefined) return current;
    const sent = current;
    switch (answer.kind) {
      case 'silent':
        return undefined;
      case 'taken':
        if (suspects === undefined) return undefined;
        suspects = without(suspects, sent);
        left = without(left, sent);
        break;
      case 'named':
        left = without(left, answer.values);
        suspects = suspects === undefined ? undefined : without(suspects, answer.values);
        break;
      case 'unnamed':
        suspects = sent;
        break;
      default:
        return answer satisfies never;
    }
    if (suspects === undefined || suspects.length === 0) {
      current = left;
    } else if (suspects.length > 1) {
      current = suspects.slice(0, Math.ceil(suspects.length / 2));
    } else {
      // Found: what was never taken has still to show itself.
      left = without(left, suspects);
      suspects = undefined;
      current = left;
    }
    if (current.length === 0) return undefined;
  }
}

function without(values: readonly ParameterValue[], others: readonly ParameterValue[]): readonly ParameterValue[] {
  return values.filter((value) => !others.includes(value));
}
