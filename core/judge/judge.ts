import { bodyBytes, slicesOf } from '../body.ts';
import { type Contract, type OperationId, OWN } from '../contract.ts';
import type { Body, Exchange, HttpAnswer } from '../exchange.ts';
import { isObject, type JsonObject, sameJson, stringMember } from '../json.ts';
import type { Unanswered } from '../report.ts';
import type { Finding, ResponseRule, ResponseSubject, Rule, RuleId, StreamRule } from '../rule.ts';
import { SURVIVES } from '../rules/survival.ts';
import { createSseDecoder } from '../sse/decoder.ts';
import type { WireFacts } from '../sse/wire.ts';
import { startingAfter } from '../stream/cursor.ts';
import type { StreamEvent } from '../stream/event.ts';
import { isTerminal } from '../stream/events.ts';
import { createMachine } from '../stream/machine.ts';
import { EventReader } from '../stream/reader.ts';
import { type ExchangeView, viewOf } from '../view.ts';
import { whyUnanswered } from './answerable.ts';
import { hiddenAspects } from './aspects.ts';
import { type Area, chosenRules } from './chosen.ts';
import { Gatherer, probeFor } from './probe.ts';
import { handOut, interestsOf, specsOf } from './watches.ts';

/** What judging one exchange on its own yields. */
export interface Judgement {
  readonly operation: OperationId | undefined;
  readonly applied: readonly RuleId[];
  readonly findings: readonly Finding[];
  readonly unmet: readonly { readonly rule: RuleId; readonly why: string }[];
  readonly unanswered?: Unanswered;
}

/** Judges one exchange by all rules that look at single exchanges. Pure. */
export function judgeExchange(exchange: Exchange, contract: Contract, rules: readonly Rule[]): Judgement {
  const gatherer = new Gatherer();
  const view = viewOf(exchange, contract.operations);
  const unanswered = judgeInto(gatherer, exchange, view, contract, rules);
  return {
    operation: view?.operation,
    applied: gatherer.applied,
    findings: gatherer.findings,
    unmet: gatherer.unmetRules,
    ...(unanswered === undefined ? {} : { unanswered }),
  };
}

/** As `judgeExchange`, into a gatherer that may already hold what other exchanges of the scenario showed. */
export function judgeInto(
  gatherer: Gatherer,
  exchange: Exchange,
  view: ExchangeView | undefined,
  contract: Contract,
  rules: readonly Rule[],
  /** The key and the model of the run are known to be in order: a refusal for them is an answer. */
  configured = false,
): Unanswered | undefined {
  const unanswered = whyUnanswered(exchange, view, configured);
  if (exchange.outage !== undefined) {
    judgeOutage(gatherer, exchange, view, contract, rules);
    return unanswered;
  }
  if (view === undefined || (unanswered !== undefined && !showsEnvelope(view))) return unanswered;
  const area = onlyArea(view, unanswered);
  const chosen = chosenRules(contract, rules, hiddenAspects(exchange), area);
  for (const rule of chosen.exchange) rule.judge(view, probeFor(gatherer, rule, exchange.id), contract);
  // Of a wrong request that was accepted there is no telling what its answer ought to be.
  if (unanswered !== undefined || area === 'refusals') return unanswered;
  if (contract.id === OWN) return undefined;
  const judgeResponse = responseJudge(chosen.response, (rule, subject) => {
    const probe = probeFor(gatherer, rule, exchange.id);
    rule.judge(subject, probe, contract);
    return probe.objections() > 0;
  });
  if (view.body.kind === 'stream' && view.success) judgeStream(gatherer, view, chosen.stream, judgeResponse, contract);
  else {
    const subject = responseIn(view);
    if (subject !== undefined) judgeResponse(subject);
  }
  return undefined;
}

/**
 * Asks the rules about every Response of one exchange. `in_progress` mostly repeats what `created` showed, and of the
 * same snapshot in the same phase a rule says the same: only those are asked again that objected, and count it.
 *
 * @param ask whether the rule objects
 */
function responseJudge(
  rules: readonly ResponseRule[],
  ask: (rule: ResponseRule, subject: ResponseSubject) => boolean,
): (subject: ResponseSubject) => void {
  let before: ResponseSubject | undefined;
  let objecting = rules;
  return (subject) => {
    const repeated = before?.phase === subject.phase && sameJson(before.value, subject.value);
    objecting = (repeated ? objecting : rules).filter((rule) => ask(rule, subject));
    before = subject;
  };
}

/** What a request leaves that took the server down: nothing that any other rule could look at. */
const NOTHING_LEFT: HttpAnswer = {
  kind: 'http',
  status: 0,
  headers: {},
  contentType: '',
  body: { kind: 'text', text: '' },
  ending: 'cut',
};

function judgeOutage(
  gatherer: Gatherer,
  exchange: Exchange,
  view: ExchangeView | undefined,
  contract: Contract,
  rules: readonly Rule[],
): void {
  const seen = view ?? viewOf({ ...exchange, answer: NOTHING_LEFT }, contract.operations);
  const rule = rules.find(({ id }) => id === SURVIVES);
  if (seen === undefined || rule?.on !== 'exchange' || rule.levels[contract.id] === undefined) return;
  rule.judge(seen, probeFor(gatherer, rule, exchange.id), contract);
}

/**
 * The one area of rules that may speak of such an exchange. A limit or an overload says nothing of the protocol but for
 * the form of its own error body; and that a deliberately wrong request was accepted is one defect, not one more for
 * each echo that the wrong member then lacks.
 */
function onlyArea(view: ExchangeView, unanswered: Unanswered | undefined): Area | undefined {
  if (unanswered !== undefined) return 'errors';
  return view.exchange.intent?.kind === 'invalid' && view.success ? 'refusals' : undefined;
}

/** An error in JSON came from the API itself; a gateway's HTML page did not. */
function showsEnvelope(view: ExchangeView): boolean {
  return !view.success && view.body.kind === 'json' && view.answer.ending === 'complete';
}

const RETURNS_RESPONSE: readonly OperationId[] = ['createResponse', 'getResponse', 'cancelResponse'];

function responseIn(view: ExchangeView): ResponseSubject | undefined {
  if (!view.success || view.body.kind !== 'json' || !isObject(view.body.value)) return undefined;
  const { value } = view.body;
  const expected = view.operation !== undefined && RETURNS_RESPONSE.includes(view.operation);
  if (!expected && !(view.operation === undefined && stringMember(value, 'object') === 'response')) return undefined;
  return { value, at: '/body', phase: 'final', view };
}

const INTERIM = new Set(['response.created', 'response.queued', 'response.in_progress']);

/** Without any of these a snapshot is no Response. */
const WHOLE = ['id', 'object', 'created_at', 'model'] as const;

function judgeStream(
  gatherer: Gatherer,
  view: ExchangeView,
  rules: readonly StreamRule[],
  judgeResponse: (subject: ResponseSubject) => void,
  contract: Contract,
): void {
  const { exchange, answer } = view;
  const watches = rules.map((rule) => {
    const probe = probeFor(gatherer, rule, exchange.id);
    const watch = rule.watch(probe, contract, exchange);
    return { watch, steady: rule.steady === true, objections: probe.objections };
  });
  const see = handOut(watches, interestsOf(rules));
  const machine = createMachine(specsOf(contract), startingAfter(exchange) !== undefined);
  let first: JsonObject | undefined;
  const feed = (event: StreamEvent) => {
    const step = machine.step(event);
    see(step);
    if (event.alike) return;
    const snapshot = step.data?.['response'];
    if (step.type === undefined || !isObject(snapshot)) return;
    const phase = INTERIM.has(step.type) ? 'interim' : isTerminal(step.type) ? 'final' : undefined;
    if (phase === undefined) return;
    first ??= snapshot;
    // What has nothing of a Response that was whole at first is `stream/terminal-full`, once.
    if (phase === 'final' && WHOLE.every((name) => first?.[name] !== undefined && snapshot[name] === undefined)) return;
    judgeResponse({ value: snapshot, at: `${event.at}/data/response`, phase, view });
  };
  const facts = readBody(answer.body, feed);
  const summary = machine.end(facts, answer.ending === 'complete');
  for (const { watch } of watches) watch.end?.(summary);
}

/** Hands over the events of a stream one by one: those that have been judged can go. */
function readBody(body: Body, feed: (event: StreamEvent) => void): WireFacts | undefined {
  const reader = new EventReader();
  if (body.kind === 'text') return reader.text(body.text, feed);
  if (body.kind === 'data') {
    for (const [index, payload] of body.payloads.entries()) feed(reader.payload(payload, index));
    return undefined;
  }
  const decoder = createSseDecoder();
  for (const slice of slicesOf(bodyBytes(body))) {
    for (const event of decoder.push(slice)) feed(reader.wire(event));
  }
  const { events, facts } = decoder.end();
  for (const event of events) feed(reader.wire(event));
  return facts;
}
