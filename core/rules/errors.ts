import type { ContractFamily } from '../contract.ts';
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

const PAGE = /<(?:!doctype|html|head|body)\b/i;

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
    title:
      'A 405, a 413, a 5xx, the 404 of an unknown path and what a gateway says have {"error": {...}} as their JSON body too',
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
      if (error === undefined || lenient(view) || isOfResourceManager(error)) return;
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
      const error = errorIn(view);
      const type = error?.['type'];
      if (error !== undefined && !nonEmptyString(type) && isOfResourceManager(error)) {
        probe.check(false, '/body/error/type', TYPES.slice(0, 4).join(', '), show(type));
      }
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
      if (error === undefined || (error['code'] === undefined && mayLack(view, contract.id))) return;
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
      const may = error !== undefined && (mayLack(view, contract.id) || isOfResourceManager(error));
      if (error === undefined || (error['param'] === undefined && may)) return;
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

/** Routers, proxies and gateways answer these without the API's own code, so less is asked of them. */
function lenient(view: ExchangeView): boolean {
  const { operation, status } = view;
  return (
    status === 405 || status === 413 || status >= 500 || (status === 404 && operation === undefined) || isGate(view)
  );
}

/**
 * Who asks for a key or knows no such deployment may stand before the API. API Management, in front of Azure, says
 * {statusCode, message} (quoted in run-llama/llama_index#12484), a CDN answers with a page.
 */
function isGate({ body, status }: ExchangeView): boolean {
  if (status !== 401 && status !== 403 && status !== 404) return false;
  if (body.kind === 'unreadable') return status === 403 && PAGE.test(body.text);
  const value = body.kind === 'json' ? body.value : undefined;
  return isObject(value) && value['statusCode'] === status && nonEmptyString(value['message']);
}

/**
 * The error object of Microsoft's guidelines, which Azure answers with where it is not the model's own service that
 * speaks: {code, message} with a status or a name as the code (`DeploymentNotFound`, quoted in rashadphz/farfalle#79),
 * and its content filter's with a null type (quoted in stanford-crfm/helm#3327, compl-ai/compl-ai#20).
 */
function isOfResourceManager(error: JsonObject): boolean {
  if (isObject(error['innererror']) || (error['type'] === null && error['code'] === 'content_filter')) return true;
  const bare = error['type'] === undefined && error['param'] === undefined;
  return bare && /^(?:\d{3}|[A-Z][A-Za-z]+)$/.test(stringMember(error, 'code') ?? '');
}

function mayLack(view: ExchangeView, contract: ContractFamily): boolean {
  return contract === 'open-responses' || lenient(view);
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
      return PAGE.test(body.text) ? 'HTML page' : `no JSON: ${show(body.text)}`;
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
