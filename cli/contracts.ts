import { type ContractRef, documentIdOf, isReference, OWN, type OwnRef, ownRef } from '../core/contract.ts';
import type { RunOptions } from '../suites/run/options.ts';
import { choose, chooseContracts } from './choose.ts';
import { UsageError } from './exit.ts';

type ReferenceRef = Exclude<ContractRef, OwnRef>;

/**
 * The reference contracts among what `--contract` names, or those of a stopped run; `openai` where nothing is named.
 * @throws UsageError for a contract that there is not
 */
export function referencesAmong(values: readonly string[], before?: readonly ContractRef[]): readonly ReferenceRef[] {
  const references = values.filter((value) => !isOwnName(value));
  if (values.length > 0 && references.length === 0) return [];
  return chooseContracts(references, values.length === 0 ? before?.filter(isReference) : undefined);
}

/**
 * All contracts of a run. Providers whose file names a document are judged by that too, unless contracts are named without
 * `own`: it is the same answers, so it costs nothing.
 * @param documents of the providers that are asked
 * @throws UsageError for `own` where no provider has a document, and for `own:ID` of a document that none of them has
 */
export async function contractsOfRun(
  values: readonly string[],
  references: readonly ReferenceRef[],
  documents: readonly string[],
  before?: RunOptions,
): Promise<Pick<RunOptions, 'contracts' | 'editions'>> {
  if (before !== undefined && values.length === 0) {
    const { contracts, editions } = before;
    return { contracts, ...(editions === undefined ? {} : { editions }) };
  }
  const own = await ownAmong(values, documents);
  const editions = Object.fromEntries(own.map(({ ref, edition }) => [ref, edition]));
  const contracts = [...references, ...own.map(({ ref }) => ref)];
  return own.length === 0 ? { contracts } : { contracts, editions };
}

async function ownAmong(values: readonly string[], documents: readonly string[]) {
  const named = values.filter(isOwnName);
  if (values.length > 0 && named.length === 0) return [];
  const refs = documents.map(ownRef);
  if (named.length > 0 && refs.length === 0) {
    throw new UsageError(
      `--contract ${named.join(',')}: no provider of this run has a document; its file names one with document: ID`,
    );
  }
  const wanted = named.length === 0 || named.includes(OWN) ? refs : named.map((name) => choose('contract', name, refs));
  const found = await Promise.all([...new Set(wanted)].map(async (ref) => ({ ref, found: await documentBehind(ref) })));
  // A file that names a document which is not there is told so by the document's own tests.
  return found.flatMap(({ ref, found: document }) =>
    document === undefined ? [] : [{ ref, edition: document.modified ?? '' }],
  );
}

/**
 * What `check` judges by: reference contracts, and vendors' documents by their ids, as a recording does not say whose it
 * is.
 * @throws UsageError
 */
export async function contractsOfCheck(values: readonly string[]): Promise<readonly ContractRef[]> {
  const named = values.filter(isOwnName);
  if (named.length === 0) return chooseContracts(values);
  const { documentIds } = await import('../specs/vendors/load.ts');
  const known = (await documentIds()).map(ownRef);
  if (named.includes(OWN)) {
    throw new UsageError(`--contract own: a recording does not say whose it is; choose one of: ${known.join(', ')}`);
  }
  const own = named.map((name) => choose('contract', name, known));
  return [...referencesAmong(values), ...new Set(own)];
}

/** Loaded only here: most runs have no document. */
async function documentBehind(ref: OwnRef) {
  const { loadDocumentOf } = await import('../specs/vendors/load.ts');
  return loadDocumentOf(documentIdOf(ref));
}

function isOwnName(value: string): boolean {
  return value === OWN || value.startsWith(`${OWN}:`);
}
