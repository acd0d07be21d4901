import { isObject, type Json, type JsonObject, member, stringMember } from '../../core/json.ts';

/**
 * One entry for every version before the present one: what makes a file of version N one of version N + 1. So a kit
 * reads the files of every kit before it.
 */
export type Migrations = Readonly<Record<number, (older: JsonObject) => JsonObject>>;

export const MIGRATIONS: Migrations = { 1: withRecorded };

/** Version 1 had no kind of evidence for recordings: they were `live`, and only their names said otherwise. */
function withRecorded(older: JsonObject): JsonObject {
  const columns = older['columns'];
  return Array.isArray(columns) ? { ...older, columns: columns.map(recordedColumn) } : older;
}

function recordedColumn(column: Json): Json {
  const provider = member(column, 'provider');
  if (!isObject(column) || !isObject(provider) || column['evidence'] !== 'live') return column;
  const name = nameOfRecorded(stringMember(provider, 'id'), stringMember(provider, 'name'));
  return name === undefined ? column : { ...column, evidence: 'recorded', provider: { ...provider, name } };
}

const SUFFIX = ' (recorded)';

/**
 * What is called `X (recorded)` under an id `recorded-X`, as `check --out` wrote it before there was such a kind of
 * evidence, is `X`; undefined for every other provider. The id is kept: histories and links go by it.
 */
export function nameOfRecorded(id: string | undefined, name: string | undefined): string | undefined {
  if (id === undefined || name === undefined || !name.endsWith(SUFFIX)) return undefined;
  const plain = name.slice(0, -SUFFIX.length);
  return id === `recorded-${plain}` ? plain : undefined;
}
