import type { Contract } from '../../core/contract.ts';
import { isObject, type Json, type JsonObject } from '../../core/json.ts';
import { valueText } from '../../core/parameter.ts';
import { bound, type Lookup, listed, lookupIn, propertiesOf, typesOf } from './lookup.ts';

/** One valid value of one member of `POST /responses`. */
export interface ParameterValue {
  /** Dotted path; of lists one entry is a value. */
  readonly member: string;
  readonly value: Json;
  /** As `valueText` names it: unique for a member. */
  readonly text: string;
}

/** What the prompts of all generated requests ask for; tools and formats are made for it. */
export const FUNCTION: JsonObject = {
  type: 'function',
  name: 'get_weather',
  description: 'Returns the current weather of a city.',
  parameters: {
    type: 'object',
    properties: { city: { type: 'string' } },
    required: ['city'],
    additionalProperties: false,
  },
  strict: true,
};

export const CUSTOM: JsonObject = { type: 'custom', name: 'take_note', description: 'Writes down a short note.' };

/** 64 characters, the most that both contracts allow. */
const LONG_ID = 'responses-tck-generated-requests-'.padEnd(64, '0');

const SCHEMA: JsonObject = {
  type: 'object',
  properties: { word: { type: 'string' } },
  required: ['word'],
  additionalProperties: false,
};

const FULL_MAP: JsonObject = Object.fromEntries(
  Array.from({ length: 16 }, (_, index) => [
    `key_${index}`.padEnd(64, 'k'),
    `value ${index}`.padEnd(index < 2 ? 512 : 9, 'v'),
  ]),
);

/**
 * Values that only people can choose: what the schema says of them is `string`, `object`, or a union whose branches need
 * something to refer to. A null is added where the contract allows it.
 */
const SAMPLES: Readonly<Record<string, readonly Json[]>> = {
  metadata: [{}, { suite: 'responses-tck', purpose: 'generated' }, FULL_MAP],
  instructions: ['Answer in English.'],
  user: [LONG_ID],
  safety_identifier: [LONG_ID],
  prompt_cache_key: [LONG_ID],
  max_tool_calls: [1],
  'reasoning.mode': ['standard'],
  'text.format': [
    { type: 'text' },
    { type: 'json_schema', name: 'one_word', schema: SCHEMA, strict: true },
    { type: 'json_object' },
  ],
  tools: [FUNCTION, CUSTOM],
  tool_choice: [
    'none',
    'auto',
    'required',
    { type: 'allowed_tools', mode: 'auto', tools: [{ type: 'function', name: 'get_weather' }] },
    { type: 'function', name: 'get_weather' },
    { type: 'custom', name: 'take_note' },
  ],
  moderation: [moderation('score', 'block'), moderation('block', 'score')],
  context_management: [
    [{ type: 'compaction', compact_threshold: 1000 }],
    [{ type: 'compaction', compact_threshold: null }],
  ],
  // What these refer to has to be made first: only null can be sent by a request alone.
  prompt: [],
  previous_response_id: [],
  conversation: [],
};

function moderation(input: string, output: string): JsonObject {
  return { model: 'omni-moderation-latest', policy: { input: { mode: input }, output: { mode: output } } };
}

/** Values that other scenarios send, because they need a step of their own; `why` is for people. */
export const ELSEWHERE: readonly { readonly member: string; readonly text: string; readonly why: string }[] = [
  { member: 'model', text: 'a text', why: 'every request has one' },
  { member: 'input', text: 'a text', why: 'every generated request has one' },
  { member: 'background', text: 'true', why: 'the answer has another form and has to be polled' },
  { member: 'store', text: 'true', why: 'what is stored has to be retrieved and deleted again' },
  { member: 'previous_response_id', text: 'a text', why: 'it refers to a stored response' },
  { member: 'conversation', text: 'a text', why: 'it refers to a conversation' },
];

/** Members that came after the published document, with their lists (RULES: the newest client library). */
const NEWER: Readonly<Record<string, readonly Json[]>> = {
  'image.context_compression': ['auto', 'enabled', 'disabled'],
  'access_programs.cyber': ['standard', 'daybreak_blue', 'daybreak_red'],
};

/**
 * Every valid value of every member that one request alone can carry: each entry of a list, each bound, null where it is
 * allowed, each branch of a union. In the order of the contract.
 */
export function parameterValues(contract: Contract): readonly ParameterValue[] {
  const lookup = lookupIn(contract);
  const schema = lookup.request('createResponse');
  if (schema === undefined) return [];
  const own = propertiesOf(schema)
    .filter(([name]) => name !== 'model' && name !== 'input')
    .flatMap(([name, inner]) => valuesAt(name, inner, lookup));
  const newer = Object.entries(NEWER).flatMap(([name, values]) =>
    own.some(({ member }) => member === name) ? [] : values.map((value) => named(name, value)),
  );
  return [...own, ...newer].filter(
    ({ member, text }) => !ELSEWHERE.some((other) => other.member === member && other.text === text),
  );
}

function named(member: string, value: Json): ParameterValue {
  return { member, value, text: valueText(member, value) };
}

function valuesAt(path: string, schema: JsonObject, lookup: Lookup): readonly ParameterValue[] {
  const none = allowsNull(schema, lookup) ? [named(path, null)] : [];
  const samples = SAMPLES[path];
  if (samples !== undefined) return [...samples.map((value) => named(path, value)), ...none];
  return [...lookup.variants(schema).flatMap((variant) => variantValues(path, variant, lookup)), ...none];
}

function variantValues(path: string, variant: JsonObject, lookup: Lookup): readonly ParameterValue[] {
  const strings = listed(variant);
  if (strings.length > 0) return strings.map((value) => named(path, value));
  switch (typesOf(variant)[0]) {
    case 'boolean':
      return [named(path, true), named(path, false)];
    case 'integer':
    case 'number': {
      const bounds = [bound(variant, 'minimum'), bound(variant, 'maximum')].filter((limit) => limit !== undefined);
      return bounds.map((limit) => named(path, limit));
    }
    case 'array':
      return isObject(variant['items'])
        ? listed(lookup.resolved(variant['items'])).map((value) => named(path, value))
        : [];
    case 'object':
      return propertiesOf(variant).flatMap(([name, inner]) => valuesAt(`${path}.${name}`, inner, lookup));
    default:
      return [];
  }
}

function allowsNull(schema: JsonObject, lookup: Lookup): boolean {
  const target = lookup.resolved(schema);
  const { type } = target as { type?: Json };
  if (type === 'null' || (Array.isArray(type) && type.includes('null'))) return true;
  const choices = target['anyOf'] ?? target['oneOf'];
  return Array.isArray(choices) && choices.filter(isObject).some((choice) => allowsNull(choice, lookup));
}
