import { CAPABILITIES, type Capability } from '../../core/capability.ts';
import { type ContractRef, isOwn } from '../../core/contract.ts';
import type { Outcome, RuleVerdict } from '../../core/report.ts';
import type { RuleId } from '../../core/rule.ts';
import { columnKeys } from './keys.ts';
import type { CapabilityState, Column, Results, RuleInfo } from './model.ts';

/** Symbol, tone and words of one cell: capability x column. Counts only; no score. */
export interface Cell {
  readonly symbol: CellSymbol;
  readonly tone: Tone;
  /** MUST rules that hold, and MUST rules that were judged at all. */
  readonly holds: number;
  readonly judged: number;
  /** SHOULD rules that do not hold. */
  readonly warnings: number;
  /** Next to the symbol: `48/61`, `unsupported`. */
  readonly text: string;
  /** The whole cell in one sentence. */
  readonly label: string;
}

export type CellSymbol = '●' | '○' | '≈' | '◐' | '✕' | '–' | '?' | '·' | '⚑' | '!';
export type Tone = 'ok' | 'partial' | 'bad' | 'known' | 'unsure' | 'none';

/** What each symbol says; the legend of every reporter. */
export const LEGEND: readonly { readonly symbol: CellSymbol | '▵'; readonly tone: Tone; readonly words: string }[] = [
  { symbol: '●', tone: 'ok', words: 'every judged MUST rule holds' },
  { symbol: '◐', tone: 'partial', words: 'some MUST rules fail' },
  { symbol: '✕', tone: 'bad', words: 'most MUST rules fail' },
  { symbol: '–', tone: 'none', words: 'unsupported: honestly refused' },
  { symbol: '?', tone: 'unsure', words: 'inconclusive' },
  { symbol: '·', tone: 'none', words: 'not exercised' },
  { symbol: '⚑', tone: 'known', words: 'known failure' },
  { symbol: '!', tone: 'known', words: 'stale: a known failure that passes' },
  { symbol: '≈', tone: 'unsure', words: 'flaky: holds in some repetitions and not in others' },
  { symbol: '▵', tone: 'none', words: 'SHOULD rules that do not hold' },
  { symbol: '○', tone: 'ok', words: 'stated by its document, without contradiction' },
];

/** The symbol of one rule on one column. */
export const OUTCOME_SYMBOL: Readonly<Record<Outcome, CellSymbol>> = {
  pass: '●',
  fail: '✕',
  'known-fail': '⚑',
  flaky: '≈',
  stale: '!',
  unsupported: '–',
  inconclusive: '?',
  'not-exercised': '·',
};

export const OUTCOME_WORDS: Readonly<Record<Outcome, string>> = {
  pass: 'holds',
  fail: 'does not hold',
  'known-fail': 'known failure',
  flaky: 'flaky: holds now and then',
  stale: 'stale known failure: it holds now',
  unsupported: 'unsupported',
  inconclusive: 'inconclusive',
  'not-exercised': 'not exercised',
};

export type Counts = Readonly<Record<Outcome, number>>;

export function countOutcomes(verdicts: readonly RuleVerdict[]): Counts {
  const counts = noOutcomes();
  for (const { verdict } of verdicts) counts[verdict.outcome]++;
  return counts;
}

export function noOutcomes(): Record<Outcome, number> {
  return {
    pass: 0,
    fail: 0,
    'known-fail': 0,
    flaky: 0,
    stale: 0,
    unsupported: 0,
    inconclusive: 0,
    'not-exercised': 0,
  };
}

/** Capabilities that at least one rule or one column speaks of, in the order of the matrix. */
export function capabilityRows(results: Results): readonly (typeof CAPABILITIES)[number][] {
  const spoken = new Set<Capability>(results.rules.map(({ capability }) => capability));
  return CAPABILITIES.filter(({ id }) => spoken.has(id));
}

export type RuleIndex = ReadonlyMap<RuleId, RuleInfo>;

export function ruleIndex(results: Results): RuleIndex {
  return new Map(results.rules.map((rule) => [rule.id, rule]));
}

/** A column's verdicts of one capability. */
function verdictsIn(column: Column, capability: Capability, rules: RuleIndex): readonly RuleVerdict[] {
  return column.verdicts.filter(({ rule }) => rules.get(rule)?.capability === capability);
}

export function cellOf(column: Column, capability: Capability, rules: RuleIndex): Cell {
  const verdicts = verdictsIn(column, capability, rules);
  const state = column.capabilities.find(({ id }) => id === capability);
  return cellFrom({
    must: countOutcomes(verdicts.filter(({ level }) => level === 'MUST')),
    should: countOutcomes(verdicts.filter(({ level }) => level === 'SHOULD')),
    all: countOutcomes(verdicts),
    evidence: column.evidence,
    state: state?.state,
    why: state?.why,
    stated: state?.stated,
    notRun: column.notRun,
  });
}

/** What a cell is made of: the outcomes of one capability on one column, by level, and what is known of both. */
export interface CellParts {
  readonly must: Counts;
  readonly should: Counts;
  readonly all: Counts;
  readonly evidence: Column['evidence'];
  readonly state: CapabilityState['state'] | undefined;
  readonly why: string | undefined;
  readonly stated: number | undefined;
  readonly notRun: string | undefined;
}

export function cellFrom({ must, should, all, evidence, state, why, stated, notRun }: CellParts): Cell {
  const holds = must.pass + must.stale;
  const judged = holds + must.fail + must['known-fail'];
  const numbers = { holds, judged, warnings: should.fail };
  const cell = (symbol: CellSymbol, tone: Tone, text: string, label: string): Cell => ({
    symbol,
    tone,
    ...numbers,
    text,
    label: should.fail === 0 ? label : `${label}; SHOULD rules that do not hold: ${should.fail}`,
  });
  const ratio = `${holds}/${judged}`;
  const told = `${holds} of ${judged} judged MUST rules hold`;
  if (notRun !== undefined) return cell('·', 'none', 'not run', `not run: ${notRun}`);
  if (must.fail > 0) {
    const most = must.fail > holds;
    return cell(most ? '✕' : '◐', most ? 'bad' : 'partial', ratio, `${told}, ${must.fail} fail`);
  }
  if (state === 'unsupported' || (judged === 0 && all.unsupported > 0)) {
    return cell('–', 'none', 'unsupported', `unsupported: ${why ?? 'the provider refused it'}`);
  }
  if (must['known-fail'] > 0) return cell('⚑', 'known', ratio, `${told}, ${must['known-fail']} known failures`);
  if (must.stale > 0) return cell('!', 'known', ratio, `${told}, ${must.stale} stale known failures`);
  if (must.flaky > 0) return cell('≈', 'unsure', ratio, `${told}, ${must.flaky} are flaky`);
  if (must.inconclusive > holds || (judged === 0 && all.inconclusive > 0)) {
    return cell('?', 'unsure', judged === 0 ? 'inconclusive' : ratio, `${told}, ${must.inconclusive} are inconclusive`);
  }
  if (evidence === 'documented') {
    return (stated ?? 0) > 0
      ? cell('○', 'ok', `${stated} stated`, `${stated} statements speak of it, without contradiction`)
      : cell('·', 'none', 'not stated', 'the document does not speak of it');
  }
  if (judged > 0) return cell('●', 'ok', ratio, told);
  if (all.pass > 0) return cell('●', 'ok', `${all.pass} hold`, `no MUST rule was exercised; ${all.pass} others hold`);
  return cell('·', 'none', '', 'not exercised');
}

/** What the column's evidence is, in the words that stand in its head. */
export function evidenceWords(column: Pick<Column, 'evidence'>): string {
  switch (column.evidence) {
    case 'live':
      return 'live';
    case 'recorded':
      return 'recorded';
    case 'example':
      return 'examples in its document';
    case 'documented':
      return 'what its document says';
    default:
      return column.evidence satisfies never;
  }
}

/** A contract for people; a vendor's document is always that of the column where it stands. */
export function contractWords(ref: ContractRef): string {
  return isOwn(ref) ? 'its own document' : ref;
}

/** The same in a list of facts: `contract openai`, `by its own document`. */
export function contractPhrase(ref: ContractRef): string {
  return isOwn(ref) ? `by ${contractWords(ref)}` : `contract ${ref}`;
}

/** Of a column among all of its results, in URLs and file names; see `keys.ts`. */
export function columnKey(column: Column, all: readonly Column[]): string {
  const key = columnKeys(all).get(column);
  if (key === undefined) throw new Error('columnKey: the column is none of these');
  return key;
}

/** For plain text: `Name`, and where it matters evidence and contract. */
export function columnTitle(column: Column, all: readonly Column[]): string {
  const parts: string[] = [];
  if (column.evidence !== 'live') parts.push(evidenceWords(column));
  if (new Set(all.map(({ contract }) => contract)).size > 1) parts.push(contractWords(column.contract));
  return parts.length === 0 ? column.provider.name : `${column.provider.name} (${parts.join(', ')})`;
}
