import { type ContractRef, isReference } from '../../core/contract.ts';
import type { Evidence, Outcome } from '../../core/report.ts';
import type { Level } from '../../core/rule.ts';
import type { Column, Results, RuleInfo } from './model.ts';
import { OUTCOME_WORDS, type RuleIndex, ruleIndex } from './summary.ts';

/** A provider that was judged under several contracts, and the rules on which these differ. */
export interface ContractDifference {
  readonly provider: Column['provider'];
  readonly evidence: Evidence;
  readonly contracts: readonly ContractRef[];
  readonly rules: readonly DifferingRule[];
}

export interface DifferingRule {
  readonly rule: RuleInfo;
  /** In the order of `contracts`; undefined where the contract does not have the rule. */
  readonly under: readonly (UnderContract | undefined)[];
}

export interface UnderContract {
  readonly level: Level;
  readonly outcome: Outcome;
}

/**
 * What one provider's answers are worth under one contract and not under another: a rule differs when it does not hold
 * under one of them and does, is milder, or does not exist under the other. Vendors' own documents have no rule in common
 * with the reference contracts, so there is nothing to compare. Pure.
 */
export function contractDifferences(results: Results): readonly ContractDifference[] {
  const rules = ruleIndex(results);
  return groups(
    results.columns.filter(({ contract, notRun }) => notRun === undefined && isReference(contract)),
  ).flatMap((columns) => {
    const [first] = columns;
    if (first === undefined || columns.length < 2) return [];
    const { provider, evidence } = first;
    return [
      { provider, evidence, contracts: columns.map(({ contract }) => contract), rules: differing(columns, rules) },
    ];
  });
}

function groups(columns: readonly Column[]): readonly (readonly Column[])[] {
  const found = new Map<string, Column[]>();
  for (const column of columns) {
    const key = JSON.stringify([column.provider.id, column.evidence]);
    found.set(key, [...(found.get(key) ?? []), column]);
  }
  return [...found.values()];
}

function differing(columns: readonly Column[], rules: RuleIndex): readonly DifferingRule[] {
  const verdicts = columns.map((column) => new Map(column.verdicts.map((verdict) => [verdict.rule, verdict])));
  return [...rules.values()].flatMap((rule): readonly DifferingRule[] => {
    const under = verdicts.map((of): UnderContract | undefined => {
      const found = of.get(rule.id);
      return found === undefined ? undefined : { level: found.level, outcome: found.verdict.outcome };
    });
    const weights = new Set(under.map(weight));
    return weights.size > 1 ? [{ rule, under }] : [];
  });
}

/** For people: `holds`, `MUST, does not hold`, `no such rule`. */
export function underWords(under: UnderContract | undefined): string {
  if (under === undefined) return 'no such rule';
  const words = OUTCOME_WORDS[under.outcome];
  return weight(under) === '' ? words : `${under.level}, ${words}`;
}

/** How much a breach weighs; nothing where there is none. */
function weight(under: UnderContract | undefined): string {
  return under?.outcome === 'fail' || under?.outcome === 'known-fail' || under?.outcome === 'flaky'
    ? `${under.outcome} ${under.level}`
    : '';
}
