import type { Flaw } from '../exchange.ts';
import { isObject, type JsonObject, member } from '../json.ts';
import type { RuleId } from '../rule.ts';
import {
  type Answered,
  changed,
  jsonOf,
  messagesOf,
  withContentType,
  withJson,
  withMessages,
  withStatus,
  withText,
} from './draft.ts';
import type { Mutant, MutationArea } from './mutant.ts';
import { wrongResponses } from './response.ts';

/** A settled Response with one thing wrong, wherever it stands: as the JSON body or in the terminal event. */
export function* responseMutants(exchange: Answered): Generator<Mutant> {
  const request = exchange.intent?.kind === 'valid' ? exchange.request.json : undefined;
  const body = jsonOf(exchange);
  if (isObject(body) && body['object'] === 'response' && exchange.answer.status < 300) {
    for (const { make, operator, area, path, by } of wrongResponses(body, request)) {
      const at = `/body/${path.join('/')}`;
      const made = () => withJson(exchange, make(body));
      yield { operator, area, at, breaks: 'always', ...(by === undefined ? {} : { by }), make: made };
    }
  }
  const messages = messagesOf(exchange) ?? [];
  const index = messages.findLastIndex(({ data }) => isTerminalType(data['type']));
  const last = messages[index];
  const response = last?.data['response'];
  if (last === undefined || !isObject(response)) return;
  for (const { make, operator, area, path, by } of wrongResponses(response, request)) {
    const at = `/events/${index}/data/response/${path.join('/')}`;
    const altered = () => ({ ...last, data: { ...last.data, response: make(response) } });
    const made = () => withMessages(exchange, messages.with(index, altered()));
    yield { operator, area, at, breaks: 'always', ...(by === undefined ? {} : { by }), make: made };
  }
}

function isTerminalType(type: unknown): boolean {
  return type === 'response.completed' || type === 'response.incomplete' || type === 'response.failed';
}

/** Status, media type and envelope. */
export function* envelopeMutants(exchange: Answered): Generator<Mutant> {
  const { status } = exchange.answer;
  const mutant = (operator: string, area: MutationArea, at: string, make: Mutant['make'], by?: RuleId): Mutant => {
    return { operator, area, at, breaks: 'always', ...(by === undefined ? {} : { by }), make };
  };
  const body = jsonOf(exchange);
  if (exchange.intent?.kind === 'valid' && status < 300) {
    const error = { error: { message: 'The server had an error.', type: 'server_error', param: null, code: null } };
    const failing = { ...exchange, answer: { ...exchange.answer, contentType: 'application/json' } };
    yield mutant(
      'server-error',
      'status',
      '/status',
      () => withJson(withStatus(failing, 500) as Answered, error),
      exchange.intent.judgedBy,
    );
    yield mutant('error-with-200', 'status', '/body', () =>
      withJson(withContentType(failing, 'application/json') as Answered, error),
    );
  }
  // Of an answer to a request that nobody knows half a body says nothing.
  const known = exchange.intent !== undefined || exchange.request.json !== undefined;
  if (status < 300 && isObject(body) && known) {
    yield mutant('html-page', 'envelope', '/body', () => withText(exchange, '<!doctype html><title>OK</title>'));
    yield mutant('cut-json', 'envelope', '/body', () => withText(exchange, JSON.stringify(body).slice(0, -9)));
    yield mutant('wrong-media-type', 'envelope', '/headers/content-type', () => withContentType(exchange, 'text/html'));
  }
  if (status < 400 || !isObject(body)) return;
  const error = member(body, 'error');
  if (!isObject(error)) return;
  // The router answers these, or a proxy: a well-formed envelope is only asked for.
  const by = status === 405 || status >= 500 ? 'error/server-envelope' : undefined;
  const withError = (value: JsonObject) => () => withJson(exchange, value);
  yield mutant('no-envelope', 'envelope', '/body/error', withError(error), by);
  yield mutant('error-is-text', 'envelope', '/body/error', withError({ error: String(error['message']) }), by);
  yield mutant('no-message', 'envelope', '/body/error/message', withError({ error: changedObject(error, 'message') }));
  yield mutant('detail-instead', 'envelope', '/body', withError({ detail: String(error['message']) }), by);
  yield mutant('empty-body', 'envelope', '/body', () => withText(exchange, ''), by);
  const { intent } = exchange;
  if (intent?.kind !== 'invalid') return;
  const refusal = intent.judgedBy ?? refusalRule(exchange, intent.flaw, intent.param);
  if (!intent.statuses.includes(500)) {
    yield mutant('server-error', 'status', '/status', () => withStatus(exchange, 500), refusal);
  }
  if (!intent.statuses.includes(200))
    yield mutant('accepted', 'status', '/status', () => withStatus(exchange, 200), refusal);
}

/** The rule that a wrong request is refused by. */
function refusalRule({ request }: Answered, flaw: Flaw, param: string | undefined): RuleId {
  // An output of a call that nobody made.
  if (flaw === 'unknown-id' && request.path.endsWith('/responses') && isObject(request.json) && param === 'input')
    return 'request/orphan-output-refused';
  if (flaw === 'out-of-range' && param === 'limit') return 'state/list-limit-range';
  return `request/rejects-${flaw}`;
}

function changedObject(object: JsonObject, name: string): JsonObject {
  const value = changed(object, [name], undefined);
  return isObject(value) ? value : {};
}
