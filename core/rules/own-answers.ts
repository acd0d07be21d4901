import { isObject, show } from '../json.ts';
import type { ExchangeRule } from '../rule.ts';
import type { ExchangeView } from '../view.ts';
import { answersFor, asksPlainly, byLine, mediaType, type OwnPart, type OwnPromise } from './own-support.ts';

/** What a document states of the answers. */
export const ownAnswerRules: readonly (ExchangeRule & OwnPart)[] = [
  {
    id: 'own/operation-exists',
    title: 'An operation that the document describes is there, with its method and path',
    on: 'exchange',
    levels: { own: 'MUST' },
    source: '#/operations',
    capability: 'core',
    counterexample: {
      of: 'text/create',
      edit: [
        { op: 'set', path: '/status', value: 404 },
        { op: 'set', path: '/body', value: { detail: 'Not Found' } },
      ],
    },
    promises: (document) =>
      document.operations.flatMap(({ depth, method, path, line }): readonly OwnPromise[] =>
        depth === 'described' && method !== undefined && path !== undefined
          ? [{ line, says: `${method} ${path}` }]
          : [],
      ),
    judge(view, probe, { document }) {
      const { status, exchange } = view;
      const stated = document?.operations.find(
        ({ operation, depth }) => operation === view.operation && depth === 'described',
      );
      // An example is what the document prints, not what became of a request.
      if (stated === undefined || exchange.fidelity === 'document' || exchange.intent?.kind === 'invalid') return;
      if (status === 404 && !isAboutRoute(view)) return;
      const { method = '', path = '', line } = stated;
      const there = status !== 404 && status !== 405 && status !== 501;
      probe.check(there, '/status', `${method} ${path} ${byLine(line)}`, String(status));
    },
  },
  {
    id: 'own/answer-schema',
    title: 'An answer keeps to the JSON Schema that the document prints for its status',
    on: 'exchange',
    levels: { own: 'MUST' },
    source: '#/answers',
    capability: 'core',
    counterexample: { of: 'text/create', edit: [{ op: 'set', path: '/body/object', value: 7 }] },
    ofExamples: 'too',
    promises: (document) =>
      document.answers.flatMap(({ status, line, schema }): readonly OwnPromise[] =>
        schema === undefined ? [] : [{ line, says: `a JSON Schema of the ${status} answer` }],
      ),
    judge(view, probe, contract) {
      const { document } = contract;
      if (document === undefined || !asksPlainly(view)) return;
      const { body } = view;
      const described = answersFor(document, view).filter(({ schema }) => schema !== undefined);
      const [first, ...others] = described;
      if (first === undefined || body.kind === 'stream') return;
      if (body.kind !== 'json') {
        // What is labelled otherwise is the business of own/answer-media-type.
        if (!/json/i.test(view.answer.contentType)) return;
        probe.check(false, '/body', `JSON ${byLine(first.line)}`, body.kind === 'empty' ? 'nothing' : show(body.text));
        return;
      }
      const faults = described.map((answer) =>
        contract.validate(`#/answers/${document.answers.indexOf(answer)}/schema`, body.value, '/body'),
      );
      const [own = []] = faults;
      // Of several schemas for one status an answer may keep to any.
      if (faults.some((list) => list.length === 0)) probe.check(true, '/body', '', '');
      else if (others.length > 0) {
        const lines = described.map(({ line }) => line).join(', ');
        probe.check(false, '/body', `one of the schemas of lines ${lines} of the document`, show(body.value));
      } else {
        for (const { at, expected, actual } of own) probe.check(false, at, `${expected} ${byLine(first.line)}`, actual);
      }
    },
  },
  {
    id: 'own/answer-media-type',
    title: 'An answer has a media type that the document gives for its status',
    on: 'exchange',
    levels: { own: 'MUST' },
    source: '#/answers',
    capability: 'core',
    needs: ['headers'],
    counterexample: { of: 'text/create', edit: [{ op: 'set', path: '/headers/content-type', value: 'text/plain' }] },
    promises: (document) =>
      document.answers.map(({ status, contentType, line }) => ({ line, says: `${status} as ${contentType}` })),
    judge(view, probe, { document }) {
      if (document === undefined || view.exchange.fidelity === 'document') return;
      const described = answersFor(document, view).map(({ contentType, line }) => ({
        type: mediaType(contentType),
        line,
      }));
      const streams = described.filter(({ type }) => type === 'text/event-stream');
      // A stream that the document does not describe may look as it likes.
      const owed = view.askedToStream === true ? streams : asksPlainly(view) ? described : [];
      const [first] = owed;
      if (first === undefined) return;
      const { contentType } = view.answer;
      const types = [...new Set(owed.map(({ type }) => type))].join(' or ');
      const holds = owed.some(({ type }) => type === mediaType(contentType));
      probe.check(holds, '/headers/content-type', `${types} ${byLine(first.line)}`, show(contentType));
    },
  },
];

/**
 * Whether a 404 speaks of the route. One may also mean the model, or something stored that the request names: then it is
 * no word about the operation.
 */
function isAboutRoute({ pathIds, sent, body }: ExchangeView): boolean {
  if (Object.keys(pathIds).length > 0) return false;
  if (isObject(sent) && STORED.some((name) => sent[name] !== undefined)) return false;
  if (body.kind !== 'json') return true;
  const said = JSON.stringify(body.value);
  const error = isObject(body.value) && isObject(body.value['error']) ? body.value['error'] : {};
  return !/\bmodel/i.test(said) && typeof error['param'] !== 'string';
}

const STORED = ['previous_response_id', 'conversation', 'prompt', 'input_file', 'tools'];
