import type { Capability } from './capability.ts';
import type { OperationId } from './contract.ts';
import type { Json } from './json.ts';

/** Where a statement stands in the vendor's document: its line, from 1. */
export interface Provenance {
  readonly line: number;
}

export const JSON_TYPES = ['string', 'integer', 'number', 'boolean', 'array', 'object', 'null'] as const;
export type JsonType = (typeof JSON_TYPES)[number];

/** `stated`: a table, a schema or a sentence says so; `example`: read off an example request. */
type Basis = 'stated' | 'example';

/**
 * What a vendor's own document says about its Responses endpoint: facts with their line, no opinion. One YAML file in
 * `specs/vendors/`. Judged against a reference contract by the `document` rules; its examples are judged as exchanges.
 */
export interface DocumentedContract {
  readonly id: string;
  readonly title: string;
  /** File name of the text that the lines count in. */
  readonly document: string;
  /** As printed there (YYYY-MM-DD), where it is. */
  readonly modified?: string;
  readonly modifiedLine?: number;
  /** As printed, without the operation's path: an origin, or a placeholder such as `{{BASE_URL}}`. */
  readonly baseUrl?: string;
  readonly baseUrlLine?: number;
  readonly operations: readonly DocumentedOperation[];
  readonly auth: readonly DocumentedAuth[];
  readonly headers?: readonly DocumentedHeader[];
  readonly bodies?: readonly DocumentedBody[];
  readonly parameters: readonly DocumentedParameter[];
  readonly answers: readonly DocumentedAnswer[];
  readonly examples: readonly DocumentedExample[];
  readonly mentions?: readonly DocumentedMention[];
}

export interface DocumentedOperation extends Provenance {
  readonly operation: OperationId;
  /** The name under which a table of contents lists it, as printed. */
  readonly title?: string;
  /** Absent where the document names the operation and gives no method. */
  readonly method?: string;
  /** As printed, without the base URL: `/v1/responses`. Absent where the document gives none. */
  readonly path?: string;
  /** `described`: has a page with a request; `listed`: only named in a table of contents. */
  readonly depth: 'described' | 'listed';
}

export interface DocumentedAuth extends Provenance {
  readonly place: 'header' | 'query';
  readonly name: string;
  readonly scheme?: string;
  readonly required?: boolean;
  readonly basis: Basis;
  /** The value as printed. */
  readonly sample?: string;
}

/** A request header apart from the credentials. */
export interface DocumentedHeader extends Provenance {
  readonly operation: OperationId;
  readonly name: string;
  readonly required?: boolean;
  readonly basis: Basis;
  readonly sample?: string;
}

/** A request body: its media type, and whether the document calls it required. */
export interface DocumentedBody extends Provenance {
  readonly operation: OperationId;
  readonly contentType: string;
  readonly required?: boolean;
}

export interface DocumentedParameter extends Provenance {
  readonly operation: OperationId;
  readonly name: string;
  /** JSON types the document gives. */
  readonly types: readonly JsonType[];
  /** JSON types of the elements, where the document gives them and the parameter may be an array. */
  readonly elements?: readonly JsonType[];
  readonly required?: boolean;
  readonly basis: Basis;
  /** The value in the example, for `basis: example`. */
  readonly value?: Json;
  /** The JSON Schema of the parameter, where the document has more of it than `types` and `elements` hold. */
  readonly schema?: Json;
}

/** A documented answer: status, media type as printed and, where the document has one, a JSON Schema. */
export interface DocumentedAnswer extends Provenance {
  readonly operation: OperationId;
  readonly status: number;
  readonly contentType: string;
  readonly schema?: Json;
}

export interface DocumentedExample extends Provenance {
  readonly operation: OperationId;
  readonly name: string;
  /** Further lines where the same request stands: code samples. */
  readonly also?: readonly number[];
  readonly request?: Json;
  readonly status?: number;
  readonly response?: Json;
  /** Line of the response example. */
  readonly responseLine?: number;
  /** JSON Pointers into the example (`/response/output/0/...`) of texts that were shortened in this file. */
  readonly elided?: readonly string[];
}

/** A place that speaks of a capability without an operation, a parameter or an answer of its own. */
export interface DocumentedMention extends Provenance {
  readonly capability: Capability;
  /** The words of the line that speak of it. */
  readonly words: string;
}
