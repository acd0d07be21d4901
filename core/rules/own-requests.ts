import type { DocumentedContract } from '../document.ts';
import { isObject, member, stringMember } from '../json.ts';
import type { ExchangeRule } from '../rule.ts';
import {
  byLine,
  complaintIn,
  fits,
  isRefusal,
  type OwnPart,
  type OwnPromise,
  refusalText,
  refusalWords,
  refusesAsSuch,
  statedFor,
} from './own-support.ts';

export function typesStated({ parameters }: DocumentedContract): readonly OwnPromise[] {
  return parameters.flatMap(({ basis, name, types, line }) =>
    basis === 'stated' ? [{ line, says: `${name}: ${typesOf(types)}` }] : [],
  );
}

const typesOf = (types: readonly string[]) => types.join(' or ');

/** What a document states of requests: that they are served. Which values a parameter takes no document here states. */
export const ownRequestRules: readonly (ExchangeRule & OwnPart)[] = [
  {
    id: 'own/parameter-known',
    title: 'A parameter that the document states is not refused as unknown, nor for the type that it states',
    on: 'exchange',
    levels: { own: 'MUST' },
    source: '#/parameters',
    capability: 'core',
    needs: ['request'],
    counterexample: {
      of: 'text/create',
      edit: [
        { op: 'set', path: '/status', value: 400 },
        {
          op: 'set',
          path: '/body',
          value: {
            error: {
              message: "Unknown parameter: 'max_output_tokens'.",
              type: 'invalid_request_error',
              param: 'max_output_tokens',
              code: 'unknown_parameter',
            },
          },
        },
      ],
    },
    promises: typesStated,
    judge(view, probe, contract) {
      const { document } = contract;
      if (document === undefined || view.exchange.fidelity === 'document' || !isObject(view.sent)) return;
      const sent = view.sent;
      if (view.success) {
        const kept = statedFor(document, view).some((each) => {
          const value = sent[each.name];
          return value !== undefined && fits(each, value, contract);
        });
        if (kept) probe.check(true, '/status', '', '');
        return;
      }
      const complaint = complaintIn(view, contract);
      if (complaint === undefined || !refusesAsSuch(complaint)) return;
      const { name, types, line } = complaint.parameter;
      probe.check(false, '/status', `that ${name}, ${typesOf(types)}, is taken ${byLine(line)}`, refusalWords(view));
    },
  },
  {
    id: 'own/parameter-accepted',
    title: 'A request of stated parameters with stated types is not refused for one of them',
    on: 'exchange',
    // Types are stated, values are not: one model may refuse what another takes.
    levels: { own: 'SHOULD' },
    source: '#/parameters',
    capability: 'core',
    needs: ['request'],
    counterexample: {
      of: 'text/create',
      edit: [
        { op: 'set', path: '/status', value: 400 },
        {
          op: 'set',
          path: '/body',
          value: {
            error: {
              message: 'max_output_tokens is larger than your plan allows.',
              type: 'invalid_request_error',
              param: 'max_output_tokens',
              code: 'invalid_value',
            },
          },
        },
      ],
    },
    promises: typesStated,
    judge(view, probe, contract) {
      const { document } = contract;
      // Of a recording nobody vouches for the values.
      if (document === undefined || view.exchange.intent?.kind !== 'valid' || !isObject(view.sent)) return;
      const stated = new Map(statedFor(document, view).map((each) => [each.name, each]));
      const entries = Object.entries(view.sent);
      const asStated = entries.every(([name, value]) => {
        const parameter = stated.get(name);
        return parameter !== undefined && value !== undefined && fits(parameter, value, contract);
      });
      if (!asStated || entries.length === 0) return;
      if (view.success) {
        probe.check(true, '/status', '', '');
        return;
      }
      const complaint = complaintIn(view, contract);
      if (complaint === undefined || refusesAsSuch(complaint)) return;
      const { name, types, line } = complaint.parameter;
      probe.check(false, '/status', `that ${name}, ${typesOf(types)}, is taken ${byLine(line)}`, refusalWords(view));
    },
  },
  {
    id: 'own/parameter-optional',
    title: 'A parameter that the document calls optional may be left out',
    on: 'exchange',
    levels: { own: 'MUST' },
    source: '#/parameters',
    capability: 'core',
    needs: ['request'],
    counterexample: {
      of: 'text/create',
      edit: [
        { op: 'set', path: '/status', value: 400 },
        {
          op: 'set',
          path: '/body',
          value: {
            error: {
              message: "Missing required parameter: 'metadata'.",
              type: 'invalid_request_error',
              param: 'metadata',
              code: 'missing_required_parameter',
            },
          },
        },
      ],
    },
    promises: (document) =>
      document.parameters.flatMap(({ basis, name, required, line }): readonly OwnPromise[] =>
        basis === 'stated' && required === false ? [{ line, says: `${name} is optional` }] : [],
      ),
    judge(view, probe, { document }) {
      if (document === undefined || view.exchange.fidelity === 'document' || !isObject(view.sent)) return;
      const { sent } = view;
      const absent = statedFor(document, view).filter(
        ({ name, required }) => required === false && sent[name] === undefined,
      );
      if (view.success && absent.length > 0) probe.check(true, '/status', '', '');
      if (!isRefusal(view) || view.body.kind !== 'json') return;
      const param = stringMember(member(view.body.value, 'error'), 'param');
      const text = refusalText(view);
      const missed = absent.find(({ name }) => name === param);
      if (missed === undefined || !/\bmissing\b|\brequired\b|missing_required/i.test(text)) return;
      probe.check(false, '/status', `that ${missed.name} may be left out ${byLine(missed.line)}`, refusalWords(view));
    },
  },
  {
    id: 'own/credential-place',
    title: 'The key is found where the document puts it',
    on: 'exchange',
    levels: { own: 'MUST' },
    source: '#/auth',
    capability: 'core',
    readsRefusals: true,
    counterexample: {
      of: 'text/create',
      edit: [
        { op: 'set', path: '/status', value: 401 },
        { op: 'set', path: '/body', value: { error: { message: "You didn't provide an API key." } } },
      ],
    },
    promises: (document) =>
      document.auth.map(({ place, name, line }) => ({ line, says: `the key in the ${place} ${name}` })),
    judge(view, probe, { document }) {
      const { exchange } = view;
      if (document === undefined || exchange.fidelity === 'document' || exchange.intent?.kind === 'invalid') return;
      if (view.operation === undefined) return;
      const used = document.auth.find(({ place, name }) =>
        place === 'header'
          ? exchange.request.headers[name.toLowerCase()] !== undefined
          : view.query[name] !== undefined,
      );
      if (used === undefined) return;
      if (view.success) probe.check(true, '/status', '', '');
      if (view.status !== 401 && view.status !== 403) return;
      // That a key is wrong is no word about its place.
      const text = refusalText(view);
      if (!NO_KEY.test(text)) return;
      probe.check(
        false,
        '/status',
        `that the key is found in the ${used.place} ${used.name} ${byLine(used.line)}`,
        refusalWords(view),
      );
    },
  },
];

/** Servers that saw no key at all. */
const NO_KEY =
  /\b(?:missing|no|without)\b[^.]{0,40}\b(?:api[ _-]?key|key|token|credentials?|authorization|authentication)\b|\bdid(?:n['’]t| not) provide\b[^.]{0,30}\bkey\b|\b(?:api[ _-]?key|token|authorization header|authentication)\b[^.]{0,30}\b(?:is |was )?(?:missing|required|not (?:provided|found|set))\b/i;
