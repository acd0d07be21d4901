import type { Contract } from '../contract.ts';
import { isObject, type JsonObject, member } from '../json.ts';
import {
  PARAMETER_OUTCOMES,
  type ParameterOutcome,
  type ParameterReport,
  type SentParameter,
  sentParameters,
} from '../parameter.ts';
import { finalResponse } from '../rules/support.ts';
import type { ExchangeView } from '../view.ts';
import { whyUnanswered } from './answerable.ts';
import { blamed } from './blame.ts';
import { type Seen, sightOf } from './sights.ts';

/**
 * What the exchanges of one scenario say about every value that their requests to create a response carried. Pure.
 * Empty where the contract does not have the operation. `mergeParameters` makes one list of many.
 */
export function parametersOf(views: readonly ExchangeView[], contract: Contract): readonly ParameterReport[] {
  if (!contract.operations.some(({ id }) => id === 'createResponse')) return [];
  return views
    .filter((view) => view.operation === 'createResponse' && view.exchange.intent?.kind !== 'invalid')
    .flatMap((view) => {
      const sent = sentParameters(view.sent).filter(({ member: name }) => isKnown(name, contract));
      return view.success ? accepted(view, sent, views, contract) : failed(view, sent);
    });
}

/** Members that the service got after the published document was written. */
const NEWER: readonly string[] = ['image', 'access_programs'];

function isKnown(name: string, contract: Contract): boolean {
  const [root = name] = name.split('.');
  if (contract.document !== undefined) return contract.document.parameters.some((stated) => stated.name === root);
  const request = contract.operations.find(({ id }) => id === 'createResponse')?.request ?? '';
  const schema = contract.resolve(`#/components/schemas/${request}`);
  if (!isObject(schema) || !isObject(schema['properties'])) return true;
  return root in schema['properties'] || (contract.id === 'openai' && NEWER.includes(root));
}

function accepted(
  view: ExchangeView,
  sent: readonly SentParameter[],
  views: readonly ExchangeView[],
  contract: Contract,
): readonly ParameterReport[] {
  const response = finalResponse(view);
  if (response === undefined || response['status'] === 'failed') return sent.flatMap((each) => streamOnly(each, view));
  // A recording whose request nobody vouches for may be wrong in itself.
  if (view.exchange.intent === undefined && contract.validate('Request.createResponse', view.sent, '').length > 0) {
    return [];
  }
  const seen: Seen = { view, response, retrieved: retrievedIn(views, response), sent };
  return sent.map((each) => {
    const { outcome, why } = sightOf(each, seen);
    return { member: each.member, value: each.text, outcome, why, exchange: view.exchange.id };
  });
}

/** Of an answer without a Response only its form can be judged. */
function streamOnly({ member: name, text, value }: SentParameter, view: ExchangeView): readonly ParameterReport[] {
  if (name !== 'stream' || value !== true || view.body.kind !== 'stream') return [];
  return [
    { member: name, value: text, outcome: 'honoured', why: 'the answer is a stream', exchange: view.exchange.id },
  ];
}

/** Whether a later step could retrieve this response before anybody deleted it; undefined when nobody asked. */
function retrievedIn(views: readonly ExchangeView[], response: JsonObject): boolean | undefined {
  const { id } = response;
  const later = views.find(
    ({ operation, pathIds }) =>
      (operation === 'getResponse' || operation === 'deleteResponse') && pathIds['response_id'] === id,
  );
  return later?.operation === 'getResponse' && (later.success || later.status === 404) ? later.success : undefined;
}

function failed(view: ExchangeView, sent: readonly SentParameter[]): readonly ParameterReport[] {
  const { exchange, status } = view;
  if (exchange.intent === undefined || status < 400) return [];
  const named = view.body.kind === 'json' ? blamed(view.body.value, sent) : [];
  const kind = status >= 500 ? 'crashed' : 'refused';
  const unanswered = whyUnanswered(exchange, view);
  // 403 names what an account may not use; every other unanswered one says nothing of the request.
  if (unanswered !== undefined && !(status === 403 && named.length > 0)) return [];
  const report = (each: SentParameter, outcome: ParameterOutcome, why: string): ParameterReport => ({
    member: each.member,
    value: each.text,
    outcome,
    why,
    exchange: exchange.id,
  });
  const [only, ...others] = named;
  if (only !== undefined && others.length === 0) {
    if (isNotFound(view)) return [report(only, 'unclear', `${status}: what it refers to does not exist`)];
    return [report(only, kind, `${status} naming ${only.at}`)];
  }
  // A route that is not there says nothing about members.
  if (only === undefined && [404, 405, 501].includes(status)) return [];
  const suspects = only === undefined ? sent : named;
  return suspects.map((each) => ({
    ...report(each, 'unclear', `${status} that names no single member, with this among ${suspects.length}`),
    suspect: kind,
  }));
}

function isNotFound(view: ExchangeView): boolean {
  if (view.body.kind !== 'json') return false;
  const code = member(member(view.body.value, 'error'), 'code');
  return view.status === 404 || (typeof code === 'string' && code.endsWith('not_found'));
}

/** What counts when exchanges differ: a crash or a loss is one, however often the value worked elsewhere. */
const RANK: readonly ParameterOutcome[] = ['crashed', 'ignored', 'honoured', 'refused', 'unclear'];

/**
 * One entry for each value, out of what several scenarios said: of a failure that names nobody the one value is to blame
 * that never worked elsewhere. Pure; in the order of the members' names, values as they first came.
 */
export function mergeParameters(reports: readonly ParameterReport[]): readonly ParameterReport[] {
  const cleared = new Set(reports.filter((each) => each.suspect === undefined && worked(each)).map(keyOf));
  const settled = reports.map((each) => (each.suspect === undefined ? each : convict(each, reports, cleared)));
  const best = new Map<string, ParameterReport>();
  for (const each of settled) {
    const known = best.get(keyOf(each));
    if (known === undefined || rank(each) < rank(known)) best.set(keyOf(each), each);
  }
  return [...best.values()].toSorted((left, right) => compare(left.member, right.member));
}

function convict(
  each: ParameterReport,
  reports: readonly ParameterReport[],
  cleared: ReadonlySet<string>,
): ParameterReport {
  const left = reports.filter(
    (other) => other.exchange === each.exchange && other.suspect !== undefined && !cleared.has(keyOf(other)),
  );
  const keys = new Set(left.map(keyOf));
  if (each.suspect === undefined || keys.size !== 1 || !keys.has(keyOf(each))) return each;
  const status = each.why.split(' ', 1)[0] ?? '';
  const { suspect, ...rest } = each;
  return {
    ...rest,
    outcome: suspect,
    why: `${status} whenever it is sent; all that was sent with it works without it`,
  };
}

function worked({ outcome, why }: ParameterReport): boolean {
  return outcome === 'honoured' || outcome === 'ignored' || (outcome === 'unclear' && !/^4\d\d/.test(why));
}

function keyOf({ member: name, value }: Pick<ParameterReport, 'member' | 'value'>): string {
  return JSON.stringify([name, value]);
}

/** Of equals one that is no mere suspicion. */
function rank({ outcome, suspect }: ParameterReport): number {
  return RANK.indexOf(outcome) * 2 + (suspect === undefined ? 0 : 1);
}

function compare(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0;
}

/** One member over all its values. */
export interface ParameterSummary {
  readonly member: string;
  /** What is worst but for refusals, which leave what else works standing; `unclear` when nothing was seen. */
  readonly outcome: ParameterOutcome;
  /** Other outcomes and the values that had them, `unclear` left out. */
  readonly but: readonly { readonly outcome: ParameterOutcome; readonly values: readonly string[] }[];
  readonly values: readonly ParameterReport[];
}

/** The merged list, member by member. */
export function summariesOf(merged: readonly ParameterReport[]): readonly ParameterSummary[] {
  const members = new Map<string, ParameterReport[]>();
  for (const each of merged) members.set(each.member, [...(members.get(each.member) ?? []), each]);
  return [...members].map(([name, values]) => {
    const outcome = RANK.find((candidate) => values.some((each) => each.outcome === candidate)) ?? 'unclear';
    const but = PARAMETER_OUTCOMES.filter((other) => other !== outcome && other !== 'unclear').flatMap((other) => {
      const own = values.filter((each) => each.outcome === other).map(({ value }) => value);
      return own.length === 0 ? [] : [{ outcome: other, values: own }];
    });
    return { member: name, outcome, but, values };
  });
}
