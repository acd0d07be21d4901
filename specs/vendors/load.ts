import { readdir, readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { Ajv2020, type ErrorObject, type ValidateFunction } from 'ajv/dist/2020.js';
import { type Document, parseDocument } from 'yaml';
import { CallerError } from '../../core/caller-error.ts';
import type { DocumentedContract } from '../../core/document.ts';
import type { Json } from '../../core/json.ts';
import { packageFile } from '../package-root.ts';
import { plainSchema, SchemaProblem } from './plain-schema.ts';
import { DOCUMENT_SCHEMA } from './schema.ts';

/** A vendor document file that cannot be used. The message is one line: file, field, mend. */
export class VendorDocumentError extends CallerError {
  override readonly name = 'VendorDocumentError';
}

let compiled: ValidateFunction<DocumentedContract> | undefined;

/** Compiled when it is first asked for: most runs judge no document, and every process of a run loads this module. */
function validator(): ValidateFunction<DocumentedContract> {
  compiled ??= new Ajv2020({ allErrors: false, strict: true, strictTypes: false }).compile<DocumentedContract>(
    DOCUMENT_SCHEMA,
  );
  return compiled;
}

/**
 * Reads every `*.yaml` of `directory`, sorted by id.
 * @param directory default: `specs/vendors` of this package, from source, from `dist` and installed alike
 * @throws VendorDocumentError for an unreadable directory or file, broken YAML, an unknown, missing or wrong field
 */
export async function loadDocuments(
  directory: string = packageFile('specs', 'vendors'),
): Promise<DocumentedContract[]> {
  const names = await readdir(directory).catch(() => {
    throw new VendorDocumentError(`${directory}: no such folder of vendor documents; name one that holds YAML files`);
  });
  const files = names.filter((name) => /\.ya?ml$/.test(name)).sort();
  const documents = await Promise.all(files.map((name) => loadDocument(join(directory, name))));
  return documents.sort((left, right) => (left.id < right.id ? -1 : 1));
}

/**
 * The document of that id; undefined where there is none.
 * @param directory as for `loadDocuments`
 * @throws VendorDocumentError as `loadDocuments`
 */
export async function loadDocumentOf(
  id: string,
  directory: string = packageFile('specs', 'vendors'),
): Promise<DocumentedContract | undefined> {
  const ids = await documentIds(directory);
  return ids.includes(id) ? loadDocument(join(directory, `${id}.yaml`)) : undefined;
}

/** Ids of the vendor documents that there are, sorted. */
export async function documentIds(directory: string = packageFile('specs', 'vendors')): Promise<readonly string[]> {
  const names = await readdir(directory).catch(() => []);
  return names.flatMap((name) => (name.endsWith('.yaml') ? [basename(name, '.yaml')] : [])).sort();
}

async function loadDocument(file: string): Promise<DocumentedContract> {
  const text = await readFile(file, 'utf8').catch((error: unknown) => {
    throw new VendorDocumentError(`${file}: cannot be read (${codeOf(error)}); check its path and permissions`);
  });
  return parseVendorDocument(text, file);
}

/**
 * Parses and checks the text of a vendor document file.
 * @param file only named in errors; its base name must be the document's id
 * @throws VendorDocumentError as `loadDocuments`
 */
export function parseVendorDocument(text: string, file: string): DocumentedContract {
  const yaml = parseDocument(text);
  const broken = yaml.errors[0];
  if (broken !== undefined) {
    const line = broken.linePos?.[0].line ?? 1;
    const why = (broken.message.split('\n')[0] ?? '').replace(/ at line \d+, column \d+:?$/, '');
    throw new VendorDocumentError(`${file}:${line}: no valid YAML (${why}); mend this line`);
  }
  const value = builtFrom(yaml, file);
  const validate = validator();
  if (!validate(value)) {
    throw new VendorDocumentError(`${file}: ${mendOf(validate.errors?.[0])}`);
  }
  const expected = basename(file).replace(/\.ya?ml$/, '');
  if (value.id !== expected) {
    throw new VendorDocumentError(`${file}: field /id is "${value.id}"; make it "${expected}", as the file is named`);
  }
  for (const [name, list] of [['answers', value.answers] as const, ['parameters', value.parameters] as const]) {
    for (const [index, { schema }] of list.entries()) {
      const problem = schema === undefined ? undefined : problemOf(schema);
      if (problem !== undefined) throw new VendorDocumentError(`${file}: field /${name}/${index}/schema${problem}`);
    }
  }
  return value;
}

/** The rest of a message: place in the schema, what is wrong there, mend. */
function problemOf(schema: Json): string | undefined {
  try {
    const schemas = new Ajv2020({ strict: false, logger: false });
    if (schemas.validateSchema(plainSchema(schema) as object | boolean) === true) return undefined;
    const [error] = schemas.errors ?? [];
    return `${error?.instancePath ?? ''} is no JSON Schema: ${error?.message ?? 'unknown keyword value'}; mend it`;
  } catch (error) {
    if (error instanceof SchemaProblem) return `${error.at} ${error.message}`;
    throw error;
  }
}

/** Building the value is where the library gives up on an alias without an anchor, or on one bomb of aliases. */
function builtFrom(yaml: Document, file: string): unknown {
  try {
    return yaml.toJS();
  } catch (error) {
    const why = error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error);
    throw new VendorDocumentError(`${file}: no valid YAML (${why}); write the value out`);
  }
}

function mendOf(error: ErrorObject | undefined): string {
  if (error === undefined) return 'no vendor document; see specs/vendors/README.md';
  const field = error.instancePath === '' ? 'the document' : `field ${error.instancePath}`;
  const params: Readonly<Record<string, unknown>> = error.params;
  switch (error.keyword) {
    case 'additionalProperties':
      return `${field} has the unknown member "${params['additionalProperty']}"; remove it or mend its spelling`;
    case 'required':
      return `${field} lacks "${params['missingProperty']}"; add it`;
    case 'dependentRequired':
      return `${field} has "${params['property']}" without "${params['missingProperty']}"; add it`;
    case 'enum':
      return `${field} has an unknown value; use one of ${listed(params['allowedValues'])}`;
    case 'type':
      return `${field} has the wrong type; make it ${String(params['type'])}`;
    case 'pattern':
      return `${field} has the wrong form; it must match ${String(params['pattern'])}`;
    default:
      return `${field} ${error.message ?? 'is wrong'}; mend its value`;
  }
}

function listed(values: unknown): string {
  return Array.isArray(values) ? values.join(', ') : String(values);
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : 'unknown reason';
}
