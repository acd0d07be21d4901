import type { DocumentedContract } from './document.ts';
import type { Json } from './json.ts';

/**
 * What an endpoint must do, compiled. `core/` only knows this interface; `specs/` builds it from OpenAPI documents and
 * their overlay. All functions are pure.
 */
export interface Contract {
  readonly id: ContractFamily;
  /** How it was asked for; with the edition unless that is the newest one. */
  readonly ref: ContractRef;
  /** The date of the facts, e.g. `2026-08`. */
  readonly edition: string;
  readonly operations: readonly Operation[];
  /** Every validator's name: `Response`, `Item.message`, `Event.response.created`, ... */
  readonly schemas: readonly SchemaName[];
  /**
   * Validates `value` against the named schema. Where the schema has a union that is discriminated by `type`, only the
   * branch that the value itself names is used, with its own validator; an unknown type is no error here (rules ask
   * `knows`). Paths in the errors are JSON Pointers that start with `at`.
   */
  validate(schema: SchemaName, value: unknown, at: string): readonly SchemaError[];
  /** Whether the union has a branch for this `type`. */
  knows(union: UnionName, type: string): boolean;
  /** Resolves a source pointer such as `#/components/schemas/Response/properties/id`. */
  resolve(pointer: SpecPointer): Json | undefined;
  /** Of a vendor's own document alone: what it states. Its schemas are validated by the pointers at which they stand. */
  readonly document?: DocumentedContract;
}

export const CONTRACT_IDS = ['openai', 'open-responses'] as const;
export type ContractId = (typeof CONTRACT_IDS)[number];

/** Beside the reference contracts: what a vendor's own document promises of the vendor's own server. */
export const OWN = 'own';

/** Whatever rules have levels under. */
export type ContractFamily = ContractId | typeof OWN;

/** The contract of one vendor document, by the document's id: `own:acme`. */
export type OwnRef = `${typeof OWN}:${string}`;

/**
 * A contract as people name it: `openai` for its newest edition, `open-responses@2026-01-15` for a dated one, `own:acme`
 * for the vendor document of that id.
 */
export type ContractRef = ContractId | `${ContractId}@${string}` | OwnRef;

/** The contract behind a name, whatever its edition or document: rules have their levels per contract. */
export function contractIdOf(ref: ContractRef): ContractFamily {
  return isOwn(ref) ? OWN : referenceIdOf(ref);
}

/** The reference contract behind a name, whatever its edition. */
export function referenceIdOf(ref: Exclude<ContractRef, OwnRef>): ContractId {
  return CONTRACT_IDS.find((id) => id === ref) ?? (ref.split('@', 1)[0] as ContractId);
}

export function isOwn(ref: ContractRef): ref is OwnRef {
  return ref.startsWith(`${OWN}:`);
}

export function isReference(ref: ContractRef): ref is Exclude<ContractRef, OwnRef> {
  return !isOwn(ref);
}

/** The id of the document behind `own:acme`. */
export function documentIdOf(ref: OwnRef): string {
  return ref.slice(OWN.length + 1);
}

export function ownRef(document: string): OwnRef {
  return `${OWN}:${document}`;
}

export type SpecPointer = `#/${string}`;

/**
 * The unions that the contract discriminates by `type`. The validators of their branches are called `<Union>.<type>`.
 * `Item` is what a response's `output` holds, `Event` what a stream sends, `Content` the parts of messages and
 * reasoning, `Annotation` those of output_text, `Tool` the echoed tools, `InputItem` and `InputContent` what a request
 * holds, `ListedItem` what a listing of input or conversation items does.
 */
export const UNIONS = [
  'Item',
  'Event',
  'Content',
  'Annotation',
  'Tool',
  'InputItem',
  'InputContent',
  'ListedItem',
] as const;
export type UnionName = (typeof UNIONS)[number];

export type SchemaName = string;

export interface SchemaError {
  /** The validator that objects: the innermost branch, e.g. `Item.function_call`. */
  readonly schema: SchemaName;
  /** JSON Pointer of the offending place. A missing member points to where it would be. */
  readonly at: string;
  readonly keyword: string;
  readonly expected: string;
  readonly actual: string;
}

/** An OpenAPI operation, by its `operationId`. */
export const OPERATION_IDS = [
  'createResponse',
  'getResponse',
  'deleteResponse',
  'cancelResponse',
  'listInputItems',
  'getInputTokenCounts',
  'compactResponse',
  'createConversation',
  'getConversation',
  'updateConversation',
  'deleteConversation',
  'createConversationItems',
  'listConversationItems',
  'getConversationItem',
  'deleteConversationItem',
  'listModels',
  'retrieveModel',
] as const;
export type OperationId = (typeof OPERATION_IDS)[number];

export interface Operation {
  readonly id: OperationId;
  readonly method: string;
  /** Without the version prefix: `/responses/{response_id}`. */
  readonly path: string;
  /** The validator of the JSON answer to a success, where the contract describes one. */
  readonly success?: SchemaName;
  /** The validator of the JSON request body. */
  readonly request?: SchemaName;
  /** Whether a success may be an event stream. */
  readonly streams: boolean;
}
