import type { Flaw } from '../../../core/exchange.ts';
import type { JsonObject } from '../../../core/json.ts';
import type { Step } from '../../../core/scenario.ts';
import { type InvalidRequest, invalidRequests } from '../../../specs/generate/index.ts';
import { loadContract } from '../../../specs/load.ts';

/** Flaws of the body itself, which a server can see without asking a model. */
export const BODY_FLAWS = [
  'missing-member',
  'wrong-type',
  'unknown-member',
  'unknown-enum-value',
  'out-of-range',
  'too-long',
] as const satisfies readonly Flaw[];
export type BodyFlaw = (typeof BODY_FLAWS)[number];

/** A wrong body, with a name that does not change when others come and go. */
interface WrongBody {
  readonly flaw: BodyFlaw;
  readonly name: string;
  /** As `error.param` would name it. */
  readonly param: string;
  readonly what: string;
  readonly body: JsonObject;
}

const contract = await loadContract('openai');

/** Stands for the model that the run will name. */
const MODEL = 'the model of the run';
const BASE: JsonObject = { model: MODEL, input: 'Hello', max_output_tokens: 16, store: false };
const FUNCTION: JsonObject = { type: 'function', name: 'f', parameters: { type: 'object', properties: {} } };

/** Where the contract alone yields no such request. */
const BY_HAND: readonly WrongBody[] = [
  {
    flaw: 'missing-member',
    name: 'function-call-output-output',
    param: 'input[1].output',
    what: 'without the required output',
    body: {
      ...BASE,
      input: [
        { type: 'function_call', call_id: 'call_1', name: 'f', arguments: '{}' },
        { type: 'function_call_output', call_id: 'call_1' },
      ],
      tools: [FUNCTION],
    },
  },
  {
    flaw: 'unknown-enum-value',
    name: 'text-format-type',
    param: 'text.format.type',
    what: 'a format that does not exist',
    body: { ...BASE, text: { format: { type: 'yaml' } } },
  },
  {
    flaw: 'out-of-range',
    name: 'max-output-tokens-negative',
    param: 'max_output_tokens',
    what: '-16, below zero',
    body: { ...BASE, max_output_tokens: -16 },
  },
];

/** Names from before these requests were generated, which results and known failures refer to. */
const NAMES: Readonly<Record<string, string>> = {
  'unknown-member tck_unknown_member': 'top-level',
  'missing-member input.content': 'message-content',
  'missing-member input.content.text': 'input-text-text',
  'missing-member tools.name': 'function-name',
  'unknown-enum-value input.role': 'message-role',
  'too-long metadata.key': 'metadata-value',
  'too-long text.format.name': 'json-schema-name',
};

/** All of them, each valid but for its one flaw. The bodies come from `specs/generate`. */
const ALL: readonly WrongBody[] = [
  ...invalidRequests(contract, 'createResponse', 1, { values: BASE }).flatMap(named),
  ...BY_HAND,
];

function named(request: InvalidRequest): readonly WrongBody[] {
  const { flaw, member, what, body } = request;
  const known = BODY_FLAWS.find((one) => one === flaw);
  if (known === undefined) return [];
  const path = member.replaceAll(/\[\d+\]/g, '');
  const name = NAMES[`${flaw} ${path}`] ?? `${path.replaceAll(/[._]/g, '-')}${suffix(flaw, member, what)}`;
  return [{ flaw: known, name, param: member, what, body }];
}

/** Of several flaws of one kind at one place. */
function suffix(flaw: Flaw, member: string, what: string): string {
  if (flaw === 'wrong-type') return member.endsWith(']') ? '-entry' : '';
  if (flaw === 'out-of-range') return what.includes('below') ? '-low' : what.includes('above') ? '-high' : '-pattern';
  if (flaw !== 'too-long') return '';
  return what.includes('members') ? '-pairs' : what.startsWith('a name') ? '-key' : '';
}

/** What a member is best tried with: the rarer the kind, the sooner, and a bound from above. */
const KINDS: readonly BodyFlaw[] = [
  'unknown-member',
  'too-long',
  'out-of-range',
  'missing-member',
  'unknown-enum-value',
  'wrong-type',
];

/** Where another kind says more: every kind is to be seen at plain members too, not only deep in lists. */
const INSTEAD: Readonly<Record<string, BodyFlaw>> = { temperature: 'wrong-type', tools: 'missing-member' };

/** One flaw for each member of the request: what a default run has calls for. */
export const DEFAULT_BODIES: ReadonlySet<WrongBody> = new Set(
  [...new Set(ALL.map(rootOf))].flatMap((root) => {
    const own = ALL.filter((wrong) => rootOf(wrong) === root && !BY_HAND.includes(wrong));
    const kind = INSTEAD[root] ?? KINDS.find((one) => own.some(({ flaw }) => flaw === one));
    const candidates = own.filter(({ flaw }) => flaw === kind);
    const best = candidates.find(({ name }) => /-high$|-pairs$/.test(name)) ?? shallowest(candidates);
    return best === undefined ? [] : [best];
  }),
);

function rootOf({ param }: WrongBody): string {
  return param.split(/[.[]/, 1)[0] ?? param;
}

function shallowest(bodies: readonly WrongBody[]): WrongBody | undefined {
  const depth = ({ param }: WrongBody) => param.split(/[.[]/).length;
  return bodies.toSorted((one, other) => depth(one) - depth(other) || rank(one) - rank(other))[0];
}

/** The content of a message is what every server has to look at. */
function rank({ name }: WrongBody): number {
  return name === 'message-content' ? 0 : 1;
}

/** 422 is what common validating frameworks say, and the Open Responses suite accepts it beside the official 400. */
function statuses({ flaw, param }: WrongBody): readonly number[] {
  if (flaw === 'too-long') return [400, 413, 422];
  // The id beside the flaw is nobody's: a server may complain of that first.
  return /^(?:prompt|conversation|previous_response_id)\b/.test(param) ? [400, 404, 422] : [400, 422];
}

/** Codes of the official service; only a SHOULD. */
function codes({ flaw, what }: WrongBody): readonly string[] {
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
      if (what.startsWith('characters')) return ['invalid_value'];
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

/** The wrong bodies of one flaw as steps: those of a default run, or all others. */
export function bodySteps(flaw: BodyFlaw, which: 'default' | 'others'): readonly Step[] {
  return ALL.filter((wrong) => wrong.flaw === flaw && DEFAULT_BODIES.has(wrong) === (which === 'default')).map(
    (wrong) => ({
      name: wrong.name,
      send: ({ model }) => ({
        operation: 'createResponse',
        json: wrong.body['model'] === MODEL ? { ...wrong.body, model: model('text') } : wrong.body,
        intent: {
          kind: 'invalid',
          flaw,
          param: wrong.param,
          statuses: statuses(wrong),
          codes: codes(wrong),
        },
      }),
    }),
  );
}
