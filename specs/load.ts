import { existsSync, readFileSync } from 'node:fs';
import { CallerError } from '../core/caller-error.ts';
import {
  CONTRACT_IDS,
  type Contract,
  type ContractRef,
  isOwn,
  OPERATION_IDS,
  type OperationId,
  type OwnRef,
  referenceIdOf,
} from '../core/contract.ts';
import { isObject, type JsonObject, parseJson, stringMember } from '../core/json.ts';
import { contractOf } from './compile/contract.ts';
import { editionOf, editionsIn } from './compile/edition.ts';
import type { Meta } from './compile/meta.ts';
import type { Validator } from './compile/walk.ts';
import { packageFile } from './package-root.ts';

type ReferenceRef = Exclude<ContractRef, OwnRef>;

/**
 * The contracts that have a document in this package, in the order of their ids: the newest edition of each, then the
 * older ones with their dates, newest first.
 */
export const availableContracts: readonly ReferenceRef[] = available();

function available(): readonly ReferenceRef[] {
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
export function contractEdition(ref: ReferenceRef): string {
  return editionOf(documentOf(canonical(ref)));
}

/**
 * The operations that a contract has, without loading its validators.
 * @throws ContractError saying what to run when the artefacts are missing
 */
export function contractOperations(ref: ReferenceRef): readonly OperationId[] {
  const { paths } = documentOf(canonical(ref));
  const methods = Object.values(isObject(paths) ? paths : {}).flatMap((path) =>
    Object.values(isObject(path) ? path : {}),
  );
  const ids = new Set(methods.map((method) => stringMember(method, 'operationId')));
  return OPERATION_IDS.filter((operation) => ids.has(operation));
}

/** The newest edition has no date in its name, but may be asked for with it. */
function canonical(ref: ReferenceRef): ReferenceRef {
  const id = referenceIdOf(ref);
  const isNewest = ref !== id && CONTRACT_IDS.includes(id) && `${id}@${editionOf(documentOf(id))}` === ref;
  return isNewest ? id : ref;
}

const documents = new Map<ReferenceRef, JsonObject>();

function documentOf(ref: ReferenceRef): JsonObject {
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
 * That of a vendor's own document is made of its file.
 * @throws CallerError saying what to run when the artefacts are missing, or what is wrong with the vendor's document
 */
export async function loadContract(name: ContractRef): Promise<Contract> {
  if (isOwn(name)) return (await import('./vendors/own.ts')).loadOwnContract(name);
  const ref = canonical(name);
  const [{ meta }, { validators }] = await Promise.all([artefact(ref, 'meta'), artefact(ref, 'validators')]);
  return contractOf(ref, {
    meta: meta as Meta,
    validators: validators as Readonly<Record<string, Validator>>,
    document: () => documentOf(ref),
  });
}

async function artefact(ref: ReferenceRef, name: string): Promise<Readonly<Record<string, unknown>>> {
  try {
    return (await import(`#contracts/${ref}/${name}.js`)) as Readonly<Record<string, unknown>>;
  } catch (error) {
    throw notBuilt(ref, error instanceof Error ? error.message : String(error));
  }
}

function notBuilt(ref: ReferenceRef, detail?: string): ContractError {
  const why = detail === undefined ? '' : ` (${detail.split('\n')[0]})`;
  return new ContractError(
    `the contract ${ref} has not been built; run npm run build, or choose one of: ${availableContracts.join(', ')}${why}`,
  );
}
