import { expect, test } from '@playwright/test';
import { asBuilt } from './as-built.ts';

const BUILT = 'file:///kit/dist/suites/run/run.js';

test('only what is built is loaded by Node itself', () => {
  expect(asBuilt(BUILT)).toEqual({ PW_DISABLE_TS_ESM: '1' });
  expect(asBuilt('file:///kit/suites/run/run.ts')).toEqual({});
});

test('a reporter in TypeScript is still transformed', () => {
  expect(asBuilt(BUILT, 'junit,/home/me/reporter.ts')).toEqual({});
  expect(asBuilt(BUILT, '/home/me/reporter.mts')).toEqual({});
  expect(asBuilt(BUILT, 'junit,/home/me/reporter.js')).toEqual({ PW_DISABLE_TS_ESM: '1' });
});
