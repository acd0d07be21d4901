import { type Contract, UNIONS, type UnionName } from '../../core/contract.ts';
import { isObject, type JsonObject } from '../../core/json.ts';

/** Which branch of a union generated requests use: the one that every server has. */
const USUAL: Readonly<Partial<Record<UnionName, string>>> = {
  Tool: 'Tool.function',
  InputItem: 'InputItem.message',
  InputContent: 'InputContent.input_text',
};

/** A schema of the contract's document, looked at from a request. */
export interface Lookup {
  request(operation: string): JsonObject | undefined;
  /** The schema behind references; of a union the branch that requests use. */
  resolved(schema: JsonObject): JsonObject;
  /** The variants of a choice, resolved, `null` left out; the schema itself when it is no choice. */
  variants(schema: JsonObject): readonly JsonObject[];
}

export function lookupIn(contract: Contract): Lookup {
  const named = (name: string): JsonObject => {
    const schema = contract.resolve(`#/components/schemas/${name}`);
    return isObject(schema) ? schema : {};
  };
  const resolved = (schema: JsonObject): JsonObject => {
    const ref = schema['$ref'];
    if (typeof ref !== 'string') return schema;
    const name = ref.slice(ref.lastIndexOf('/') + 1);
    return resolved(named(isUnion(name) ? (USUAL[name] ?? name) : name));
  };
  const variants = (schema: JsonObject): readonly JsonObject[] => {
    const target = resolved(schema);
    const choices = target['anyOf'] ?? target['oneOf'];
    if (!Array.isArray(choices)) return target['type'] === 'null' ? [] : [target];
    return choices.filter(isObject).flatMap(variants);
  };
  return {
    request(operation) {
      const name = contract.operations.find((entry) => entry.id === operation)?.request;
      return name === undefined ? undefined : resolved(named(name));
    },
    resolved,
    variants,
  };
}

function isUnion(name: string): name is UnionName {
  return (UNIONS as readonly string[]).includes(name);
}

/** The JSON types that the schema itself names, `null` left out. */
export function typesOf(schema: JsonObject): readonly string[] {
  const type = schema['type'];
  if (typeof type === 'string') return [type];
  if (Array.isArray(type)) return type.map(String).filter((name) => name !== 'null');
  if (schema['const'] !== undefined) return [typeof schema['const']];
  return schema['properties'] === undefined ? [] : ['object'];
}

/** The strings of a closed list, empty when there is no list. */
export function listed(schema: JsonObject): readonly string[] {
  const values = schema['enum'];
  if (typeof schema['const'] === 'string') return [schema['const']];
  return Array.isArray(values) ? values.filter((value) => typeof value === 'string') : [];
}

export function propertiesOf(schema: JsonObject): readonly (readonly [name: string, schema: JsonObject])[] {
  const properties = schema['properties'];
  if (!isObject(properties)) return [];
  return Object.entries(properties).flatMap(([name, inner]) => (isObject(inner) ? [[name, inner] as const] : []));
}

export function requiredOf(schema: JsonObject): readonly string[] {
  const required = schema['required'];
  return Array.isArray(required) ? required.map(String) : [];
}

export function bound(schema: JsonObject, keyword: string): number | undefined {
  const value = schema[keyword];
  return typeof value === 'number' ? value : undefined;
}
