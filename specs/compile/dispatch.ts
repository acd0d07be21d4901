import { isObject, type Json, type JsonObject, member } from '../../core/json.ts';
import { isCut } from './cuts.ts';
import { fixedStrings, isUnion, refName, type Schemas } from './schemas.ts';

/**
 * The schema as it is compiled: references to unions and to schemas with a validator of their own are cut (the walker
 * of `specs/load.ts` goes on there), and every other choice is decided by the value's JSON type and then by its `type`,
 * so that only the branch which was meant can object.
 */
export function compilable(schemas: Schemas, schema: JsonObject): JsonObject {
  const name = refName(schema);
  const { $ref: _ref, oneOf, anyOf, ...own } = schema;
  const rest = ownKeywords(schemas, own);
  if (name !== undefined) {
    if (isCut(name)) return merged(cutOff(name), rest);
    return Object.keys(rest).length === 0 ? { $ref: name } : { allOf: [{ $ref: name }, rest] };
  }
  const variants = anyOf ?? oneOf;
  if (!Array.isArray(variants)) return rest;
  const choice = choose(schemas, variants.filter(isObject));
  return Object.keys(rest).length === 0 ? choice : { allOf: [rest, choice] };
}

function cutOff(name: string): JsonObject {
  // A message may leave out its type in a request (easy form), as may an item reference.
  if (!isUnion(name) || name === 'InputItem') return { type: 'object' };
  return { type: 'object', required: ['type'], properties: { type: { type: 'string' } } };
}

function merged(left: JsonObject, right: JsonObject): JsonObject {
  return {
    ...left,
    ...right,
    required: [...asArray(left['required']), ...asArray(right['required'])],
    properties: { ...asObject(left['properties']), ...asObject(right['properties']) },
  };
}

const asArray = (value: Json | undefined): readonly Json[] => (Array.isArray(value) ? value : []);
const asObject = (value: Json | undefined): JsonObject => (isObject(value) ? value : {});

function ownKeywords(schemas: Schemas, schema: JsonObject): JsonObject {
  const result: Record<string, Json | undefined> = {};
  for (const [keyword, value] of Object.entries(schema)) {
    // Formats of strings differ between implementations of JSON Schema; what matters has a pattern instead.
    if (keyword === 'default' || keyword === 'format' || keyword.startsWith('x-')) continue;
    // Unknown members are always allowed: the service itself adds some with every edition.
    if (keyword === 'additionalProperties' && value === false) continue;
    if (keyword === 'properties' && isObject(value)) {
      result[keyword] = Object.fromEntries(
        Object.entries(value).map(([name, inner]) => [name, compilable(schemas, asObject(inner))]),
      );
    } else if ((keyword === 'items' || keyword === 'additionalProperties') && isObject(value)) {
      result[keyword] = compilable(schemas, value);
    } else result[keyword] = value;
  }
  return result;
}

function choose(schemas: Schemas, variants: readonly JsonObject[]): JsonObject {
  const byType = new Map<string, JsonObject[]>();
  for (const variant of variants) {
    for (const type of jsonTypes(schemas, variant)) byType.set(type, [...(byType.get(type) ?? []), variant]);
  }
  const conditions: JsonObject[] = [];
  for (const [type, candidates] of byType) {
    const then = type === 'object' ? chooseObject(schemas, candidates) : only(schemas, candidates);
    if (type !== 'null' && !isBare(then, type)) conditions.push({ if: { type }, then });
  }
  return { type: [...byType.keys()], ...(conditions.length === 0 ? {} : { allOf: conditions }) };
}

function only(schemas: Schemas, candidates: readonly JsonObject[]): JsonObject {
  const [first, ...more] = candidates.map((candidate) => compilable(schemas, candidate));
  if (first === undefined || more.length === 0) return first ?? {};
  return { anyOf: [first, ...more] };
}

function isBare(schema: JsonObject, type: string): boolean {
  return Object.keys(schema).length === 0 || (Object.keys(schema).length === 1 && schema['type'] === type);
}

/** Objects are told apart by the member whose values are fixed and differ in all of them: nearly always `type`. */
function chooseObject(schemas: Schemas, candidates: readonly JsonObject[]): JsonObject {
  if (candidates.length < 2) return only(schemas, candidates);
  const all = candidates.flatMap((candidate) => variantsOf(schemas, candidate));
  const [open, ...moreOpen] = all.filter((candidate) => isOpen(schemas, candidate));
  if (open !== undefined && moreOpen.length === 0) return chooseOpen(schemas, all, open);
  return chooseFixed(schemas, all) ?? only(schemas, candidates);
}

/** A variant for whatever other types there may be (extensions: `type` has a pattern) takes what no other one names. */
function chooseOpen(schemas: Schemas, all: readonly JsonObject[], open: JsonObject): JsonObject {
  const fixed = all.filter((candidate) => candidate !== open);
  const types = fixed.flatMap((candidate) => fixedStrings(schemas, candidate, 'type') ?? []);
  const named = { required: ['type'], properties: { type: { enum: types } } };
  const closed = fixed.length === 1 ? only(schemas, fixed) : chooseFixed(schemas, fixed);
  if (closed === undefined) return only(schemas, all);
  // biome-ignore lint/suspicious/noThenProperty: `then` is a keyword of JSON Schema
  return { if: named, then: closed, else: compilable(schemas, open) };
}

function isOpen(schemas: Schemas, schema: JsonObject): boolean {
  return member(member(member(schemas.resolved(schema), 'properties'), 'type'), 'pattern') !== undefined;
}

function chooseFixed(schemas: Schemas, flat: readonly JsonObject[]): JsonObject | undefined {
  const values = flat.map((candidate) => fixedStrings(schemas, candidate, 'type'));
  const all = values.flatMap((strings) => strings ?? []);
  if (values.includes(undefined) || new Set(all).size !== all.length) return undefined;
  return {
    required: ['type'],
    properties: { type: { enum: all } },
    allOf: flat.map((candidate, index) => ({
      if: { required: ['type'], properties: { type: { enum: values[index] ?? [] } } },
      // biome-ignore lint/suspicious/noThenProperty: `then` is a keyword of JSON Schema
      then: compilable(schemas, candidate),
    })),
  };
}

/** A choice that is itself a variant of a choice is spread out. */
function variantsOf(schemas: Schemas, schema: JsonObject): readonly JsonObject[] {
  const target = schemas.resolved(schema);
  const variants = target['anyOf'] ?? target['oneOf'];
  if (!Array.isArray(variants) || isCut(refName(schema) ?? '')) return [schema];
  return variants.filter(isObject).flatMap((variant) => variantsOf(schemas, variant));
}

const ALL_TYPES = ['string', 'number', 'boolean', 'null', 'array', 'object'];

function jsonTypes(schemas: Schemas, schema: JsonObject): readonly string[] {
  if (isUnion(refName(schema) ?? '')) return ['object'];
  const target = schemas.resolved(schema);
  const variants = target['anyOf'] ?? target['oneOf'];
  if (Array.isArray(variants)) {
    return [...new Set(variants.filter(isObject).flatMap((variant) => jsonTypes(schemas, variant)))];
  }
  const type = target['type'];
  if (typeof type === 'string') return [type];
  if (Array.isArray(type)) return type.map(String);
  if (typeof target['const'] === 'string') return ['string'];
  if (target['properties'] !== undefined) return ['object'];
  return ALL_TYPES;
}
