import type { Vocabulary } from './vocabulary.ts';

export const OPEN_RESPONSES: Vocabulary = {
  title: 'Open Responses',
  named: {
    StreamingEvent: '#/paths/~1responses/post/responses/200/content/text~1event-stream/schema',
    ContentPart: '#/components/schemas/Message/properties/content/items',
    FunctionOutputPart: '#/components/schemas/FunctionCallOutputItemParam/properties/output/oneOf/1/items',
    AssistantPart: '#/components/schemas/AssistantMessageItemParam/properties/content/oneOf/0/items',
  },
  renamed: {
    ResponseResource: 'Response',
    Usage: 'Usage',
    CompactResource: 'Compaction',
    CreateResponseBody: 'Request.createResponse',
    CompactResponseMethodPublicBody: 'Request.compactResponse',
    WebSocketResponseCreateEvent: 'Request.webSocketCreate',
    WebSocketErrorEvent: 'WebSocketErrorEvent',
    Error: 'ResponseError',
    ErrorPayload: 'ErrorPayload',
    TextField: 'TextConfig',
    TextParam: 'TextConfigParam',
    TextResponseFormat: 'ResponseFormatText',
    JsonObjectResponseFormat: 'ResponseFormatJsonObject',
    JsonSchemaResponseFormat: 'ResponseFormatJsonSchema',
    JsonSchemaResponseFormatParam: 'ResponseFormatJsonSchemaParam',
    ToolChoiceParam: 'ToolChoice',
    SpecificFunctionParam: 'ToolChoiceFunction',
    AllowedToolsParam: 'ToolChoiceAllowed',
    FunctionToolChoice: 'EchoedToolChoiceFunction',
    AllowedToolChoice: 'EchoedToolChoiceAllowed',
  },
  roots: [],
  unionOf: {
    ItemField: 'Item',
    StreamingEvent: 'Event',
    ContentPart: 'Content',
    Annotation: 'Annotation',
    Tool: 'Tool',
    ItemParam: 'InputItem',
  },
  unionSources: {
    Item: ['ItemField'],
    Event: ['StreamingEvent'],
    Content: ['ContentPart'],
    Annotation: ['Annotation'],
    Tool: ['Tool'],
    InputContent: ['FunctionOutputPart', 'AssistantPart'],
    InputItem: ['ItemParam'],
    // That contract has no listings.
    ListedItem: [],
  },
  unionAliases: {},
  // Four shapes of a message, one for each role.
  joinedBranches: ['InputItem.message'],
  operations: {
    Createresponse: 'createResponse',
  },
};
