import type { ContractFamily, SchemaError } from '../contract.ts';
import { arrayOf, isObject, type JsonObject, member } from '../json.ts';
import { claimedAsRequired } from './response-members.ts';
import { absent, settled } from './support.ts';

/**
 * One defect, one rule: places inside a Response that a dedicated rule reports, so that the schema rules leave them
 * alone. A place is only claimed where its rule really reports it.
 */

/** Members whose dedicated rule (`response/<member>`, `item/object`) reports every wrong value. */
const ALWAYS = /^\/(?:id|object|created_at|completed_at|status|output|output\/\d+|output\/\d+\/type)$/;

export function claimedInResponse(
  error: SchemaError,
  at: string,
  response: JsonObject,
  contract: ContractFamily = 'openai',
): boolean {
  const place = error.at.slice(at.length);
  if (ALWAYS.test(place)) return true;
  if (contract === 'open-responses' && claimedAsRequired(place, error.keyword)) return true;
  const status = response['status'];
  const [, top = ''] = place.split('/');
  switch (top) {
    // response/failed-error and response/error-status; an absent member of other states is the schema's.
    case 'error':
      return status === 'failed' || response['error'] !== undefined;
    // response/incomplete-reason and response/incomplete-details-status.
    case 'incomplete_details':
      return status === 'incomplete' || response['incomplete_details'] !== undefined;
    // usage/present, usage/incomplete and response/unfinished-usage; what is there and no object is the schema's.
    case 'usage':
      return status !== 'failed' && (absent(response['usage']) || !settled(status) || status === 'cancelled');
    // response/text-format.
    case 'text':
      return isObject(response['text']) && /^\/text\/format(?:\/type)?$/.test(place);
    default:
      return false;
  }
}

/** usage/counts and usage/details. */
const USAGE =
  /\/usage\/(?:(?:input|output|total)_tokens|(?:input|output)_tokens_details|input_tokens_details\/cached_tokens|output_tokens_details\/reasoning_tokens)$/;

export function claimedInUsage(error: SchemaError): boolean {
  return USAGE.test(error.at);
}

/** Items whose id is `item/id` or `item/function-call-id`; that of the others is in their schema. */
const IDENTIFIED = /^Item\.(?:message|reasoning|function_call)$/;

/** item/id, item/function-call-id, item/arguments-string, item/message-content. */
export function claimedInItem(error: SchemaError, at: string, response: JsonObject): boolean {
  const match = /^\/output\/(\d+)\/(.+)$/.exec(error.at.slice(at.length));
  if (match === null) return false;
  const [, index = '', place = ''] = match;
  const item = arrayOf(response['output'])[Number(index)];
  // item/function-call-id asks for an id; one that is no text is the schema's.
  if (place === 'id' && error.schema === 'Item.function_call') return absent(member(item, 'id'));
  if (place === 'id') return IDENTIFIED.test(error.schema);
  if (error.schema === 'Item.function_call') return place === 'arguments';
  const part = /^content\/(\d+)(?:\/type)?$/.exec(place);
  if (error.schema !== 'Item.message' || part === null) return false;
  const content = member(item, 'content');
  return isObject(arrayOf(content)[Number(part[1])]);
}
