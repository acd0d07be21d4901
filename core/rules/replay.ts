import { bodyText } from '../body.ts';
import {
  integerMember,
  isObject,
  type Json,
  type JsonObject,
  parseJson,
  sameJson,
  show,
  stringMember,
} from '../json.ts';
import type { Rule, ScenarioSteps } from '../rule.ts';
import type { ExchangeView } from '../view.ts';
import { makerOf, stable } from './state.ts';
import { levels } from './support.ts';

const GET = '#/paths/~1responses~1{response_id}/get' as const;

/** Streams of stored responses that are read again, whole or from a cursor on. */
export const replayRules: readonly Rule[] = [
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
          const [was, is] = [plain(then), plain(event)];
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
  const payloads =
    body.kind === 'data'
      ? body.payloads
      : bodyText(body)
          .split(/\r\n|\r|\n/)
          .filter((line) => line.startsWith('data:'))
          .map((line) => line.slice('data:'.length));
  const events = payloads.flatMap((payload, index) => {
    const parsed = parseJson(payload);
    return parsed.ok && isObject(parsed.value) ? [{ event: parsed.value, index }] : [];
  });
  read.set(view, events);
  return events;
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
function plain(event: JsonObject): Json {
  const { response: _response, ...rest } = event;
  return stable(rest);
}

function isSignOfLife(event: JsonObject): boolean {
  return stringMember(event, 'type') === 'keepalive';
}
