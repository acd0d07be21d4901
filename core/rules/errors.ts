import { isObject, type JsonObject, member, show, stringMember, typeName } from '../json.ts';
import type { Rule } from '../rule.ts';
import type { ExchangeView } from '../view.ts';
import { levels, nonEmptyString } from './support.ts';

const ERROR = '#/components/schemas/Error' as const;

/** A message longer than this is a dump, not a sentence. */
const MESSAGE_CHARACTERS = 2000;

/** Types seen from the official service, in its guide, or in the Open Responses text. */
const TYPES = [
  'invalid_request_error',
  'invalid_request',
  'rate_limit_error',
  'requests',
  'tokens',
  'insufficient_quota',
  'server_error',
  'service_unavailable_error',
  'not_found',
  'not_found_error',
  'model_error',
  'too_many_requests',
  'authentication_error',
  'permission_error',
  'api_error',
];

/** Traces of a crashed program in what should be a sentence. */
const INTERNALS: readonly (readonly [name: string, pattern: RegExp])[] = [
  ['a Python traceback', /Traceback \(most recent call last\)|File "[^"]+", line \d+/],
  ['a stack trace', /\n\s+at .+[(:]|\bat [\w.$<>]+ \((?:\/|file:|node:|[A-Z]:\\).*:\d+/],
  ['a Go panic', /\bgoroutine \d+ \[|\bpanic: /],
  [
    'an exception',
    /\b(?:Type|Key|Value|Attribute|Index|Reference|Range|Syntax|Runtime|Validation)(?:Error|Exception)\b|NullPointerException|'NoneType'|Cannot read propert(?:y|ies) of|\bundefined is not|Option::unwrap/,
  ],
  ['a nested error body', /\{\s*\\?"(?:error|detail)\\?"\s*:/],
  ['a bare key of an exception', /^'[\w.-]+'$/],
];

/** The envelope of every answer that is no success. */
export const errorRules: readonly Rule[] = [
  {
    id: 'error/envelope',
    title: 'A refused request gets {"error": {...}} as its JSON body',
    on: 'exchange',
    levels: levels('MUST', 'SHOULD'),
    source: '#/components/schemas/ErrorEnvelope',
    capability: 'errors',
    breaks: ['openai-python', 'openai-node', 'codex'],
    counterexample: {
      of: 'reject-wrong-type/temperature',
      edit: [{ op: 'set', path: '/body', value: { detail: 'temperature must be a number' } }],
    },
    judge(view, probe) {
      if (view.status < 400 || lenient(view)) return;
      probe.check(errorIn(view) !== undefined, '/body', '{"error": {message, type, param, code}}', dialect(view));
    },
  },
  {
    id: 'error/server-envelope',
    title: 'A 405, a 5xx and the 404 of an unknown path have {"error": {...}} as their JSON body too',
    on: 'exchange',
    levels: levels('SHOULD', 'SHOULD'),
    source: '#/components/schemas/ErrorEnvelope',
    capability: 'errors',
    counterexample: {
      of: 'reject-wrong-method/put-responses',
      edit: [
        { op: 'set', path: '/status', value: 405 },
        { op: 'set', path: '/body', value: { detail: 'Method Not Allowed' } },
      ],
    },
    judge(view, probe) {
      if (view.status < 400 || !lenient(view)) return;
      probe.check(errorIn(view) !== undefined, '/body', '{"error": {message, type, param, code}}', dialect(view));
    },
  },
  {
    id: 'error/message',
    title: 'error.message is a non-empty string',
    on: 'exchange',
    levels: levels('MUST', 'SHOULD'),
    source: `${ERROR}/properties/message`,
    capability: 'errors',
    counterexample: {
      of: 'reject-wrong-type/temperature',
      edit: [{ op: 'remove', path: '/body/error/message' }],
    },
    judge(view, probe) {
      const error = errorIn(view);
      if (error === undefined) return;
      const { message } = error;
      probe.check(nonEmptyString(message), '/body/error/message', 'non-empty string', show(message));
    },
  },
  {
    id: 'error/type',
    title: 'error.type is a non-empty string',
    on: 'exchange',
    levels: levels('MUST', 'SHOULD'),
    source: `${ERROR}/properties/type`,
    capability: 'errors',
    counterexample: {
      of: 'reject-wrong-type/temperature',
      edit: [{ op: 'set', path: '/body/error/type', value: null }],
    },
    judge(view, probe) {
      const error = errorIn(view);
      if (error === undefined) return;
      probe.check(nonEmptyString(error['type']), '/body/error/type', 'non-empty string', show(error['type']));
    },
  },
  {
    id: 'error/type-known',
    title: 'error.type is one that clients know',
    on: 'exchange',
    levels: levels('SHOULD', '-'),
    source: `${ERROR}/properties/type`,
    capability: 'errors',
    counterexample: {
      of: 'reject-wrong-type/temperature',
      edit: [{ op: 'set', path: '/body/error/type', value: 'BadRequestError' }],
    },
    judge(view, probe) {
      const type = errorIn(view)?.['type'];
      if (!nonEmptyString(type)) return;
      probe.check(TYPES.includes(type), '/body/error/type', TYPES.slice(0, 4).join(', '), show(type));
    },
  },
  {
    id: 'error/code',
    title: 'error.code is a string or null',
    on: 'exchange',
    levels: levels('MUST', 'SHOULD'),
    source: `${ERROR}/properties/code`,
    capability: 'errors',
    breaks: ['typed clients'],
    counterexample: {
      of: 'reject-wrong-type/temperature',
      edit: [{ op: 'set', path: '/body/error/code', value: 400 }],
      also: [],
    },
    judge(view, probe, contract) {
      const error = errorIn(view);
      if (error === undefined || (contract.id === 'open-responses' && error['code'] === undefined)) return;
      probe.check(stringOrNull(error['code']), '/body/error/code', 'string or null', show(error['code']));
    },
  },
  {
    id: 'error/param',
    title: 'error.param is a string or null',
    on: 'exchange',
    levels: levels('MUST', 'SHOULD'),
    source: `${ERROR}/properties/param`,
    capability: 'errors',
    counterexample: {
      of: 'reject-wrong-type/temperature',
      edit: [{ op: 'remove', path: '/body/error/param' }],
    },
    judge(view, probe, contract) {
      const error = errorIn(view);
      if (error === undefined || (contract.id === 'open-responses' && error['param'] === undefined)) return;
      probe.check(stringOrNull(error['param']), '/body/error/param', 'string or null', show(error['param']));
    },
  },
  {
    id: 'error/internals',
    title: 'error.message is a sentence for people, without traces of the program',
    on: 'exchange',
    levels: levels('SHOULD', 'SHOULD'),
    source: `${ERROR}/properties/message`,
    capability: 'errors',
    counterexample: {
      of: 'reject-wrong-type/temperature',
      edit: [
        {
          op: 'set',
          path: '/body/error/message',
          value: 'Traceback (most recent call last):\n  File "/app/server.py", line 12, in create',
        },
      ],
    },
    judge(view, probe) {
      const message = errorIn(view)?.['message'];
      if (!nonEmptyString(message)) return;
      const [leak] = INTERNALS.find(([, pattern]) => pattern.test(message)) ?? [];
      const dump = message.length > MESSAGE_CHARACTERS ? `${message.length} characters` : undefined;
      const actual = leak ?? dump;
      probe.check(actual === undefined, '/body/error/message', 'a short sentence', `${actual}: ${show(message)}`);
    },
  },
];

/** Routers and proxies answer these without the API's own code, so less is asked of them. */
function lenient({ operation, status }: ExchangeView): boolean {
  return status === 405 || status >= 500 || (status === 404 && operation === undefined);
}

/** The error object of an answer that is no success. */
export function errorIn({ body, status }: ExchangeView): JsonObject | undefined {
  if (status < 400 || body.kind !== 'json') return undefined;
  const error = member(body.value, 'error');
  return isObject(error) ? error : undefined;
}

function stringOrNull(value: unknown): boolean {
  return value === null || typeof value === 'string';
}

/** Names the foreign dialect, so that its maintainer knows at once where it comes from. */
function dialect({ body, answer }: ExchangeView): string {
  switch (body.kind) {
    case 'empty':
      return 'empty body';
    case 'stream':
      return 'event stream';
    case 'unreadable':
      return /<(?:!doctype|html|head|body)\b/i.test(body.text) ? 'HTML page' : `no JSON: ${show(body.text)}`;
    case 'json':
      break;
    default:
      return body satisfies never;
  }
  const { value } = body;
  if (!isObject(value)) return `${typeName(value)}: ${show(value)}`;
  if (typeof value['error'] === 'string' && value['code'] !== undefined) {
    return `{code, error} with the text as error: ${show(value)}`;
  }
  if (typeof value['error'] === 'string') return `error is a string: ${show(value['error'])}`;
  if (value['detail'] !== undefined) return `{detail} as of FastAPI: ${show(value['detail'])}`;
  const problem = answer.contentType.includes('problem+json') || (nonEmptyString(value['title']) && 'status' in value);
  if (problem) return `problem+json: ${show(stringMember(value, 'title'))}`;
  if (nonEmptyString(value['message'])) return `error members at the top level: ${show(value)}`;
  return show(value);
}
