import { type SchemaError, UNIONS, type UnionName } from '../../core/contract.ts';
import { isObject, stringMember, token } from '../../core/json.ts';
import type { Cut } from './cuts.ts';
import { type AjvError, faults } from './faults.ts';
import type { Meta } from './meta.ts';

/** A validator compiled by ajv: true when the value is valid, else `errors` is set on the function. */
export interface Validator {
  (value: unknown): boolean;
  errors?: readonly AjvError[] | null;
}

export type Validate = (schema: string, value: unknown, at: string) => readonly SchemaError[];

/** One schema's validator with the places where others take over. Found once, used for every value. */
interface Checker {
  readonly schema: string;
  readonly validator: Validator;
  readonly cuts: readonly Cut[];
}

const NONE: readonly SchemaError[] = [];

/**
 * Validates a value against the schema that is named and, at the schema's cuts, against the branches that the value
 * itself names. Errors in the order of the walk, outermost first. A name without validator has no errors.
 */
export function walker(meta: Meta, validators: Readonly<Record<string, Validator>>): Validate {
  const checkers = new Map<string, Checker>();
  for (const [schema, component] of Object.entries(meta.schemas)) {
    const validator = validators[component];
    if (validator !== undefined) checkers.set(schema, { schema, validator, cuts: meta.cuts[component] ?? [] });
  }

  return (schema, value, at) => {
    const checker = checkers.get(schema);
    if (checker === undefined) return NONE;
    if (checker.cuts.length === 0 && checker.validator(value)) return NONE;
    const found: SchemaError[] = [];
    visit(checker, value, at, found);
    return found;
  };

  function visit(checker: Checker, value: unknown, at: string, found: SchemaError[]): void {
    const { schema, validator, cuts } = checker;
    if (!validator(value)) found.push(...faults(validator.errors ?? [], schema, value, at));
    for (const cut of cuts) follow(cut, 0, value, at, found);
  }

  function follow(cut: Cut, depth: number, value: unknown, at: string, found: SchemaError[]): void {
    const step = cut.path[depth];
    if (step === undefined) {
      if (isObject(value)) visitCut(cut.to, value, at, found);
    } else if (step !== '*') {
      if (isObject(value) && Object.hasOwn(value, step))
        follow(cut, depth + 1, value[step], `${at}/${token(step)}`, found);
    } else if (Array.isArray(value)) {
      for (const [index, element] of value.entries()) follow(cut, depth + 1, element, `${at}/${index}`, found);
    } else if (isObject(value)) {
      for (const [key, element] of Object.entries(value)) follow(cut, depth + 1, element, `${at}/${token(key)}`, found);
    }
  }

  function visitCut(to: string, value: object, at: string, found: SchemaError[]): void {
    const type = isUnion(to) ? (stringMember(value, 'type') ?? impliedType(to, value)) : undefined;
    const checker = checkers.get(isUnion(to) ? `${to}.${type}` : to);
    if (checker !== undefined) visit(checker, value, at, found);
  }
}

/** Input items may leave out their type: `{role, content}` is a message, `{id}` alone a reference. */
function impliedType(union: UnionName, value: object): string | undefined {
  if (union !== 'InputItem' || ('type' in value && value.type !== null)) return undefined;
  return 'role' in value || !('id' in value) ? 'message' : 'item_reference';
}

function isUnion(name: string): name is UnionName {
  return (UNIONS as readonly string[]).includes(name);
}
