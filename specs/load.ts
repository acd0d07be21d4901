import { existsSync, readFileSync } from 'node:fs';
import { CallerError } from '../core/caller-error.ts';
import {
  CONTRACT_IDS,
  type Contract,
  type ContractRef,
  contractIdOf,
  OPERATION_IDS,
  type OperationId,
} from '../core/contract.ts';
import { isObject, type JsonObject, parseJson, stringMember } from '../core/json.ts';
import { contractOf } from './compile/contract.ts';
import { editionOf, editionsIn } from './compile/edition.ts';
import type { Meta } from './compile/meta.ts';
import type { Validator } from './compile/walk.ts';
import { packageFile } from './package-root.ts';

/**
 * The contracts that have a document in this package, in the order of their ids: the newest edition of each, then the
 * older ones with their dates, newest first.
 */
export const availableContracts: readonly ContractRef[] = available();

function available(): readonly ContractRef[] {
  const ids = CONTRACT_IDS.filter((id) => existsSync(packageFile('specs', id, 'openapi.yaml')));
  const dated = ids.flatMap((id) =>
    [...editionsIn(packageFile('specs', id))].reverse().map((edition) => `${id}@${edition}` as const),
  );
  return [...ids, ...dated];
}

/** A contract whose artefacts are missing. */
class ContractError extends CallerError {
  override readonly name = 'ContractError';
}

/**
 * The edition of a contract's facts, without loading its validators.
 * @throws ContractError saying what to run when the artefacts are missing
 */
export function contractEdition(ref: ContractRef): string {
  return editionOf(documentOf(canonical(ref)));
}

/**
 * The operations that a contract has, without loading its validators.
 * @throws ContractError saying what to run when the artefacts are missing
 */
export function contractOperations(ref: ContractRef): readonly OperationId[] {
  const { paths } = documentOf(canonical(ref));
  const methods = Object.values(isObject(paths) ? paths : {}).flatMap((path) =>
    Object.values(isObject(path) ? path : {}),
  );
  const ids = new Set(methods.map((method) => stringMember(method, 'operationId')));
  return OPERATION_IDS.filter((operation) => ids.has(operation));
}

/** The newest edition has no date in its name, but may be asked for with it. */
function canonical(ref: ContractRef): ContractRef {
  const id = contractIdOf(ref);
  const isNewest = ref !== id && CONTRACT_IDS.includes(id) && `${id}@${editionOf(documentOf(id))}` === ref;
  return isNewest ? id : ref;
}

const documents = new Map<ContractRef, JsonObject>();

function documentOf(ref: ContractRef): JsonObject {
  const known = documents.get(ref);
  if (known !== undefined) return known;
  let text: string;
  try {
    text = readFileSync(packageFile('dist', 'contracts', ref, 'document.json'), 'utf8');
  } catch {
    throw notBuilt(ref);
  }
  const parsed = parseJson(text);
  const document = parsed.ok && isObject(parsed.value) ? parsed.value : {};
  documents.set(ref, document);
  return document;
}

/**
 * The compiled contract. Its artefacts are made by `npm run build`; they are found through the package's own import map,
 * so that the TypeScript tree, `dist/` and an installed package load the same files.
 * @throws ContractError saying what to run when the artefacts are missing.
 */
export async function loadContract(name: ContractRef): Promise<Contract> {
  const ref = canonical(name);
  const [{ meta }, { validators }] = await Promise.all([artefact(ref, 'meta'), artefact(ref, 'validators')]);
  return contractOf(ref, {
    meta: meta as Meta,
    validators: validators as Readonly<Record<string, Validator>>,
    document: () => documentOf(ref),
  });
}

async function artefact(ref: ContractRef, name: string): Promise<Readonly<Record<string, unknown>>> {
  try {
    return (await import(`#contracts/${ref}/${name}.js`)) as Readonly<Record<string, unknown>>;
  } catch (error) {
    throw notBuilt(ref, error instanceof Error ? error.message : String(error));
  }
}

function notBuilt(ref: ContractRef, detail?: string): ContractError {
  const why = detail === undefined ? '' : ` (${detail.split('\n')[0]})`;
  return new ContractError(
    `the contract ${ref} has not been built; run npm run build, or choose one of: ${availableContracts.join(', ')}${why}`,
  );
}
