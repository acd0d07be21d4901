import { UNIONS, type UnionName } from '../../core/contract.ts';
import { isObject, type JsonObject, member } from '../../core/json.ts';
import type { Document } from './document.ts';

/** The component schemas of a document, with the questions that the compiler asks about them. */
export interface Schemas {
  readonly names: readonly string[];
  get(name: string): JsonObject;
  /** The schema behind a reference, references to references followed; `schema` itself when it is none. */
  resolved(schema: JsonObject): JsonObject;
}

export function schemasOf(document: Document): Schemas {
  const all = member(member(document, 'components'), 'schemas');
  const get = (name: string): JsonObject => {
    const schema = member(all, name);
    if (!isObject(schema)) throw new Error(`#/components/schemas/${name} is referred to and not defined`);
    return schema;
  };
  const resolved = (schema: JsonObject): JsonObject => {
    const name = refName(schema);
    return name === undefined ? schema : resolved(get(name));
  };
  return { names: isObject(all) ? Object.keys(all) : [], get, resolved };
}

/** The component's name that `schema` refers to, undefined when it is no reference. */
export function refName(schema: unknown): string | undefined {
  const ref = member(schema, '$ref');
  if (typeof ref !== 'string') return undefined;
  const prefix = '#/components/schemas/';
  if (!ref.startsWith(prefix)) throw new Error(`${ref}: references must start with ${prefix}`);
  return ref.slice(prefix.length);
}

export function isUnion(name: string): name is UnionName {
  return (UNIONS as readonly string[]).includes(name);
}

/** The strings that `schema` allows for its member `name`; undefined when it does not fix them. */
export function fixedStrings(schemas: Schemas, schema: JsonObject, name: string): readonly string[] | undefined {
  const property = member(member(schemas.resolved(schema), 'properties'), name);
  if (!isObject(property)) return undefined;
  const values = allowedValues(schemas.resolved(property));
  return values === undefined || values.length === 0 ? undefined : values;
}

function allowedValues(schema: JsonObject): readonly string[] | undefined {
  if (typeof schema['const'] === 'string') return [schema['const']];
  if (Array.isArray(schema['enum'])) return schema['enum'].filter((value) => typeof value === 'string');
  if (!Array.isArray(schema['anyOf'])) return undefined;
  const all = schema['anyOf']
    .filter(isObject)
    .filter((variant) => variant['type'] !== 'null')
    .map(allowedValues);
  return all.includes(undefined) ? undefined : all.flatMap((values) => values ?? []);
}

/** A union's branches: which component describes the values with each `type`. Of two the later counts (errata append). */
export function branchesOf(schemas: Schemas, union: UnionName): ReadonlyMap<string, string> {
  const branches = new Map<string, string>();
  const variants = schemas.get(union)['oneOf'];
  for (const variant of Array.isArray(variants) ? variants : []) {
    const name = refName(variant);
    if (name === undefined) throw new Error(`${union}: every variant must be a reference to a component`);
    const types = fixedStrings(schemas, schemas.get(name), 'type');
    if (types === undefined) throw new Error(`${union}: ${name} does not say which \`type\` it is for`);
    for (const type of types) branches.set(type, name);
  }
  return branches;
}
