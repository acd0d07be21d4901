import type { DocumentedContract, DocumentedParameter } from '../document.ts';
import { isObject, show } from '../json.ts';
import type { DocumentRule } from '../rule.ts';
import { level, names, placeOfOmission } from './document-place.ts';
import { admits, elementTypesOf, requestSchema, shapeOf, showTypes, typesOf } from './document-schema.ts';

const REQUEST = '#/components/schemas/Request.createResponse';

/** The smallest request that every server has to serve. */
const MINIMUM = new Set(['model', 'input']);

function createParameters(document: DocumentedContract): readonly DocumentedParameter[] {
  return document.parameters.filter(({ operation }) => operation === 'createResponse');
}

/** What the document says about the members of a create request. */
export const requestRules: readonly DocumentRule[] = [
  {
    id: 'document/parameter-known',
    title: 'Every documented request member is one of the reference',
    on: 'document',
    levels: { openai: 'SHOULD', 'open-responses': 'MAY' },
    source: REQUEST,
    capability: 'core',
    counterexample: {
      of: 'conforming',
      edit: [{ op: 'set', path: '/document/parameters/2/name', value: 'max_tokens' }],
      also: ['document/parameters-described'],
    },
    judge(document, probe, contract) {
      const { properties } = shapeOf(contract, requestSchema(contract));
      if (properties.size === 0) return;
      for (const { name, line } of createParameters(document)) {
        probe.check(properties.has(name), line, 'a request member of the reference', `${name} is none`);
      }
    },
  },
  {
    id: 'document/parameter-types',
    title: 'Every documented type of a request member is one the reference admits',
    on: 'document',
    levels: level('MUST'),
    source: REQUEST,
    capability: 'core',
    counterexample: {
      of: 'conforming',
      edit: [{ op: 'set', path: '/document/parameters/2/types', value: ['string'] }],
    },
    judge(document, probe, contract) {
      const { properties } = shapeOf(contract, requestSchema(contract));
      for (const { name, types, line } of createParameters(document)) {
        const schema = properties.get(name);
        const allowed = schema === undefined ? undefined : typesOf(contract, schema);
        if (allowed === undefined) continue;
        const foreign = types.filter((type) => !admits(allowed, type));
        probe.check(foreign.length === 0, line, `${name}: ${showTypes(allowed)}`, `${name}: ${showTypes(types)}`);
      }
    },
  },
  {
    id: 'document/parameter-element-types',
    title: 'Every documented type of a list’s elements is one the reference admits',
    on: 'document',
    levels: level('MUST'),
    source: REQUEST,
    capability: 'core',
    counterexample: {
      of: 'conforming',
      edit: [{ op: 'set', path: '/document/parameters/3/elements', value: ['string'] }],
    },
    judge(document, probe, contract) {
      const { properties } = shapeOf(contract, requestSchema(contract));
      for (const { name, elements, line } of createParameters(document)) {
        const schema = properties.get(name);
        if (schema === undefined || elements === undefined) continue;
        const allowed = elementTypesOf(contract, schema);
        if (allowed === undefined) continue;
        const foreign = elements.filter((type) => !admits(allowed, type));
        const expected = `${name}: list of ${showTypes(allowed)}`;
        probe.check(foreign.length === 0, line, expected, `${name}: list of ${showTypes(elements)}`);
      }
    },
  },
  {
    id: 'document/input-forms',
    title: 'input is documented as a string and as a list of items',
    on: 'document',
    levels: level('MAY'),
    source: REQUEST,
    capability: 'core',
    counterexample: {
      of: 'conforming',
      edit: [{ op: 'set', path: '/document/parameters/1/types', value: ['array'] }],
    },
    judge(document, probe) {
      // An example shows one form at a time; only a table or a schema leaves the other one out.
      const stated = createParameters(document).filter(({ name, basis }) => name === 'input' && basis === 'stated');
      const first = stated[0];
      if (first === undefined) return;
      const types = new Set(stated.flatMap((parameter) => parameter.types));
      probe.check(types.has('string') && types.has('array'), first.line, 'string or array', showTypes(types));
    },
  },
  {
    id: 'document/minimum-suffices',
    title: 'No request member but model and input is required',
    on: 'document',
    levels: level('SHOULD'),
    source: REQUEST,
    capability: 'core',
    counterexample: {
      of: 'conforming',
      edit: [{ op: 'set', path: '/document/parameters/2/required', value: true }],
      also: ['document/required-members'],
    },
    judge(document, probe, contract) {
      const reference = shapeOf(contract, requestSchema(contract)).required;
      for (const { name, required, line } of createParameters(document)) {
        if (required === undefined) continue;
        const holds = !required || MINIMUM.has(name) || reference.has(name);
        probe.check(holds, line, `${name} optional`, required ? 'required' : 'optional');
      }
    },
  },
  {
    id: 'document/required-members',
    title: 'No request member is required that the reference leaves optional',
    on: 'document',
    levels: level('MAY'),
    source: REQUEST,
    capability: 'core',
    counterexample: {
      of: 'conforming',
      edit: [{ op: 'set', path: '/document/parameters/0/required', value: true }],
    },
    judge(document, probe, contract) {
      const { properties, required: reference } = shapeOf(contract, requestSchema(contract));
      if (properties.size === 0) return;
      for (const { name, required, line } of createParameters(document)) {
        if (required === undefined) continue;
        const actual = required ? 'required' : 'optional';
        probe.check(!required || reference.has(name), line, `${name} optional`, actual);
      }
    },
  },
  {
    id: 'document/parameters-described',
    title: 'The document describes every request member of the reference',
    on: 'document',
    levels: level('MAY'),
    source: REQUEST,
    capability: 'core',
    counterexample: {
      of: 'conforming',
      edit: [{ op: 'remove', path: '/document/parameters/3' }],
    },
    judge(document, probe, contract) {
      const { properties } = shapeOf(contract, requestSchema(contract));
      if (properties.size === 0) return;
      const described = new Set(createParameters(document).map(({ name }) => name));
      const omitted = [...properties.keys()].filter((name) => !described.has(name));
      const expected = `${properties.size} members described`;
      probe.check(omitted.length === 0, placeOfOmission(document), expected, `omits ${names(omitted)}`);
    },
  },
  {
    id: 'document/example-requests-valid',
    title: 'Every example request is one the reference accepts',
    on: 'document',
    levels: level('SHOULD'),
    source: REQUEST,
    capability: 'core',
    counterexample: {
      of: 'conforming',
      edit: [{ op: 'set', path: '/document/examples/0/request/truncation', value: 'string' }],
    },
    judge(document, probe, contract) {
      for (const { operation, request, line, name } of document.examples) {
        const schema = contract.operations.find(({ id }) => id === operation)?.request;
        if (schema === undefined || request === undefined) continue;
        const errors = contract.validate(schema, request, '');
        if (errors.length === 0) probe.check(true, line, 'an accepted request', show(request));
        for (const { at, expected, actual } of errors) {
          probe.check(false, line, `${at === '' ? name : at}: ${expected}`, actual);
        }
      }
    },
  },
  {
    id: 'document/example-exclusive-members',
    title: 'No example request has both previous_response_id and conversation',
    on: 'document',
    levels: { openai: 'SHOULD' },
    source: `${REQUEST}/properties/conversation`,
    capability: 'conversations',
    counterexample: {
      of: 'conforming',
      edit: [
        { op: 'set', path: '/document/examples/0/request/previous_response_id', value: 'resp_1' },
        { op: 'set', path: '/document/examples/0/request/conversation', value: 'conv_1' },
      ],
    },
    judge(document, probe) {
      for (const { request, line } of document.examples) {
        if (!isObject(request)) continue;
        const given = ['previous_response_id', 'conversation'].filter((name) => (request[name] ?? null) !== null);
        probe.check(given.length < 2, line, 'at most one of the two', names(given));
      }
    },
  },
];
