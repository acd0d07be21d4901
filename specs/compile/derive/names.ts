/**
 * How the published document's schemas are called here. Members of a union are called `<Union>.<type>`, which the
 * derivation works out itself; what stands here has no `type` or lies outside the unions.
 */
export const RENAMED: Readonly<Record<string, string>> = {
  Response: 'Response',
  ResponseUsage: 'Usage',
  ErrorResponse: 'ErrorEnvelope',
  ResponseItemList: 'InputItemList',
  ListModelsResponse: 'ModelList',
  Model: 'Model',
  TokenCountsResource: 'InputTokens',
  CompactResource: 'Compaction',
  ConversationResource: 'Conversation',
  DeletedConversationResource: 'ConversationDeleted',
  ConversationItemList: 'ConversationItemList',
  CreateResponse: 'Request.createResponse',
  TokenCountsBody: 'Request.getInputTokenCounts',
  CompactResponseMethodPublicBody: 'Request.compactResponse',
  CreateConversationBody: 'Request.createConversation',
  UpdateConversationBody: 'Request.updateConversation',
  ResponseTextParam: 'TextConfig',
  TextResponseFormatConfiguration: 'TextFormat',
  ToolChoiceParam: 'ToolChoice',
  'ConversationParam-2': 'ConversationReference',
  TextResponseFormatJsonSchema: 'ResponseFormatJsonSchema',
};

/** Unions of the published document, and the union of ours that each is part of. */
export const UNION_OF: Readonly<Record<string, string>> = {
  OutputItem: 'Item',
  // The compacted window holds the user's own messages beside the compaction item, so it is a list of input items.
  ItemField: 'InputItem',
  ResponseStreamEvent: 'Event',
  OutputMessageContent: 'Content',
  OutputContent: 'Content',
  Annotation: 'Annotation',
  Tool: 'Tool',
  InputItem: 'InputItem',
  Item: 'InputItem',
  ItemResource: 'InputItem',
  ConversationItem: 'InputItem',
  InputContent: 'InputContent',
};

/** Whose variants make up each of our unions, in order; of two variants with one `type` the first counts. */
export const UNION_SOURCES: Readonly<Record<string, readonly string[]>> = {
  Item: ['OutputItem'],
  Event: ['ResponseStreamEvent'],
  Content: ['OutputContent', 'SummaryTextContent'],
  Annotation: ['Annotation'],
  Tool: ['Tool'],
  InputContent: [
    'InputContent',
    'OutputMessageContent',
    'TextContent',
    'SummaryTextContent',
    'ReasoningTextContent',
    'ComputerScreenshotContent',
  ],
  InputItem: ['EasyInputMessage', 'Item', 'InputItem'],
};

/** Further shapes of a union's variants, which differ only in what a request may leave out. */
export const UNION_ALIASES: Readonly<Record<string, readonly string[]>> = {
  InputContent: ['InputTextContentParam', 'InputImageContentParamAutoParam', 'InputFileContentParam'],
};

/** Operations by their identifiers in the published document, where ours differ. */
export const OPERATION_RENAMED: Readonly<Record<string, string>> = {
  Getinputtokencounts: 'getInputTokenCounts',
  Compactconversation: 'compactResponse',
};
