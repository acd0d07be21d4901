import { show } from '../json.ts';
import type { Rule } from '../rule.ts';
import { levels, nonEmptyString } from './support.ts';

const JSON_TYPE = /^application\/json\s*(?:;|$)/i;
const JSON_LIKE = /^application\/(?:[\w.-]+\+)?json\s*(?:;|$)/i;

/** What the headers say. The media type of streams is the business of the stream rules. */
export const headerRules: readonly Rule[] = [
  {
    id: 'header/json-content-type',
    title: 'A JSON answer is labelled application/json',
    on: 'exchange',
    levels: levels('MUST', 'MUST'),
    source: '#/paths/~1responses/post',
    capability: 'core',
    needs: ['wire'],
    counterexample: {
      of: 'text/create',
      edit: [{ op: 'set', path: '/headers/content-type', value: 'text/plain' }],
    },
    judge(view, probe) {
      if (!view.success || view.body.kind !== 'json') return;
      const { contentType } = view.answer;
      probe.check(JSON_TYPE.test(contentType), '/headers/content-type', 'application/json', show(contentType));
    },
  },
  {
    id: 'header/error-content-type',
    title: 'A JSON error is labelled application/json',
    on: 'exchange',
    // Genuine 401s came as text/plain with a JSON body.
    levels: levels('SHOULD', 'SHOULD'),
    source: '#/paths/~1responses/post',
    capability: 'errors',
    needs: ['wire'],
    counterexample: {
      of: 'reject-wrong-type/temperature',
      edit: [{ op: 'set', path: '/headers/content-type', value: 'text/plain' }],
    },
    judge(view, probe) {
      if (view.status < 400 || view.body.kind !== 'json') return;
      const { contentType } = view.answer;
      probe.check(JSON_LIKE.test(contentType), '/headers/content-type', 'application/json', show(contentType));
    },
  },
  {
    id: 'header/request-id',
    title: 'Every answer has an x-request-id',
    on: 'exchange',
    levels: levels('SHOULD', '-'),
    source: '#/paths/~1responses/post',
    capability: 'core',
    needs: ['headers'],
    breaks: ['_request_id of the official SDKs'],
    counterexample: { of: 'text/create', edit: [{ op: 'remove', path: '/headers/x-request-id' }] },
    judge({ headers, operation }, probe) {
      if (operation === undefined) return;
      const id = headers['x-request-id'] ?? headers['apim-request-id'];
      probe.check(nonEmptyString(id), '/headers/x-request-id', 'present', show(id));
    },
  },
];
