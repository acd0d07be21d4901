import type { ContractRef } from '../../core/contract.ts';
import type { Evidence, Outcome } from '../../core/report.ts';
import type { RuleId } from '../../core/rule.ts';

/** What is kept of one provider's runs: `history/<id>.jsonl`, described in docs/results.md. */
export interface ProviderHistory {
  readonly provider: { readonly id: string; readonly name: string };
  /** Grows at its end alone: a place in it never changes its rule. */
  readonly rules: readonly RuleId[];
  /** By time; of one time those of several columns. */
  readonly runs: readonly HistoryRun[];
}

export interface HistoryRun {
  /** When the run began: ISO 8601, UTC. With evidence and contract the run's identity. */
  readonly at: string;
  /** Version of the kit that judged. */
  readonly kit: string;
  readonly evidence: Evidence;
  readonly contract: ContractRef;
  readonly edition: string;
  readonly requests: number;
  /** MUST rules by outcome, without those that are none. */
  readonly must: Readonly<Partial<Record<Outcome, number>>>;
  /** One character a rule, in the order of `rules` (see `outcome-code.ts`); what is missing at the end is absent. */
  readonly outcomes: string;
}
