import { isObject, type Json, type JsonObject } from '../../core/json.ts';

/**
 * The component as answers are judged by it: a member that may be left out may also be null. The genuine service writes
 * null in dozens of places where its document has an optional member without null (`user`, `text.format.description`,
 * most members of an MCP tool), and which places those are changes with every edition, so the tolerance is general.
 * Required members keep their types, and so do request bodies.
 */
export function tolerant(component: string, schema: JsonObject): JsonObject {
  return component.startsWith('Request.') ? schema : tolerantSchema(schema);
}

function tolerantSchema(schema: JsonObject): JsonObject {
  const { required } = schema;
  const demanded = Array.isArray(required) ? required : [];
  const result: Record<string, Json | undefined> = {};
  for (const [keyword, value] of Object.entries(schema)) {
    if (keyword === 'properties' && isObject(value)) {
      result[keyword] = Object.fromEntries(
        Object.entries(value).map(([name, inner]) => {
          const own = isObject(inner) ? tolerantSchema(inner) : {};
          return [name, demanded.includes(name) || name === 'type' ? own : orNull(own)];
        }),
      );
    } else if ((keyword === 'items' || keyword === 'additionalProperties') && isObject(value)) {
      result[keyword] = tolerantSchema(value);
    } else if ((keyword === 'anyOf' || keyword === 'oneOf' || keyword === 'allOf') && Array.isArray(value)) {
      result[keyword] = value.map((variant) => (isObject(variant) ? tolerantSchema(variant) : variant));
    } else result[keyword] = value;
  }
  return result;
}

function orNull(schema: JsonObject): JsonObject {
  const { anyOf, enum: values, type } = schema;
  if (Object.keys(schema).length === 0) return schema;
  if (Array.isArray(anyOf)) {
    return anyOf.some((variant) => isObject(variant) && variant['type'] === 'null')
      ? schema
      : { ...schema, anyOf: [...anyOf, { type: 'null' }] };
  }
  if (type === undefined || schema['const'] !== undefined) return { anyOf: [schema, { type: 'null' }] };
  const types = Array.isArray(type) ? type : [type];
  if (types.includes('null')) return schema;
  const allowed = Array.isArray(values) ? { enum: [...values, null] } : {};
  return { ...schema, type: [...types, 'null'], ...allowed };
}
