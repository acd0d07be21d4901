/**
 * Named classes of behaviour: rows of the matrix. `core` is mandatory; every other one is claimed by a provider or
 * discovered. Order is the order of the matrix.
 */
export const CAPABILITIES = [
  { id: 'core', title: 'Create a response', about: 'Text in, a complete Response object out' },
  { id: 'streaming', title: 'Streaming', about: 'Server-sent events, their order and content' },
  { id: 'errors', title: 'Errors', about: 'Wrong requests are refused with the right status and envelope' },
  { id: 'function-tools', title: 'Function tools', about: 'Function calls and their round trip' },
  { id: 'structured-output', title: 'Structured output', about: 'text.format json_schema and json_object' },
  { id: 'reasoning', title: 'Reasoning', about: 'Reasoning items, summaries, effort' },
  { id: 'state', title: 'Stored responses', about: 'store, retrieve, delete, previous_response_id, input items' },
  { id: 'background', title: 'Background', about: 'background mode and cancel' },
  { id: 'hosted-tools', title: 'Hosted tools', about: 'Tools the provider runs itself, and custom tools' },
  { id: 'multimodal', title: 'Images and files', about: 'input_image and input_file' },
  { id: 'conversations', title: 'Conversations', about: 'The conversations operations' },
  { id: 'compaction', title: 'Compaction and counting', about: 'compact and input_tokens' },
  { id: 'models', title: 'Models', about: 'Listing and retrieving models' },
] as const;

export type Capability = (typeof CAPABILITIES)[number]['id'];
export const CAPABILITY_IDS: readonly Capability[] = CAPABILITIES.map(({ id }) => id);
