import type { Contract } from '../../core/contract.ts';
import type { Exchange } from '../../core/exchange.ts';
import { judgeScenario } from '../../core/judge/scenario.ts';
import { type Level, levelIn, type Rule, type RuleId } from '../../core/rule.ts';
import type { Scenario } from '../../core/scenario.ts';
import type { Fault } from '../../fixtures/reference/faults/index.ts';
import type { Played } from '../run/rehearse.ts';

/** What the judge said of the reference with one fault. */
export interface FaultSeen {
  readonly fault: string;
  /** Rules that the fault names and that found it. */
  readonly noticed: readonly RuleId[];
  /** Rules that the fault names and that were silent. */
  readonly silent: readonly RuleId[];
  /** Rules of level MUST or SHOULD that the fault does not name and that objected all the same; a MAY accuses nobody. */
  readonly collateral: readonly RuleId[];
  /** The kinds of answers in which a rule that the fault names found it. */
  readonly kinds: readonly ('json' | 'stream')[];
  /** Nobody is expected to notice it; the entry says why. */
  readonly unnoticeable: boolean;
}

export interface FaultOptions {
  readonly contract: Contract;
  readonly rules: readonly Rule[];
  readonly scenarios: readonly Scenario[];
}

function isStream({ answer }: Exchange): boolean {
  return answer.kind === 'http' && /^text\/event-stream\b/i.test(answer.contentType);
}

const ACCUSES: readonly (Level | undefined)[] = ['MUST', 'SHOULD'];

/** Compares what was found with what the fault says it breaks. Pure. */
export function seenOf(fault: Fault, played: Played, { contract, rules, scenarios }: FaultOptions): FaultSeen {
  const kinds = new Set<'json' | 'stream'>();
  const found = new Set<RuleId>();
  for (const scenario of scenarios) {
    const exchanges = played.get(scenario.id) ?? [];
    const judged = { provider: 'reference', evidence: 'live', contract, rules, scenario, exchanges } as const;
    for (const { exchange, rule } of judgeScenario(judged).findings) {
      found.add(rule);
      const seen = exchanges.find(({ id }) => id === exchange);
      if (seen !== undefined && fault.breaks.includes(rule)) kinds.add(isStream(seen) ? 'stream' : 'json');
    }
  }
  const accusing = rules.filter((rule) => ACCUSES.includes(levelIn(rule, contract.ref))).map(({ id }) => id);
  return {
    fault: fault.id,
    noticed: fault.breaks.filter((rule) => found.has(rule)),
    silent: fault.breaks.filter((rule) => !found.has(rule)),
    collateral: accusing.filter((rule) => found.has(rule) && !fault.breaks.includes(rule)),
    kinds: [...kinds].sort(),
    unnoticeable: fault.unnoticed !== undefined,
  };
}
