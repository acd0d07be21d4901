import { type Contract, type ContractRef, contractIdOf, UNIONS } from '../../core/contract.ts';
import { isObject, type Json } from '../../core/json.ts';
import type { Meta } from './meta.ts';
import { type Validator, walker } from './walk.ts';

/** The parts that a build leaves behind. `document` is asked for when a source is looked up for the first time. */
export interface Artefacts {
  readonly meta: Meta;
  readonly validators: Readonly<Record<string, Validator>>;
  readonly document: () => Json;
}

/** A contract over compiled artefacts. `validate` throws for a schema that neither exists nor is a union's branch. */
export function contractOf(ref: ContractRef, { meta, validators, document }: Artefacts): Contract {
  const known = new Map(Object.entries(meta.unions).map(([union, types]) => [union, new Set(types)]));
  const validate = walker(meta, validators);
  let parsed: Json | undefined;
  return {
    id: contractIdOf(ref),
    ref,
    edition: meta.edition,
    operations: meta.operations,
    schemas: Object.keys(meta.schemas),
    validate(schema, value, at) {
      if (!Object.hasOwn(meta.schemas, schema) && !isBranchName(schema)) {
        throw new Error(`the contract ${ref} has no schema called ${schema}`);
      }
      return validate(schema, value, at);
    },
    knows: (union, type) => known.get(union)?.has(type) === true,
    resolve(pointer) {
      parsed ??= document();
      return resolvePointer(parsed, pointer);
    },
  };
}

/** `Event.x.y` is asked for whatever a server sent; an unknown type has no schema and so no errors. */
function isBranchName(schema: string): boolean {
  return UNIONS.some((union) => schema.startsWith(`${union}.`));
}

/** What stands at a pointer (`#/answers/0`) of a document. */
export function resolvePointer(document: Json, pointer: string): Json | undefined {
  let found: Json | undefined = document;
  for (const part of pointer.split('/').slice(1)) {
    const name = part.replaceAll('~1', '/').replaceAll('~0', '~');
    if (Array.isArray(found)) found = found[Number(name)] as Json | undefined;
    else found = isObject(found) && Object.hasOwn(found, name) ? found[name] : undefined;
  }
  return found;
}
