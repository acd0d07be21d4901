import type { Faker } from '@faker-js/faker';
import { isObject, type Json, type JsonObject } from '../../core/json.ts';
import { bound, type Lookup, listed, propertiesOf, requiredOf, typesOf } from './lookup.ts';

/** A small valid value of the schema: required members only, numbers within bounds, short texts. */
export function validValue(schema: JsonObject, lookup: Lookup, faker: Faker): Json {
  const [first] = lookup.variants(schema);
  if (first === undefined) return null;
  const strings = listed(first);
  if (strings.length > 0) return faker.helpers.arrayElement([...strings]);
  if (first['const'] !== undefined) return first['const'];
  switch (typesOf(first)[0]) {
    case 'boolean':
      return faker.datatype.boolean();
    case 'integer':
      return faker.number.int({ min: bound(first, 'minimum') ?? 1, max: bound(first, 'maximum') ?? upTo(first) });
    case 'number':
      return faker.number.float({
        min: bound(first, 'minimum') ?? 0,
        max: bound(first, 'maximum') ?? 1,
        multipleOf: 0.01,
      });
    case 'array':
      return isObject(first['items']) ? [validValue(first['items'], lookup, faker)] : [];
    case 'object':
      return validObject(first, lookup, faker);
    default:
      return text(first, faker);
  }
}

/** With a bound on one side only (max_output_tokens): a little more than the least. */
function upTo(schema: JsonObject): number {
  return (bound(schema, 'minimum') ?? 1) + 100;
}

function text(schema: JsonObject, faker: Faker): string {
  // Names (they have a pattern) are words; everything else may be a sentence for a model to read.
  if (schema['pattern'] !== undefined) return faker.word.noun().replaceAll(/[^a-zA-Z0-9_-]/g, '_');
  const words = faker.lorem.words(3);
  return words.slice(0, bound(schema, 'maxLength') ?? words.length);
}

/** Where the document leaves the list of types open (context_management), there is one. */
const ONLY_TYPE = 'compaction';

function isOpenType(name: string, schema: JsonObject): boolean {
  return name === 'type' && typesOf(schema).includes('string') && listed(schema).length === 0;
}

function validObject(schema: JsonObject, lookup: Lookup, faker: Faker): JsonObject {
  const required = requiredOf(schema);
  const members = propertiesOf(schema).filter(([name]) => required.includes(name));
  const filled = Object.fromEntries(
    members.map(([name, inner]) => [name, isOpenType(name, inner) ? ONLY_TYPE : validValue(inner, lookup, faker)]),
  );
  if (members.length > 0 || !isObject(schema['additionalProperties'])) return filled;
  return { [faker.word.noun()]: validValue(schema['additionalProperties'], lookup, faker) };
}
