import { expect, test } from '@playwright/test';
import fc from 'fast-check';
import { CAPABILITY_IDS } from '../../../core/capability.ts';
import { EVIDENCE, OUTCOMES } from '../../../core/report.ts';
import { LEVELS } from '../../../core/rule.ts';
import { EMPTY_VIEW, formatRoute, parseRoute, type Route, type View } from './state.ts';

const text = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 12 });
const key = fc.stringMatching(/^[A-Za-z0-9._~@-]{1,12}$/);
const views: fc.Arbitrary<View> = fc.record(
  {
    contract: key,
    evidence: fc.constantFrom(...EVIDENCE),
    differences: fc.boolean(),
    text: fc.string({ unit: 'grapheme', maxLength: 12 }),
    capabilities: fc.subarray([...CAPABILITY_IDS]),
    levels: fc.subarray([...LEVELS]),
    outcomes: fc.subarray([...OUTCOMES]),
    providers: fc.array(text, { maxLength: 3 }),
    pinned: fc.array(key, { maxLength: 3 }),
    hidden: fc.array(key, { maxLength: 3 }),
    order: fc.array(key, { maxLength: 3 }),
    open: fc.array(text, { maxLength: 3 }),
    cell: fc.record({ column: key, of: text }),
  },
  { requiredKeys: [...(Object.keys(EMPTY_VIEW) as (keyof typeof EMPTY_VIEW)[])] as never[] },
) as fc.Arbitrary<View>;

test('every view has an address, and the address gives the view back', () => {
  fc.assert(
    fc.property(fc.constantFrom('matrix', 'parameters', 'compare'), views, (page, view) => {
      const route: Route = { page, view };
      expect(parseRoute(formatRoute(route))).toEqual(route);
    }),
  );
});

test('so does every other page', () => {
  const at = fc.option(text, { nil: undefined });
  fc.assert(
    fc.property(key, text, text, at, (column, first, second, place) => {
      for (const route of [
        { page: 'provider', key: column, query: {} },
        { page: 'rule', id: `${first}/${second}`, query: { a: second } },
        { page: 'evidence', column, exchange: `${first}/${second}`, ...(place ? { at: place } : {}), query: {} },
        { page: 'history', query: { from: first } },
      ] satisfies Route[]) {
        expect(parseRoute(formatRoute(route))).toEqual(route);
      }
    }),
  );
});

test('an address that anyone may write is never an error', () => {
  fc.assert(
    fc.property(fc.string(), (hash) => {
      expect(() => formatRoute(parseRoute(hash))).not.toThrow();
    }),
  );
  expect(parseRoute('#/nowhere')).toEqual({ page: 'unknown', hash: '#/nowhere' });
  expect(parseRoute('#%zz')).toEqual({ page: 'unknown', hash: '#%zz' });
});

test('addresses stay readable', () => {
  const view: View = {
    ...EMPTY_VIEW,
    open: ['core', 'streaming'],
    cell: { column: 'a~live~openai', of: 'sse/status' },
  };
  expect(formatRoute({ page: 'matrix', view })).toBe('#/?open=core,streaming&cell=a~live~openai/sse/status');
  expect(formatRoute({ page: 'matrix', view: EMPTY_VIEW })).toBe('#/');
});
