import type { Contract, SchemaName } from '../../core/contract.ts';
import type { Exchange } from '../../core/exchange.ts';

import { judgeExchange } from '../../core/judge/judge.ts';
import { judgeScenario } from '../../core/judge/scenario.ts';
import { isAnswered, jsonOf, messagesOf } from '../../core/mutate/draft.ts';
import { type Mutant, mutantsOf } from '../../core/mutate/index.ts';
import { stateMutants } from '../../core/mutate/state.ts';
import type { Rule, RuleId } from '../../core/rule.ts';
import type { Scenario } from '../../core/scenario.ts';
import { viewOf } from '../../core/view.ts';

/** What became of one mutant. */
export interface Fate {
  readonly operator: string;
  readonly area: Mutant['area'];
  readonly exchange: string;
  readonly at: string;
  /** `killed`: a MUST finding; `survived`: none though a MUST is broken; `legal`: nothing is broken; `accused`: a legal change had a finding. */
  readonly fate: 'killed' | 'survived' | 'legal' | 'accused';
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
 * The fate of every mutant of every exchange. Exchanges that do not conform themselves are left out: their mutants would
 * prove nothing. Pure.
 */
export function* fates(conversations: readonly Conversation[], options: MutationOptions): Generator<Fate> {
  const draw = drawing(options.share, options.seed);
  for (const conversation of conversations) {
    if (breaches(conversation, options).size > 0) continue;
    for (const [index, exchange] of conversation.exchanges.entries()) {
      const earlier = conversation.exchanges.slice(0, index);
      const operation = viewOf(exchange, options.contract.operations)?.operation;
      for (const mutant of mutantsOf(exchange)) {
        if (draw()) yield fateOf(mutant, conversation, index, options);
      }
      for (const mutant of stateMutants(exchange, operation, earlier)) {
        if (draw()) yield fateOf(mutant, conversation, index, options);
      }
    }
  }
}

function fateOf(mutant: Mutant, conversation: Conversation, index: number, options: MutationOptions): Fate {
  const { operator, area, at, breaks } = mutant;
  const original = conversation.exchanges[index];
  if (original === undefined) throw new Error('no such exchange');
  const made = mutant.make();
  const known = { operator, area, at, exchange: original.id };
  if (breaks === 'schema' && !objects(made, original, options.contract)) return { ...known, fate: 'legal', rules: [] };
  const found = noticed(made, conversation, index, options);
  if (breaks === 'never') return { ...known, fate: found.length > 0 ? 'accused' : 'legal', rules: found };
  return { ...known, fate: found.length > 0 ? 'killed' : 'survived', rules: found };
}

/** The rules that object: of the exchange alone, and only if there is none of the conversation as a whole. */
function noticed(
  made: Exchange,
  conversation: Conversation,
  index: number,
  options: MutationOptions,
): readonly RuleId[] {
  const { contract, rules } = options;
  const alone = judgeExchange(made, contract, rules).findings.map(({ rule }) => rule);
  const own = must(alone, options);
  if (own.length > 0) return own;
  return [...breaches({ ...conversation, exchanges: conversation.exchanges.with(index, made) }, options)];
}

function breaches({ scenario, exchanges }: Conversation, options: MutationOptions): ReadonlySet<RuleId> {
  const { contract, rules } = options;
  const judged = judgeScenario({ provider: 'mutants', evidence: 'live', contract, rules, scenario, exchanges });
  return new Set(
    must(
      judged.findings.map(({ rule }) => rule),
      options,
    ),
  );
}

function must(found: readonly RuleId[], { contract, rules }: MutationOptions): readonly RuleId[] {
  const binding = new Set(rules.filter(({ levels }) => levels[contract.id] === 'MUST').map(({ id }) => id));
  return [...new Set(found)].filter((id) => binding.has(id));
}

/** Whether the contract's validators mind the mutant and not the original. */
function objects(made: Exchange, original: Exchange, contract: Contract): boolean {
  return errorsOf(made, contract) > errorsOf(original, contract);
}

function errorsOf(exchange: Exchange, contract: Contract): number {
  if (!isAnswered(exchange)) return 0;
  const view = viewOf(exchange, contract.operations);
  const operation = contract.operations.find(({ id }) => id === view?.operation);
  if (exchange.answer.status >= 300) return 0;
  const messages = messagesOf(exchange);
  if (messages !== undefined) {
    return messages.reduce((sum, { data }) => sum + count(contract, `Event.${String(data['type'])}`, data), 0);
  }
  const body = jsonOf(exchange);
  return operation?.success === undefined || body === undefined ? 0 : count(contract, operation.success, body);
}

function count(contract: Contract, schema: SchemaName, value: unknown): number {
  return contract.validate(schema, value, '').length;
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
