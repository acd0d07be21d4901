import type { Contract } from '../contract.ts';
import { type Aspect, type ExchangeRule, levelIn, type ResponseRule, type Rule, type StreamRule } from '../rule.ts';
import { canSee } from './aspects.ts';

/** Rules that alone may speak of an exchange: those of error bodies, or those that demand a refusal. */
export type Area = 'errors' | 'refusals';

const AREAS: Readonly<Record<Area, (rule: Rule) => boolean>> = {
  errors: ({ id, readsRefusals }) => id.startsWith('error/') || readsRefusals === true,
  refusals: ({ demandsRefusal, id }) => id.startsWith('request/') || demandsRefusal === true,
};

/** The rules that look at one exchange, by what they look at. */
export interface ChosenRules {
  readonly exchange: readonly ExchangeRule[];
  readonly response: readonly ResponseRule[];
  readonly stream: readonly StreamRule[];
}

const chosen = new WeakMap<readonly Rule[], Map<string, ChosenRules>>();

/**
 * The rules that a contract has and that can see what they need. Found once for each list of rules and kind of exchange:
 * recordings have thousands of exchanges.
 */
export function chosenRules(
  { ref }: Contract,
  rules: readonly Rule[],
  hidden: ReadonlySet<Aspect>,
  area: Area | undefined,
): ChosenRules {
  const known = chosen.get(rules) ?? new Map<string, ChosenRules>();
  chosen.set(rules, known);
  const key = [ref, area, ...hidden].join(' ');
  let found = known.get(key);
  if (found === undefined) {
    const seen = rules.filter(
      (rule) => levelIn(rule, ref) !== undefined && canSee(rule, hidden) && (area === undefined || AREAS[area](rule)),
    );
    found = {
      exchange: seen.filter((rule) => rule.on === 'exchange'),
      response: seen.filter((rule) => rule.on === 'response'),
      stream: seen.filter((rule) => rule.on === 'stream'),
    };
    known.set(key, found);
  }
  return found;
}
