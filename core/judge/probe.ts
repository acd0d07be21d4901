import type { Finding, Rule, RuleId } from '../rule.ts';
import type { ExchangeView } from '../view.ts';

const PLACES_KEPT = 5;
/** Findings of one rule in one exchange: where members have names without number, each would be a place of its own. */
const MOST_FINDINGS = 50;
/** Characters of what a finding says; names of members can be as long as an answer. */
const LONGEST = 2000;

interface Gathered {
  readonly finding: Omit<Finding, 'count' | 'more'>;
  count: number;
  readonly more: string[];
}

/**
 * Collects what rules check. Deviations of one rule at alike places of one exchange (indexes aside) are one finding: a
 * member missing on 400 events is one defect, seen 400 times.
 */
export class Gatherer {
  readonly #applied = new Set<RuleId>();
  readonly #checked = new Map<string, Set<RuleId>>();
  readonly #unmet = new Map<RuleId, string>();
  readonly #findings = new Map<string, Gathered>();
  /** Of each rule in each exchange: how many findings there are, and the last one. */
  readonly #last = new Map<string, { count: number; gathered: Gathered }>();

  check(rule: Rule, exchange: string, holds: boolean, at: string, expected: string, actual: string): void {
    this.#applied.add(rule.id);
    const checked = this.#checked.get(exchange);
    if (checked === undefined) this.#checked.set(exchange, new Set([rule.id]));
    else checked.add(rule.id);
    if (holds) return;
    const key = `${rule.id} ${exchange} ${at.replace(/\/\d+(?=\/|$)/g, '/*')}`;
    const where = `${rule.id} ${exchange}`;
    const last = this.#last.get(where);
    const known = this.#findings.get(key) ?? (last?.count === MOST_FINDINGS ? last.gathered : undefined);
    if (known !== undefined) {
      known.count += 1;
      if (known.more.length < PLACES_KEPT) known.more.push(shortened(at));
      return;
    }
    const words = { at: shortened(at), expected: shortened(expected), actual: shortened(actual) };
    const gathered = { finding: { rule: rule.id, exchange, ...words }, count: 1, more: [] };
    this.#findings.set(key, gathered);
    this.#last.set(where, { count: (last?.count ?? 0) + 1, gathered });
  }

  unmet(rule: Rule, why: string): void {
    this.#unmet.set(rule.id, why);
  }

  get applied(): readonly RuleId[] {
    return [...this.#applied];
  }

  /** The rules that checked something, by exchange. */
  get checked(): Readonly<Record<string, readonly RuleId[]>> {
    return Object.fromEntries([...this.#checked].map(([exchange, rules]) => [exchange, [...rules]]));
  }

  get findings(): readonly Finding[] {
    return [...this.#findings.values()].map(({ finding, count, more }) => ({ ...finding, count, more }));
  }

  /** Rules that wanted to check but could not, and did not elsewhere. */
  get unmetRules(): readonly { readonly rule: RuleId; readonly why: string }[] {
    return [...this.#unmet].filter(([rule]) => !this.#applied.has(rule)).map(([rule, why]) => ({ rule, why }));
  }
}

function shortened(text: string): string {
  return text.length <= LONGEST ? text : `${text.slice(0, LONGEST)}… (${text.length} characters)`;
}

/** The probe of one rule in one exchange. */
export function probeFor(gatherer: Gatherer, rule: Rule, exchange: string) {
  let applied = false;
  let objections = 0;
  return {
    objections: () => objections,
    check: (holds: boolean, at: string, expected: string, actual: string) => {
      // That a rule holds is told once: a long stream would tell it for every event.
      if (holds && applied) return;
      applied = true;
      if (!holds) objections++;
      gatherer.check(rule, exchange, holds, at, expected, actual);
    },
    unmet: (why: string) => gatherer.unmet(rule, why),
  };
}

export function scenarioProbeFor(gatherer: Gatherer, rule: Rule) {
  return {
    check: (holds: boolean, where: ExchangeView, at: string, expected: string, actual: string) =>
      gatherer.check(rule, where.exchange.id, holds, at, expected, actual),
    unmet: (why: string) => gatherer.unmet(rule, why),
  };
}
