import type { Contract, SpecPointer } from '../contract.ts';
import type { JsonType } from '../document.ts';
import { arrayOf, isObject, type Json, member, stringMember, typeName } from '../json.ts';

/** Deep enough for every schema of the contracts, and an end for schemas that refer to themselves. */
const DEPTH = 12;

interface Shape {
  readonly properties: ReadonlyMap<string, Json>;
  readonly required: ReadonlySet<string>;
}

/** The JSON types a schema admits; undefined when it admits any. An admitted `number` admits `integer` too. */
type Types = ReadonlySet<JsonType> | undefined;

const CREATE = '#/paths/~1responses/post';

/** The reference's schema of the body of a create request; undefined when the contract describes none. */
export function requestSchema(contract: Contract): Json | undefined {
  return firstOf(contract, [
    `${CREATE}/requestBody/content/application~1json/schema`,
    '#/components/schemas/Request.createResponse',
  ]);
}

/** The reference's schema of the JSON answer to a successful create request. */
export function answerSchema(contract: Contract): Json | undefined {
  return firstOf(contract, [
    `${CREATE}/responses/200/content/application~1json/schema`,
    '#/components/schemas/Response',
  ]);
}

function firstOf(contract: Contract, pointers: readonly SpecPointer[]): Json | undefined {
  for (const pointer of pointers) {
    const found = contract.resolve(pointer);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Members and required members of an object schema, references and `allOf` followed. */
export function shapeOf(contract: Contract, schema: Json | undefined): Shape {
  const properties = new Map<string, Json>();
  const required = new Set<string>();
  const gather = (part: Json | undefined, depth: number): void => {
    if (!isObject(part) || depth > DEPTH) return;
    gather(target(contract, part), depth + 1);
    for (const one of arrayOf(member(part, 'allOf'))) gather(one, depth + 1);
    const members = member(part, 'properties');
    for (const [name, value] of Object.entries(isObject(members) ? members : {})) {
      if (value !== undefined) properties.set(name, value);
    }
    for (const name of arrayOf(member(part, 'required'))) if (typeof name === 'string') required.add(name);
  };
  gather(schema, 0);
  return { properties, required };
}

/** A member that a documented schema and the reference both have, at whatever depth; `path` is `usage.total_tokens`. */
export interface Pair {
  readonly path: string;
  readonly documented: Json;
  readonly reference: Json;
}

/** Walks a documented object schema along the reference; members and elements of either alone are left out. */
export function pairsOf(
  contract: Contract,
  documented: Json,
  reference: Json | undefined,
  path = '',
  depth = 0,
): Pair[] {
  const plain = onlyBranch(contract, reference);
  if (plain === undefined || depth > DEPTH) return [];
  const here: Pair[] = path === '' ? [] : [{ path, documented, reference: plain }];
  const items = member(documented, 'items');
  if (items !== undefined) {
    return [...here, ...pairsOf(contract, items, member(plain, 'items'), `${path}[]`, depth + 1)];
  }
  const known = shapeOf(contract, plain).properties;
  const members = member(documented, 'properties');
  for (const [name, value] of Object.entries(isObject(members) ? members : {})) {
    const inner = path === '' ? name : `${path}.${name}`;
    if (value !== undefined) here.push(...pairsOf(contract, value, known.get(name), inner, depth + 1));
  }
  return here;
}

/** The schema behind references and behind "this or null"; a union of several kinds stays as it is. */
function onlyBranch(contract: Contract, schema: Json | undefined, depth = 0): Json | undefined {
  if (!isObject(schema) || depth > DEPTH) return undefined;
  const referred = target(contract, schema);
  if (referred !== undefined) return onlyBranch(contract, referred, depth + 1);
  const branches = [...arrayOf(member(schema, 'anyOf')), ...arrayOf(member(schema, 'oneOf'))];
  if (branches.length === 0) return schema;
  const kinds = branches.filter((branch) => member(branch, 'type') !== 'null');
  return kinds.length === 1 ? onlyBranch(contract, kinds[0], depth + 1) : schema;
}

/** The JSON types that `schema` admits. */
export function typesOf(contract: Contract, schema: Json | undefined, depth = 0): Types {
  if (!isObject(schema) || depth > DEPTH) return undefined;
  const limits: Types[] = [
    declared(member(schema, 'type'), member(schema, 'nullable') === true),
    ofValues(member(schema, 'enum')),
    ofValues(Object.hasOwn(schema, 'const') ? [member(schema, 'const') ?? null] : undefined),
  ];
  const referred = target(contract, schema);
  if (referred !== undefined) limits.push(typesOf(contract, referred, depth + 1));
  for (const part of arrayOf(member(schema, 'allOf'))) limits.push(typesOf(contract, part, depth + 1));
  for (const union of ['anyOf', 'oneOf']) {
    const branches = arrayOf(member(schema, union));
    if (branches.length > 0) limits.push(either(branches.map((branch) => typesOf(contract, branch, depth + 1))));
  }
  return limits.reduce(both, undefined);
}

/** The JSON types of the elements that the array branches of `schema` admit. */
export function elementTypesOf(contract: Contract, schema: Json | undefined): Types {
  const found: Types[] = [];
  const gather = (part: Json | undefined, depth: number): void => {
    if (!isObject(part) || depth > DEPTH) return;
    gather(target(contract, part), depth + 1);
    for (const list of ['allOf', 'anyOf', 'oneOf']) {
      for (const one of arrayOf(member(part, list))) gather(one, depth + 1);
    }
    const items = member(part, 'items');
    if (items !== undefined) found.push(typesOf(contract, items));
  };
  gather(schema, 0);
  return found.length === 0 ? undefined : either(found);
}

/** Vendors' tables say "number" for integers as well, which is no contradiction. */
export function admits(allowed: Types, type: JsonType): boolean {
  return allowed === undefined || allowed.has(type) || (type === 'number' && allowed.has('integer'));
}

export function showTypes(types: Iterable<JsonType> | undefined): string {
  return types === undefined ? 'any type' : [...types].join(' or ');
}

function target(contract: Contract, schema: Json): Json | undefined {
  const reference = stringMember(schema, '$ref');
  return reference?.startsWith('#/') ? contract.resolve(reference as SpecPointer) : undefined;
}

function declared(type: Json | undefined, nullable: boolean): Types {
  if (type === undefined) return undefined;
  const names = (Array.isArray(type) ? arrayOf(type) : [type]) as readonly JsonType[];
  const types = new Set(names);
  if (types.has('number')) types.add('integer');
  if (nullable) types.add('null');
  return types;
}

function ofValues(values: Json | undefined): Types {
  const list = arrayOf(values);
  return list.length === 0 ? undefined : new Set(list.map((value) => typeName(value) as JsonType));
}

function both(left: Types, right: Types): Types {
  if (left === undefined) return right;
  if (right === undefined) return left;
  return new Set([...left].filter((type) => right.has(type)));
}

function either(branches: readonly Types[]): Types {
  const union = new Set<JsonType>();
  for (const branch of branches) {
    if (branch === undefined) return undefined;
    for (const type of branch) union.add(type);
  }
  return union;
}
