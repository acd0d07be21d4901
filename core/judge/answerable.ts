import { bodyText } from '../body.ts';
import type { Blame, Ending, Exchange, HttpAnswer } from '../exchange.ts';
import { arrayOf, type Json, member, stringMember } from '../json.ts';
import type { Refusal, Unanswered } from '../report.ts';
import type { ExchangeView } from '../view.ts';

/** Gateways and CDNs answer these when they could not reach the server behind them; 529 is "overloaded" at several. */
const GATEWAY_STATUSES: readonly number[] = [502, 503, 504, 520, 521, 522, 523, 524, 529];

/** Limits of the account, not of the protocol. A quota error also came as 400 from the genuine service. */
const QUOTA_CODES: readonly string[] = [
  'insufficient_quota',
  'rate_limit_exceeded',
  'credit_balance_exhausted',
  'slow_down',
  'server_is_overloaded',
  'billing_hard_limit_reached',
];

/**
 * Why this exchange says nothing about the protocol, and who is to blame; undefined when it can be judged.
 * @param configured the run has shown that its key and model are in order
 */
export function whyUnanswered(
  exchange: Exchange,
  view: ExchangeView | undefined,
  configured = false,
): Unanswered | undefined {
  const { answer, id } = exchange;
  if (answer.kind === 'none') return { exchange: id, cause: answer.cause, blame: answer.blame, detail: answer.detail };
  const { status } = answer;
  if (GATEWAY_STATUSES.includes(status)) {
    return {
      exchange: id,
      cause: 'overload',
      blame: 'gateway',
      detail: `${status} from a gateway or an overloaded server`,
    };
  }
  const code = errorCode(view);
  if (status === 429 || status === 402 || (status >= 400 && code !== undefined && QUOTA_CODES.includes(code))) {
    const named = code === undefined ? '' : ` (${code})`;
    return { exchange: id, cause: 'overload', blame: 'provider', detail: `${status}${named}: a limit of the account` };
  }
  const wrong = configured ? undefined : wrongConfiguration(exchange, status, view);
  if (wrong !== undefined) return { exchange: id, cause: 'configuration', blame: 'configuration', detail: wrong };
  return brokenBody(id, answer, view);
}

/** How servers say that they do not have the model, where they have no code for it. */
const NO_SUCH_MODEL = /\bmodel\b.{0,120}\b(?:not found|(?:does|do)(?: not|n't) exist|unknown)\b|\bno such model\b/i;

/**
 * A key or a model that the server does not take: every request of the run is then refused before anything else of it
 * is looked at, the deliberately wrong ones as well. Only requests that are wrong in just this point are judged by it.
 */
function wrongConfiguration(
  { intent, request }: Exchange,
  status: number,
  view: ExchangeView | undefined,
): string | undefined {
  if (intent === undefined) return undefined;
  const flaw = intent.kind === 'invalid' ? intent : undefined;
  if (status === 401 || status === 403) {
    return flaw?.flaw === 'missing-key' || flaw?.flaw === 'wrong-key'
      ? undefined
      : `${status}: the key was not accepted`;
  }
  const model = member(request.json, 'model');
  if (typeof model !== 'string' || flaw?.flaw === 'unknown-model' || flaw?.param === 'model') return undefined;
  if (view?.body.kind !== 'json' || (status !== 400 && status !== 404)) return undefined;
  const named =
    errorCode(view) === 'model_not_found' || errorTexts(view.body.value).some((text) => NO_SUCH_MODEL.test(text));
  return named ? `${status}: the server does not have the model ${model}` : undefined;
}

/** Half a JSON document is no document; half a stream can still be judged for what did arrive. */
function brokenBody(id: string, answer: HttpAnswer, view: ExchangeView | undefined): Unanswered | undefined {
  if (answer.ending === 'complete') return undefined;
  const silent = view?.body.kind === 'stream';
  if (silent && saysSomething(answer)) return undefined;
  const blame: Blame = answer.ending === 'too-long' && !silent ? 'kit' : 'provider';
  const detail = silent ? 'the stream ended early, before its first event' : 'the body ended early';
  return { exchange: id, cause: 'timeout', blame, detail: `${detail}: ${ENDED[answer.ending]}` };
}

const ENDED: Readonly<Record<Ending, string>> = {
  complete: 'it was whole',
  cut: 'the connection was lost, or its framing broke',
  timeout: 'it did not go on within the time limits',
  'too-long': 'it was longer than the kit reads (limits.maxBytes of the provider file)',
};

/** Whether a stream has a whole event, with its empty line; comments alone say nothing. */
function saysSomething({ body }: HttpAnswer): boolean {
  if (body.kind === 'data') return body.payloads.length > 0;
  const text = bodyText(body);
  const first = text.search(/(?:^|[\r\n]|\uFEFF)data[:\r\n]/);
  return first !== -1 && ['\n\n', '\r\r', '\r\n\r\n'].some((end) => text.includes(end, first + 1));
}

function errorCode(view: ExchangeView | undefined): string | undefined {
  if (view?.body.kind !== 'json') return undefined;
  const error = member(view.body.value, 'error');
  return stringMember(error, 'code') ?? stringMember(error, 'type');
}

/**
 * An honest refusal of something optional: a route that is not there (404, 405, 501), or a 4xx that names one of the
 * members which the step declared optional. Whether it is accepted as such is decided over the whole run: a route that
 * worked elsewhere is there, and what a provider claims it must do.
 */
export function refusalIn(view: ExchangeView): Refusal | undefined {
  const { exchange, status } = view;
  if (exchange.intent?.kind !== 'valid' || view.success) return undefined;
  const { operation } = view;
  const named = namedMember(view, exchange.intent.optional ?? []);
  if (status >= 400 && status < 500 && named !== undefined) {
    return { kind: 'member', exchange: exchange.id, operation, why: `${status} naming ${named}` };
  }
  if (status === 404 || status === 405 || status === 501) {
    return {
      kind: 'route',
      exchange: exchange.id,
      operation,
      why: `${status} on ${exchange.request.method} ${exchange.request.path}`,
    };
  }
  return undefined;
}

function namedMember(view: ExchangeView, optional: readonly string[]): string | undefined {
  if (view.body.kind !== 'json') return undefined;
  const texts = errorTexts(view.body.value).map((text) => text.toLowerCase());
  return optional.find((name) => texts.some((text) => text.includes(name.toLowerCase())));
}

/** `param` and `message` of the error, in the standard envelope or one of the dialects seen in the wild. */
export function errorTexts(body: Json): readonly string[] {
  const error = member(body, 'error');
  const candidates = [
    member(error, 'param'),
    member(error, 'message'),
    error,
    member(body, 'message'),
    member(body, 'detail'),
    ...arrayOf(member(body, 'detail')).flatMap((detail) => [member(detail, 'msg'), ...arrayOf(member(detail, 'loc'))]),
  ];
  return candidates.filter((text) => typeof text === 'string');
}
