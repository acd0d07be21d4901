import { expect, test } from '@playwright/test';
import { levelIn } from './rule.ts';
import { rules } from './rules/index.ts';

test('a rule is left out of the editions that are older than its demand', () => {
  const rule = { levels: { openai: 'MUST', 'open-responses': 'SHOULD' }, since: { openai: '2025-06' } } as const;
  const at = (ref: Parameters<typeof levelIn>[1]) => levelIn(rule, ref);
  expect([at('openai@2025-05'), at('openai@2025-06'), at('openai@2025-06-15'), at('openai')]).toEqual([
    undefined,
    'MUST',
    'MUST',
    'MUST',
  ]);
  // The month is that of one contract alone.
  expect([at('open-responses@2025-01-01'), at('open-responses')]).toEqual(['SHOULD', 'SHOULD']);
  expect(levelIn({ levels: { openai: 'MUST' } }, 'open-responses')).toBeUndefined();
});

test('since is a month, of a contract that has the rule', () => {
  const dated = rules.filter(({ since }) => since !== undefined);
  expect(dated.map(({ id }) => id)).toContain('stream/sequence-number-present');
  for (const { id, levels, since } of dated) {
    for (const [contract, month] of Object.entries(since ?? {})) {
      expect(month, id).toMatch(/^20\d\d-(0[1-9]|1[0-2])$/);
      expect(Object.keys(levels), id).toContain(contract);
    }
  }
});
