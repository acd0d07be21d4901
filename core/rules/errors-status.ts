import { isObject, member, show, stringMember, wordTable } from '../json.ts';
import type { Rule } from '../rule.ts';
import type { ExchangeView } from '../view.ts';
import { errorIn } from './errors.ts';
import { anyOf, levels, nonEmptyString } from './support.ts';

const ERROR = '#/components/schemas/Error' as const;

/** A kind of status codes, as people write it. */
interface Statuses {
  readonly shown: string;
  has(status: number): boolean;
}

function statuses(...codes: readonly number[]): Statuses {
  return { shown: codes.join(' or '), has: (status) => codes.includes(status) };
}

const REQUEST_ERROR: Statuses = { shown: '4xx', has: (status) => status >= 400 && status < 500 };
const SERVER_ERROR: Statuses = { shown: '5xx', has: (status) => status >= 500 };

/**
 * What an error type says of the status. Types of the official service (its guide on error codes) and of the Open
 * Responses table; where the two differ, and where genuine answers do, the wider one counts: genuine 401s and 404s have
 * the type invalid_request_error, and an overload comes as 429 or 503.
 */
const STATUSES_OF_TYPE: Readonly<Record<string, Statuses>> = wordTable({
  invalid_request_error: REQUEST_ERROR,
  invalid_request: REQUEST_ERROR,
  authentication_error: statuses(401, 403),
  permission_error: statuses(401, 403),
  not_found: statuses(404),
  not_found_error: statuses(404),
  too_many_requests: statuses(429),
  rate_limit_error: statuses(429, 503),
  server_error: SERVER_ERROR,
  api_error: SERVER_ERROR,
  model_error: SERVER_ERROR,
});

/** The Open Responses table of error types, in both of its spellings. */
const OPEN_RESPONSES_TYPES = [
  'invalid_request',
  'invalid_request_error',
  'not_found',
  'model_error',
  'server_error',
  'too_many_requests',
];

/** The statuses that the table speaks of; it has no type for credentials, for example. */
const OPEN_RESPONSES_STATUSES = [400, 404, 429, 500];

/** Codes whose status was the same in every recorded answer, or is stated. */
const STATUSES_OF_CODE: Readonly<Record<string, Statuses>> = wordTable({
  invalid_api_key: statuses(401),
  // 403 where a project has no access to a model that exists.
  model_not_found: statuses(400, 403, 404),
  previous_response_not_found: statuses(400),
  context_length_exceeded: statuses(400),
});

const WRONG_BODY = statuses(400, 422);
const LIMIT = statuses(429, 503);

/** Codes whose status is only recalled, or was observed once. A quota's end came as 400 from the genuine service too. */
const USUAL_STATUSES_OF_CODE: Readonly<Record<string, Statuses>> = wordTable({
  missing_required_parameter: WRONG_BODY,
  unknown_parameter: WRONG_BODY,
  invalid_type: WRONG_BODY,
  invalid_value: WRONG_BODY,
  integer_below_min_value: WRONG_BODY,
  integer_above_max_value: WRONG_BODY,
  decimal_below_min_value: WRONG_BODY,
  decimal_above_max_value: WRONG_BODY,
  string_above_max_length: WRONG_BODY,
  array_above_max_length: WRONG_BODY,
  array_below_min_length: WRONG_BODY,
  object_above_max_properties: WRONG_BODY,
  unsupported_parameter: WRONG_BODY,
  unsupported_value: WRONG_BODY,
  invalid_function_parameters: WRONG_BODY,
  invalid_json_schema: WRONG_BODY,
  mutually_exclusive_parameters: WRONG_BODY,
  conversation_locked: statuses(400, 409),
  rate_limit_exceeded: statuses(429),
  insufficient_quota: statuses(400, 429),
  credit_balance_exhausted: statuses(400, 402, 429),
  slow_down: LIMIT,
  server_is_overloaded: LIMIT,
});

/** Codes that speak of one member of the request, which `param` then names. */
const CODES_OF_A_MEMBER: readonly string[] = [
  'missing_required_parameter',
  'unknown_parameter',
  'invalid_type',
  'invalid_value',
  'integer_below_min_value',
  'integer_above_max_value',
  'decimal_below_min_value',
  'decimal_above_max_value',
  'string_above_max_length',
  'array_above_max_length',
  'array_below_min_length',
  'object_above_max_properties',
  'unsupported_parameter',
  'unsupported_value',
  'invalid_function_parameters',
  'invalid_json_schema',
  'context_length_exceeded',
  'previous_response_not_found',
];

/** Status, type, code and param of one error fit each other. */
export const errorStatusRules: readonly Rule[] = [
  {
    id: 'error/type-status',
    title: 'error.type fits the status: request errors come with 4xx, server errors with 5xx',
    on: 'exchange',
    levels: levels('SHOULD', 'SHOULD'),
    source: `${ERROR}/properties/type`,
    capability: 'errors',
    breaks: ['clients that retry by type'],
    counterexample: {
      of: 'reject-wrong-type/temperature',
      edit: [{ op: 'set', path: '/body/error/type', value: 'server_error' }],
    },
    judge(view, probe) {
      const type = stringMember(judgedError(view), 'type');
      const fitting = type === undefined ? undefined : STATUSES_OF_TYPE[type];
      if (fitting === undefined) return;
      probe.check(fitting.has(view.status), '/status', `${fitting.shown} for ${type}`, String(view.status));
    },
  },
  {
    id: 'error/type-listed',
    title: 'error.type is one of the types that the contract lists',
    on: 'exchange',
    levels: levels('-', 'SHOULD'),
    source: `${ERROR}/properties/type`,
    capability: 'errors',
    counterexample: {
      of: 'reject-wrong-type/temperature',
      edit: [{ op: 'set', path: '/body/error/type', value: 'BadRequestError' }],
    },
    judge(view, probe) {
      const type = judgedError(view)?.['type'];
      if (!nonEmptyString(type) || !OPEN_RESPONSES_STATUSES.includes(view.status)) return;
      probe.check(OPEN_RESPONSES_TYPES.includes(type), '/body/error/type', anyOf(OPEN_RESPONSES_TYPES), show(type));
    },
  },
  {
    id: 'error/code-status',
    title: 'The codes of keys, models, parents and full contexts come with their status',
    on: 'exchange',
    levels: levels('MUST', '-'),
    source: `${ERROR}/properties/code`,
    capability: 'errors',
    breaks: ['openai-python', 'openai-node'],
    counterexample: {
      of: 'reject-wrong-type/temperature',
      edit: [{ op: 'set', path: '/body/error/code', value: 'invalid_api_key' }],
      also: ['request/refusal-code'],
    },
    judge: (view, probe) => codeFitsStatus(STATUSES_OF_CODE, view, probe.check),
  },
  {
    id: 'error/code-class',
    title: 'The codes of wrong requests and of limits come with their status',
    on: 'exchange',
    levels: levels('SHOULD', 'MAY'),
    source: `${ERROR}/properties/code`,
    capability: 'errors',
    counterexample: {
      of: 'reject-wrong-type/temperature',
      edit: [{ op: 'set', path: '/body/error/code', value: 'rate_limit_exceeded' }],
      // To the judge that code is a limit of the account, of which nothing else follows.
      also: [],
    },
    judge: (view, probe) => codeFitsStatus(USUAL_STATUSES_OF_CODE, view, probe.check),
  },
  {
    id: 'error/code-names-param',
    title: 'An error whose code speaks of one member names it in error.param',
    on: 'exchange',
    levels: levels('SHOULD', 'MAY'),
    source: `${ERROR}/properties/param`,
    capability: 'errors',
    counterexample: {
      of: 'reject-unknown-member/top-level',
      edit: [{ op: 'set', path: '/body/error/param', value: null }],
      also: ['request/refusal-param'],
    },
    judge(view, probe) {
      const error = errorIn(view);
      const code = stringMember(error, 'code');
      if (error === undefined || code === undefined || !CODES_OF_A_MEMBER.includes(code)) return;
      const { param } = error;
      if (param !== null && typeof param !== 'string') return;
      probe.check(nonEmptyString(param), '/body/error/param', `the member that ${code} is about`, show(param));
    },
  },
  {
    id: 'error/as-success',
    title: 'An error is not answered with a status of success',
    on: 'exchange',
    levels: levels('MUST', 'MAY'),
    source: '#/components/schemas/ErrorEnvelope',
    capability: 'errors',
    breaks: ['openai-python', 'openai-node'],
    counterexample: {
      of: 'store/delete',
      edit: [{ op: 'set', path: '/body', value: { error: { message: 'No.', type: 'server_error' } } }],
      also: ['state/delete-receipt'],
    },
    judge(view, probe) {
      if (!view.success || view.operation === undefined || view.body.kind !== 'json') return;
      const { value } = view.body;
      const error = member(value, 'error');
      // A failed Response is a success with an error in it: the request was served.
      const bare = member(value, 'object') === undefined && member(value, 'output') === undefined;
      const holds = !(bare && (isObject(error) || nonEmptyString(error)));
      probe.check(holds, '/status', '4xx or 5xx for an error', `${view.status} with ${show(error)}`);
    },
  },
];

/**
 * The error whose status can be judged by what it says of itself. Where the kit's own request had other statuses coming,
 * the status is already wrong by the rule of that flaw.
 */
function judgedError(view: ExchangeView) {
  const { intent } = view.exchange;
  return intent?.kind === 'invalid' && !intent.statuses.includes(view.status) ? undefined : errorIn(view);
}

type Check = (holds: boolean, at: string, expected: string, actual: string) => void;

function codeFitsStatus(table: Readonly<Record<string, Statuses>>, view: ExchangeView, check: Check): void {
  const code = stringMember(judgedError(view), 'code');
  const fitting = code === undefined ? undefined : table[code];
  if (fitting === undefined) return;
  check(fitting.has(view.status), '/status', `${fitting.shown} for ${code}`, String(view.status));
}
