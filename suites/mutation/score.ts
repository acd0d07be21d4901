import type { Contract } from '../../core/contract.ts';
import type { Exchange } from '../../core/exchange.ts';
import { judgeExchange } from '../../core/judge/judge.ts';
import { judgeScenario } from '../../core/judge/scenario.ts';
import { type Mutant, mutantsOf } from '../../core/mutate/index.ts';
import { stateMutants } from '../../core/mutate/state.ts';
import type { Level, Rule, RuleId } from '../../core/rule.ts';
import type { Scenario } from '../../core/scenario.ts';
import { viewOf } from '../../core/view.ts';
import { broken } from './oracle.ts';

/**
 * What became of a mutant. A MUST is broken: `killed` by a MUST finding, or `survived`. Only a SHOULD is: `warned` by a
 * finding, or `unwarned`. Nothing is: `allowed`, or `accused` by a MUST or a SHOULD. `unknown`: the contract's validators
 * do not mind, so nobody says that anything is broken.
 */
export const FATES = ['killed', 'survived', 'warned', 'unwarned', 'allowed', 'accused', 'unknown'] as const;

export interface Fate {
  readonly operator: string;
  readonly area: Mutant['area'];
  readonly exchange: string;
  readonly at: string;
  readonly fate: (typeof FATES)[number];
  /** The rules that objected. */
  readonly rules: readonly RuleId[];
}

export interface Conversation {
  readonly scenario: Pick<Scenario, 'id' | 'title' | 'capability'>;
  readonly exchanges: readonly Exchange[];
}

export interface MutationOptions {
  readonly contract: Contract;
  readonly rules: readonly Rule[];
  /** Keeps about this share of the mutants, the same ones each time. */
  readonly share: number;
  readonly seed: number;
}

/**
 * The fate of every mutant of every exchange of a conversation; undefined when the conversation does not conform itself:
 * its mutants would prove nothing. Pure.
 */
export function fatesOf(conversation: Conversation, options: MutationOptions): readonly Fate[] | undefined {
  const judge = judging(conversation, options);
  if (judge === undefined) return undefined;
  const draw = drawing(options.share, seedOf(conversation.scenario.id, options.seed));
  const fates: Fate[] = [];
  for (const [index, exchange] of conversation.exchanges.entries()) {
    // A wrong request that was granted is judged by the rules of rejection alone (docs/decisions/0004).
    if (exchange.intent?.kind === 'invalid' && exchange.answer.kind === 'http' && exchange.answer.status < 300)
      continue;
    const operation = viewOf(exchange, options.contract.operations)?.operation;
    const mutants = [mutantsOf(exchange), stateMutants(exchange, operation, conversation.exchanges.slice(0, index))];
    for (const some of mutants) {
      for (const mutant of some) if (draw()) fates.push(fateOf(mutant, exchange, index, judge, options));
    }
  }
  return fates;
}

function fateOf(mutant: Mutant, original: Exchange, index: number, judge: Judging, options: MutationOptions): Fate {
  const { operator, area, at } = mutant;
  const known = { operator, area, at, exchange: original.id };
  const breaks = broken(mutant, original, options.contract, options.rules);
  if (breaks === 'unknown') return { ...known, fate: 'unknown', rules: [] };
  const made = mutant.make();
  const found = judge(made, index, 'MUST');
  if (breaks === 'MUST') return { ...known, fate: found.length > 0 ? 'killed' : 'survived', rules: found };
  const objecting = found.length > 0 ? found : judge(made, index, 'SHOULD');
  if (breaks === 'SHOULD') return { ...known, fate: objecting.length > 0 ? 'warned' : 'unwarned', rules: objecting };
  return { ...known, fate: objecting.length > 0 ? 'accused' : 'allowed', rules: objecting };
}

/** The rules of a level that object to an exchange in its place: of it alone, else of the conversation as a whole. */
type Judging = (made: Exchange, index: number, level: 'MUST' | 'SHOULD') => readonly RuleId[];

function judging({ exchanges, scenario }: Conversation, { contract, rules }: MutationOptions): Judging | undefined {
  const of = (level: Level, whole: boolean) =>
    rules.filter(({ levels, on }) => levels[contract.id] === level && (on === 'scenario') === whole);
  const alone = { MUST: of('MUST', false), SHOULD: of('SHOULD', false) };
  const together = { MUST: of('MUST', true), SHOULD: of('SHOULD', true) };
  const judged = (some: readonly Exchange[], which: readonly Rule[]) =>
    judgeScenario({ provider: 'mutants', evidence: 'live', contract, rules: which, scenario, exchanges: some });
  const base = judged(exchanges, [...alone.MUST, ...alone.SHOULD, ...together.MUST, ...together.SHOULD]);
  const usual = new Set(base.findings.map(({ rule }) => rule));
  if ([...alone.MUST, ...together.MUST].some(({ id }) => usual.has(id)) || base.unanswered.length > 0) return undefined;
  return (made, index, level) => {
    const own = judgeExchange(made, contract, alone[level]).findings;
    const found = own.length > 0 ? own : judged(exchanges.with(index, made), together[level]).findings;
    return [...new Set(found.map(({ rule }) => rule))].filter((rule) => !usual.has(rule));
  };
}

/** A seed for each conversation: its sample is the same whoever else is judged. */
function seedOf(id: string, seed: number): number {
  return [...id].reduce((sum, letter) => (Math.imul(sum, 31) + (letter.codePointAt(0) ?? 0)) | 0, seed);
}

/** A small generator of numbers (mulberry32), so that a sample is the same in every run. */
function drawing(share: number, seed: number): () => boolean {
  let state = seed;
  return () => {
    if (share >= 1) return true;
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296 < share;
  };
}
