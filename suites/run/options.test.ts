import { expect, test } from '@playwright/test';
import { parseRunOptions, type RunOptions, runOptions } from './options.ts';

const WHOLE: RunOptions = {
  providers: ['reference'],
  providersDir: '/tmp/providers',
  runDir: '/tmp/run',
  contracts: ['open-responses', 'openai@2025-05'],
  select: { capabilities: ['state'], level: 'MUST', rules: ['usage/*'], scenarios: ['store*'], thorough: true },
  grep: 'text',
  budget: { requests: 10, tokens: 1000 },
  timeoutMs: 1500,
  baseline: { reference: [{ rule: 'usage/total', reason: 'tracked' }] },
  repeat: 3,
  faults: ['some-fault'],
  resume: true,
  documents: ['some-document'],
};

test('what was written is read back', () => {
  expect(parseRunOptions(JSON.stringify(WHOLE), 'run.json')).toEqual(WHOLE);
});

test('a broken file is named with the member and what it has to be', () => {
  const parse = (options: unknown) => () => parseRunOptions(JSON.stringify(options), 'run.json');
  expect(() => parseRunOptions('{', 'run.json')).toThrow(/^run\.json: not JSON/);
  expect(parse({ ...WHOLE, contracts: ['other'] })).toThrow(
    'run.json: contracts must be an array of contracts: openai',
  );
  expect(parse({ ...WHOLE, providers: 'reference' })).toThrow('run.json: providers must be an array of provider ids');
  expect(parse({ ...WHOLE, runDir: undefined })).toThrow('run.json: runDir must be a path');
});

test('without a file the reference is asked, into one folder for all processes of the run', () => {
  const env: Record<string, string | undefined> = {};
  const first = runOptions(env);
  expect(first.providers).toEqual(['reference']);
  expect(runOptions(env).runDir).toBe(first.runDir);
  expect(() => runOptions({ TCK_RUN: '/nowhere/run.json' })).toThrow('cannot read /nowhere/run.json');
});
