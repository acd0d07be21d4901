import { isObject, type JsonObject, member, stringMember } from '../../core/json.ts';
import type { Document } from '../compile/document.ts';
import type { Pair } from './compare.ts';
import type { Sdk } from './sdk.ts';
import type { Placed, Side } from './shape.ts';

const RESPONSES = 'resources/responses/responses';
const CONVERSATIONS = 'resources/conversations/conversations';
const CONVERSATION_ITEMS = 'resources/conversations/items';

/** Component of the contract -> type of the SDK that describes the same thing. */
const COMPONENTS: readonly (readonly [component: string, type: string])[] = [
  ['Response', `${RESPONSES}#Response`],
  ['Event', `${RESPONSES}#ResponseStreamEvent`],
  ['Item', `${RESPONSES}#ResponseOutputItem`],
  ['InputItem', `${RESPONSES}#ResponseInputItem`],
  ['Tool', `${RESPONSES}#Tool`],
  ['Request.createResponse', `${RESPONSES}#ResponseCreateParamsBase`],
  ['Request.compactResponse', `${RESPONSES}#ResponseCompactParams`],
  ['Compaction', `${RESPONSES}#CompactedResponse`],
  ['InputItemList', 'resources/responses/input-items#ResponseItemList'],
  ['Request.getInputTokenCounts', 'resources/responses/input-tokens#InputTokenCountParams'],
  ['InputTokens', 'resources/responses/input-tokens#InputTokenCountResponse'],
  ['Conversation', `${CONVERSATIONS}#Conversation`],
  ['ConversationDeleted', `${CONVERSATIONS}#ConversationDeletedResource`],
  ['Request.createConversation', `${CONVERSATIONS}#ConversationCreateParams`],
  ['Request.updateConversation', `${CONVERSATIONS}#ConversationUpdateParams`],
  ['ListedItem', `${CONVERSATION_ITEMS}#ConversationItem`],
  ['ConversationItemList', `${CONVERSATION_ITEMS}#ConversationItemList`],
  ['Model', 'resources/models#Model'],
  ['Error', 'resources/shared#ErrorObject'],
];

/** Operation -> the SDK's type of its parameters; with the body where the SDK mixes the two. */
const PARAMETERS: readonly (readonly [operation: string, type: string, body?: string])[] = [
  ['getResponse', `${RESPONSES}#ResponseRetrieveParamsBase`],
  ['listInputItems', 'resources/responses/input-items#InputItemListParams'],
  ['listConversationItems', `${CONVERSATION_ITEMS}#ItemListParams`],
  ['createConversationItems', `${CONVERSATION_ITEMS}#ItemCreateParams`, 'Request.createConversationItems'],
  ['getConversationItem', `${CONVERSATION_ITEMS}#ItemRetrieveParams`],
];

/** The SDK's types that are compared. */
export const SDK_TYPES: readonly string[] = [...COMPONENTS, ...PARAMETERS].map(([, type]) => type);

/** The document's side of the comparison. */
export function contractSide(document: Document): Side {
  const schemas = member(member(document, 'components'), 'schemas');
  return { schemas: isObject(schemas) ? schemas : {}, prefix: '#/components/schemas/', sameType: 'last' };
}

/** What is compared with what. */
export function pairsOf(document: Document, sdk: Sdk): readonly Pair[] {
  const theirs = (type: string): Placed => {
    const schema = sdk.roots.get(type);
    return { at: type.slice(type.indexOf('#') + 1), schema: isObject(schema) ? schema : {} };
  };
  return [
    ...COMPONENTS.map(([component, type]) => ({
      contract: { at: component, schema: { $ref: `#/components/schemas/${component}` } },
      sdk: theirs(type),
    })),
    ...PARAMETERS.map(([operation, type, body]) => ({
      contract: { at: operation, schema: parametersOf(document, operation, body) },
      sdk: theirs(type),
    })),
  ];
}

/** An operation's parameters as one object. */
function parametersOf(document: Document, operation: string, body: string | undefined): JsonObject {
  const paths = member(document, 'paths');
  const operations = Object.values(isObject(paths) ? paths : {}).flatMap((item) => Object.values(item ?? {}));
  const found = operations.find((candidate) => stringMember(candidate, 'operationId') === operation);
  const listed = member(found, 'parameters');
  const properties = (Array.isArray(listed) ? listed : []).flatMap((parameter) => {
    const [name, schema] = [stringMember(parameter, 'name'), member(parameter, 'schema')];
    // The SDK takes one id as an argument of its own and the others among the parameters.
    return name === undefined || name === 'response_id' || name === 'item_id' ? [] : [[name, schema] as const];
  });
  const own = { properties: Object.fromEntries(properties) };
  const list = operation.startsWith('list') || operation === 'createConversationItems';
  if (list) delete own.properties['conversation_id'];
  return body === undefined ? own : { anyOf: [own, { $ref: `#/components/schemas/${body}` }] };
}
