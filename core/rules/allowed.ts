import type { Contract, UnionName } from '../contract.ts';
import { arrayOf, isObject, type Json, type JsonObject, member, stringMember } from '../json.ts';
import type { ExchangeView } from '../view.ts';

/**
 * Whether the contract has what the request asks for: the operation, every member, every value. What is asked in the
 * terms of one contract need not be served by a server that keeps to another.
 */
export function allows(contract: Contract, { operation, sent }: ExchangeView): boolean {
  const known = contract.operations.find(({ id }) => id === operation);
  if (known === undefined) return false;
  const schema = known.request;
  if (schema === undefined || !isObject(sent)) return true;
  if (contract.validate(schema, sent, '').length > 0) return false;
  const properties = contract.resolve(`#/components/schemas/${schema}/properties`);
  if (isObject(properties) && !Object.keys(sent).every((name) => Object.hasOwn(properties, name))) return false;
  return typesIn(sent).every(([union, type]) => contract.knows(union, type));
}

/** The types of items, parts and tools: of one that it does not know a contract's schemas have nothing to say. */
function typesIn(sent: JsonObject): readonly (readonly [UnionName, string])[] {
  const items = arrayOf(sent['input']);
  const messages = items.filter((item) => stringMember(item, 'role') !== undefined);
  return [
    ...typed('InputItem', items),
    ...typed(
      'InputContent',
      messages.flatMap((message) => arrayOf(member(message, 'content'))),
    ),
    ...typed('Tool', arrayOf(sent['tools'])),
  ];
}

function typed(union: UnionName, values: readonly Json[]): readonly (readonly [UnionName, string])[] {
  return values.flatMap((value) => {
    const type = stringMember(value, 'type');
    return type === undefined ? [] : [[union, type] as const];
  });
}
