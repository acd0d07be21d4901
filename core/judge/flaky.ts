import type { ScenarioReport } from '../report.ts';
import type { Finding, Rule, RuleId } from '../rule.ts';

/** What the repetitions of a run say of one rule, step by step. */
export interface Steadiness {
  /** At some step the rule failed in every repetition that could judge it, or the scenario was played once. */
  readonly steady: boolean;
  /** Of the step of the first finding: in how many of the repetitions that judged it the rule failed. */
  readonly failed: number;
  readonly of: number;
}

/**
 * Whether the findings of a rule are of a plain failure or of a server that does now this and now that. The same step of
 * two repetitions is the same request, so a rule that holds after one and not after the other tells of the server.
 * @param findings of that rule, not empty
 */
export function steadinessOf(
  rule: RuleId,
  findings: readonly Finding[],
  places: ReadonlyMap<string, Place>,
  judged: ReadonlyMap<string, ReadonlyMap<RuleId, number>>,
): Steadiness {
  const failing = new Map<string, Set<string>>();
  for (const { exchange } of findings) {
    const place = places.get(exchange);
    // Of what was played once there is nothing to compare.
    if (place === undefined) return { steady: true, failed: 1, of: 1 };
    const exchanges = failing.get(place.step) ?? new Set();
    failing.set(place.step, exchanges.add(exchange));
  }
  const counts = [...failing].map(([step, exchanges]) => ({
    failed: exchanges.size,
    of: Math.max(exchanges.size, judged.get(step)?.get(rule) ?? 0),
  }));
  const [first = { failed: 1, of: 1 }] = counts;
  return { steady: counts.some(({ failed, of }) => failed === of), ...first };
}

/** Where an exchange of a repeated scenario stands; the same of all its repetitions. */
export interface Place {
  readonly step: string;
}

/** The exchanges of repeated scenarios, by id. */
export function placesIn(reports: readonly ScenarioReport[]): ReadonlyMap<string, Place> {
  return new Map(
    reports.flatMap(({ repetition, exchanges }) =>
      repetition === undefined
        ? []
        : exchanges.flatMap(({ id, step }) => (step === undefined ? [] : [[id, placeOf(step)]])),
    ),
  );
}

function placeOf({ scenario, step }: { readonly scenario: string; readonly step: string }): Place {
  return { step: `${scenario}/${step}` };
}

/** In how many repetitions each rule checked something, by step. Refusals that were excused do not count. */
export function judgedIn(
  reports: readonly ScenarioReport[],
  places: ReadonlyMap<string, Place>,
  excused: ReadonlySet<string>,
): ReadonlyMap<string, ReadonlyMap<Rule['id'], number>> {
  const judged = new Map<string, Map<RuleId, number>>();
  for (const { checked = {} } of reports) {
    for (const [exchange, rules] of Object.entries(checked)) {
      const step = places.get(exchange)?.step;
      if (step === undefined || excused.has(exchange)) continue;
      const counts = judged.get(step) ?? new Map<RuleId, number>();
      for (const rule of rules) counts.set(rule, (counts.get(rule) ?? 0) + 1);
      judged.set(step, counts);
    }
  }
  return judged;
}
