import { expect, test } from '@playwright/test';
import type { Provider } from '../fixtures/target.ts';
import { adHocProvider } from './ad-hoc.ts';
import { argumentsOfResumed, fitsResumed } from './resumed.ts';
import { cli, expectMistake, freshFolder, journalIn, resultsIn } from './testing.test-support.ts';

const BEFORE = { providers: ['acme'], contracts: ['openai'], faults: [] } as const;

function server(baseUrl: string, model = 'm'): Provider {
  return adHocProvider(baseUrl, model, undefined, {});
}

test('what the run asked, and less of it, fits', () => {
  expect(fitsResumed('runs/1', BEFORE, BEFORE)).toBeUndefined();
  const two = { ...BEFORE, providers: ['acme', 'other'] };
  expect(fitsResumed('runs/1', two, BEFORE)).toBeUndefined();
  const adHoc = server('http://127.0.0.1:8080/v1');
  expect(fitsResumed('runs/1', { ...BEFORE, adHoc }, { ...BEFORE, adHoc })).toBeUndefined();
});

test('another provider, address, model or fault is told in one line with the mend', () => {
  const told =
    (now: Partial<Parameters<typeof fitsResumed>[1]>, before = {}) =>
    () =>
      fitsResumed('runs/1', { ...BEFORE, ...before }, { ...BEFORE, ...now });
  expect(told({ providers: ['other'] })).toThrow(
    '--resume runs/1: that run asked acme, not other; leave that out to go on, or start anew with --out',
  );
  const adHoc = server('http://127.0.0.1:8080/v1');
  expect(told({ adHoc: server('http://127.0.0.1:9090/v1') }, { adHoc })).toThrow(
    'that run asked http://127.0.0.1:8080/v1, not http://127.0.0.1:9090/v1;',
  );
  expect(told({ adHoc: server('http://127.0.0.1:8080/v1', 'n') }, { adHoc })).toThrow(
    'that run asked the model m, not n;',
  );
  expect(told({ adHoc })).toThrow('that run asked acme, not http://127.0.0.1:8080/v1;');
  expect(told({ faults: ['total-tokens-missing'] })).toThrow(
    'that run asked the reference provider with no fault, not with total-tokens-missing;',
  );
});

test('another contract judges the same answers, and that is said', () => {
  expect(fitsResumed('runs/1', BEFORE, { ...BEFORE, contracts: ['open-responses'] })).toBe(
    'the answers of the run, judged by openai before, are judged by open-responses: only what is not in its journal is asked',
  );
  expect(argumentsOfResumed(['--contract', 'openai', '--thorough'], ['open-responses'])).toEqual([
    '--thorough',
    '--contract',
    'open-responses',
  ]);
  expect(argumentsOfResumed(['--thorough'], [])).toEqual(['--thorough']);
});

test('a run goes on under another contract without asking again, and not with another provider', async () => {
  const out = freshFolder();
  const first = await cli(['run', 'reference', '--scenario', 'text', '--scenario', 'models', '--out', out]);
  expect(first.code).toBe(0);
  const asked = journalIn(out).length;
  expect(asked).toBeGreaterThan(0);
  const again = await cli(['run', 'reference', '--resume', out, '--contract', 'open-responses']);
  expect(again.stderr).toContain('judged by openai before, are judged by open-responses');
  expect(journalIn(out).length).toBe(asked);
  const [column] = resultsIn(out).columns;
  expect([column?.provider.id, column?.contract]).toEqual(['reference', 'open-responses']);
  expectMistake(await cli(['run', 'aimock', '--resume', out]), /that run asked reference, not aimock; .*--out/);
  const elsewhere = ['--base-url', 'http://127.0.0.1:1/v1', '--model', 'm'];
  expectMistake(
    await cli(['run', '--resume', out, ...elsewhere]),
    /that run asked reference, not http:\/\/127\.0\.0\.1:1\/v1; .*--out/,
  );
  expect(journalIn(out).length).toBe(asked);
});
