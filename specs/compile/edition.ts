import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { type JsonObject, stringMember } from '../../core/json.ts';

/** The edition of an OpenAPI document's facts: `info.x-edition`, else the published version. */
export function editionOf(document: JsonObject): string {
  const info = document['info'];
  return stringMember(info, 'x-edition') ?? stringMember(info, 'version') ?? '';
}

/** The dates of a contract's older editions: `<folder>/editions/<date>.overlay.yaml`, oldest first. */
export function editionsIn(folder: string): readonly string[] {
  const editions = join(folder, 'editions');
  if (!existsSync(editions)) return [];
  return readdirSync(editions)
    .filter((name) => name.endsWith(OVERLAY))
    .map((name) => name.slice(0, -OVERLAY.length))
    .sort();
}

const OVERLAY = '.overlay.yaml';
