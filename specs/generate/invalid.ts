import type { Contract, OperationId } from '../../core/contract.ts';
import type { Flaw } from '../../core/exchange.ts';
import type { Json, JsonObject } from '../../core/json.ts';
import { flawedValues } from './flaws.ts';
import { lookupIn, propertiesOf } from './lookup.ts';
import { functionTool, minimal, seeded } from './valid.ts';

/** A request body with exactly one flaw. */
export interface InvalidRequest {
  readonly flaw: Flaw;
  /** The flawed member, as `error.param` would name it: `tools[0].name`. */
  readonly member: string;
  readonly body: JsonObject;
  /** What is wrong, for people. */
  readonly what: string;
}

export interface InvalidOptions {
  /** Only flaws of these members of the body, and what lies in them. Default: all. */
  readonly members?: readonly string[];
  /** Values that every body has unless they are the flawed ones, `model` before all. */
  readonly values?: JsonObject;
}

/** A member that no contract has or will have. */
export const UNKNOWN_MEMBER = 'tck_unknown_member';

/**
 * Every single flaw that the contract forbids with certainty, each in a minimal body that is valid but for it: the
 * compiled validator must accept the body without the flaw and object at the flaw. Unknown members are no matter of the
 * schema (it allows them), so there is one such body, for the rule that judges them.
 * The same contract, operation, seed and options give the same list.
 */
export function invalidRequests(
  contract: Contract,
  operation: OperationId,
  seed: number,
  options: InvalidOptions = {},
): readonly InvalidRequest[] {
  const lookup = lookupIn(contract);
  const schema = lookup.request(operation);
  if (schema === undefined) return [];
  const faker = seeded(seed);
  const base = { ...minimal(operation, faker), ...options.values };
  const wanted = (name: string): boolean => options.members === undefined || options.members.includes(name);
  const found: InvalidRequest[] = [];
  for (const [name, inner] of propertiesOf(schema)) {
    if (!wanted(name)) continue;
    for (const { flaw, member, value, what } of flawedValues(inner, lookup, faker)) {
      const body: JsonObject = { ...base, ...companions(name, value, functionTool(faker)), [name]: value };
      const request = { flaw, member: `${name}${member}`, body, what };
      if (isForbidden(contract, operation, request)) found.push(request);
    }
  }
  if (options.members === undefined) {
    found.push({
      flaw: 'unknown-member',
      member: UNKNOWN_MEMBER,
      body: { ...base, [UNKNOWN_MEMBER]: true },
      what: 'a member that does not exist',
    });
  }
  return distinct(found);
}

/** What must stand beside a member so that only its flaw is one. */
function companions(name: string, value: Json, tool: JsonObject): JsonObject {
  if (name === 'stream_options') return { stream: true };
  // A choice of tools without tools is refused for that.
  return name === 'tool_choice' && value !== 'none' ? { tools: [tool] } : {};
}

function isForbidden(contract: Contract, operation: OperationId, request: InvalidRequest): boolean {
  const errors = contract.validate(`Request.${operation}`, request.body, '');
  const at = `/${request.member.replaceAll(/\[(\d+)\]/g, '.$1').replaceAll('.', '/')}`;
  return errors.length > 0 && errors.every((error) => error.at === at || error.at.startsWith(`${at}/`));
}

function distinct(requests: readonly InvalidRequest[]): readonly InvalidRequest[] {
  const seen = new Set<string>();
  return requests.filter((request) => {
    const key = JSON.stringify([request.flaw, request.member, request.what]);
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}
