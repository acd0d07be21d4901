import { expect, test } from '@playwright/test';
import { applyEdits } from '../core/edit.ts';
import { judgeExchange } from '../core/judge/judge.ts';
import type { Edit } from '../core/rule.ts';
import { rules } from '../core/rules/index.ts';
import { loadContract } from '../specs/load.ts';
import { play } from './run/rehearse.ts';
import { scenarios } from './scenarios/index.ts';

/** What `schema/snapshot` sees beside its counterexample: finished items and parts that no other rule looks at. */
const LOST = { op: 'set', path: '/events/response.completed/response/output', value: [] } as const;

const cases: readonly { readonly what: string; readonly edit: readonly Edit[]; readonly seen: boolean }[] = [
  {
    what: 'a finished part without annotations',
    edit: [{ op: 'remove', path: '/events/response.content_part.done/part/annotations' }],
    seen: true,
  },
  {
    what: 'annotations of a finished item that are no list',
    edit: [{ op: 'set', path: '/events/response.output_item.done/item/content/0/annotations', value: 'none' }],
    seen: true,
  },
  {
    what: 'a finished item without role that no terminal snapshot repeats',
    edit: [LOST, { op: 'remove', path: '/events/response.output_item.done/item/role' }],
    seen: true,
  },
  {
    what: 'a defect that the terminal snapshot shows as well is reported there alone',
    edit: [
      { op: 'set', path: '/events/response.output_item.done/item/content/0/annotations', value: 'none' },
      { op: 'set', path: '/events/response.completed/response/output/0/content/0/annotations', value: 'none' },
    ],
    seen: false,
  },
];

for (const { what, edit, seen } of cases) {
  test(what, async () => {
    const contract = await loadContract('openai');
    const recorded = await play(
      'reference',
      scenarios.filter(({ id }) => id === 'text-stream'),
    );
    const [exchange] = recorded.get('text-stream') ?? [];
    if (exchange === undefined) throw new Error('text-stream yielded no exchange');
    const failing = judgeExchange(applyEdits(exchange, edit), contract, rules).findings.map(({ rule }) => rule);
    expect(failing.includes('schema/snapshot')).toBe(seen);
    expect(failing.length).toBeGreaterThan(0);
  });
}
