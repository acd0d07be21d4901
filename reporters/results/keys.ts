import type { Column } from './model.ts';

const known = new WeakMap<readonly Column[], ReadonlyMap<Column, string>>();

/**
 * The name of each column in URLs and files: `acme`, or `acme~example~openai` where a provider has several columns.
 * Unique, also where a file system does not tell upper from lower case, and of `A-Z a-z 0-9 . _ ~ @ -` only.
 */
export function columnKeys(all: readonly Column[]): ReadonlyMap<Column, string> {
  const there = known.get(all);
  if (there !== undefined) return there;
  const counts = new Map<string, number>();
  for (const { provider } of all) counts.set(provider.id, (counts.get(provider.id) ?? 0) + 1);
  const taken = new Set<string>();
  const keys = new Map(
    all.map((column) => {
      const { provider, evidence, contract } = column;
      const whole = counts.get(provider.id) === 1 ? provider.id : `${provider.id}~${evidence}~${contract}`;
      return [column, free(whole.replace(/[^A-Za-z0-9._~@-]/g, '_').slice(0, 100) || '_', taken)] as const;
    }),
  );
  known.set(all, keys);
  return keys;
}

function free(safe: string, taken: Set<string>): string {
  for (let n = 1; ; n++) {
    const key = n === 1 && !safe.startsWith('.') ? safe : `${safe.replace(/^\.+/, '_')}~${n}`;
    if (taken.has(key.toLowerCase())) continue;
    taken.add(key.toLowerCase());
    return key;
  }
}
