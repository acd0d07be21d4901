import type { DocumentedAnswer, DocumentedContract } from '../document.ts';
import { arrayOf, isObject, type Json, member, show } from '../json.ts';
import type { DocumentRule } from '../rule.ts';
import { level, names, placeOfOmission } from './document-place.ts';
import { answerSchema, pairsOf, shapeOf, showTypes, typesOf } from './document-schema.ts';

const CREATE = '#/paths/~1responses/post';
const RESPONSE = '#/components/schemas/Response';
const RESPONSE_ERROR = '#/components/schemas/Error';

interface AnswerSchema {
  readonly line: number;
  readonly schema: Json;
  readonly properties: ReadonlyMap<string, Json>;
  readonly required: readonly string[];
}

/** Documented schemas of a successful JSON answer to create; a schema without members says nothing. */
function successSchemas(document: DocumentedContract): AnswerSchema[] {
  return createAnswers(document)
    .filter(({ status, contentType }) => isSuccess(status) && !isEventStream(contentType))
    .flatMap(({ line, schema }) => {
      const members = member(schema, 'properties');
      if (schema === undefined || !isObject(members) || Object.keys(members).length === 0) return [];
      const properties = new Map(Object.entries(members).map(([name, value]) => [name, value ?? null]));
      const required = arrayOf(member(schema, 'required')).filter((name) => typeof name === 'string');
      return [{ line, schema, properties, required }];
    });
}

function createAnswers(document: DocumentedContract): readonly DocumentedAnswer[] {
  return document.answers.filter(({ operation }) => operation === 'createResponse');
}

function isSuccess(status: number): boolean {
  return status >= 200 && status < 300;
}

function isEventStream(contentType: string): boolean {
  return contentType.toLowerCase().includes('event-stream');
}

/** Where the document first speaks of streaming; undefined when it never does. */
function streamingLine(document: DocumentedContract): number | undefined {
  const parameter = document.parameters.find(({ name }) => name === 'stream');
  const mention = document.mentions?.find(({ capability }) => capability === 'streaming');
  return parameter?.line ?? mention?.line;
}

/** What the document says about the answers to a create request. */
export const answerRules: readonly DocumentRule[] = [
  {
    id: 'document/success-answer-described',
    title: 'The answer to a successful create request is described by a schema or a non-empty example',
    on: 'document',
    levels: level('SHOULD'),
    source: `${CREATE}/responses/200`,
    capability: 'core',
    counterexample: {
      of: 'conforming',
      edit: [{ op: 'remove', path: '/document/answers/0/schema' }],
    },
    judge(document, probe) {
      const examples = document.examples.filter(
        ({ operation, status = 200, response }) =>
          operation === 'createResponse' && isSuccess(status) && response !== undefined,
      );
      const told = examples.some(({ response }) => isObject(response) && Object.keys(response).length > 0);
      const empty = examples[0];
      const line = empty?.responseLine ?? createAnswers(document)[0]?.line ?? placeOfOmission(document);
      const holds = told || successSchemas(document).length > 0;
      probe.check(holds, line, 'a schema or an example with members', show(empty?.response));
    },
  },
  {
    id: 'document/success-answer-is-response',
    title: 'The documented answer of a success is a Response object',
    on: 'document',
    levels: level('MUST'),
    source: `${RESPONSE}/properties/object`,
    capability: 'core',
    counterexample: {
      of: 'conforming',
      edit: [
        { op: 'set', path: '/document/answers/0/schema/required', value: ['id', 'object', 'created', 'choices'] },
        { op: 'set', path: '/document/answers/0/schema/properties/choices', value: { type: 'array' } },
        { op: 'set', path: '/document/answers/0/schema/properties/created', value: { type: 'integer' } },
        { op: 'remove', path: '/document/answers/0/schema/properties/output' },
      ],
      also: ['document/success-answer-members'],
    },
    judge(document, probe, contract) {
      const reference = shapeOf(contract, answerSchema(contract)).properties;
      if (reference.size === 0) return;
      for (const { line, properties, required } of successSchemas(document)) {
        // Extra members alone are an extension; in the place of `output` they make another object.
        const foreign = required.filter((name) => !reference.has(name));
        const another = foreign.length > 0 && !properties.has('output');
        const kind = member(properties.get('object'), 'const') ?? arrayOf(member(properties.get('object'), 'enum'))[0];
        const otherKind = kind !== undefined && kind !== 'response';
        const actual = otherKind ? `object is ${show(kind)}` : `requires ${names(foreign)}, has no output`;
        probe.check(!another && !otherKind, line, 'a Response object with output', actual);
      }
    },
  },
  {
    id: 'document/success-answer-members',
    title: 'The documented Response object has every member that the reference requires',
    on: 'document',
    levels: level('SHOULD'),
    source: RESPONSE,
    capability: 'core',
    counterexample: {
      of: 'conforming',
      edit: [{ op: 'remove', path: '/document/answers/0/schema/properties/created_at' }],
    },
    judge(document, probe, contract) {
      const reference = answerSchema(contract);
      const required = shapeOf(contract, reference).required;
      if (required.size === 0) return;
      for (const { line, schema, properties } of successSchemas(document)) {
        const omitted = [...required].filter((name) => !properties.has(name));
        for (const pair of pairsOf(contract, schema, reference)) {
          // A nested object without members of its own leaves its shape open and omits nothing.
          const members = member(pair.documented, 'properties');
          if (!isObject(members) || pair.path.endsWith('[]')) continue;
          for (const name of shapeOf(contract, pair.reference).required) {
            if (!Object.hasOwn(members, name)) omitted.push(`${pair.path}.${name}`);
          }
        }
        probe.check(omitted.length === 0, line, 'every required member described', `omits ${names(omitted)}`);
      }
    },
  },
  {
    id: 'document/success-answer-types',
    title: 'Every documented member of the Response object has a type the reference admits',
    on: 'document',
    levels: level('MUST'),
    source: RESPONSE,
    capability: 'core',
    counterexample: {
      of: 'conforming',
      edit: [{ op: 'set', path: '/document/answers/0/schema/properties/output/type', value: 'string' }],
    },
    judge(document, probe, contract) {
      for (const { line, schema } of successSchemas(document)) {
        for (const { path, documented, reference } of pairsOf(contract, schema, answerSchema(contract))) {
          const expected = typesOf(contract, reference);
          const actual = typesOf(contract, documented);
          if (expected === undefined || actual === undefined) continue;
          const holds = [...actual].some((type) => expected.has(type));
          probe.check(holds, line, `${path}: ${showTypes(expected)}`, `${path}: ${showTypes(actual)}`);
        }
      }
    },
  },
  {
    id: 'document/streaming-described',
    title: 'A document that speaks of streaming describes the event stream',
    on: 'document',
    levels: level('SHOULD'),
    source: `${CREATE}/responses/200/content/text~1event-stream`,
    capability: 'streaming',
    counterexample: { of: 'conforming', edit: [{ op: 'remove', path: '/document/answers/1' }] },
    judge(document, probe) {
      const line = streamingLine(document);
      if (line === undefined) return;
      const described = createAnswers(document).some(({ contentType }) => isEventStream(contentType));
      probe.check(described, line, 'an answer of type text/event-stream', described ? 'described' : 'absent');
    },
  },
  {
    id: 'document/error-answers-described',
    title: 'The document describes the answer to a wrong request',
    on: 'document',
    levels: level('MAY'),
    source: RESPONSE_ERROR,
    capability: 'errors',
    counterexample: { of: 'conforming', edit: [{ op: 'remove', path: '/document/answers/2' }] },
    judge(document, probe) {
      const described =
        document.answers.some(({ status }) => status >= 400) ||
        document.examples.some(({ status = 200, response }) => status >= 400 && response !== undefined);
      const line = createAnswers(document)[0]?.line ?? placeOfOmission(document);
      probe.check(described, line, 'an answer with a 4xx status', described ? 'described' : 'absent');
    },
  },
];
