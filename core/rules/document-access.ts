import type { DocumentRule } from '../rule.ts';
import { level, operationOf, placeOfOmission } from './document-place.ts';

const CREATE = '#/paths/~1responses/post';

/** How a client reaches the endpoint, according to the document: operations, address, credentials, headers. */
export const accessRules: readonly DocumentRule[] = [
  {
    id: 'document/create-described',
    title: 'The document describes how to create a response',
    on: 'document',
    levels: level('SHOULD'),
    source: CREATE,
    capability: 'core',
    counterexample: { of: 'conforming', edit: [{ op: 'set', path: '/document/operations/0/depth', value: 'listed' }] },
    judge(document, probe) {
      const create = operationOf(document, 'createResponse');
      const actual = create?.depth ?? 'absent';
      probe.check(actual === 'described', placeOfOmission(document), 'createResponse described', actual);
    },
  },
  {
    id: 'document/path-is-responses',
    title: 'Every documented path ends with the path of the reference operation',
    on: 'document',
    levels: level('MUST'),
    source: CREATE,
    capability: 'core',
    counterexample: {
      of: 'conforming',
      edit: [{ op: 'set', path: '/document/operations/0/path', value: '/v1/chat/completions' }],
    },
    judge(document, probe, contract) {
      for (const { operation, path, line } of document.operations) {
        const known = contract.operations.find(({ id }) => id === operation);
        if (known === undefined || path === undefined) continue;
        const shape = (template: string) => template.replace(/\{[^}]*\}|:[a-z_]+/gi, '{}').replace(/\/$/, '');
        probe.check(shape(path).endsWith(shape(known.path)), line, `${operation} at ${known.path}`, path);
      }
    },
  },
  {
    id: 'document/operation-methods',
    title: 'Every documented method is that of the reference operation',
    on: 'document',
    levels: level('MUST'),
    source: CREATE,
    capability: 'core',
    counterexample: { of: 'conforming', edit: [{ op: 'set', path: '/document/operations/0/method', value: 'PUT' }] },
    judge(document, probe, contract) {
      for (const { operation, method, line } of document.operations) {
        const known = contract.operations.find(({ id }) => id === operation);
        if (known === undefined || method === undefined) continue;
        const expected = known.method.toUpperCase();
        probe.check(method.toUpperCase() === expected, line, `${operation} by ${expected}`, method);
      }
    },
  },
  {
    id: 'document/base-url-described',
    title: 'The document names the base URL',
    on: 'document',
    levels: level('MAY'),
    source: CREATE,
    capability: 'core',
    counterexample: { of: 'conforming', edit: [{ op: 'set', path: '/document/baseUrl', value: '{{BASE_URL}}' }] },
    judge(document, probe) {
      const { baseUrl = 'absent', baseUrlLine } = document;
      probe.check(/^https?:\/\//.test(baseUrl), baseUrlLine ?? placeOfOmission(document), 'an absolute URL', baseUrl);
    },
  },
  {
    id: 'document/auth-described',
    title: 'The document says where the key goes',
    on: 'document',
    levels: level('SHOULD'),
    source: CREATE,
    capability: 'core',
    counterexample: { of: 'conforming', edit: [{ op: 'set', path: '/document/auth', value: [] }] },
    judge(document, probe) {
      const found = document.auth.length > 0;
      probe.check(found, placeOfOmission(document), 'the place of the key', found ? 'described' : 'absent');
    },
  },
  {
    id: 'document/auth-in-header',
    title: 'The key goes in a header, not in the query',
    on: 'document',
    levels: level('MUST'),
    source: CREATE,
    capability: 'core',
    counterexample: { of: 'conforming', edit: [{ op: 'set', path: '/document/auth/0/place', value: 'query' }] },
    judge(document, probe) {
      for (const { place, name, line } of document.auth) {
        probe.check(place === 'header', line, 'the header Authorization', `${name} in the ${place}`);
      }
    },
  },
  {
    id: 'document/bearer',
    title: 'The header of the key is Authorization with the scheme Bearer',
    on: 'document',
    levels: level('MUST'),
    source: CREATE,
    capability: 'core',
    counterexample: { of: 'conforming', edit: [{ op: 'set', path: '/document/auth/0/name', value: 'X-Api-Key' }] },
    judge(document, probe) {
      // Vendors may take further headers beside Bearer; only a document without Bearer contradicts.
      const inHeader = document.auth.filter(({ place }) => place === 'header');
      const first = inHeader[0];
      if (first === undefined) return;
      const bearer = inHeader.find(
        ({ name, scheme }) => name.toLowerCase() === 'authorization' && scheme?.toLowerCase() === 'bearer',
      );
      const actual = bearer ?? first;
      const shown = `${actual.name}: ${actual.scheme ?? 'no scheme'}`;
      probe.check(bearer !== undefined, actual.line, 'Authorization: Bearer', shown);
    },
  },
  {
    id: 'document/auth-required',
    title: 'The key is not documented as optional',
    on: 'document',
    levels: level('SHOULD'),
    source: CREATE,
    capability: 'core',
    counterexample: { of: 'conforming', edit: [{ op: 'set', path: '/document/auth/0/required', value: false }] },
    judge(document, probe) {
      for (const { required, name, line } of document.auth) {
        if (required === undefined) continue;
        probe.check(required, line, `${name} required`, required ? 'required' : 'optional');
      }
    },
  },
  {
    id: 'document/request-is-json',
    title: 'The create request is documented with a JSON body',
    on: 'document',
    levels: level('MUST'),
    source: `${CREATE}/requestBody/content/application~1json`,
    capability: 'core',
    counterexample: {
      of: 'conforming',
      edit: [{ op: 'set', path: '/document/bodies/0/contentType', value: 'multipart/form-data' }],
    },
    judge(document, probe) {
      const bodies = (document.bodies ?? []).filter(({ operation }) => operation === 'createResponse');
      const first = bodies[0];
      if (first === undefined) return;
      const json = bodies.find(({ contentType }) => /^application\/json\b/i.test(contentType));
      const actual = json ?? first;
      probe.check(json !== undefined, actual.line, 'application/json', actual.contentType);
    },
  },
  {
    id: 'document/required-headers',
    title: 'No header but Authorization and Content-Type is required',
    on: 'document',
    levels: level('SHOULD'),
    source: CREATE,
    capability: 'core',
    counterexample: {
      of: 'conforming',
      edit: [{ op: 'set', path: '/document/headers/0/name', value: 'X-Workspace' }],
    },
    judge(document, probe) {
      for (const { operation, name, required, line } of document.headers ?? []) {
        if (required === undefined) continue;
        const usual = ['authorization', 'content-type'].includes(name.toLowerCase());
        const actual = required ? 'required' : 'optional';
        probe.check(!required || usual, line, `${name} optional for ${operation}`, actual);
      }
    },
  },
];
