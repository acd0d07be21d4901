import { bodyText } from '../body.ts';
import {
  integerMember,
  isObject,
  type Json,
  type JsonObject,
  member,
  parseJson,
  sameJson,
  show,
  stringMember,
} from '../json.ts';
import type { Rule, ScenarioSteps } from '../rule.ts';
import { createSseDecoder } from '../sse/decoder.ts';
import { isTerminal } from '../stream/events.ts';
import { type ExchangeView, viewOf } from '../view.ts';
import { makerOf, stable } from './state.ts';
import { levels } from './support.ts';

const GET = '#/paths/~1responses~1{response_id}/get' as const;

/** Streams of stored responses that are read again, whole or from a cursor on. */
export const replayRules: readonly Rule[] = [
  {
    id: 'state/replay-response',
    title: 'A stream that is read again is of the response that the path names',
    on: 'stream',
    events: ['lifecycle'],
    levels: levels('MUST', '-'),
    source: GET,
    capability: 'background',
    needs: ['ids'],
    counterexample: {
      of: 'background-stream/resume-middle',
      edit: [{ op: 'set', path: '/events/response.completed/response/id', value: 'resp_of_somebody_else' }],
    },
    watch(probe, contract, exchange) {
      const view = viewOf(exchange, contract.operations);
      const named = view?.operation === 'getResponse' ? view.pathIds['response_id'] : undefined;
      let first = true;
      return {
        event({ data, event }) {
          const id = stringMember(data?.['response'], 'id');
          // The later ones are compared with the first: stream/response-id-stable.
          if (named === undefined || id === undefined || !first) return;
          first = false;
          probe.check(id === named, `${event.at}/data/response/id`, named, id);
        },
      };
    },
  },
  {
    id: 'state/background-stream-ends',
    title: 'A background stream that nobody cancels ends with its terminal event',
    on: 'scenario',
    levels: levels('MUST', '-'),
    source: GET,
    capability: 'background',
    needs: ['request'],
    counterexample: {
      of: 'background-stream/create',
      edit: [{ op: 'remove', path: '/events/response.completed' }],
    },
    judge(steps, probe) {
      for (const view of steps.all) {
        const { answer, exchange } = view;
        if (exchange.step === undefined || !view.success || view.body.kind !== 'stream') continue;
        const events = eventsOf(view);
        const snapshots = events.flatMap(({ event }) => (isObject(event['response']) ? [event['response']] : []));
        const id = stringMember(snapshots[0], 'id') ?? view.pathIds['response_id'];
        const background =
          view.operation === 'createResponse'
            ? member(view.sent, 'background') === true
            : view.operation === 'getResponse' && member(makerSent(steps, view), 'background') === true;
        if (!background || id === undefined || answer.ending !== 'complete') continue;
        const stopped = steps.all.some(
          (other) =>
            (other.operation === 'cancelResponse' || other.operation === 'deleteResponse') &&
            other.pathIds['response_id'] === id,
        );
        // What an error needs after it has a rule of its own.
        if (stopped || events.some(({ event }) => event['type'] === 'error')) continue;
        const ended = events.some(({ event }) => isTerminal(stringMember(event, 'type')));
        probe.check(ended, view, '/stream', 'a terminal event', `none in ${events.length} events`);
      }
    },
  },
  {
    id: 'state/replay-stream',
    title: 'A retrieval with stream=true is answered with an event stream',
    on: 'exchange',
    levels: levels('MUST', '-'),
    source: GET,
    capability: 'background',
    needs: ['request'],
    counterexample: {
      of: 'background-stream/resume',
      edit: [
        { op: 'set', path: '/headers/content-type', value: 'text/html' },
        { op: 'wire', from: 'event:', to: '<html>' },
      ],
    },
    judge(view, probe) {
      if (!view.success || view.operation !== 'getResponse' || view.query['stream']?.[0] !== 'true') return;
      probe.check(view.body.kind === 'stream', '/body', 'event stream', view.body.kind);
    },
  },
  {
    id: 'state/replay-equal',
    title: 'A stream that is read again sends the same events under the same numbers',
    on: 'scenario',
    levels: levels('MUST', '-'),
    source: GET,
    capability: 'background',
    counterexample: {
      of: 'background-stream/resume-middle',
      edit: [{ op: 'set', path: '/events/response.output_text.delta/delta', value: '~' }],
    },
    judge(steps, probe) {
      for (const view of steps.all) {
        const first = view.operation === 'getResponse' ? streamOf(steps, view) : undefined;
        if (first === undefined) continue;
        const again = eventsOf(view);
        const left = again.length === 0 ? lastAfter(first, view) : undefined;
        if (left !== undefined) probe.check(false, view, '/stream', `the events up to ${left}`, 'none');
        // Numbers that are not those of the first stream are stream/sequence-start and its neighbours.
        if (!numbersAgree(first, again, view)) continue;
        for (const { event, index } of again) {
          const number = integerMember(event, 'sequence_number');
          const then = first.find((one) => integerMember(one.event, 'sequence_number') === number)?.event;
          if (number === undefined || then === undefined) continue;
          // A number that comes twice is stream/sequence-increasing.
          if (again.filter((one) => integerMember(one.event, 'sequence_number') === number).length > 1) continue;
          // A sign of life is made up anew for each reading.
          if (isSignOfLife(then) || isSignOfLife(event)) continue;
          const [was, is] = [plain(then, event), plain(event, then)];
          const at = `/events/${index}/data`;
          probe.check(sameJson(was, is), view, at, show(was), show(is));
        }
      }
    },
  },
];

interface Placed {
  readonly event: JsonObject;
  readonly index: number;
}

/** The events of the stream that made the response which a path names, where this is a stream of it too. */
function streamOf(steps: ScenarioSteps, view: ExchangeView): readonly Placed[] | undefined {
  if (!view.success || view.body.kind !== 'stream') return undefined;
  const made = makerOf(steps, view);
  return made?.body.kind === 'stream' ? eventsOf(made) : undefined;
}

const read = new WeakMap<ExchangeView, readonly Placed[]>();

function eventsOf(view: ExchangeView): readonly Placed[] {
  const known = read.get(view);
  if (known !== undefined) return known;
  const { body } = view.answer;
  const payloads = body.kind === 'data' ? body.payloads : decoded(bodyText(body));
  const events = payloads.flatMap((payload, index) => {
    const parsed = parseJson(payload);
    return parsed.ok && isObject(parsed.value) ? [{ event: parsed.value, index }] : [];
  });
  read.set(view, events);
  return events;
}

function decoded(text: string): readonly string[] {
  const decoder = createSseDecoder();
  const events = [...decoder.push(new TextEncoder().encode(text)), ...decoder.end().events];
  return events.map(({ data }) => data);
}

/** The request that made the response which a path names, whatever became of its stream. */
function makerSent(steps: ScenarioSteps, view: ExchangeView): Json | undefined {
  const id = view.pathIds['response_id'];
  const made = steps.all.find(
    (one) =>
      one.operation === 'createResponse' &&
      one.body.kind === 'stream' &&
      eventsOf(one).some(({ event }) => stringMember(event['response'], 'id') === id),
  );
  return made?.sent;
}

/** Whether the second stream starts where its cursor says, so that equal numbers mean equal events. */
function numbersAgree(first: readonly Placed[], again: readonly Placed[], view: ExchangeView): boolean {
  const after = Number(view.query['starting_after']?.[0] ?? -1);
  const start = integerMember(again[0]?.event, 'sequence_number');
  const next = first
    .map(({ event }) => integerMember(event, 'sequence_number'))
    .find((number) => number !== undefined && number > after);
  return start !== undefined && start === next;
}

/** The number of the last event of the first stream, where that lies after the cursor. */
function lastAfter(first: readonly Placed[], view: ExchangeView): number | undefined {
  const after = Number(view.query['starting_after']?.[0] ?? -1);
  const last = first.map(({ event }) => integerMember(event, 'sequence_number')).findLast((one) => one !== undefined);
  return last !== undefined && last > after ? last : undefined;
}

/** Snapshots are judged by state/retrieve-equal and the rules of streams; obfuscation is made anew for each reading. */
function plain(event: JsonObject, other: JsonObject): Json {
  const { response: _response, ...rest } = event;
  // What only one of the two readings has is unknown to the contract, or missed by the schema.
  return stable(Object.fromEntries(Object.entries(rest).filter(([name]) => other[name] !== undefined)));
}

function isSignOfLife(event: JsonObject): boolean {
  return stringMember(event, 'type') === 'keepalive';
}
