import type { OpenAPIV3_1 } from 'openapi-types';
import { OPERATION_IDS, type Operation, type OperationId, UNIONS, type UnionName } from '../../core/contract.ts';
import type { Json } from '../../core/json.ts';
import { type Cut, cutsOf } from './cuts.ts';
import type { Document } from './document.ts';
import { editionOf } from './edition.ts';
import { branchesOf, refName, schemasOf } from './schemas.ts';

/** What `specs/load.ts` needs beside the validators. */
export interface Meta {
  readonly edition: string;
  readonly operations: readonly Operation[];
  /** The component behind every validator's name: `Tool.web_search_2025_08_26` -> `Tool.web_search`. */
  readonly schemas: Readonly<Record<string, string>>;
  readonly unions: Readonly<Record<UnionName, readonly string[]>>;
  /** By component. */
  readonly cuts: Readonly<Record<string, readonly Cut[]>>;
}

export function metaOf(document: Document): Meta {
  const schemas = schemasOf(document);
  const validators: Record<string, string> = {};
  const unions: Partial<Record<UnionName, readonly string[]>> = {};
  for (const name of schemas.names) {
    if (!(UNIONS as readonly string[]).includes(name)) validators[name] = name;
  }
  for (const union of UNIONS) {
    const branches = schemas.names.includes(union) ? branchesOf(schemas, union) : new Map<string, string>();
    unions[union] = [...branches.keys()];
    for (const [type, component] of branches) validators[`${union}.${type}`] = component;
  }
  const cuts: Record<string, readonly Cut[]> = {};
  for (const name of new Set(Object.values(validators))) {
    const found = cutsOf(schemas, name);
    if (found.length > 0) cuts[name] = found;
  }
  return {
    edition: editionOf(document),
    // Written in this repository and compiled by its own tests: the type is what `specs/openai/openapi.yaml` holds.
    operations: operationsOf((document['paths'] ?? {}) as OpenAPIV3_1.PathsObject),
    schemas: validators,
    unions: unions as Record<UnionName, readonly string[]>,
    cuts,
  };
}

type Described = OpenAPIV3_1.OperationObject;

/** OpenAPI's fixed names of the methods that a path item may hold (3.1, section 4.8.9). */
const METHODS = ['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace'] as const;

function operationsOf(paths: OpenAPIV3_1.PathsObject): readonly Operation[] {
  const found = Object.entries(paths).flatMap(([path, item]) =>
    METHODS.flatMap((method) => {
      const operation: Described | undefined = item?.[method];
      return operation === undefined ? [] : [operationOf(path, method, operation)];
    }),
  );
  return found.sort((left, right) => OPERATION_IDS.indexOf(left.id) - OPERATION_IDS.indexOf(right.id));
}

function operationOf(path: string, method: string, { operationId: id, requestBody, responses }: Described): Operation {
  if (!isOperationId(id)) throw new Error(`${method} ${path}: operationId ${String(id)} is not known to the kit`);
  const success = contentOf(responses?.['200']);
  const request = schemaName(contentOf(requestBody)['application/json']?.schema);
  const answer = schemaName(success['application/json']?.schema);
  return {
    id,
    method: method.toUpperCase(),
    path,
    ...(answer === undefined ? {} : { success: answer }),
    ...(request === undefined ? {} : { request }),
    streams: success['text/event-stream'] !== undefined,
  };
}

/** The media types of a request body or answer; ours are written in place, never as a reference. */
function contentOf(
  described: OpenAPIV3_1.ReferenceObject | OpenAPIV3_1.RequestBodyObject | OpenAPIV3_1.ResponseObject | undefined,
): Readonly<Record<string, OpenAPIV3_1.MediaTypeObject>> {
  return described !== undefined && 'content' in described ? (described.content ?? {}) : {};
}

function isOperationId(id: unknown): id is OperationId {
  return (OPERATION_IDS as readonly unknown[]).includes(id);
}

function schemaName(schema: OpenAPIV3_1.MediaTypeObject['schema']): string | undefined {
  return refName(schema as Json | undefined);
}
