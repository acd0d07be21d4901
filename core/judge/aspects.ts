import type { Exchange } from '../exchange.ts';
import type { Aspect, Rule } from '../rule.ts';

/** What this exchange does not show truthfully, and so must not be judged. */
export function hiddenAspects(exchange: Exchange): ReadonlySet<Aspect> {
  const hidden = new Set<Aspect>();
  const { answer, fidelity, request } = exchange;
  if (fidelity === 'redacted' || fidelity === 'document') {
    hidden.add('ids');
    hidden.add('times');
  }
  if (fidelity === 'data-lines' || fidelity === 'document') hidden.add('wire');
  if (answer.kind === 'http') {
    if (answer.body.kind === 'data') hidden.add('wire');
    if (Object.keys(answer.headers).length === 0) hidden.add('headers');
  }
  if (request.json === undefined && request.text === undefined && exchange.intent === undefined) hidden.add('request');
  return hidden;
}

export function canSee(rule: Rule, hidden: ReadonlySet<Aspect>): boolean {
  return rule.needs === undefined || !rule.needs.some((aspect) => hidden.has(aspect));
}
