import { isObject } from '../../../core/json.ts';

/** A JSON Schema while it is being rewritten. Documents come from outside: nothing about them is assumed. */
export type Schema = { [keyword: string]: unknown };

const DROPPED = new Set(['description', 'title', 'example', 'examples', 'deprecated', 'discriminator', 'externalDocs']);

/** What the walk asks about the document it walks. */
export interface Published {
  /** What becomes of a reference to the named schema. */
  rewrite(name: string): Schema;
  /** The named schema itself, for `allOf`, which is merged. */
  get(name: string): unknown;
  /** The union that variants spelled out in a `oneOf` amount to, as a reference. */
  unionOf(names: readonly string[]): Schema | undefined;
}

/**
 * The structure of a published schema, without its prose: `allOf` of objects merged, "X or null" folded into a type
 * list, one-value enums as `const`, an open enum (string or one of a list) as the string it is.
 */
export function structure(source: unknown, published: Published): Schema {
  if (!isObject(source)) return {};
  const ref = refName(source);
  if (ref !== '') return published.rewrite(ref);
  const walk = (inner: unknown): Schema => structure(inner, published);
  if (Array.isArray(source['allOf'])) {
    const [only, ...more] = source['allOf'].filter((part) => !isBlank(part));
    if (more.length === 0 && isBlank({ ...source, allOf: undefined })) return walk(only);
    const parts = source['allOf'].map((part) => walk(refName(part) === '' ? part : published.get(refName(part))));
    return merged([...parts, walk({ ...source, allOf: undefined })]);
  }
  const variants = source['oneOf'] ?? source['anyOf'];
  if (Array.isArray(variants)) {
    return published.unionOf(variants.map(refName)) ?? joined(variants.map(walk));
  }
  const result: Schema = {};
  for (const [keyword, value] of Object.entries(source)) {
    if (isProse(keyword) || value === undefined) continue;
    if (keyword === 'properties' && isObject(value)) {
      result['properties'] = Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, walk(inner)]));
    } else if (keyword === 'items' || (keyword === 'additionalProperties' && isObject(value))) {
      result[keyword] = walk(value);
    } else result[keyword] = value;
  }
  return tidy(result);
}

/** Whether `schema` says nothing but prose: a reference is wrapped with it to give the place its own description. */
function isBlank(schema: unknown): boolean {
  return (
    isObject(schema) && Object.entries(schema).every(([keyword, value]) => value === undefined || isProse(keyword))
  );
}

function isProse(keyword: string): boolean {
  return DROPPED.has(keyword) || keyword.startsWith('x-');
}

/** The name that a reference ends with, '' when `schema` is no reference. */
export function refName(schema: unknown): string {
  const ref = isObject(schema) ? schema['$ref'] : undefined;
  return typeof ref === 'string' ? ref.slice(ref.lastIndexOf('/') + 1) : '';
}

function tidy(schema: Schema): Schema {
  if (isObject(schema['additionalProperties']) && Object.keys(schema['additionalProperties']).length === 0) {
    delete schema['additionalProperties'];
  }
  if (Array.isArray(schema['required']) && schema['required'].length === 0) delete schema['required'];
  const values = schema['enum'];
  if (Array.isArray(values) && values.length === 1) {
    const { type: _type, enum: _enum, default: _default, ...rest } = schema;
    return { const: values[0], ...rest };
  }
  // `null` and objects say nothing as defaults that the type does not say.
  if (schema['default'] === null || isObject(schema['default'])) delete schema['default'];
  if (schema['format'] === 'unixtime') delete schema['format'];
  const { type, required, properties, ...rest } = schema;
  return {
    ...(type === undefined ? {} : { type }),
    ...(required === undefined ? {} : { required }),
    ...rest,
    ...(properties === undefined ? {} : { properties }),
  };
}

function merged(parts: readonly Schema[]): Schema {
  const properties: Schema = {};
  const required = new Set<unknown>();
  for (const part of parts) {
    for (const [name, schema] of Object.entries(isObject(part['properties']) ? part['properties'] : {})) {
      if (!isImpossible(properties[name])) properties[name] = schema;
    }
    for (const name of Array.isArray(part['required']) ? part['required'] : []) required.add(name);
  }
  return tidy({ type: 'object', required: [...required], properties });
}

/** A member that another part describes stays forbidden: Open Responses forbids some by bounds that no text keeps. */
function isImpossible(schema: unknown): boolean {
  return isObject(schema) && Number(schema['minLength']) > Number(schema['maxLength']);
}

function joined(variants: readonly Schema[]): Schema {
  const flat = variants.flatMap((variant) =>
    Array.isArray(variant['anyOf']) && Object.keys(variant).length === 1 ? (variant['anyOf'] as Schema[]) : [variant],
  );
  const nullable = flat.some((variant) => allowsNull(variant));
  const rest = withoutOpenEnums(flat.filter((variant) => variant['type'] !== 'null'));
  const [only] = rest;
  if (rest.length === 1 && only !== undefined) return nullable ? orNull(only) : only;
  return { anyOf: nullable && !rest.some(allowsNull) ? [...rest, { type: 'null' }] : rest };
}

function allowsNull(schema: Schema): boolean {
  const type = schema['type'];
  return type === 'null' || (Array.isArray(type) && type.includes('null'));
}

function withoutOpenEnums(variants: readonly Schema[]): readonly Schema[] {
  const open = variants.some((variant) => variant['type'] === 'string' && variant['enum'] === undefined);
  const kept = open
    ? variants.filter((variant) => variant['enum'] === undefined && typeof variant['const'] !== 'string')
    : variants;
  const enums = kept.filter((variant) => variant['type'] === 'string' && Array.isArray(variant['enum']));
  if (enums.length < 2) return kept;
  const values = enums.flatMap((variant) => variant['enum'] as unknown[]);
  return [{ type: 'string', enum: values }, ...kept.filter((variant) => !enums.includes(variant))];
}

function orNull(schema: Schema): Schema {
  if (allowsNull(schema)) return schema;
  if (typeof schema['type'] !== 'string') return { anyOf: [schema, { type: 'null' }] };
  const values = schema['enum'];
  return {
    ...schema,
    type: [schema['type'], 'null'],
    ...(Array.isArray(values) ? { enum: [...values, null] } : {}),
  };
}
