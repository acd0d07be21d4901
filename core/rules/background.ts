import { arrayOf, isObject, type Json, member, sameJson, show } from '../json.ts';
import type { Rule, ScenarioSteps } from '../rule.ts';
import type { ExchangeView } from '../view.ts';
import { accepted, refusal } from './acceptance.ts';
import { deletedBefore, makerOf, stable } from './state.ts';
import { levels, lostOutput, nonEmptyString, RESPONSE_STATUSES, sentMember, settled } from './support.ts';

const CANCEL = '#/paths/~1responses~1{response_id}~1cancel/post' as const;
const STATUS = '#/components/schemas/Response/properties/status' as const;

/** Groups G (cancel) and J (background). */
export const backgroundRules: readonly Rule[] = [
  {
    id: 'state/background-immediate',
    title: 'A background request is answered at once, queued or in progress',
    on: 'exchange',
    levels: levels('MUST', '-'),
    source: '#/components/schemas/Response/properties/background',
    capability: 'background',
    needs: ['request'],
    counterexample: {
      of: 'background/create',
      edit: [{ op: 'set', path: '/body/status', value: 'completed' }],
      also: ['usage/present', 'state/retrieve-equal'],
    },
    judge(view, probe) {
      if (view.operation !== 'createResponse' || !view.success || sentMember(view, 'background') !== true) return;
      const status = statusOf(view);
      if (status === undefined) return;
      const holds = status === 'queued' || status === 'in_progress';
      probe.check(holds, '/body/status', '"queued" or "in_progress"', show(status));
    },
  },
  {
    id: 'state/status-forward',
    title: 'The status of a response only moves forward',
    on: 'scenario',
    levels: levels('MUST', '-'),
    source: STATUS,
    capability: 'background',
    counterexample: {
      of: 'background-cancel/cancel-again',
      edit: [
        { op: 'set', path: '/body/status', value: 'in_progress' },
        { op: 'set', path: '/body/completed_at', value: null },
      ],
      also: ['state/cancel-settles'],
    },
    judge(steps, probe) {
      const known = new Map<string, string>();
      for (const view of steps.all) {
        const status = statusOf(view);
        const id = view.body.kind === 'json' ? member(view.body.value, 'id') : undefined;
        if (status === undefined || !nonEmptyString(id)) continue;
        const before = known.get(id);
        if (before !== undefined) {
          probe.check(follows(before, status), view, '/body/status', `${before} or later`, status);
        }
        known.set(id, status);
      }
    },
  },
  {
    id: 'state/background-output',
    title: 'A completed background response holds its output',
    on: 'scenario',
    levels: levels('MUST', '-'),
    source: '#/components/schemas/Response/properties/output',
    capability: 'background',
    counterexample: {
      of: 'background/poll',
      edit: [
        { op: 'set', path: '/body/output', value: [] },
        { op: 'set', path: '/body/usage/output_tokens', value: 0 },
        { op: 'set', path: '/body/usage/total_tokens', value: 7 },
        { op: 'set', path: '/body/usage/input_tokens', value: 7 },
      ],
    },
    judge(steps, probe) {
      for (const view of polls(steps)) {
        const output = view.body.kind === 'json' ? member(view.body.value, 'output') : undefined;
        if (statusOf(view) !== 'completed' || !Array.isArray(output)) continue;
        // Output that was counted and lost is the finding of response/output-lost.
        const tokens =
          view.body.kind === 'json' ? member(member(view.body.value, 'usage'), 'output_tokens') : undefined;
        if (output.length === 0 && typeof tokens === 'number' && tokens > 0) continue;
        probe.check(arrayOf(output).length > 0, view, '/body/output', 'at least one item', 'no item');
      }
    },
  },
  {
    id: 'state/background-kept',
    title: 'A background response keeps background: true',
    on: 'scenario',
    levels: levels('MUST', '-'),
    source: '#/components/schemas/Response/properties/background',
    capability: 'background',
    counterexample: { of: 'background/poll', edit: [{ op: 'set', path: '/body/background', value: false }] },
    judge(steps, probe) {
      for (const view of polls(steps)) {
        const background = view.body.kind === 'json' ? member(view.body.value, 'background') : undefined;
        probe.check(background === true, view, '/body/background', 'true', show(background));
      }
    },
  },
  {
    id: 'state/cancellable',
    title: 'A background response can be cancelled',
    on: 'scenario',
    levels: levels('MUST', '-'),
    source: CANCEL,
    capability: 'background',
    counterexample: {
      of: 'background-cancel/cancel',
      edit: [{ op: 'set', path: '/status', value: 400 }],
      also: ['error/envelope'],
    },
    judge(steps, probe, contract) {
      for (const view of cancels(steps, true).slice(0, 1)) {
        // It may have ended before the cancel came, and then a refusal harms nobody: `state/cancel-finished`.
        if (view.status >= 400 && view.status < 500 && endedAfterAll(steps, view)) continue;
        accepted(view, contract, (holds, at, expected, actual) => probe.check(holds, view, at, expected, actual));
      }
    },
  },
  {
    id: 'state/cancel-settles',
    title: 'A cancelled response is in a final state',
    on: 'exchange',
    levels: levels('MUST', '-'),
    source: STATUS,
    capability: 'background',
    counterexample: {
      of: 'background-cancel/cancel',
      edit: [{ op: 'set', path: '/body/status', value: 'in_progress' }],
      also: ['state/cancel-same'],
    },
    judge(view, probe) {
      if (view.operation !== 'cancelResponse') return;
      const status = statusOf(view);
      if (status === undefined || !RESPONSE_STATUSES.some((known) => known === status)) return;
      probe.check(settled(status), '/body/status', '"cancelled", or the final status it already had', show(status));
    },
  },
  {
    id: 'state/cancelled-status',
    title: 'What is cancelled before it has any output ends as cancelled',
    on: 'scenario',
    levels: levels('MUST', '-'),
    source: CANCEL,
    capability: 'background',
    counterexample: {
      of: 'background-cancel-stages/cancel',
      edit: [{ op: 'set', path: '/body/status', value: 'completed' }],
      also: ['usage/present', 'state/cancel-same', 'state/status-forward'],
    },
    judge(steps, probe) {
      const [view] = cancels(steps, true);
      const status = view === undefined ? undefined : statusOf(view);
      if (view?.body.kind !== 'json' || !settled(status)) return;
      const output = member(view.body.value, 'output');
      if (!Array.isArray(output) || view.exchange.intent?.kind === 'invalid') return;
      if (isObject(view.body.value) && lostOutput(view.body.value)) return;
      // With output it may have ended before the cancel came.
      if (status !== 'cancelled' && output.length > 0) probe.unmet('the response had ended before the cancel came');
      else probe.check(status === 'cancelled', view, '/body/status', '"cancelled"', show(status));
    },
  },
  {
    id: 'state/cancel-again',
    title: 'Cancelling twice is harmless',
    on: 'scenario',
    levels: levels('MUST', '-'),
    source: CANCEL,
    capability: 'background',
    counterexample: {
      of: 'background-cancel/cancel-again',
      edit: [{ op: 'set', path: '/status', value: 400 }],
      also: ['error/envelope'],
    },
    judge(steps, probe) {
      const [first, ...later] = cancels(steps, true);
      if (first?.success !== true) return;
      for (const view of later) probe.check(view.success, view, '/status', '2xx', refusal(view));
    },
  },
  {
    id: 'state/cancel-same',
    title: 'A later cancel answers with the same final status',
    on: 'scenario',
    levels: levels('MUST', '-'),
    source: STATUS,
    capability: 'background',
    counterexample: {
      of: 'background-cancel/cancel-again',
      edit: [{ op: 'set', path: '/body/status', value: 'completed' }],
      also: ['usage/present', 'state/status-forward'],
    },
    judge(steps, probe) {
      const [first, ...later] = cancels(steps, true);
      const before = first === undefined ? undefined : statusOf(first);
      if (before === undefined) return;
      for (const view of later) {
        const status = statusOf(view);
        // A status that moves is the finding of state/status-forward.
        if (status !== undefined && settled(status)) {
          probe.check(status === before, view, '/body/status', show(before), show(status));
        }
      }
    },
  },
  {
    id: 'state/cancel-finished',
    title: 'A response that has ended is not changed by a cancel',
    on: 'scenario',
    levels: levels('MUST', '-'),
    source: CANCEL,
    capability: 'background',
    counterexample: {
      of: 'background/cancel-finished',
      edit: [{ op: 'set', path: '/status', value: 409 }],
      also: ['error/envelope'],
    },
    judge(steps, probe) {
      for (const { view, ended } of cancelsAfterEnd(steps)) {
        const { intent } = view.exchange;
        // The guide says 200 with the response as it is; servers have been seen to refuse with 400, and clients take both.
        const statuses = intent?.kind === 'invalid' ? intent.statuses : [200];
        probe.check(statuses.includes(view.status), view, '/status', '200 (or 400)', refusal(view));
        const id = view.body.kind === 'json' ? member(view.body.value, 'id') : undefined;
        const wanted = view.pathIds['response_id'];
        if (view.success && nonEmptyString(id)) probe.check(id === wanted, view, '/body/id', show(wanted), show(id));
        const output = view.body.kind === 'json' ? member(view.body.value, 'output') : undefined;
        // An end without output is state/background-output.
        if (statusOf(view) !== ended.status || output === undefined || arrayOf(ended.output).length === 0) continue;
        probe.check(
          sameJson(stable(output), stable(ended.output)),
          view,
          '/body/output',
          show(ended.output),
          show(output),
        );
      }
    },
  },
  {
    id: 'state/background-ends',
    title: 'A background response that is polled for a minute comes to an end',
    on: 'scenario',
    // A queue may be long: that is a warning.
    levels: levels('SHOULD', '-'),
    source: STATUS,
    capability: 'background',
    counterexample: {
      of: 'background/poll',
      edit: [
        { op: 'set', path: '/body/status', value: 'in_progress' },
        { op: 'set', path: '/body/output', value: [] },
        { op: 'set', path: '/body/usage', value: null },
        { op: 'set', path: '/body/completed_at', value: null },
      ],
    },
    judge(steps, probe) {
      for (const view of polls(steps)) {
        if (view.exchange.step?.step !== 'poll') continue;
        const status = statusOf(view);
        probe.check(settled(status), view, '/body/status', 'a final status', show(status));
      }
    },
  },
  {
    id: 'state/background-unstored',
    title: 'A background response with store: false can be polled',
    on: 'scenario',
    // Older texts refuse such requests; the newest one and all recordings serve them.
    levels: levels('SHOULD', '-'),
    source: '#/components/schemas/Response/properties/background',
    capability: 'background',
    counterexample: {
      of: 'background-unstored/poll',
      edit: [{ op: 'set', path: '/status', value: 500 }],
      also: ['error/server-envelope'],
    },
    judge(steps, probe) {
      for (const view of steps.all) {
        const made = view.operation === 'getResponse' ? makerOf(steps, view) : undefined;
        if (made === undefined || sentMember(made, 'background') !== true || sentMember(made, 'store') !== false)
          continue;
        probe.check(view.success, view, '/status', '200', refusal(view));
      }
    },
  },
  {
    id: 'state/cancel-foreground',
    title: 'A response that does not run in the background cannot be cancelled',
    on: 'scenario',
    levels: levels('MUST', '-'),
    source: CANCEL,
    capability: 'background',
    counterexample: { of: 'cancel-foreground/cancel', edit: [{ op: 'set', path: '/status', value: 500 }] },
    judge(steps, probe) {
      for (const view of cancels(steps, false)) {
        // Of a deleted response state/deleted-not-cancellable speaks.
        if (deletedBefore(steps, steps.all.indexOf(view), view.pathIds['response_id'])) continue;
        const { intent } = view.exchange;
        const statuses = intent?.kind === 'invalid' ? intent.statuses : [400];
        probe.check(statuses.includes(view.status), view, '/status', statuses.join(' or '), refusal(view));
      }
    },
  },
];

function statusOf(view: ExchangeView): string | undefined {
  if (!view.success || view.body.kind !== 'json' || !isObject(view.body.value)) return undefined;
  const { object, status } = view.body.value;
  return object === 'response' && typeof status === 'string' ? status : undefined;
}

function follows(before: string, now: string): boolean {
  if (before === now) return true;
  if (settled(before)) return false;
  return before === 'queued' || (before === 'in_progress' && now !== 'queued');
}

/** Readings of a response that was asked for in the background. */
function polls(steps: ScenarioSteps): readonly ExchangeView[] {
  return steps.all.filter((view) => {
    const made = view.operation === 'getResponse' ? makerOf(steps, view) : undefined;
    return statusOf(view) !== undefined && made !== undefined && sentMember(made, 'background') === true;
  });
}

/** Whether the response that was not cancelled is seen to have ended of itself. */
function endedAfterAll(steps: ScenarioSteps, view: ExchangeView): boolean {
  const id = view.pathIds['response_id'];
  const read = steps.all.find((other) => other.operation === 'getResponse' && other.pathIds['response_id'] === id);
  const status = read === undefined ? undefined : statusOf(read);
  return settled(status) && status !== 'cancelled';
}

interface Ended {
  readonly view: ExchangeView;
  /** As it was read before the cancel. */
  readonly ended: { readonly status: string; readonly output: Json };
}

/** Cancels of background responses that had ended of themselves before. */
function cancelsAfterEnd(steps: ScenarioSteps): readonly Ended[] {
  return cancels(steps, true).flatMap((view) => {
    const id = view.pathIds['response_id'];
    const before = steps.all
      .slice(0, steps.all.indexOf(view))
      .find(
        (early) => early.operation === 'getResponse' && early.pathIds['response_id'] === id && settled(statusOf(early)),
      );
    const status = before === undefined ? undefined : statusOf(before);
    if (before?.body.kind !== 'json' || status === undefined || status === 'cancelled') return [];
    return [{ view, ended: { status, output: member(before.body.value, 'output') ?? [] } }];
  });
}

function cancels(steps: ScenarioSteps, background: boolean): readonly ExchangeView[] {
  return steps.all.filter((view) => {
    const made = view.operation === 'cancelResponse' ? makerOf(steps, view) : undefined;
    return made !== undefined && (sentMember(made, 'background') === true) === background;
  });
}
