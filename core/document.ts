import type { OperationId } from './contract.ts';
import type { Json } from './json.ts';

/** Where a statement stands in the vendor's document: its file name and line (from 1). */
export interface Provenance {
  readonly line: number;
}

/**
 * What a vendor's own document says about its Responses endpoint: facts with their line, no opinion. One YAML file in
 * `specs/vendors/`. Judged against a reference contract by the `document` rules; its examples are judged as exchanges.
 */
export interface DocumentedContract {
  readonly id: string;
  readonly title: string;
  readonly document: string;
  /** As printed there (YYYY-MM-DD), where it is. */
  readonly modified?: string;
  readonly baseUrl?: string;
  readonly operations: readonly DocumentedOperation[];
  readonly auth: readonly DocumentedAuth[];
  readonly parameters: readonly DocumentedParameter[];
  readonly answers: readonly DocumentedAnswer[];
  readonly examples: readonly DocumentedExample[];
}

export interface DocumentedOperation extends Provenance {
  readonly operation: OperationId;
  readonly method: string;
  readonly path: string;
  /** `described`: has a page with a request; `listed`: only named in a table of contents. */
  readonly depth: 'described' | 'listed';
}

export interface DocumentedAuth extends Provenance {
  readonly place: 'header' | 'query';
  readonly name: string;
  readonly scheme?: string;
}

export interface DocumentedParameter extends Provenance {
  readonly operation: OperationId;
  readonly name: string;
  /** JSON types the document gives, from a table or schema. */
  readonly types: readonly ('string' | 'integer' | 'number' | 'boolean' | 'array' | 'object' | 'null')[];
  readonly required?: boolean;
  /** `stated`: a table or schema says so; `example`: read off the value in an example request. */
  readonly basis: 'stated' | 'example';
  /** The value in the example, for `basis: example`. */
  readonly value?: Json;
}

/** A documented answer: status, media type and, where the document has one, a JSON Schema. */
export interface DocumentedAnswer extends Provenance {
  readonly operation: OperationId;
  readonly status: number;
  readonly contentType: string;
  readonly schema?: Json;
}

export interface DocumentedExample extends Provenance {
  readonly operation: OperationId;
  readonly name: string;
  readonly request?: Json;
  readonly status?: number;
  readonly response?: Json;
  /** Line of the response example. */
  readonly responseLine?: number;
}
