import type { Flaw } from '../../../core/exchange.ts';
import type { JsonObject } from '../../../core/json.ts';
import type { Step, StepContext } from '../../../core/scenario.ts';
import { invalidRequests, UNKNOWN_MEMBER } from '../../../specs/generate/index.ts';
import { loadContract } from '../../../specs/load.ts';

/** Flaws of the body itself, which a server can see without asking a model. */
export type BodyFlaw = Extract<
  Flaw,
  'missing-member' | 'wrong-type' | 'unknown-member' | 'unknown-enum-value' | 'out-of-range' | 'too-long'
>;

interface WrongBody {
  readonly flaw: BodyFlaw;
  readonly name: string;
  /** As `error.param` would name it. */
  readonly param: string;
  /** Which of the contract's requests with this flaw at this place, where there are several. Default 0. */
  readonly nth?: number;
  /** Written by hand where the contract alone yields no such request: members that make a good request wrong. */
  readonly members?: JsonObject;
}

const FUNCTION: JsonObject = { type: 'function', name: 'f', parameters: { type: 'object', properties: {} } };

/**
 * Which of the contract's wrong requests are sent, chosen so that every flaw is seen at several kinds of places and no
 * lenient reading makes one right: a text is given where no cast to the wanted type exists, lengths are above the bounds
 * of both contracts. The bodies come from `specs/generate`: each is valid but for its one flaw.
 */
const WRONG_BODIES: readonly WrongBody[] = [
  { flaw: 'missing-member', name: 'message-content', param: 'input[0].content' },
  { flaw: 'missing-member', name: 'input-text-text', param: 'input[0].content[0].text' },
  { flaw: 'missing-member', name: 'function-name', param: 'tools[0].name' },
  {
    flaw: 'missing-member',
    name: 'function-call-output-output',
    param: 'input[1].output',
    members: {
      input: [
        { type: 'function_call', call_id: 'call_1', name: 'f', arguments: '{}' },
        { type: 'function_call_output', call_id: 'call_1' },
      ],
      tools: [FUNCTION],
    },
  },
  { flaw: 'wrong-type', name: 'model', param: 'model', members: { model: { name: 'any' } } },
  { flaw: 'wrong-type', name: 'input', param: 'input' },
  { flaw: 'wrong-type', name: 'instructions', param: 'instructions', members: { instructions: { text: 'Be brief.' } } },
  { flaw: 'wrong-type', name: 'max-output-tokens', param: 'max_output_tokens' },
  { flaw: 'wrong-type', name: 'temperature', param: 'temperature' },
  { flaw: 'wrong-type', name: 'stream', param: 'stream' },
  { flaw: 'wrong-type', name: 'store', param: 'store' },
  { flaw: 'wrong-type', name: 'metadata', param: 'metadata' },
  { flaw: 'wrong-type', name: 'tools', param: 'tools' },
  { flaw: 'wrong-type', name: 'text', param: 'text' },
  { flaw: 'unknown-member', name: 'top-level', param: UNKNOWN_MEMBER },
  { flaw: 'unknown-enum-value', name: 'tool-choice', param: 'tool_choice' },
  { flaw: 'unknown-enum-value', name: 'truncation', param: 'truncation' },
  { flaw: 'unknown-enum-value', name: 'message-role', param: 'input[0].role' },
  {
    flaw: 'unknown-enum-value',
    name: 'text-format-type',
    param: 'text.format.type',
    members: { text: { format: { type: 'yaml' } } },
  },
  { flaw: 'unknown-enum-value', name: 'include', param: 'include[0]' },
  { flaw: 'unknown-enum-value', name: 'reasoning-effort', param: 'reasoning.effort' },
  { flaw: 'out-of-range', name: 'max-output-tokens-low', param: 'max_output_tokens' },
  {
    flaw: 'out-of-range',
    name: 'max-output-tokens-negative',
    param: 'max_output_tokens',
    members: { max_output_tokens: -16 },
  },
  { flaw: 'out-of-range', name: 'temperature-negative', param: 'temperature' },
  { flaw: 'out-of-range', name: 'temperature-high', param: 'temperature', nth: 1 },
  { flaw: 'out-of-range', name: 'top-p-high', param: 'top_p', nth: 1 },
  { flaw: 'out-of-range', name: 'top-logprobs-high', param: 'top_logprobs', nth: 1 },
  { flaw: 'too-long', name: 'metadata-pairs', param: 'metadata' },
  { flaw: 'too-long', name: 'metadata-key', param: 'metadata', nth: 1 },
  { flaw: 'too-long', name: 'metadata-value', param: 'metadata.key' },
  { flaw: 'too-long', name: 'safety-identifier', param: 'safety_identifier' },
  { flaw: 'too-long', name: 'json-schema-name', param: 'text.format.name' },
];

const contract = await loadContract('openai');

/**
 * The request body with exactly this flaw.
 * @throws Error when the contract does not forbid it any more: the choice above has then to follow the contract
 */
function wrongBody({ flaw, members, name, nth = 0, param }: WrongBody, { model, seed }: StepContext): JsonObject {
  const values: JsonObject = { model: model('text'), input: 'Hello', max_output_tokens: 16, store: false };
  if (members !== undefined) return { ...values, ...members };
  const [root = param] = param.split(/[.[]/);
  const chosen = flaw === 'unknown-member' ? {} : { members: [root] };
  const matching = invalidRequests(contract, 'createResponse', seed, { values, ...chosen }).filter(
    (request) => request.flaw === flaw && request.member === param,
  );
  const found = matching[nth];
  if (found === undefined) throw new Error(`${name}: the contract has no ${flaw} at ${param}`);
  return found.body;
}

/** 422 is what common validating frameworks say, and the Open Responses suite accepts it beside the official 400. */
function statuses(flaw: BodyFlaw): readonly number[] {
  return flaw === 'too-long' ? [400, 413, 422] : [400, 422];
}

/** Codes of the official service; only a SHOULD, and absent where it is known to send none. */
function codes(flaw: BodyFlaw): readonly string[] {
  switch (flaw) {
    case 'missing-member':
      return ['missing_required_parameter'];
    case 'wrong-type':
      return ['invalid_type'];
    case 'unknown-member':
      return ['unknown_parameter'];
    case 'unknown-enum-value':
      return ['invalid_value'];
    case 'out-of-range':
      return [
        'integer_below_min_value',
        'integer_above_max_value',
        'decimal_below_min_value',
        'decimal_above_max_value',
      ];
    case 'too-long':
      return ['string_above_max_length', 'array_above_max_length', 'object_above_max_properties'];
    default:
      return flaw satisfies never;
  }
}

/** The wrong bodies of one flaw as steps. */
export function bodySteps(flaw: BodyFlaw): readonly Step[] {
  return WRONG_BODIES.filter((wrong) => wrong.flaw === flaw).map((wrong) => ({
    name: wrong.name,
    send: (context) => ({
      operation: 'createResponse',
      json: wrongBody(wrong, context),
      intent: { kind: 'invalid', flaw, param: wrong.param, statuses: statuses(flaw), codes: codes(flaw) },
    }),
  }));
}
