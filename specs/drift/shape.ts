import { isObject, type Json, type JsonObject, member } from '../../core/json.ts';

/** One side of the comparison: JSON Schemas that refer to each other by name. */
export interface Side {
  /** The schemas that references lead to, by name. */
  readonly schemas: JsonObject;
  /** What stands before a name in a reference: `#/components/schemas/`. */
  readonly prefix: string;
  /** Of several variants with one `type` the last counts (errata append), or all of them together. */
  readonly sameType: 'last' | 'all';
}

/** A schema with the name of its place: `Item.message/status`, `Event.error/error`. */
export interface Placed {
  readonly at: string;
  readonly schema: JsonObject;
}

/** What several alternative schemas allow together. */
export interface Shape {
  /** The alternatives that are objects. */
  readonly objects: readonly Placed[];
  /** The strings that are allowed; undefined when every string is, or none. */
  readonly values: ReadonlySet<string> | undefined;
  readonly openStrings: boolean;
  readonly items: readonly Placed[];
  /** What the values of a map are. */
  readonly map: readonly Placed[];
  /** Anything at all is allowed: nothing to compare. */
  readonly any: boolean;
}

/** The shape of alternatives, references followed and choices spread out. */
export function shapeOf(side: Side, alternatives: readonly Placed[]): Shape {
  const leaves = alternatives.flatMap((placed) => leavesOf(side, placed, []));
  const strings = leaves.flatMap(({ schema }) => stringsOf(schema));
  const open = strings.includes(undefined);
  const values = new Set(strings.filter((value) => value !== undefined));
  return {
    objects: leaves.filter(({ schema }) => isObject(schema['properties'])),
    values: open || values.size === 0 ? undefined : values,
    openStrings: open,
    items: leaves.flatMap(({ at, schema }) => inner(`${at}[]`, schema['items'])),
    map: leaves.flatMap(({ at, schema }) => inner(`${at}{}`, schema['additionalProperties'])),
    any: leaves.some(({ schema }) => isAnything(schema)),
  };
}

/** Of an object that does not say which `type` it has. */
export const UNTYPED = '(untyped)';

/** Objects that are alternatives to each other, by the `type` that each says it has. */
export function byType(side: Side, objects: readonly Placed[]): ReadonlyMap<string, readonly Placed[]> {
  const result = new Map<string, readonly Placed[]>();
  for (const placed of objects) {
    for (const type of typesOf(side, placed) ?? [UNTYPED]) {
      const before = side.sameType === 'all' ? (result.get(type) ?? []) : [];
      result.set(type, [...before, placed]);
    }
  }
  return result;
}

/** The strings that a schema allows for its member `type`, undefined when it does not fix them. */
function typesOf(side: Side, { at, schema }: Placed): readonly string[] | undefined {
  const type = member(schema['properties'], 'type');
  if (!isObject(type)) return undefined;
  const { values } = shapeOf(side, [{ at, schema: type }]);
  return values === undefined ? undefined : [...values];
}

/** The named member of objects that are alternatives to each other. */
export function memberOf(objects: readonly Placed[], name: string): readonly Placed[] {
  return objects.flatMap(({ at, schema }) => inner(`${at}/${name}`, member(schema['properties'], name)));
}

export function memberNames(objects: readonly Placed[]): ReadonlySet<string> {
  return new Set(
    objects.flatMap(({ schema }) => (isObject(schema['properties']) ? Object.keys(schema['properties']) : [])),
  );
}

function inner(at: string, schema: Json | undefined): readonly Placed[] {
  return isObject(schema) ? [{ at, schema }] : [];
}

function leavesOf(side: Side, { at, schema }: Placed, inside: readonly string[]): readonly Placed[] {
  const ref = schema['$ref'];
  if (typeof ref === 'string') {
    const name = ref.slice(side.prefix.length);
    const target = member(side.schemas, name);
    if (!ref.startsWith(side.prefix) || !isObject(target)) throw new Error(`${at}: ${ref} leads nowhere`);
    return inside.includes(name) ? [] : leavesOf(side, { at: name, schema: target }, [...inside, name]);
  }
  const { anyOf, oneOf, allOf, ...own } = schema;
  const choices = [anyOf, oneOf, allOf]
    .filter((choice) => Array.isArray(choice))
    .flat()
    .filter(isObject)
    .flatMap((choice) => leavesOf(side, { at, schema: choice }, inside));
  if (choices.length === 0) return [{ at, schema }];
  // A choice that only says which members are required stands beside the members themselves.
  const described = isObject(own['properties']);
  return described ? [{ at, schema: own }, ...choices.filter(({ schema }) => schema['properties'])] : choices;
}

/** Undefined for any string. A value that is no string says nothing here. */
function stringsOf(schema: JsonObject): readonly (string | undefined)[] {
  const fixed = schema['const'] === undefined ? schema['enum'] : [schema['const']];
  if (Array.isArray(fixed)) return fixed.filter((value) => typeof value === 'string');
  const types = [schema['type']].flat();
  return types.includes('string') ? [undefined] : [];
}

function isAnything(schema: JsonObject): boolean {
  const { type, properties } = schema;
  const fixed = schema['const'] !== undefined || schema['enum'] !== undefined;
  if (type === undefined) return properties === undefined && !fixed;
  // An object whose members nobody describes.
  return [type].flat().includes('object') && properties === undefined && !isObject(schema['additionalProperties']);
}
