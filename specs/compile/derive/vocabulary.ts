import type { ContractId, UnionName } from '../../../core/contract.ts';
import { OPEN_RESPONSES } from './open-responses.ts';
import { OPENAI } from './openai.ts';

/** How the schemas of a published document are called here. Members of a union are called `<Union>.<type>`. */
export interface Vocabulary {
  readonly title: string;
  /** Schemas that the document spells out in place and the derivation wants by name: our name for it, and its pointer. */
  readonly named: Readonly<Record<string, `#/${string}`>>;
  /** Names of what has no `type` or lies outside the unions. */
  readonly renamed: Readonly<Record<string, string>>;
  /** Schemas to derive although nothing that is derived refers to them; those of `renamed` are derived anyway. */
  readonly roots: readonly string[];
  /** Unions of the published document, and the union of ours that each is part of. */
  readonly unionOf: Readonly<Record<string, UnionName>>;
  /** Whose variants make up each of our unions, in order; of two variants with one `type` the first counts. */
  readonly unionSources: Readonly<Record<UnionName, readonly string[]>>;
  /** Further shapes of a union's variants, which differ only in what a request may leave out. */
  readonly unionAliases: Readonly<Partial<Record<UnionName, readonly string[]>>>;
  /** Branches whose variants with one `type` are told apart by another member: their shapes are joined into one. */
  readonly joinedBranches: readonly string[];
  /** Operations by their identifiers in the published document, where ours differ. */
  readonly operations: Readonly<Record<string, string>>;
}

export const VOCABULARIES: Readonly<Record<ContractId, Vocabulary>> = {
  openai: OPENAI,
  'open-responses': OPEN_RESPONSES,
};
