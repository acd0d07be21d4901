import { existsSync, readFileSync } from 'node:fs';
import { CallerError } from '../core/caller-error.ts';
import {
  CONTRACT_IDS,
  type Contract,
  type ContractId,
  type ContractRef,
  OPERATION_IDS,
  type OperationId,
} from '../core/contract.ts';
import { isObject, type JsonObject, parseJson, stringMember } from '../core/json.ts';
import { contractOf } from './compile/contract.ts';
import { editionOf } from './compile/edition.ts';
import type { Meta } from './compile/meta.ts';
import type { Validator } from './compile/walk.ts';
import { packageFile } from './package-root.ts';

/** The contracts that have a document in this package, in the order of their ids. */
export const availableContracts: readonly ContractId[] = CONTRACT_IDS.filter((id) =>
  existsSync(packageFile('specs', id, 'openapi.yaml')),
);

/** A contract whose artefacts are missing. */
class ContractError extends CallerError {
  override readonly name = 'ContractError';
}

/**
 * The edition of a contract's facts, without loading its validators.
 * @throws ContractError saying what to run when the artefacts are missing
 */
export function contractEdition(id: ContractRef): string {
  return editionOf(documentOf(id));
}

/**
 * The operations that a contract has, without loading its validators.
 * @throws ContractError saying what to run when the artefacts are missing
 */
export function contractOperations(id: ContractRef): readonly OperationId[] {
  const { paths } = documentOf(id);
  const methods = Object.values(isObject(paths) ? paths : {}).flatMap((path) =>
    Object.values(isObject(path) ? path : {}),
  );
  const ids = new Set(methods.map((method) => stringMember(method, 'operationId')));
  return OPERATION_IDS.filter((operation) => ids.has(operation));
}

const documents = new Map<ContractRef, JsonObject>();

function documentOf(id: ContractRef): JsonObject {
  const known = documents.get(id);
  if (known !== undefined) return known;
  let text: string;
  try {
    text = readFileSync(packageFile('dist', 'contracts', id, 'document.json'), 'utf8');
  } catch {
    throw notBuilt(id);
  }
  const parsed = parseJson(text);
  const document = parsed.ok && isObject(parsed.value) ? parsed.value : {};
  documents.set(id, document);
  return document;
}

/**
 * The compiled contract. Its artefacts are made by `npm run build`; they are found through the package's own import map,
 * so that the TypeScript tree, `dist/` and an installed package load the same files.
 * @throws ContractError saying what to run when the artefacts are missing.
 */
export async function loadContract(id: ContractRef): Promise<Contract> {
  const [{ meta }, { validators }] = await Promise.all([artefact(id, 'meta'), artefact(id, 'validators')]);
  return contractOf(id, {
    meta: meta as Meta,
    validators: validators as Readonly<Record<string, Validator>>,
    document() {
      const parsed = parseJson(readFileSync(packageFile('dist', 'contracts', id, 'document.json'), 'utf8'));
      return parsed.ok ? parsed.value : null;
    },
  });
}

async function artefact(id: ContractRef, name: string): Promise<Readonly<Record<string, unknown>>> {
  try {
    return (await import(`#contracts/${id}/${name}.js`)) as Readonly<Record<string, unknown>>;
  } catch (error) {
    throw notBuilt(id, error instanceof Error ? error.message : String(error));
  }
}

function notBuilt(id: ContractRef, detail?: string): ContractError {
  const why = detail === undefined ? '' : ` (${detail.split('\n')[0]})`;
  return new ContractError(
    `the contract ${id} has not been built; run npm run build, or choose one of: ${availableContracts.join(', ')}${why}`,
  );
}
