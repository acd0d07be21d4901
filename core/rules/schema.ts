import type { Capability } from '../capability.ts';
import type { Contract, ContractFamily, OperationId, SchemaError, SpecPointer } from '../contract.ts';
import { arrayOf, isObject, type JsonObject } from '../json.ts';
import type { Counterexample, Level, ResponseRule, Rule } from '../rule.ts';
import { claimedInItem, claimedInResponse, claimedInUsage } from './claimed.ts';
import { eventSchemaRules } from './schema-events.ts';
import { ITEM_SCHEMAS, type ItemSchema, itemSchemaId, itemSchemaSource } from './schema-items.ts';
import { snapshotSchemaRules } from './schema-snapshots.ts';
import { isNewValue, valueRules } from './schema-values.ts';
import { contentParts, levels, outputItems, type PlacedPart, schemaErrors } from './support.ts';

/**
 * Which rule an error inside a Response belongs to: decided by the innermost validator that objects, so that every
 * error belongs to exactly one rule. Items of streams are judged where the terminal snapshot holds them.
 */
interface Share {
  readonly id: `schema/${string}`;
  readonly title: string;
  readonly source: SpecPointer;
  readonly capability: Capability;
  readonly counterexample: Counterexample;
  /** Under `openai`; default MUST. */
  readonly level?: Level;
  /** Under `open-responses`; default MUST. */
  readonly openResponses?: Level | '-';
  /** Also in created, queued and in_progress snapshots. */
  readonly interim: boolean;
  mine(schema: string): boolean;
  claimed(error: SchemaError, at: string, response: JsonObject, contract: ContractFamily): boolean;
  /** Whether the response holds anything this rule speaks of. */
  present(response: JsonObject): boolean;
}

const NAMED_ITEMS = ITEM_SCHEMAS.map(({ type }) => `Item.${type}`);
const PART_OF_REASONING = /^Content\.(?!output_text$|refusal$)/;
const never = () => false;

const SHARES: readonly Share[] = [
  {
    id: 'schema/response',
    title: 'A Response has the members and types of the contract',
    source: '#/components/schemas/Response',
    capability: 'core',
    interim: true,
    counterexample: { of: 'text/create', edit: [{ op: 'set', path: '/body/parallel_tool_calls', value: 'yes' }] },
    mine: (schema) => !/^(?:Usage$|Item\.|Content\.|Annotation\.|Tool\.)/.test(schema),
    claimed: claimedInResponse,
    present: () => true,
  },
  {
    id: 'schema/usage',
    // Open Responses knows no more members than those that the rules of usage speak of.
    openResponses: '-',
    title: 'usage has the members and types of the contract',
    source: '#/components/schemas/Usage',
    capability: 'core',
    interim: true,
    counterexample: {
      of: 'text/create',
      edit: [{ op: 'set', path: '/body/usage/input_tokens_details/cache_write_tokens', value: 'none' }],
    },
    mine: (schema) => schema === 'Usage',
    claimed: claimedInUsage,
    present: (response) => isObject(response['usage']),
  },
  ...ITEM_SCHEMAS.map(itemShare),
  {
    id: 'schema/items-other',
    title: 'Items of the other types have the members and types of the contract',
    source: '#/components/schemas/Item',
    capability: 'hosted-tools',
    interim: false,
    counterexample: {
      of: 'text/create',
      edit: [{ op: 'set', path: '/body/output/1', value: { type: 'function_call_output', id: 'fco_1' } }],
    },
    mine: (schema) => schema.startsWith('Item.') && !NAMED_ITEMS.includes(schema),
    claimed: never,
    present: (response) => types(response).some((type) => type !== undefined && !NAMED_ITEMS.includes(`Item.${type}`)),
  },
  {
    id: 'schema/content-output-text',
    title: 'output_text parts have the members and types of the contract',
    source: '#/components/schemas/Content.output_text',
    capability: 'core',
    interim: false,
    counterexample: { of: 'text/create', edit: [{ op: 'set', path: '/body/output/0/content/0/text', value: null }] },
    mine: (schema) => schema === 'Content.output_text',
    claimed: (error) => /\/annotations\/\d+\/type$/.test(error.at),
    present: (response) => parts(response).some(({ type }) => type === 'output_text'),
  },
  {
    id: 'schema/content-refusal',
    title: 'refusal parts have the members and types of the contract',
    source: '#/components/schemas/Content.refusal',
    capability: 'core',
    interim: false,
    counterexample: {
      of: 'refusal/create',
      edit: [{ op: 'set', path: '/body/output/0/content/0/refusal', value: null }],
    },
    mine: (schema) => schema === 'Content.refusal',
    claimed: never,
    present: (response) => parts(response).some(({ type }) => type === 'refusal'),
  },
  {
    id: 'schema/annotation',
    title: 'Annotations have the members and types of the contract',
    source: '#/components/schemas/Annotation',
    capability: 'core',
    interim: false,
    counterexample: {
      of: 'annotations-stream/create',
      edit: [
        {
          op: 'remove',
          path: '/events/response.completed/response/output/0/content/0/annotations/0/title',
        },
      ],
      also: ['stream/annotations-agree'],
    },
    mine: (schema) => schema.startsWith('Annotation.'),
    claimed: never,
    present: (response) => parts(response).some(({ part }) => arrayOf(part['annotations']).length > 0),
  },
  {
    id: 'schema/tool',
    title: 'Echoed tools have the members and types of the contract',
    source: '#/components/schemas/Tool',
    capability: 'function-tools',
    interim: false,
    // The genuine echo re-orders, wraps and extends what was sent: only name and type of functions are sure.
    level: 'SHOULD',
    counterexample: {
      of: 'function-call/call',
      edit: [{ op: 'set', path: '/body/tools/0/parameters', value: 'none' }],
    },
    mine: (schema) => schema.startsWith('Tool.'),
    claimed: never,
    present: (response) => arrayOf(response['tools']).length > 0,
  },
];

/** Answers that are no Response: which validator, and what dedicated rules already report of them. */
interface Answer {
  readonly id: `schema/${string}`;
  readonly title: string;
  readonly schema: string;
  readonly operations: readonly OperationId[];
  readonly capability: Capability;
  readonly counterexample: Counterexample;
  /** Under `open-responses`, where the operation is its as well; default none. */
  readonly openResponses?: Level;
  readonly claimed?: (at: string) => boolean;
}

const ANSWERS: readonly Answer[] = [
  {
    id: 'schema/input-item-list',
    title: 'A listing of input items has the members and types of the contract',
    schema: 'InputItemList',
    operations: ['listInputItems'],
    capability: 'state',
    counterexample: { of: 'store/input-items', edit: [{ op: 'remove', path: '/body/has_more' }] },
    claimed: (at) => /^\/body\/data\/\d+\/id$/.test(at),
  },
  {
    id: 'schema/model-list',
    title: 'The list of models has the members and types of the contract',
    schema: 'ModelList',
    operations: ['listModels'],
    capability: 'models',
    counterexample: { of: 'models/list', edit: [{ op: 'set', path: '/body/object', value: 'models' }] },
    claimed: (at) => /^\/body\/data\/\d+/.test(at),
  },
  {
    id: 'schema/model',
    title: 'A model has the members and types of the contract',
    schema: 'Model',
    operations: ['retrieveModel', 'listModels'],
    capability: 'models',
    counterexample: { of: 'models/list', edit: [{ op: 'remove', path: '/body/data/0/created' }] },
    claimed: (at) => /^\/body\/(?:data|object)$/.test(at),
  },
  {
    id: 'schema/input-tokens',
    title: 'A count of input tokens has the members and types of the contract',
    schema: 'InputTokens',
    operations: ['getInputTokenCounts'],
    capability: 'compaction',
    counterexample: { of: 'input-tokens/count', edit: [{ op: 'remove', path: '/body/object' }] },
  },
  {
    id: 'schema/compaction',
    title: 'A compaction has the members and types of the contract',
    schema: 'Compaction',
    operations: ['compactResponse'],
    openResponses: 'MUST',
    capability: 'compaction',
    counterexample: { of: 'compact/create', edit: [{ op: 'remove', path: '/body/object' }] },
    // compaction/holds-item.
    claimed: (at) => /^\/body\/output\/\d+\/encrypted_content$/.test(at),
  },
  {
    id: 'schema/conversation',
    title: 'A conversation has the members and types of the contract',
    schema: 'Conversation',
    operations: ['createConversation', 'getConversation', 'updateConversation', 'deleteConversationItem'],
    capability: 'conversations',
    counterexample: { of: 'conversation/create', edit: [{ op: 'remove', path: '/body/object' }] },
  },
  {
    id: 'schema/conversation-deleted',
    title: 'The receipt of a deleted conversation has the members and types of the contract',
    schema: 'ConversationDeleted',
    operations: ['deleteConversation'],
    capability: 'conversations',
    counterexample: { of: 'conversation/delete', edit: [{ op: 'remove', path: '/body/deleted' }] },
  },
  {
    id: 'schema/conversation-items',
    title: 'A listing of conversation items has the members and types of the contract',
    schema: 'ConversationItemList',
    operations: ['listConversationItems', 'createConversationItems'],
    capability: 'conversations',
    counterexample: { of: 'conversation/items', edit: [{ op: 'remove', path: '/body/has_more' }] },
    claimed: (at) => /^\/body\/data\/\d+\/id$/.test(at),
  },
];

/** Rules made from the contract's validators. What a dedicated rule reports is claimed by it, see claimed.ts. */
export const schemaRules: readonly Rule[] = [
  ...SHARES.map(shareRule),
  ...ANSWERS.map(answerRule),
  ...valueRules,
  ...eventSchemaRules,
  ...snapshotSchemaRules,
];

function itemShare({ capability, counterexample, openResponses, type }: ItemSchema): Share {
  return {
    id: itemSchemaId(type),
    title: `${type} items have the members and types of the contract`,
    source: itemSchemaSource(type),
    capability,
    counterexample,
    openResponses,
    interim: false,
    mine: (schema) => schema === `Item.${type}` || (type === 'reasoning' && PART_OF_REASONING.test(schema)),
    claimed: claimedInItem,
    present: (response) => types(response).includes(type),
  };
}

function types(response: JsonObject): readonly (string | undefined)[] {
  return outputItems(response, '').map(({ type }) => type);
}

function parts(response: JsonObject): readonly PlacedPart[] {
  return outputItems(response, '')
    .filter(({ type }) => type === 'message')
    .flatMap(contentParts);
}

function shareRule(share: Share): ResponseRule {
  return {
    id: share.id,
    title: share.title,
    on: 'response',
    levels: levels(share.level ?? 'MUST', share.openResponses ?? 'MUST'),
    source: share.source,
    capability: share.capability,
    counterexample: share.counterexample,
    judge({ value, at, phase }, probe, contract) {
      if (phase === 'interim' && !share.interim) return;
      const errors = schemaErrors(contract, 'Response', value, at).filter((error) => share.mine(error.schema));
      const milder = (error: SchemaError) =>
        contract.id === 'openai' && share.id !== 'schema/tool' && isNewValue(error);
      const own = errors.filter((error) => !milder(error) && !share.claimed(error, at, value, contract.id));
      for (const error of own) probe.check(false, error.at, error.expected, error.actual);
      if (own.length === 0 && share.present(value)) probe.check(true, at, share.title, '');
    },
  };
}

function answerRule(answer: Answer): Rule {
  return {
    id: answer.id,
    title: answer.title,
    on: 'exchange',
    levels: levels('MUST', answer.openResponses ?? '-'),
    source: `#/components/schemas/${answer.schema}`,
    capability: answer.capability,
    counterexample: answer.counterexample,
    judge(view, probe, contract) {
      if (!view.success || view.operation === undefined || !answer.operations.includes(view.operation)) return;
      if (view.body.kind !== 'json' || !isObject(view.body.value)) return;
      const schema = view.operation === 'listModels' ? 'ModelList' : answer.schema;
      const errors = validated(contract, schema, view.body.value);
      // On a retrieved model every place is the model's own.
      const claimed = schema === answer.schema && answer.id === 'schema/model' ? undefined : answer.claimed;
      const milder = (error: SchemaError) => contract.id === 'openai' && isNewValue(error);
      const own = errors.filter((error) => !milder(error) && claimed?.(error.at) !== true);
      for (const error of own) probe.check(false, error.at, error.expected, error.actual);
      if (own.length === 0) probe.check(true, '/body', answer.title, '');
    },
  };
}

function validated(contract: Contract, schema: string, value: JsonObject): readonly SchemaError[] {
  return contract.schemas.includes(schema) ? schemaErrors(contract, schema, value, '/body') : [];
}
