import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import { CallerError } from '../../core/caller-error.ts';
import {
  type Contract,
  documentIdOf,
  type Operation,
  OWN,
  type OwnRef,
  ownRef,
  type SchemaError,
} from '../../core/contract.ts';
import type { DocumentedContract } from '../../core/document.ts';
import type { Json } from '../../core/json.ts';
import { resolvePointer } from '../compile/contract.ts';
import { type AjvError, faults } from '../compile/faults.ts';
import { documentIds, loadDocumentOf } from './load.ts';
import { plainSchema } from './plain-schema.ts';

interface Compiled {
  /** Stops at the first fault. */
  readonly first: ValidateFunction;
  readonly all: ValidateFunction;
}

/** No document of that id. */
class OwnContractError extends CallerError {
  override readonly name = 'OwnContractError';
}

/**
 * The contract of a vendor's own document.
 * @param directory of the documents; default: those of the package
 * @throws CallerError when there is no such document, or its file cannot be used
 */
export async function loadOwnContract(ref: OwnRef, directory?: string): Promise<Contract> {
  const document = await loadDocumentOf(documentIdOf(ref), directory);
  if (document !== undefined) return ownContract(document);
  const known = (await documentIds(directory)).map(ownRef).join(', ');
  throw new OwnContractError(`there is no vendor document for ${ref}; choose one of: ${known}`);
}

/**
 * What a document states as a contract: its described operations, and the schemas that it prints, each by the pointer at
 * which it stands (`#/answers/0/schema`). It has no unions, and nothing else has a schema.
 */
export function ownContract(document: DocumentedContract): Contract {
  const validators = new Map<string, Compiled | undefined>();
  const plain = document as unknown as Json;
  return {
    id: OWN,
    ref: ownRef(document.id),
    edition: document.modified ?? '',
    operations: document.operations.flatMap(({ operation, depth, method, path }): readonly Operation[] =>
      depth === 'described' && method !== undefined && path !== undefined
        ? [{ id: operation, method, path, streams: true }]
        : [],
    ),
    schemas: [],
    document,
    validate(schema, value, at) {
      const known = validators.has(schema)
        ? validators.get(schema)
        : compiled(schema.startsWith('#/') ? resolvePointer(plain, schema) : undefined);
      validators.set(schema, known);
      return known === undefined ? [] : errorsOf(known, schema, value, at);
    },
    knows: () => false,
    resolve: (pointer) => resolvePointer(plain, pointer),
  };
}

/** So many values are looked at in full; of a larger answer the first fault is enough. */
const MANY_VALUES = 20_000;

/** Not strict: a vendor's schema may be clumsy. Nothing is loaded, and each schema is on its own. */
function compiled(schema: Json | undefined): Compiled | undefined {
  if (schema === undefined) return undefined;
  const plain = plainSchema(schema) as object | boolean;
  const options = { strict: false, logger: false } as const;
  return {
    first: new Ajv2020(options).compile(plain),
    all: new Ajv2020({ ...options, allErrors: true }).compile(plain),
  };
}

function errorsOf({ first, all }: Compiled, schema: string, value: unknown, at: string): readonly SchemaError[] {
  if (first(value)) return [];
  const validate = isMany(value) ? first : all;
  validate(value);
  // The names of ajv's own type, of which `faults` reads a part.
  return faults((validate.errors ?? []) as readonly AjvError[], schema, value, at);
}

function isMany(value: unknown): boolean {
  const left = [value];
  for (let seen = 0; left.length > 0; seen++) {
    if (seen > MANY_VALUES || left.length > MANY_VALUES) return true;
    const one = left.pop();
    if (typeof one !== 'object' || one === null) continue;
    const parts = Object.values(one);
    if (parts.length > MANY_VALUES) return true;
    left.push(...parts);
  }
  return false;
}
