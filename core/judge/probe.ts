import type { Finding, Rule, RuleId } from '../rule.ts';
import type { ExchangeView } from '../view.ts';

const PLACES_KEPT = 5;

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

  check(rule: Rule, exchange: string, holds: boolean, at: string, expected: string, actual: string): void {
    this.#applied.add(rule.id);
    const checked = this.#checked.get(exchange);
    if (checked === undefined) this.#checked.set(exchange, new Set([rule.id]));
    else checked.add(rule.id);
    if (holds) return;
    const key = `${rule.id} ${exchange} ${at.replace(/\/\d+(?=\/|$)/g, '/*')}`;
    const known = this.#findings.get(key);
    if (known === undefined) {
      this.#findings.set(key, { finding: { rule: rule.id, exchange, at, expected, actual }, count: 1, more: [] });
      return;
    }
    known.count += 1;
    if (known.more.length < PLACES_KEPT) known.more.push(at);
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
