import { isObject, type Json, token } from '../../core/json.ts';

/** What is wrong with a schema, and where: a JSON Pointer into it. */
export class SchemaProblem extends Error {
  readonly at: string;

  constructor(at: string, message: string) {
    super(message);
    this.at = at;
  }
}

/** Subschemas of one schema, those of references counted wherever they are used: the work of one value is bounded by it. */
const MOST_SUBSCHEMAS = 2000;

/** They assert something, and each costs at most one look at a value or at each of its members. */
const ASSERTING: ReadonlySet<string> = new Set([
  ...['type', 'enum', 'const', 'required', 'nullable'],
  ...['minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum', 'multipleOf'],
  ...['minLength', 'maxLength', 'minItems', 'maxItems', 'minProperties', 'maxProperties'],
]);
const ONE: ReadonlySet<string> = new Set(['items', 'additionalProperties', 'not']);
const LISTS: ReadonlySet<string> = new Set(['allOf', 'anyOf', 'oneOf', 'prefixItems']);

/** They say nothing that an answer could break; formats are annotations in JSON Schema 2020-12. */
const SILENT: ReadonlySet<string> = new Set([
  ...['title', 'description', 'default', 'example', 'examples', 'deprecated', 'readOnly', 'writeOnly', 'format'],
  ...['$schema', '$id', '$comment', '$defs', 'definitions', 'discriminator', 'xml', 'externalDocs'],
]);

/**
 * A stranger's JSON Schema as one that is safe to judge by: references within it are written out, whatever only annotates
 * is left out. So it loads nothing from elsewhere, ends, and its cost is bounded by its own size.
 * @throws SchemaProblem for a reference that leads elsewhere, nowhere or in a circle, a keyword whose cost has no bound
 * (`pattern`, `uniqueItems`) or that the kit does not know, and for more than 2000 subschemas
 */
export function plainSchema(schema: Json): Json {
  let left = MOST_SUBSCHEMAS;

  function copy(value: Json, at: string, within: readonly string[]): Json {
    left -= 1;
    if (left < 0)
      throw new SchemaProblem('', `has more than ${MOST_SUBSCHEMAS} subschemas; leave out what is optional`);
    if (typeof value === 'boolean') return value;
    if (!isObject(value)) throw new SchemaProblem(at, 'is no JSON Schema; write an object, true or false');
    const ref = value['$ref'];
    const own = Object.entries(value).flatMap(([name, part]) => {
      const found = name === '$ref' || part === undefined ? undefined : keyword(name, part, at, within);
      return found === undefined ? [] : [[name, found] as const];
    });
    const plain = Object.fromEntries(own);
    if (ref === undefined) return plain;
    const target = referred(ref, at, within);
    return own.length === 0 ? target : { allOf: [target, plain] };
  }

  function keyword(name: string, value: Json, at: string, within: readonly string[]): Json | undefined {
    const place = `${at}/${token(name)}`;
    if (SILENT.has(name) || name.startsWith('x-')) return undefined;
    if (ASSERTING.has(name)) return value;
    if (ONE.has(name)) return copy(value, place, within);
    if (LISTS.has(name)) {
      if (!Array.isArray(value)) throw new SchemaProblem(place, 'is no list; write a list of schemas');
      return (value as readonly Json[]).map((each, index) => copy(each, `${place}/${index}`, within));
    }
    if (name === 'properties') {
      if (!isObject(value)) throw new SchemaProblem(place, 'is no object; write member names with their schemas');
      return Object.fromEntries(
        Object.entries(value).map(([member, each = null]) => [member, copy(each, `${place}/${token(member)}`, within)]),
      );
    }
    throw new SchemaProblem(place, 'is not judged, as its cost has no bound or its meaning is unknown; leave it out');
  }

  function referred(ref: Json, at: string, within: readonly string[]): Json {
    const place = `${at}/$ref`;
    if (typeof ref !== 'string' || !/^#\/./.test(ref)) {
      throw new SchemaProblem(place, 'leads out of the schema; write what it refers to here');
    }
    if (within.includes(ref))
      throw new SchemaProblem(place, 'leads back to itself; write out as many levels as matter');
    let target: Json | undefined = schema;
    for (const part of ref.split('/').slice(1)) {
      const name = part.replaceAll('~1', '/').replaceAll('~0', '~');
      target = isObject(target) && Object.hasOwn(target, name) ? target[name] : undefined;
    }
    if (target === undefined) throw new SchemaProblem(place, `leads nowhere: there is no ${ref}`);
    return copy(target, ref.slice(1), [...within, ref]);
  }

  return copy(schema, '', []);
}
