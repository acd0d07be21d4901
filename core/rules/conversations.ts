import { arrayOf, isObject, type JsonObject, member, sameJson, show, stringMember } from '../json.ts';
import type { Rule, ScenarioSteps } from '../rule.ts';
import type { ExchangeView } from '../view.ts';
import { refusal } from './acceptance.ts';
import { conversationMaker, namedConversation } from './conversation-known.ts';
import { absent, finalResponse, levels, nonEmptyString, sentMember } from './support.ts';

const PATH = '#/paths/~1conversations~1{conversation_id}' as const;
const RESOURCE = '#/components/schemas/Conversation' as const;

/** Operations that answer with the conversation which their path names. */
const ANSWERS_IT = ['getConversation', 'updateConversation', 'deleteConversationItem'];

/** Conversations as resources: their id, their metadata, their end. */
export const conversationRules: readonly Rule[] = [
  {
    id: 'conversation/path-id',
    title: 'The conversation that a path names is the one that is answered',
    on: 'exchange',
    levels: levels('MUST', '-'),
    source: `${RESOURCE}/properties/id`,
    capability: 'conversations',
    needs: ['ids'],
    counterexample: { of: 'conversation/retrieve', edit: [{ op: 'set', path: '/body/id', value: 'conv_other' }] },
    judge(view, probe) {
      if (!view.success || !ANSWERS_IT.some((operation) => operation === view.operation)) return;
      const resource = resourceIn(view);
      const wanted = view.pathIds['conversation_id'];
      const id = resource?.['id'];
      // What deleting an item answers with is conversation/item-delete-answer.
      if (view.operation === 'deleteConversationItem' || wanted === undefined || !nonEmptyString(id)) return;
      probe.check(id === wanted, '/body/id', show(wanted), show(id));
    },
  },
  {
    id: 'conversation/metadata',
    title: 'A conversation holds the metadata that it was created with',
    on: 'scenario',
    levels: levels('MUST', '-'),
    source: `${RESOURCE}/properties/metadata`,
    capability: 'conversations',
    counterexample: { of: 'conversation/retrieve', edit: [{ op: 'set', path: '/body/metadata', value: {} }] },
    judge(steps, probe) {
      for (const view of steps.all) {
        const id = view.operation === 'createConversation' ? resourceIn(view)?.['id'] : view.pathIds['conversation_id'];
        const maker = typeof id === 'string' ? conversationMaker(steps, id) : undefined;
        const reads = view === maker || (view.operation === 'getConversation' && lastUpdate(steps, view) === undefined);
        const metadata = resourceIn(view)?.['metadata'];
        if (maker === undefined || !reads || metadata === undefined) continue;
        const sent = sentMember(maker, 'metadata') ?? {};
        probe.check(sameJson(metadata ?? {}, sent), view, '/body/metadata', show(sent), show(metadata));
      }
    },
  },
  {
    id: 'conversation/metadata-updated',
    title: 'An update sets the metadata of a conversation',
    on: 'scenario',
    levels: levels('MUST', '-'),
    source: `${PATH}/post`,
    capability: 'conversations',
    counterexample: {
      of: 'conversation/update',
      edit: [{ op: 'set', path: '/body/metadata', value: { step: '1' } }],
    },
    judge(steps, probe) {
      for (const { sent, view, metadata } of updated(steps)) {
        const lost = Object.keys(sent).find((name) => metadata[name] !== sent[name]);
        probe.check(lost === undefined, view, '/body/metadata', show(sent), show(metadata));
      }
    },
  },
  {
    id: 'conversation/metadata-replaced',
    title: 'An update replaces the metadata of a conversation',
    on: 'scenario',
    // No recording shows an update that leaves a key out.
    levels: levels('SHOULD', '-'),
    source: `${PATH}/post`,
    capability: 'conversations',
    counterexample: {
      of: 'conversation/update',
      edit: [{ op: 'set', path: '/body/metadata/suite', value: 'responses-tck' }],
    },
    judge(steps, probe) {
      for (const { sent, view, metadata } of updated(steps)) {
        const kept = Object.keys(metadata).filter((name) => !Object.hasOwn(sent, name));
        probe.check(kept.length === 0, view, '/body/metadata', show(sent), `also ${kept.join(', ')}`);
      }
    },
  },
  {
    id: 'conversation/created-at-constant',
    title: 'The created_at of a conversation never changes',
    on: 'scenario',
    levels: levels('MUST', '-'),
    source: `${RESOURCE}/properties/created_at`,
    capability: 'conversations',
    needs: ['times'],
    counterexample: { of: 'conversation/update', edit: [{ op: 'set', path: '/body/created_at', value: 1 }] },
    judge(steps, probe) {
      for (const view of steps.all) {
        if (view.operation !== 'getConversation' && view.operation !== 'updateConversation') continue;
        const then = conversationMaker(steps, view.pathIds['conversation_id']);
        const [before, now] = [then, view].map((one) =>
          one === undefined ? undefined : resourceIn(one)?.['created_at'],
        );
        if (typeof before !== 'number' || typeof now !== 'number') continue;
        probe.check(now === before, view, '/body/created_at', String(before), String(now));
      }
    },
  },
  {
    id: 'conversation/delete-receipt',
    title: 'The receipt of a delete names the conversation and says deleted: true',
    on: 'exchange',
    levels: levels('MUST', '-'),
    source: '#/components/schemas/ConversationDeleted',
    capability: 'conversations',
    counterexample: { of: 'conversation/delete', edit: [{ op: 'set', path: '/body/deleted', value: false }] },
    judge(view, probe) {
      if (!view.success || view.operation !== 'deleteConversation' || view.body.kind !== 'json') return;
      const { value } = view.body;
      if (!isObject(value) || typeof value['deleted'] !== 'boolean' || !nonEmptyString(value['id'])) return;
      const holds = value['id'] === view.pathIds['conversation_id'] && value['deleted'];
      probe.check(holds, '/body', '{id, object: "conversation.deleted", deleted: true}', show(value));
    },
  },
  {
    id: 'conversation/deleted-gone',
    title: 'A deleted conversation cannot be retrieved',
    on: 'scenario',
    levels: levels('MUST', '-'),
    source: `${PATH}/delete`,
    capability: 'conversations',
    counterexample: { of: 'conversation/retrieve-deleted', edit: [{ op: 'set', path: '/status', value: 500 }] },
    judge(steps, probe) {
      for (const [index, view] of steps.all.entries()) {
        const id = view.pathIds['conversation_id'];
        const gone = steps.all
          .slice(0, index)
          .some(
            (early) =>
              early.operation === 'deleteConversation' && early.success && early.pathIds['conversation_id'] === id,
          );
        if (!gone || view.operation !== 'getConversation') continue;
        probe.check(view.status === 404, view, '/status', '404', String(view.status));
      }
    },
  },
  {
    id: 'conversation/unknown-id',
    title: 'A conversation that nobody made is not found',
    on: 'scenario',
    levels: levels('MUST', '-'),
    source: `${PATH}/get`,
    capability: 'conversations',
    counterexample: { of: 'conversation-pages/unknown', edit: [{ op: 'set', path: '/status', value: 500 }] },
    judge(steps, probe) {
      for (const view of steps.all) {
        const { intent } = view.exchange;
        if (view.operation !== 'getConversation' || intent?.kind !== 'invalid') continue;
        if (conversationMaker(steps, view.pathIds['conversation_id']) !== undefined) continue;
        // 404 is recalled of the service; one that calls the id wrong (400) harms nobody.
        const refused = intent.statuses.includes(view.status) || view.status === 400;
        probe.check(refused, view, '/status', '404', String(view.status));
      }
    },
  },
  {
    id: 'conversation/not-with-previous',
    title: 'previous_response_id together with a conversation is refused',
    on: 'scenario',
    levels: levels('MUST', '-'),
    source: '#/components/schemas/Request.createResponse/properties/conversation',
    capability: 'conversations',
    counterexample: { of: 'conversation/conflict', edit: [{ op: 'set', path: '/status', value: 500 }] },
    judge(steps, probe) {
      for (const view of steps.all) {
        const parent = sentMember(view, 'previous_response_id');
        const both = namedConversation(view) !== undefined && parent !== undefined;
        if (view.operation !== 'createResponse' || !both || !bothExist(steps, view, parent)) continue;
        const refused = view.status >= 400 && view.status < 500;
        probe.check(refused, view, '/status', '400', view.success ? `${view.status}, accepted` : refusal(view));
      }
    },
  },
];

/** The conversation that an exchange answered with. */
export function resourceIn(view: ExchangeView): JsonObject | undefined {
  if (!view.success || view.body.kind !== 'json' || !isObject(view.body.value)) return undefined;
  return stringMember(view.body.value, 'object') === 'conversation' ? view.body.value : undefined;
}

/** Where one of the two does not exist, a refusal speaks of that alone. */
function bothExist(steps: ScenarioSteps, view: ExchangeView, parent: unknown): boolean {
  const response = steps.all.some((early) => early !== view && member(finalResponse(early), 'id') === parent);
  return response && conversationMaker(steps, namedConversation(view)) !== undefined;
}

/** The last granted update of the conversation that a path names, up to this exchange. */
function lastUpdate(steps: ScenarioSteps, view: ExchangeView): ExchangeView | undefined {
  const id = view.pathIds['conversation_id'];
  return steps.all
    .slice(0, steps.all.indexOf(view) + 1)
    .findLast((one) => one.operation === 'updateConversation' && one.success && one.pathIds['conversation_id'] === id);
}

interface Updated {
  readonly view: ExchangeView;
  readonly sent: JsonObject;
  readonly metadata: JsonObject;
}

/** Readings of a conversation whose metadata was updated before, the answer to the update among them. */
function updated(steps: ScenarioSteps): readonly Updated[] {
  return steps.all.flatMap((view) => {
    if (view.operation !== 'getConversation' && view.operation !== 'updateConversation') return [];
    const update = lastUpdate(steps, view);
    const sent = update === undefined ? undefined : member(update.sent, 'metadata');
    const metadata = resourceIn(view)?.['metadata'];
    if (!isObject(sent) || metadata === undefined) return [];
    return [{ view, sent, metadata: isObject(metadata) ? metadata : {} }];
  });
}

/** Items as a list; null counts as none. */
export function itemsSent(view: ExchangeView): readonly JsonObject[] {
  const items = sentMember(view, 'items');
  return absent(items) ? [] : arrayOf(items).filter(isObject);
}
