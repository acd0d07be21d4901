import { type JsonObject, stringMember } from '../../core/json.ts';

/** The edition of an OpenAPI document's facts: `info.x-edition`, else the published version. */
export function editionOf(document: JsonObject): string {
  const info = document['info'];
  return stringMember(info, 'x-edition') ?? stringMember(info, 'version') ?? '';
}
