import { existsSync, readFileSync } from 'node:fs';
import { CallerError } from '../core/caller-error.ts';
import { CONTRACT_IDS, type Contract, type ContractId, type ContractRef } from '../core/contract.ts';
import { isObject, parseJson } from '../core/json.ts';
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
  let text: string;
  try {
    text = readFileSync(packageFile('dist', 'contracts', id, 'document.json'), 'utf8');
  } catch {
    throw notBuilt(id);
  }
  const parsed = parseJson(text);
  return parsed.ok && isObject(parsed.value) ? editionOf(parsed.value) : '';
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
