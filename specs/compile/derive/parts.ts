import type { Schema } from './structure.ts';

/** Which file a schema is written to: by its name, else beside the first schema that refers to it. */
const PARTS: readonly (readonly [part: string, names: RegExp])[] = [
  ['response', /^(?:Response|Usage)$/],
  ['content', /^(?:Content|Annotation|InputContent)(?:\.|$)/],
  ['items', /^Item(?:\.|$)/],
  ['tools', /^Tool(?:\.|$)|^ToolChoice$/],
  ['events', /^Event(?:\.|$)|^WebSocket/],
  ['input', /^InputItem(?:\.|$)/],
  ['request', /^Request\./],
  [
    'state',
    /^(?:InputItemList|InputTokens|Compaction|Conversation|ConversationDeleted|ConversationItemList|ResponseDeleted)$/,
  ],
  ['models', /^Model/],
  ['errors', /^ErrorEnvelope$/],
];

export function partsOf(schemas: ReadonlyMap<string, Schema>): Map<string, Map<string, Schema>> {
  const home = new Map<string, string>();
  for (const [part, names] of PARTS) {
    for (const name of schemas.keys()) if (names.test(name)) home.set(name, part);
  }
  for (const [part] of PARTS) {
    const pending = [...schemas.keys()].filter((name) => home.get(name) === part);
    for (let name = pending.shift(); name !== undefined; name = pending.shift()) {
      for (const used of refsIn(schemas.get(name))) {
        if (home.has(used)) continue;
        home.set(used, part);
        pending.push(used);
      }
    }
  }
  return new Map(
    PARTS.map(([part]) => [part, new Map([...schemas].filter(([name]) => home.get(name) === part))] as const),
  );
}

function refsIn(schema: unknown): readonly string[] {
  const text = JSON.stringify(schema) ?? '';
  return [...text.matchAll(/"#\/components\/schemas\/([^"]+)"/g)].map((match) => match[1] ?? '');
}
