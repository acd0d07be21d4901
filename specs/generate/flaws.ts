import type { Faker } from '@faker-js/faker';
import type { Flaw } from '../../core/exchange.ts';
import { isObject, type Json, type JsonObject } from '../../core/json.ts';
import { bound, type Lookup, listed, propertiesOf, requiredOf, typesOf } from './lookup.ts';
import { validValue } from './value.ts';

/** A value in which exactly one thing is wrong, and where: relative to the value, as `error.param` writes paths. */
export interface FlawedValue {
  readonly flaw: Flaw;
  /** '' for the value itself, `.name`, `[0].role`. */
  readonly member: string;
  readonly value: Json;
  /** What is wrong, for people: `a string instead of integer`. */
  readonly what: string;
}

/** Bodies stay small: a limit above this is not tested by exceeding it. */
const LONGEST = 2_000;
/** `text.format.schema` and the like: deeper members belong to JSON Schema, not to the contract. */
const DEEPEST = 5;

/** All single flaws of a value that the schema forbids, outermost first. */
export function flawedValues(schema: JsonObject, lookup: Lookup, faker: Faker, depth = 0): readonly FlawedValue[] {
  const variants = lookup.variants(schema);
  if (variants.length === 0 || depth > DEEPEST) return [];
  return [...wrongTypes(variants), ...variants.flatMap((variant) => within(variant, variants, lookup, faker, depth))];
}

function wrongTypes(variants: readonly JsonObject[]): readonly FlawedValue[] {
  const types = new Set(variants.flatMap(typesOf));
  // A value with no type at all is free; numbers and booleans in text form are what lenient servers convert.
  if (types.size === 0 || variants.some((variant) => typesOf(variant).length === 0)) return [];
  const [wrong, actual] = unlike(types);
  return [{ flaw: 'wrong-type', member: '', value: wrong, what: `${actual} instead of ${[...types].join(' or ')}` }];
}

/** A value that no lenient reading turns into one of the types: texts become numbers and numbers texts at some servers. */
function unlike(types: ReadonlySet<string>): readonly [value: Json, called: string] {
  if (!types.has('string')) return ['neither number nor list', 'a text'];
  if (!types.has('object')) return [{ tck: 'an object' }, 'an object'];
  return types.has('array') ? [42, 'a number'] : [[true], 'a list'];
}

function within(
  schema: JsonObject,
  variants: readonly JsonObject[],
  lookup: Lookup,
  faker: Faker,
  depth: number,
): readonly FlawedValue[] {
  const found: FlawedValue[] = [];
  const add = (flaw: Flaw, value: Json, what: string): void => {
    found.push({ flaw, member: '', value, what });
  };
  const types = typesOf(schema);
  if (types.includes('integer') || types.includes('number')) {
    const [least, most] = [bound(schema, 'minimum'), bound(schema, 'maximum')];
    if (least !== undefined) add('out-of-range', least - 1, `${least - 1}, below the least of ${least}`);
    if (most !== undefined) add('out-of-range', most + 1, `${most + 1}, above the most of ${most}`);
  }
  if (types.includes('string')) {
    const closed = variants
      .filter((variant) => typesOf(variant).includes('string'))
      .every((variant) => listed(variant).length > 0);
    if (closed) add('unknown-enum-value', 'tck_no_such_value', `a text that is none of ${listed(schema).join(', ')}`);
    const longest = bound(schema, 'maxLength');
    if (longest !== undefined && longest <= LONGEST) {
      add('too-long', 'a'.repeat(longest + 1), `${longest + 1} characters, above the most of ${longest}`);
    }
    if (schema['pattern'] !== undefined)
      add('out-of-range', 'no good: spaces!', `characters outside ${String(schema['pattern'])}`);
  }
  if (types.includes('array') && isObject(schema['items']))
    found.push(...inArray(schema, schema['items'], lookup, faker, depth));
  if (types.includes('object')) found.push(...inObject(schema, lookup, faker, depth), ...inMap(schema, lookup, faker));
  return found;
}

function inArray(
  schema: JsonObject,
  items: JsonObject,
  lookup: Lookup,
  faker: Faker,
  depth: number,
): readonly FlawedValue[] {
  const found = flawedValues(items, lookup, faker, depth + 1).map(
    (inner): FlawedValue => ({ ...inner, member: `[0]${inner.member}`, value: [inner.value] }),
  );
  const most = bound(schema, 'maxItems');
  if (most !== undefined && most <= LONGEST) {
    const value = Array.from({ length: most + 1 }, () => validValue(items, lookup, faker));
    found.push({ flaw: 'too-long', member: '', value, what: `${most + 1} entries, above the most of ${most}` });
  }
  return found;
}

function inObject(schema: JsonObject, lookup: Lookup, faker: Faker, depth: number): readonly FlawedValue[] {
  const base = validValue(schema, lookup, faker);
  if (!isObject(base)) return [];
  return propertiesOf(schema).flatMap(([name, inner]): readonly FlawedValue[] => {
    const { [name]: _left, ...without } = base;
    // Which branch of a choice an object is, its `type` says: a flaw there is a different branch, not a wrong member.
    if (name === 'type') return [];
    const missing: readonly FlawedValue[] = requiredOf(schema).includes(name)
      ? [{ flaw: 'missing-member', member: `.${name}`, value: without, what: `without the required ${name}` }]
      : [];
    const flawed = flawedValues(inner, lookup, faker, depth + 1).map(
      (deeper): FlawedValue => ({
        ...deeper,
        member: `.${name}${deeper.member}`,
        value: { ...base, [name]: deeper.value },
      }),
    );
    return [...missing, ...flawed];
  });
}

function inMap(schema: JsonObject, lookup: Lookup, faker: Faker): readonly FlawedValue[] {
  const values = schema['additionalProperties'];
  if (!isObject(values)) return [];
  const found = flawedValues(values, lookup, faker, DEEPEST).map(
    (inner): FlawedValue => ({ ...inner, member: `.key${inner.member}`, value: { key: inner.value } }),
  );
  const most = bound(schema, 'maxProperties');
  if (most !== undefined) {
    const value = Object.fromEntries(Array.from({ length: most + 1 }, (_, index) => [`key_${index}`, 'value']));
    found.push({ flaw: 'too-long', member: '', value, what: `${most + 1} members, above the most of ${most}` });
  }
  const names = schema['propertyNames'];
  const longest = isObject(names) ? bound(names, 'maxLength') : undefined;
  if (longest !== undefined) {
    const value = { ['k'.repeat(longest + 1)]: 'value' };
    found.push({
      flaw: 'too-long',
      member: '',
      value,
      what: `a name of ${longest + 1} characters, above the most of ${longest}`,
    });
  }
  return found;
}
