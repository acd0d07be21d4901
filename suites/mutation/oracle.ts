import type { Contract, SchemaError } from '../../core/contract.ts';
import type { Exchange } from '../../core/exchange.ts';
import { type Json, stringMember } from '../../core/json.ts';
import { isAnswered } from '../../core/mutate/draft.ts';
import type { Mutant } from '../../core/mutate/index.ts';
import type { Level, Rule, RuleId } from '../../core/rule.ts';
import { allows } from '../../core/rules/allowed.ts';
import { formOf } from '../../core/rules/request-accepted.ts';
import { isNewValue } from '../../core/rules/schema-values.ts';
import { viewOf } from '../../core/view.ts';

/** What a mutant breaks; `legal`: nothing, by its meaning; `unknown`: nobody says that anything is broken. */
export type Broken = 'MUST' | 'SHOULD' | 'legal' | 'unknown';

/**
 * What the mutant breaks, decided without the judge: by the meaning of its operator, or by the errors that the
 * contract's validators find in it and not in the original. Pure.
 */
export function broken(mutant: Mutant, original: Exchange, contract: Contract, rules: readonly Rule[]): Broken {
  switch (mutant.breaks) {
    case 'never':
      return 'legal';
    case 'always':
      if (mutant.operator === 'server-error' && original.intent?.kind === 'valid' && mutant.by === undefined)
        return bound(owed(original, contract, rules));
      return mutant.by === undefined ? 'MUST' : bound(levelOf(mutant.by, contract, rules));
    case 'schema':
      return bound(strictest(schemaLevels(mutant.from, mutant.to(), original, contract, rules)));
  }
}

/** How strictly a valid request has to be served: not at all where the contract does not have what it asks for. */
function owed(original: Exchange, contract: Contract, rules: readonly Rule[]): Level | undefined {
  const view = viewOf(original, contract.operations);
  if (view === undefined) return 'MUST';
  if (!allows(contract, view)) return undefined;
  const form = formOf(view);
  return form === undefined ? 'MUST' : levelOf(form, contract, rules);
}

function bound(level: Level | undefined): Broken {
  return level === 'MUST' || level === 'SHOULD' ? level : 'unknown';
}

function strictest(levels: readonly (Level | undefined)[]): Level | undefined {
  return (['MUST', 'SHOULD'] as const).find((level) => levels.includes(level));
}

function levelOf(id: RuleId, contract: Contract, rules: readonly Rule[]): Level | undefined {
  const rule = rules.find((one) => one.id === id);
  if (rule === undefined) throw new Error(`${id} is no rule`);
  return rule.levels[contract.id];
}

function schemaLevels(
  from: Json,
  to: Json,
  original: Exchange,
  contract: Contract,
  rules: readonly Rule[],
): readonly (Level | undefined)[] {
  if (!isAnswered(original) || original.answer.status >= 300) return [];
  const type = stringMember(from, 'type');
  const event = original.answer.body.kind === 'data' || /^text\/event-stream\b/i.test(original.answer.contentType);
  if (event && stringMember(to, 'type') !== type) return [];
  const schema = event ? `Event.${type}` : successOf(original, contract);
  if (schema === undefined || !contract.schemas.includes(schema)) return [];
  const known = new Set(contract.validate(schema, from, '').map(keyOf));
  const errors = contract.validate(schema, to, '').filter((error) => !known.has(keyOf(error)));
  return errors.map((error) => {
    const milder = MILDER.find((one) => one.is(error, type));
    return milder === undefined ? 'MUST' : levelOf(milder.rule, contract, rules);
  });
}

function successOf(exchange: Exchange, contract: Contract): string | undefined {
  const operation = viewOf(exchange, contract.operations)?.operation;
  return contract.operations.find(({ id }) => id === operation)?.success;
}

function keyOf({ at, keyword, schema }: SchemaError): string {
  return `${schema} ${keyword} ${at}`;
}

/** Places where the contract's form is no MUST by decision, and the rule that carries the decision. */
const MILDER: readonly { readonly rule: RuleId; readonly is: (error: SchemaError, type?: string) => boolean }[] = [
  // The genuine echo of tools re-orders, wraps and extends what was sent.
  { rule: 'schema/tool', is: ({ schema }) => schema.startsWith('Tool.') },
  // What an announced item may still lack.
  {
    rule: 'stream/item-added-complete',
    is: ({ at, keyword }, type) =>
      type === 'response.output_item.added' && at.startsWith('/item/') && keyword === 'required',
  },
  { rule: 'stream/obfuscation-string', is: ({ at }) => at === '/obfuscation' },
  { rule: 'stream/error-form', is: ({ at }, type) => type === 'error' && !/^\/(?:type|sequence_number)$/.test(at) },
  // A reason of a name that nobody knows.
  {
    rule: 'response/incomplete-reason-known',
    is: ({ actual, at }) => /\/incomplete_details\/reason$/.test(at) && actual.startsWith('"'),
  },
  // An annotation of an unknown type, or of none.
  { rule: 'item/annotation-type', is: ({ at }) => /\/annotations?(?:\/\d+)?\/type$/.test(at) },
  // A setting or a kind that the contract does not list.
  { rule: 'schema/value-known', is: isNewValue },
  // A call without an id of its own.
  {
    rule: 'item/function-call-id',
    is: ({ actual, at, keyword, schema }) =>
      schema === 'Item.function_call' && at.endsWith('/id') && (keyword === 'required' || actual === 'null'),
  },
];
