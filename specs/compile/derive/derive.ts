import { isObject, member } from '../../../core/json.ts';
import { joinedShapes } from './join.ts';
import { type Published, refName, type Schema, structure } from './structure.ts';
import type { Vocabulary } from './vocabulary.ts';

/**
 * The schemas of a published OpenAPI document that the vocabulary asks for and all they refer to, as structure only and
 * under our names. Scalars (enums, plain strings) are written where they are used.
 */
export function deriveSchemas(document: unknown, vocabulary: Vocabulary): Map<string, Schema> {
  const published = publishedSchemas(document, vocabulary);
  const result = new Map<string, Schema>();
  const branchNames = namesOfBranches(published, vocabulary);
  const pending: string[] = [];

  const { renamed, unionOf, unionSources, unionAliases } = vocabulary;
  const ourName = (name: string): string => renamed[name] ?? branchNames.get(name) ?? shortName(published, name);
  const view: Published = {
    get: (name) => member(published, name),
    rewrite(name) {
      const union = unionOf[name];
      if (union !== undefined) return refTo(union);
      const target = member(published, name);
      if (isSmall(target)) return structure(target, view);
      pending.push(name);
      return refTo(ourName(name));
    },
    unionOf(names) {
      if (names.length < 1 || names.includes('')) return undefined;
      for (const union of ['Content', 'InputContent', 'Tool'] as const) {
        const sources = [...unionSources[union], ...(unionAliases[union] ?? [])];
        const variants = sources.flatMap((source) => variantsOf(published, source));
        if (names.every((name) => variants.includes(name))) return refTo(union);
      }
      return undefined;
    },
  };

  for (const [union, sources] of Object.entries(unionSources)) {
    if (sources.length === 0) continue;
    const branches = new Map<string, readonly string[]>();
    for (const name of sources.flatMap((source) => variantsOf(published, source))) {
      const [type] = publishedTypes(published, name);
      if (type !== undefined) branches.set(type, [...(branches.get(type) ?? []), name]);
    }
    const firsts = [...branches].map(([type, names]) => {
      const ours = `${union}.${type}`;
      const [first = ''] = names;
      if (!vocabulary.joinedBranches.includes(ours)) pending.push(first);
      else result.set(ours, joinedShapes(names.map((name) => structure(member(published, name), view))));
      return first;
    });
    result.set(union, { oneOf: firsts.map((name) => refTo(ourName(name))) });
  }
  // What an edition does not have yet is left out.
  pending.push(
    ...[...Object.keys(renamed), ...vocabulary.roots].filter((name) => member(published, name) !== undefined),
  );
  for (let name = pending.shift(); name !== undefined; name = pending.shift()) {
    if (result.has(ourName(name))) continue;
    result.set(ourName(name), {});
    result.set(ourName(name), selfNamed(structure(member(published, name), view), refTo(ourName(name))));
  }
  return result;
}

/** The document's component schemas, with those that it spells out in place under the vocabulary's names. */
function publishedSchemas(document: unknown, { named }: Vocabulary): unknown {
  const found = Object.entries(named).map(([name, pointer]) => {
    const steps = pointer.slice(2).split('/');
    const schema = steps.reduce<unknown>(stepInto, document);
    if (schema === undefined) throw new Error(`the document has no ${pointer}, which is called ${name} here`);
    return [name, schema];
  });
  const components = member(member(document, 'components'), 'schemas');
  return { ...(isObject(components) ? components : {}), ...Object.fromEntries(found) };
}

function stepInto(holder: unknown, step: string): unknown {
  if (Array.isArray(holder)) return holder[Number(step)];
  return member(holder, step.replaceAll('~1', '/').replaceAll('~0', '~'));
}

/** `$recursiveRef` of an older draft of JSON Schema, as the ordinary reference to the schema itself that it amounts to. */
function selfNamed(schema: Schema, self: Schema): Schema {
  const { $recursiveAnchor: _anchor, ...rest } = schema;
  const text = JSON.stringify(rest).replaceAll('{"$recursiveRef":"#"}', JSON.stringify(self));
  return JSON.parse(text) as Schema;
}

/** Without the suffix of the publisher's own tooling, unless that names another schema. */
function shortName(published: unknown, name: string): string {
  const short = name.replace(/(?:Param|Body)$/, '');
  return member(published, short) === undefined ? short : name;
}

function refTo(name: string): Schema {
  return { $ref: `#/components/schemas/${name}` };
}

/** Enums, plain strings and "anything or null" of them: a name of their own would only send the reader elsewhere. */
function isSmall(schema: unknown): boolean {
  if (!isObject(schema)) return false;
  const variants = schema['anyOf'] ?? schema['oneOf'];
  if (Array.isArray(variants)) {
    const refs = variants.filter((variant) => isObject(variant) && variant['$ref'] !== undefined);
    return (
      refs.length <= 1 &&
      variants.every((variant) => (isObject(variant) && variant['$ref'] !== undefined) || isSmall(variant))
    );
  }
  const type = schema['type'];
  if (type === 'array') return isObject(schema['items']) && schema['items']['$ref'] !== undefined;
  if (type === 'object') return schema['properties'] === undefined && schema['allOf'] === undefined;
  return typeof type === 'string';
}

/** Every published schema that is a variant of one of our unions, with its name here: `<Union>.<type>`. */
function namesOfBranches(published: unknown, { unionSources }: Vocabulary): Map<string, string> {
  const names = new Map<string, string>();
  const taken = new Set<string>();
  for (const [union, sources] of Object.entries(unionSources)) {
    for (const name of sources.flatMap((source) => variantsOf(published, source))) {
      const [type] = publishedTypes(published, name);
      if (type === undefined || names.has(name) || taken.has(`${union}.${type}`)) continue;
      names.set(name, `${union}.${type}`);
      taken.add(`${union}.${type}`);
    }
  }
  return names;
}

/** The names of the union's variants, nested unions flattened; the name itself when it is no union. */
function variantsOf(published: unknown, name: string): readonly string[] {
  const schema = member(published, name);
  const variants = member(schema, 'oneOf') ?? member(schema, 'anyOf');
  if (!Array.isArray(variants)) return [name];
  return variants.flatMap((variant) => {
    return refName(variant) === '' ? [] : variantsOf(published, refName(variant));
  });
}

function publishedTypes(published: unknown, name: string): readonly string[] {
  const schema = member(published, name);
  const parts = member(schema, 'allOf');
  if (!Array.isArray(parts)) return typesOf(schema);
  return parts.flatMap((part) => (refName(part) === '' ? typesOf(part) : publishedTypes(published, refName(part))));
}

/** The values that a schema allows for its member `type`. */
export function typesOf(schema: unknown): readonly string[] {
  const type = member(member(schema, 'properties'), 'type');
  const constant = member(type, 'const');
  if (typeof constant === 'string') return [constant];
  const values = member(type, 'enum') ?? [];
  if (Array.isArray(values) && values.length > 0) return values.filter((value) => typeof value === 'string');
  // Some variants say `anyOf: [{enum: [...]}, {type: null}]`.
  const variants = member(type, 'anyOf');
  return Array.isArray(variants) ? variants.flatMap((variant) => typesOf({ properties: { type: variant } })) : [];
}
