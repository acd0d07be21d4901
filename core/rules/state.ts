import type { OperationId } from '../contract.ts';
import { isObject, type Json, type JsonObject, member, sameJson, show, stringMember } from '../json.ts';
import type { Rule, ScenarioSteps } from '../rule.ts';
import type { ExchangeView } from '../view.ts';
import { accepted, refusal } from './acceptance.ts';
import {
  absent,
  finalResponse,
  levels,
  lostOutput,
  nonEmptyString,
  outputItems,
  sentMember,
  settled,
  snapshotIds,
} from './support.ts';

/** Members that a stored response keeps for ever once it is settled. */
const KEPT = [
  'object',
  'created_at',
  'status',
  'model',
  'instructions',
  'metadata',
  'error',
  'incomplete_details',
  'previous_response_id',
  'temperature',
  'top_p',
  'max_output_tokens',
  'usage',
  'output',
] as const;

/** What does not change either while a response is worked on. */
const CONSTANT = ['object', 'created_at', 'instructions', 'metadata', 'previous_response_id'] as const;

/** Opaque or only sent when `include` asks: they may differ between two readings of one response. */
const VOLATILE = ['encrypted_content', 'fingerprint', 'logprobs', 'results', 'sources', 'obfuscation', 'image_url'];

/** Stored responses. */
export const stateRules: readonly Rule[] = [
  {
    id: 'state/retrievable',
    title: 'A stored response can be retrieved',
    on: 'scenario',
    levels: levels('MUST', '-'),
    source: '#/paths/~1responses~1{response_id}/get',
    capability: 'state',
    needs: ['request'],
    counterexample: {
      of: 'store/retrieve',
      edit: [{ op: 'set', path: '/status', value: 400 }],
      also: ['error/envelope'],
    },
    judge(steps, probe, contract) {
      for (const view of steps.all) {
        const made = view.operation === 'getResponse' ? makerOf(steps, view) : undefined;
        // What is not stored and runs in the background has a rule of its own.
        const unstored = made !== undefined && sentMember(made, 'store') === false;
        if (view.operation !== 'getResponse' || unstored || !rereadable(made, view)) continue;
        accepted(view, contract, (holds, at, expected, actual) => probe.check(holds, view, at, expected, actual));
      }
    },
  },
  {
    id: 'state/deletable',
    title: 'A stored response can be deleted',
    on: 'exchange',
    levels: levels('MUST', '-'),
    source: '#/paths/~1responses~1{response_id}/delete',
    capability: 'state',
    needs: ['request'],
    counterexample: {
      of: 'store/delete',
      edit: [{ op: 'set', path: '/status', value: 400 }],
      also: ['error/envelope'],
    },
    judge(view, probe, contract) {
      if (view.operation === 'deleteResponse') accepted(view, contract, probe.check);
    },
  },
  {
    id: 'state/listable',
    title: 'The input items of a stored response can be listed',
    on: 'exchange',
    levels: levels('MUST', '-'),
    source: '#/paths/~1responses~1{response_id}~1input_items/get',
    capability: 'state',
    needs: ['request'],
    counterexample: {
      of: 'store/input-items',
      edit: [{ op: 'set', path: '/status', value: 400 }],
      also: ['error/envelope'],
    },
    judge(view, probe, contract) {
      if (view.operation === 'listInputItems') accepted(view, contract, probe.check);
    },
  },
  {
    id: 'state/path-id',
    title: 'The response that a path names is the one that is answered',
    on: 'exchange',
    levels: levels('MUST', '-'),
    source: '#/components/schemas/Response/properties/id',
    capability: 'state',
    needs: ['ids'],
    counterexample: {
      of: 'store/retrieve',
      edit: [{ op: 'set', path: '/body/id', value: `resp_${'9'.repeat(48)}` }],
    },
    judge(view, probe) {
      const wanted = view.pathIds['response_id'];
      const returns = view.operation === 'getResponse' || view.operation === 'cancelResponse';
      const id = view.body.kind === 'json' ? stringMember(view.body.value, 'id') : undefined;
      if (!view.success || !returns || wanted === undefined || !nonEmptyString(id)) return;
      probe.check(id === wanted, '/body/id', show(wanted), show(id));
    },
  },
  {
    id: 'state/retrieve-equal',
    title: 'A retrieved response equals the one that was created',
    on: 'scenario',
    levels: levels('MUST', '-'),
    source: '#/paths/~1responses~1{response_id}/get',
    capability: 'state',
    counterexample: {
      of: 'store/retrieve',
      edit: [{ op: 'set', path: '/body/output/0/content/0/text', value: 'Something else.' }],
    },
    judge(steps, probe) {
      for (const view of steps.all) {
        const now = view.operation === 'getResponse' ? finalResponse(view) : undefined;
        const then = creationOf(steps, view);
        if (now === undefined || then === undefined) continue;
        for (const name of settled(then['status']) ? KEPT : CONSTANT) {
          if (!Object.hasOwn(now, name) || !Object.hasOwn(then, name)) continue;
          if (name === 'output' && (unusable(then) || unusable(now))) continue;
          const same = sameJson(stable(then[name]), stable(now[name]));
          probe.check(same, view, `/body/${name}`, show(then[name]), show(now[name]));
        }
      }
    },
  },
  {
    id: 'state/delete-receipt',
    title: 'The receipt of a delete names the response and says deleted: true',
    on: 'exchange',
    levels: levels('MUST', '-'),
    source: '#/paths/~1responses~1{response_id}/delete',
    capability: 'state',
    counterexample: { of: 'store/delete', edit: [{ op: 'set', path: '/body/deleted', value: false }] },
    judge(view, probe) {
      if (!view.success || view.operation !== 'deleteResponse' || view.body.kind !== 'json') return;
      const { value } = view.body;
      if (!isObject(value)) return;
      const { id, deleted, object } = value;
      // The document's example says "response"; the service says "response.deleted".
      const named = object === 'response.deleted' || object === 'response';
      const holds = id === view.pathIds['response_id'] && deleted === true && named;
      probe.check(holds, '/body', '{id, object: "response.deleted", deleted: true}', show(value));
    },
  },
  {
    id: 'state/deleted-gone',
    title: 'A deleted response cannot be retrieved',
    on: 'scenario',
    levels: levels('MUST', '-'),
    source: '#/paths/~1responses~1{response_id}/delete',
    capability: 'state',
    counterexample: { of: 'store/retrieve-deleted', edit: [{ op: 'set', path: '/status', value: 500 }] },
    judge(steps, probe) {
      for (const view of afterDelete(steps, 'getResponse')) {
        probe.check(view.status === 404, view, '/status', '404', String(view.status));
      }
    },
  },
  {
    id: 'state/delete-again',
    title: 'A second delete of the same response is answered 404',
    on: 'scenario',
    levels: levels('MUST', '-'),
    source: '#/paths/~1responses~1{response_id}/delete',
    capability: 'state',
    counterexample: { of: 'store/delete-again', edit: [{ op: 'set', path: '/status', value: 500 }] },
    judge(steps, probe) {
      for (const view of afterDelete(steps, 'deleteResponse')) {
        probe.check(view.status === 404, view, '/status', '404', String(view.status));
      }
    },
  },
  {
    id: 'state/deleted-items-gone',
    title: 'The input items of a deleted response cannot be listed',
    on: 'scenario',
    // Recalled of the service, not recorded.
    levels: levels('SHOULD', '-'),
    source: '#/paths/~1responses~1{response_id}~1input_items/get',
    capability: 'state',
    counterexample: { of: 'deleted/input-items', edit: [{ op: 'set', path: '/status', value: 500 }] },
    judge(steps, probe) {
      for (const view of afterDelete(steps, 'listInputItems')) {
        const { intent } = view.exchange;
        const statuses = intent?.kind === 'invalid' ? intent.statuses : [404];
        probe.check(statuses.includes(view.status), view, '/status', '404', String(view.status));
      }
    },
  },
  {
    id: 'state/deleted-not-cancellable',
    title: 'A deleted response cannot be cancelled',
    on: 'scenario',
    levels: levels('SHOULD', '-'),
    source: '#/paths/~1responses~1{response_id}~1cancel/post',
    capability: 'state',
    counterexample: { of: 'deleted/cancel', edit: [{ op: 'set', path: '/status', value: 500 }] },
    judge(steps, probe) {
      for (const view of afterDelete(steps, 'cancelResponse')) {
        const { intent } = view.exchange;
        const statuses = intent?.kind === 'invalid' ? intent.statuses : [404];
        probe.check(statuses.includes(view.status), view, '/status', '404', String(view.status));
      }
    },
  },
  {
    id: 'state/deleted-not-continued',
    title: 'A deleted response cannot be continued',
    on: 'scenario',
    levels: levels('MUST', '-'),
    source: '#/paths/~1responses~1{response_id}/delete',
    capability: 'state',
    counterexample: { of: 'store/chain-deleted', edit: [{ op: 'set', path: '/status', value: 500 }] },
    judge(steps, probe) {
      for (const [index, view] of steps.all.entries()) {
        const parent = sentMember(view, 'previous_response_id');
        if (view.operation !== 'createResponse' || typeof parent !== 'string') continue;
        if (!deletedBefore(steps, index, parent)) continue;
        const refused = view.status >= 400 && view.status < 500;
        probe.check(refused, view, '/status', '400 or 404', view.success ? `${view.status}, continued` : refusal(view));
      }
    },
  },
  {
    id: 'state/store-false',
    title: 'A response with store: false cannot be retrieved',
    on: 'scenario',
    levels: levels('MUST', '-'),
    source: '#/components/schemas/Request.createResponse/properties/store',
    capability: 'state',
    counterexample: { of: 'store-false/retrieve', edit: [{ op: 'set', path: '/status', value: 500 }] },
    judge(steps, probe) {
      for (const view of steps.all) {
        if (view.operation !== 'getResponse') continue;
        const made = makerOf(steps, view);
        // A background response stays pollable whatever `store` says.
        if (made === undefined || sentMember(made, 'store') !== false || sentMember(made, 'background') === true)
          continue;
        const gone = view.status === 404 || view.status === 405 || view.status === 501;
        probe.check(gone, view, '/status', '404', String(view.status));
      }
    },
  },
];

/** The create exchange that made the response a path names. */
export function makerOf(steps: ScenarioSteps, view: ExchangeView): ExchangeView | undefined {
  const id = view.pathIds['response_id'];
  return steps.all.find(
    (candidate) => candidate.operation === 'createResponse' && finalResponse(candidate)?.['id'] === id,
  );
}

function creationOf(steps: ScenarioSteps, view: ExchangeView): JsonObject | undefined {
  const made = makerOf(steps, view);
  return made === undefined ? undefined : finalResponse(made);
}

/** Output that was lost, or items without an id: that is reported where it stands. */
function unusable(response: JsonObject): boolean {
  return lostOutput(response) || outputItems(response, '').some(({ item }) => item['id'] === undefined);
}

/** A stream that is read again was one, and has one id: else the defect is in its own stream. */
function rereadable(made: ExchangeView | undefined, view: ExchangeView): boolean {
  if (made?.body.kind === 'stream') return snapshotIds(made).size <= 1;
  return made === undefined || view.query['stream']?.[0] !== 'true';
}

function afterDelete(steps: ScenarioSteps, operation: OperationId): readonly ExchangeView[] {
  return steps.all.filter(
    (view, index) => view.operation === operation && deletedBefore(steps, index, view.pathIds['response_id']),
  );
}

export function deletedBefore(steps: ScenarioSteps, index: number, id: string | undefined): boolean {
  return steps.all
    .slice(0, index)
    .some((early) => early.operation === 'deleteResponse' && early.success && early.pathIds['response_id'] === id);
}

/** The value without what may differ between two readings; null and absent members are the same. */
export function stable(value: Json | undefined): Json {
  if (Array.isArray(value)) return value.map(stable);
  if (!isObject(value)) return value ?? null;
  const kept = Object.entries(value).filter(([name, inner]) => !VOLATILE.includes(name) && !absent(inner));
  return Object.fromEntries(kept.map(([name, inner]) => [name, stable(inner)]));
}

/** The exchange that made the response which this request continues. */
export function chainParent(steps: ScenarioSteps, view: ExchangeView): ExchangeView | undefined {
  const id = sentMember(view, 'previous_response_id');
  if (typeof id !== 'string') return undefined;
  return steps.all.find((candidate) => candidate !== view && member(finalResponse(candidate), 'id') === id);
}
