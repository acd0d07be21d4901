import { isObject, type JsonObject } from '../../core/json.ts';
import { isUnion, refName, type Schemas } from './schemas.ts';

/**
 * A place inside a value where another validator takes over. `path` has a member's name per step, `*` for every element
 * of an array or member of a map. `to` is a union (the value's own `type` picks the branch) or a schema.
 */
export interface Cut {
  readonly path: readonly string[];
  readonly to: string;
}

/** Schemas that are validated on their own wherever they occur, so that their errors carry their name. */
const NAMED: ReadonlySet<string> = new Set(['Response', 'Usage']);

export function isCut(name: string): boolean {
  return isUnion(name) || NAMED.has(name);
}

/** The cuts inside the component `name`, however deep. */
export function cutsOf(schemas: Schemas, name: string): readonly Cut[] {
  const cuts = new Map<string, Cut>();
  visit(schemas, schemas.get(name), [], [name], cuts);
  return [...cuts.values()];
}

function visit(
  schemas: Schemas,
  schema: JsonObject,
  path: readonly string[],
  inside: readonly string[],
  cuts: Map<string, Cut>,
): void {
  const name = refName(schema);
  if (name !== undefined && isCut(name)) {
    cuts.set(`${path.join('/')} ${name}`, { path, to: name });
    return;
  }
  if (name !== undefined) {
    // A schema inside itself (nested filters) leads to no cut that the first level does not have.
    if (!inside.includes(name)) visit(schemas, schemas.get(name), path, [...inside, name], cuts);
    return;
  }
  for (const variant of [schema['anyOf'], schema['oneOf'], schema['allOf']].flat()) {
    if (isObject(variant)) visit(schemas, variant, path, inside, cuts);
  }
  const { properties, items, additionalProperties } = schema;
  for (const [member, inner] of Object.entries(isObject(properties) ? properties : {})) {
    if (isObject(inner)) visit(schemas, inner, [...path, member], inside, cuts);
  }
  for (const inner of [items, additionalProperties]) {
    if (isObject(inner)) visit(schemas, inner, [...path, '*'], inside, cuts);
  }
}
