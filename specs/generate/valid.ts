import type { Faker } from '@faker-js/faker';
// One locale loads in a seventh of the time of all of them.
import { faker as english } from '@faker-js/faker/locale/en';
import type { Contract, OperationId } from '../../core/contract.ts';
import type { Json, JsonObject } from '../../core/json.ts';
import { type Lookup, lookupIn, propertiesOf } from './lookup.ts';
import { validValue } from './value.ts';

export interface ValidOptions {
  /** Members to set beside the least that a request needs; their values come from the contract and the seed. */
  readonly members?: readonly string[];
  /** Values that are given, `model` before all. They win over generated ones. */
  readonly values?: JsonObject;
}

/**
 * A small valid request body for the operation. The same contract, operation, seed and options give the same body.
 * @throws Error when the operation takes no body, or it has no member of that name.
 */
export function validRequest(
  contract: Contract,
  operation: OperationId,
  seed: number,
  options: ValidOptions = {},
): JsonObject {
  const lookup = lookupIn(contract);
  const schema = lookup.request(operation);
  if (schema === undefined) throw new Error(`${operation} takes no JSON body`);
  const faker = seeded(seed);
  const body: Record<string, Json | undefined> = { ...minimal(operation, faker) };
  for (const name of options.members ?? []) {
    const [, member] = propertiesOf(schema).find(([candidate]) => candidate === name) ?? [];
    if (member === undefined)
      throw new Error(`${operation} has no member called ${name} in the contract ${contract.id}`);
    body[name] = memberValue(name, member, lookup, faker);
  }
  return { ...body, ...options.values };
}

/** The generator, started anew: all data of one seed is the same in every run and on every machine. */
export function seeded(seed: number): Faker {
  english.seed(seed);
  return english;
}

/** What an operation needs so that only the member under test decides; none of it is required by the schema itself. */
export function minimal(operation: OperationId, faker: Faker): JsonObject {
  switch (operation) {
    case 'createResponse':
    case 'getInputTokenCounts':
    case 'compactResponse':
      return { model: 'model', input: `Say ${faker.word.noun()}.` };
    case 'updateConversation':
      return { metadata: { topic: faker.word.noun() } };
    case 'createConversationItems':
      return { items: [{ type: 'message', role: 'user', content: `Say ${faker.word.noun()}.` }] };
    default:
      return {};
  }
}

/** The contract cannot say what makes a parameter set useful; these members get values that a server can act on. */
function memberValue(name: string, schema: JsonObject, lookup: Lookup, faker: Faker): Json {
  switch (name) {
    case 'tools':
      return [functionTool(faker)];
    case 'tool_choice':
      return 'auto';
    case 'text':
      return { format: { type: 'text' } };
    case 'reasoning':
      return { effort: 'low' };
    case 'stream_options':
      return { include_obfuscation: false };
    default:
      return validValue(schema, lookup, faker);
  }
}

/** A function tool with one string parameter. */
export function functionTool(faker: Faker): JsonObject {
  return {
    type: 'function',
    name: `get_${faker.word.noun().replaceAll(/[^a-z]/g, '_')}`,
    description: faker.lorem.words(4),
    parameters: {
      type: 'object',
      properties: { place: { type: 'string' } },
      required: ['place'],
      additionalProperties: false,
    },
    strict: true,
  };
}
