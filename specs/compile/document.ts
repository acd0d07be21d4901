import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { isObject, type JsonObject } from '../../core/json.ts';
import { editionOf } from './edition.ts';
import { applyOverlay } from './overlay.ts';

/** An OpenAPI document whose parts were put together; not yet anything but data. */
export type Document = JsonObject;

/**
 * Reads a contract's folder: `openapi.yaml`, the parts that it names under `x-parts` (each a map of component schemas),
 * and `errata.overlay.yaml` if there is one.
 * @throws Error naming the file when a part is missing, is no YAML map, or two parts define the same schema.
 */
export function readDocument(folder: string): { readonly published: Document; readonly document: Document } {
  const root = readYaml(join(folder, 'openapi.yaml'));
  const { 'x-parts': parts, ...rest } = root;
  const schemas: Record<string, JsonObject> = {};
  for (const part of Array.isArray(parts) ? parts : []) {
    const file = join(folder, String(part));
    for (const [name, schema] of Object.entries(readYaml(file))) {
      if (Object.hasOwn(schemas, name)) throw new Error(`${file}: ${name} is defined in another part already`);
      if (!isObject(schema)) throw new Error(`${file}: ${name} is no schema`);
      schemas[name] = schema;
    }
  }
  const published = { ...rest, components: { schemas } };
  const overlay = join(folder, 'errata.overlay.yaml');
  if (!existsSync(overlay)) return { published, document: published };
  return { published, document: applyOverlay(published, readYaml(overlay), overlay) };
}

/**
 * An older edition of a contract: its newest document, errata applied, with what changed since taken back.
 * @throws Error naming the overlay when it does not lead to the edition that its file is named after
 */
export function readEdition(folder: string, edition: string): Document {
  const file = join(folder, 'editions', `${edition}.overlay.yaml`);
  const document = applyOverlay(readDocument(folder).document, readYaml(file), file);
  const reached = editionOf(document);
  if (reached !== edition) throw new Error(`${file}: leads to the edition ${reached}, not ${edition}`);
  return document;
}

export function readYaml(file: string): JsonObject {
  let value: unknown;
  try {
    value = parse(readFileSync(file, 'utf8'));
  } catch (error) {
    throw new Error(`${file}: ${error instanceof Error ? error.message : String(error)}`);
  }
  if (!isObject(value)) throw new Error(`${file}: expected a YAML map`);
  return value;
}
