import type { Capability } from '../../core/capability.ts';
import type { ParameterOutcome } from '../../core/parameter.ts';
import type { Outcome } from '../../core/report.ts';
import type { Level, RuleId } from '../../core/rule.ts';
import type { Cell, CellSymbol } from '../results/summary.ts';
import type { Mark, ShownEvent, ShownExchange } from '../site/data/shown-model.ts';

export type { Mark, ShownEvent, ShownExchange };

/** What the page carries as JSON: everything is ready to be shown, so the client lays out and computes nothing. */
export interface PageData {
  readonly capabilities: readonly { readonly id: Capability; readonly title: string; readonly about: string }[];
  readonly rules: readonly PageRule[];
  readonly columns: readonly PageColumn[];
  readonly symbols: Readonly<Record<Outcome, CellSymbol>>;
  readonly words: Readonly<Record<Outcome, string>>;
  /** Of request members. */
  readonly parameterSymbols: Readonly<Record<ParameterOutcome, string>>;
}

export interface PageRule {
  readonly id: RuleId;
  readonly title: string;
  readonly capability: Capability;
  readonly source: string;
  readonly breaks: readonly string[];
  /** The strictest level among the columns. */
  readonly level: Level;
}

export interface PageColumn {
  /** For the URL: unique among the columns. */
  readonly key: string;
  readonly id: string;
  readonly name: string;
  /** In words. */
  readonly evidence: string;
  readonly isLive: boolean;
  readonly contract: string;
  readonly notRun?: string;
  readonly cells: Readonly<Record<string, Cell>>;
  readonly capabilities: Readonly<Record<string, string>>;
  readonly verdicts: Readonly<Record<RuleId, PageVerdict>>;
  readonly exchanges: Readonly<Record<string, ShownExchange>>;
  /** By the request member's name. */
  readonly parameters: Readonly<Record<string, PageParameter>>;
}

/** One request member on one column. */
export interface PageParameter {
  readonly outcome: ParameterOutcome;
  readonly text: string;
  readonly label: string;
  readonly values: readonly {
    readonly value: string;
    readonly outcome: ParameterOutcome;
    readonly why: string;
    /** How its exchange is shown: with the member marked in the request. */
    readonly place: PageFinding;
  }[];
}

export interface PageVerdict {
  readonly level: Level;
  readonly outcome: Outcome;
  /** Why it is known, stale, unsupported or inconclusive. */
  readonly why?: string;
  /** Only http(s). */
  readonly link?: string;
  readonly findings: readonly PageFinding[];
}

export interface PageFinding {
  readonly exchange: string;
  /** JSON Pointer into the exchange. */
  readonly at: string;
  /** The same for people. */
  readonly place: string;
  readonly expected: string;
  readonly actual: string;
  readonly count: number;
  readonly more: readonly string[];
  readonly mark: Mark;
  /** What stands at the marked place, instead of what was expected. */
  readonly note?: string;
}
