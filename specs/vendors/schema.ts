import { CAPABILITY_IDS } from '../../core/capability.ts';
import { OPERATION_IDS } from '../../core/contract.ts';
import { JSON_TYPES } from '../../core/document.ts';

const line = { type: 'integer', minimum: 1 };
const text = { type: 'string', minLength: 1 };
const flag = { type: 'boolean' };
const any = {};
const basis = { enum: ['stated', 'example'] };
const operation = { enum: OPERATION_IDS };
const types = { type: 'array', minItems: 1, uniqueItems: true, items: { enum: JSON_TYPES } };

/** @param lines members that may only stand with the line that proves them */
function record(
  required: Readonly<Record<string, object>>,
  optional: Readonly<Record<string, object>> = {},
  lines: Readonly<Record<string, readonly string[]>> = {},
) {
  return {
    type: 'object',
    additionalProperties: false,
    required: Object.keys(required),
    properties: { ...required, ...optional },
    dependentRequired: lines,
  };
}

function listOf(items: object) {
  return { type: 'array', items };
}

/** JSON Schema of one file in `specs/vendors/`; the type it checks is `DocumentedContract` of `core/document.ts`. */
export const DOCUMENT_SCHEMA = record(
  {
    id: { type: 'string', pattern: '^[a-z0-9]+(-[a-z0-9]+)*$' },
    title: text,
    document: text,
    operations: listOf(
      record(
        { line, operation, depth: { enum: ['described', 'listed'] } },
        {
          title: text,
          method: { enum: ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] },
          path: { type: 'string', pattern: '^/' },
        },
      ),
    ),
    auth: listOf(
      record(
        { line, place: { enum: ['header', 'query'] }, name: text, basis },
        { scheme: text, required: flag, sample: text },
      ),
    ),
    parameters: listOf(
      record(
        { line, operation, name: text, types, basis },
        { elements: types, required: flag, value: any, schema: any },
      ),
    ),
    answers: listOf(
      record(
        { line, operation, status: { type: 'integer', minimum: 100, maximum: 599 }, contentType: text },
        { schema: any },
      ),
    ),
    examples: listOf(
      record(
        { line, operation, name: text },
        {
          also: listOf(line),
          request: any,
          status: { type: 'integer', minimum: 100, maximum: 599 },
          response: any,
          responseLine: line,
          elided: listOf({ type: 'string', pattern: '^/(request|response)(/|$)' }),
        },
        { response: ['responseLine'] },
      ),
    ),
  },
  {
    modified: { type: 'string', pattern: '^\\d{4}-\\d{2}-\\d{2}$' },
    modifiedLine: line,
    baseUrl: text,
    baseUrlLine: line,
    headers: listOf(record({ line, operation, name: text, basis }, { required: flag, sample: text })),
    bodies: listOf(record({ line, operation, contentType: text }, { required: flag })),
    mentions: listOf(record({ line, capability: { enum: CAPABILITY_IDS }, words: text })),
  },
  { modified: ['modifiedLine'], baseUrl: ['baseUrlLine'] },
);
