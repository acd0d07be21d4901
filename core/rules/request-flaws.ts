import type { FlawFacts } from './rejection.ts';

/**
 * Flaws that no single member shows (A13 to A29, A33, A41, A48 to A53, A68 to A83, A86). Where the official refusal is
 * recalled or was observed once, and where a stricter reading of the contract is a matter of taste, the level is SHOULD.
 */
export const REQUEST_FLAWS = {
  'unanswered-call': {
    title: 'A function call without its output is refused',
    step: 'function',
    levels: ['SHOULD', 'MAY'],
  },
  'orphan-reasoning': {
    title: 'A reasoning item without the item that it led to is refused',
    step: 'last',
    levels: ['SHOULD', '-'],
  },
  'misplaced-trigger': {
    title: 'A compaction_trigger that is not the last input item is refused',
    step: 'first',
    levels: ['MUST', '-'],
  },
  'malformed-id': {
    title: 'A previous_response_id with characters that no id has is refused',
    step: 'previous-response-id',
    levels: ['SHOULD', 'MAY'],
  },
  // That it belongs to streams is said to clients; what a server does without one is not.
  'lone-stream-options': {
    title: 'stream_options without stream is refused',
    step: 'obfuscation',
    levels: ['SHOULD', 'SHOULD'],
  },
  'loose-schema': {
    title: 'A strict schema with open objects, optional members or another root is refused',
    step: 'text-open',
    levels: ['SHOULD', 'MAY'],
  },
  'no-json-cue': {
    title: 'json_object is refused where the context does not speak of JSON',
    step: 'create',
    levels: ['SHOULD', '-'],
  },
  'undeclared-choice': {
    title: 'A tool_choice that names no tool of the request is refused',
    step: 'function',
    levels: ['SHOULD', 'MAY'],
  },
  'malformed-tool': {
    title: 'A tool of an unknown type or with a name that is none is refused',
    step: 'function-name',
    levels: ['MUST', 'SHOULD'],
  },
  'malformed-hosted-tool': {
    title: 'A custom or hosted tool without what it needs, or out of its bounds, is refused',
    step: 'custom-name',
    levels: ['MUST', '-'],
  },
  'malformed-choice': {
    title: 'A tool_choice of allowed_tools without its mode is refused',
    step: 'allowed-tools-mode',
    levels: ['MUST', '-'],
  },
  'malformed-item': {
    title: 'An input item without what its type needs is refused',
    step: 'mcp-approval',
    levels: ['MUST', '-'],
  },
  'few-tool-calls': {
    title: 'max_tool_calls below 1 is refused',
    step: 'zero',
    levels: ['-', 'MUST'],
  },
  // A server with more efforts than the list has extends it; whether that is allowed is not said.
  'unlisted-effort': {
    title: 'A reasoning.effort above xhigh is refused',
    step: 'max',
    levels: ['-', 'SHOULD'],
  },
} as const satisfies Readonly<Record<string, FlawFacts>>;
