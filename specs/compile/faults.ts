import type { SchemaError } from '../../core/contract.ts';
import { isObject, type Json, show, token, typeName } from '../../core/json.ts';

/** An error as ajv's compiled validators leave it on the function. */
export interface AjvError {
  readonly instancePath: string;
  /** Kept by the build only for what lies in a choice (`anyOf`). */
  readonly schemaPath?: string;
  readonly keyword: string;
  readonly params: Readonly<Record<string, unknown>>;
}

/** Of one value; each is compared with each choice. */
const MOST_ERRORS = 1000;

/**
 * What ajv says about `value`, reduced to the real faults and put into short words. Conditions that led to a branch are
 * no faults, and neither is what else is wrong with a value of the wrong JSON type.
 */
export function faults(all: readonly AjvError[], schema: string, value: unknown, at: string): SchemaError[] {
  const errors = all.length > MOST_ERRORS ? all.slice(0, MOST_ERRORS) : all;
  const wrongType = new Set(errors.filter((error) => error.keyword === 'type').map((error) => error.instancePath));
  const choices = errors.filter((error) => error.keyword === 'anyOf');
  const seen = new Set<string>();
  const result: SchemaError[] = [];
  for (const error of errors) {
    if (error.keyword === 'if' || isInChoice(error, choices)) continue;
    if (error.keyword !== 'type' && wrongType.has(error.instancePath)) continue;
    const fault = inWords(error, schema, value, at);
    const key = `${fault.at} ${fault.keyword}`;
    if (!seen.has(key)) result.push(fault);
    seen.add(key);
  }
  return result;
}

function isInChoice(error: AjvError, choices: readonly AjvError[]): boolean {
  return choices.some((choice) => choice !== error && error.schemaPath?.startsWith(`${choice.schemaPath}/`) === true);
}

function inWords(error: AjvError, schema: string, value: unknown, at: string): SchemaError {
  const { keyword, params } = error;
  const found = valueAt(value, error.instancePath);
  const where = `${at}${error.instancePath}`;
  switch (keyword) {
    case 'required':
      return {
        schema,
        at: `${where}/${token(String(params['missingProperty']))}`,
        keyword,
        expected: 'present',
        actual: 'absent',
      };
    case 'additionalProperties': {
      const name = String(params['additionalProperty']);
      return { schema, at: `${where}/${token(name)}`, keyword, expected: 'absent', actual: 'present' };
    }
    case 'type':
      return { schema, at: where, keyword, expected: listOf(params['type']), actual: typeName(found) };
    case 'maxLength':
    case 'minLength':
      return {
        schema,
        at: where,
        keyword,
        expected: bound(keyword, params),
        actual: `${String(found).length} characters`,
      };
    case 'maxItems':
    case 'minItems':
      return {
        schema,
        at: where,
        keyword,
        expected: bound(keyword, params),
        actual: `${Array.isArray(found) ? found.length : 0} entries`,
      };
    case 'maxProperties':
    case 'minProperties':
      return {
        schema,
        at: where,
        keyword,
        expected: bound(keyword, params),
        actual: `${isObject(found) ? Object.keys(found).length : 0} members`,
      };
    default:
      return { schema, at: where, keyword, expected: bound(keyword, params), actual: show(found) };
  }
}

function bound(keyword: string, params: Readonly<Record<string, unknown>>): string {
  const limit = String(params['limit']);
  switch (keyword) {
    case 'const':
      return show(params['allowedValue']);
    case 'enum':
      return `one of ${(Array.isArray(params['allowedValues']) ? params['allowedValues'] : []).map(show).join(', ')}`;
    case 'minimum':
      return `at least ${limit}`;
    case 'maximum':
      return `at most ${limit}`;
    case 'maxLength':
      return `at most ${limit} characters`;
    case 'minLength':
      return `at least ${limit} characters`;
    case 'maxItems':
      return `at most ${limit} entries`;
    case 'minItems':
      return `at least ${limit} entries`;
    case 'maxProperties':
      return `at most ${limit} members`;
    case 'minProperties':
      return `at least ${limit} members`;
    case 'pattern':
      return `matching ${String(params['pattern'])}`;
    case 'propertyNames':
      return `member names within their limits, unlike ${show(params['propertyName'])}`;
    case 'not':
      return 'absent';
    case 'anyOf':
    case 'oneOf':
      return 'one of the shapes that the contract describes';
    default:
      return `what the contract's ${keyword} asks for`;
  }
}

function listOf(types: unknown): string {
  return Array.isArray(types) ? types.join(' or ') : String(types).replaceAll(',', ' or ');
}

function valueAt(value: unknown, pointer: string): Json | undefined {
  let found: unknown = value;
  for (const part of pointer.split('/').slice(1)) {
    const name = part.replaceAll('~1', '/').replaceAll('~0', '~');
    if (Array.isArray(found)) found = found[Number(name)];
    else found = isObject(found) ? found[name] : undefined;
  }
  return found as Json | undefined;
}
