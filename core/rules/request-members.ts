import type { Capability } from '../capability.ts';
import type { SpecPointer } from '../contract.ts';
import { type Json, type JsonObject, member } from '../json.ts';
import type { RuleId } from '../rule.ts';
import { type Form, refusing } from './request-forms.ts';

/** Members that both contracts let be null. */
const EVERYWHERE = [
  ...['metadata', 'instructions', 'max_output_tokens', 'max_tool_calls', 'parallel_tool_calls', 'reasoning'],
  ...['previous_response_id', 'temperature', 'top_p', 'top_logprobs', 'prompt_cache_key', 'safety_identifier'],
];

/** Members of the request, each taken for itself: only a refusal that names one is laid to it (A27 to A67, A81). */
export const memberForms: readonly Form[] = [
  sent('instructions', ['MUST', 'MUST'], 'roles/instructions'),
  sent('max_output_tokens', ['MUST', 'MUST'], 'text/create'),
  sent('max_tool_calls', ['MUST', 'SHOULD'], 'echo-rare/create'),
  sent('temperature', ['MUST', 'MUST'], 'echo/create'),
  sent('top_p', ['MUST', 'MUST'], 'echo/create'),
  sent('top_logprobs', ['MUST', 'MUST'], 'token-probabilities/create'),
  sent('presence_penalty', ['-', 'MUST'], 'penalties/create', { source: '#/components/schemas/Response' }),
  sent('frequency_penalty', ['-', 'MUST'], 'penalties/create', { source: '#/components/schemas/Response' }),
  sent('metadata', ['MUST', 'MUST'], 'echo/create'),
  sent('store', ['MUST', 'MUST'], 'text/create'),
  sent('stream', ['MUST', 'MUST'], 'cache-members/create'),
  sent('background', ['MUST', 'SHOULD'], 'background/create', { capability: 'background' }),
  sent('conversation', ['MUST', '-'], 'conversation/respond', {
    capability: 'conversations',
    // The items of the turn are in the conversation all the same.
    also: ['conversation/list-faithful'],
  }),
  sent('parallel_tool_calls', ['MUST', 'MUST'], 'echo/create'),
  sent('truncation', ['MUST', 'MUST'], 'echo/create'),
  sent('include', ['MUST', 'SHOULD'], 'token-probabilities/create'),
  sent('tool_choice', ['MUST', 'MUST'], 'echo/create', {
    id: 'tool-choice',
    title: 'tool_choice none, auto or required is served',
    places: (value) => typeof value === 'string',
  }),
  sent('service_tier', ['MUST', 'SHOULD'], 'echo-rare/create'),
  sent('safety_identifier', ['MUST', 'MUST'], 'echo/create'),
  sent('prompt_cache_key', ['MUST', 'MUST'], 'echo/create'),
  sent('prompt_cache_retention', ['MUST', '-'], 'cache-members/create'),
  sent('prompt_cache_options', ['MUST', '-'], 'cache-members/options'),
  sent('user', ['MAY', '-'], 'echo-rare/create'),
  sent('moderation', ['MAY', '-'], 'newest-members/moderation'),
  sent('context_management', ['MAY', '-'], 'newest-members/context-management', { capability: 'compaction' }),
  sent('image', ['MAY', '-'], 'newest-members/image', { source: '#/components/schemas/Request.createResponse' }),
  sent('access_programs', ['MAY', '-'], 'newest-members/access-programs', {
    source: '#/components/schemas/Request.createResponse',
  }),
  sent('prompt', ['MAY', '-'], 'stored-prompt/create'),
  {
    id: 'text',
    title: 'A text member without a format is served',
    levels: ['MUST', 'MUST'],
    source: '#/components/schemas/TextConfig',
    capability: 'core',
    weight: 1,
    places: (request) => {
      const text = member(request, 'text');
      const bare = text !== undefined && text !== null && (member(text, 'format') ?? null) === null;
      return bare && member(text, 'verbosity') === undefined ? ['text'] : [];
    },
    counterexample: refusing('input-forms/empty-text', 'text.format'),
  },
  format('text', 'text-format', ['MUST', 'MUST'], 'core', 'named', 'echo/create'),
  format('json_schema', 'json-schema-format', ['MUST', 'MUST'], 'structured-output', 2, 'json-schema/create'),
  format('json_object', 'json-object-format', ['MUST', '-'], 'structured-output', 2, 'json-object/create'),
  inside('text', 'verbosity', ['MUST', 'MUST'], 'core', 'verbosity/create'),
  inside('reasoning', 'effort', ['MUST', 'MUST'], 'reasoning', 'reasoning/create'),
  inside('reasoning', 'summary', ['MUST', 'MUST'], 'reasoning', 'reasoning/create'),
  inside('reasoning', 'context', ['MAY', '-'], 'reasoning', 'reasoning-members/create'),
  inside('reasoning', 'mode', ['MAY', '-'], 'reasoning', 'reasoning-members/create'),
  nulls('nulls', 'null for a member that may be left out is served', ['MUST', 'MUST'], 'nulls/null', EVERYWHERE),
  // The other contract lets fewer members be null.
  nulls(
    'official-nulls',
    'null for background, include, service_tier, stream or truncation is served',
    ['MUST', '-'],
    'more-nulls/null',
    ['background', 'include', 'service_tier', 'stream', 'truncation'],
  ),
];

interface Other {
  readonly id?: string;
  readonly title?: string;
  readonly source?: SpecPointer;
  readonly capability?: Capability;
  /** Whether this value counts; default: any but null. */
  readonly places?: (value: Json) => boolean;
  /** Rules that cannot but fail with it. */
  readonly also?: readonly RuleId[];
}

function sent(name: string, levels: Form['levels'], step: string, other: Other = {}): Form {
  const counts = other.places ?? (() => true);
  return {
    id: other.id ?? name.replaceAll('_', '-'),
    title: other.title ?? `${name} is served`,
    levels,
    source: other.source ?? `#/components/schemas/Request.createResponse/properties/${name}`,
    capability: other.capability ?? 'core',
    weight: 'named',
    places: (request) => {
      const value = request[name];
      return value !== undefined && value !== null && counts(value) ? [name] : [];
    },
    counterexample: { ...refusing(step, name), ...(other.also === undefined ? {} : { also: other.also }) },
  };
}

/** A member of a member. */
function inside(name: string, inner: string, levels: Form['levels'], capability: Capability, step: string): Form {
  const place = `${name}.${inner}`;
  return {
    id: inner === 'verbosity' ? inner : `${name}-${inner}`,
    title: `${place} is served`,
    levels,
    source: name === 'text' ? '#/components/schemas/TextConfig' : '#/components/schemas/Reasoning',
    capability,
    weight: 'named',
    places: (request) => (typeof member(request[name], inner) === 'string' ? [place] : []),
    counterexample: refusing(step, place),
  };
}

function format(
  type: string,
  id: string,
  levels: Form['levels'],
  capability: Capability,
  weight: Form['weight'],
  step: string,
): Form {
  return {
    id,
    title: `A text.format of type ${type} is served`,
    levels,
    source: '#/components/schemas/TextFormat',
    capability,
    weight,
    places: (request) => (formatType(request) === type ? ['text.format'] : []),
    counterexample: refusing(step, 'text.format'),
  };
}

function formatType(request: JsonObject): Json | undefined {
  return member(member(request['text'], 'format'), 'type');
}

function nulls(id: string, title: string, levels: Form['levels'], step: string, names: readonly string[]): Form {
  return {
    id,
    title,
    levels,
    source: '#/components/schemas/Request.createResponse',
    capability: 'core',
    // Many requests hold a null beside other things: one that says nothing is not laid to it.
    weight: 'named',
    places: (request) => names.filter((name) => request[name] === null),
    counterexample: refusing(step, names[0] ?? ''),
  };
}
