import { isObject, sameJson } from '../../../core/json.ts';
import type { Schema } from './structure.ts';

/** One schema for objects that only another member than `type` tells apart: required is what all of them require. */
export function joinedShapes(shapes: readonly Schema[]): Schema {
  const required = shapes.map((shape) => (Array.isArray(shape['required']) ? shape['required'] : []));
  const [first = [], ...others] = required;
  const properties: Record<string, unknown[]> = {};
  for (const shape of shapes) {
    for (const [name, schema] of Object.entries(isObject(shape['properties']) ? shape['properties'] : {})) {
      const known = properties[name] ?? [];
      if (!known.some((other) => sameJson(other, schema))) known.push(schema);
      properties[name] = known;
    }
  }
  return {
    type: 'object',
    required: first.filter((name) => others.every((list) => list.includes(name))),
    properties: Object.fromEntries(
      Object.entries(properties).map(([name, variants]) => [name, joinedMember(variants)]),
    ),
  };
}

function joinedMember(variants: readonly unknown[]): unknown {
  if (variants.length === 1) return variants[0];
  const constants = variants.map((variant) => (isObject(variant) ? variant['const'] : undefined));
  return constants.includes(undefined) ? { anyOf: variants } : { type: 'string', enum: constants };
}
