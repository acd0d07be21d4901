import { ok } from 'node:assert';
import { test } from '@playwright/test';
import { type Command, CommanderError } from 'commander';
import fc from 'fast-check';
import { CallerError } from '../core/caller-error.ts';
import { rules } from '../core/rules/index.ts';
import { isOneLine } from '../suites/reliability/json.test-support.ts';
import { holds } from '../suites/reliability/property.test-support.ts';
import { matches } from '../suites/run/select.ts';
import { rulePatterns } from './patterns.ts';
import { programFor } from './program.ts';
import { type AskFlags, runOptionsOf } from './run-options.ts';

const odd = fc.oneof(
  fc.constantFrom(
    '',
    ' ',
    '0',
    '1',
    '-1',
    '1.5',
    '1e3',
    '1e999',
    '0x10',
    'NaN',
    'Infinity',
    '30',
    '999999999',
    '٣',
    '5\n',
    '1/4',
    '4/1',
    '0/0',
    '1/4/9',
    '__proto__',
    'constructor',
    '*',
    '**',
    '(',
    '[',
    'a{',
    '\\',
    'must',
    'MUST',
    'usage/*',
    'text',
    'core',
    'openai',
    'openai@2026-08',
    'reference',
    'http://127.0.0.1:1/v1',
    'http://',
    '//x',
    'file:///etc/passwd',
    '../..',
    '$HOME',
    '--',
    '-x',
    '\0',
    '\ud800',
  ),
  fc.string({ unit: 'binary', maxLength: 8 }),
);
/** Most are not given: of several wrong ones only the first is told. */
const some = fc.oneof({ weight: 8, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary: odd });
const few = some.map((one) => (one === undefined ? [] : [one]));
const none = fc.constant(undefined);

const flags = fc.record({
  all: fc.constant(false),
  thorough: fc.boolean(),
  allowPlainHttp: fc.boolean(),
  providers: none,
  baseUrl: some,
  model: some,
  apiKeyEnv: some,
  contract: few,
  capability: few,
  rule: few,
  scenario: few,
  fault: few,
  grep: some,
  level: some,
  resume: none,
  out: none,
  timeout: some,
  timeLimit: some,
  shard: some,
  budgetRequests: some,
  budgetTokens: some,
  baseline: none,
  repeat: some,
});

/** As the command line parses them: what was not given is not there. */
function given(all: object): AskFlags {
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined)) as unknown as AskFlags;
}

function mustBeTold(error: unknown): void {
  if (!(error instanceof CallerError)) throw error;
  // A part of what was typed may hold a line end; `main.ts` takes those out of every message.
  ok(isOneLine(error.message.replaceAll(/\s*[\r\n]\s*/g, ' ')) && !error.message.includes('\n    at '), error.message);
}

const positive = (value: number | undefined) => value === undefined || (Number.isFinite(value) && value > 0);

test(
  'options of run: any texts are options that can be used, or told wrong in one line',
  holds(60, () =>
    fc.asyncProperty(few, flags, async (ids, all) => {
      try {
        const {
          budget,
          repeat = 2,
          shard = '1/1',
          timeLimitMs,
          timeoutMs,
          grep = '',
        } = await runOptionsOf(ids, given(all));
        ok(positive(timeoutMs) && positive(timeLimitMs) && positive(budget?.requests) && positive(budget?.tokens));
        ok(Number.isInteger(repeat) && repeat >= 2 && repeat <= 20);
        const [part = 0, of = 0] = shard.split('/').map(Number);
        ok(part >= 1 && part <= of, shard);
        new RegExp(grep);
      } catch (error) {
        mustBeTold(error);
      }
    }),
  ),
);

test(
  'patterns of rules: any text matches a rule, or is told wrong in one line',
  holds(100, () =>
    fc.asyncProperty(
      fc.oneof(
        odd,
        fc.array(fc.constantFrom('*', 'u', 'usage', '/', 'total', '.', '+', '\\d')).map((parts) => parts.join('')),
      ),
      async (text) => {
        try {
          ok((await rulePatterns([text])).every((pattern) => rules.some(({ id }) => matches(pattern, id))));
        } catch (error) {
          mustBeTold(error);
        }
      },
    ),
  ),
);

function disarmed(command: Command): void {
  command.action(() => {});
  for (const below of command.commands) disarmed(below);
}

const word = fc.oneof(
  odd,
  fc.constantFrom(
    'run',
    'check',
    'report',
    'diff',
    'baseline',
    'update',
    'list',
    'serve',
    '--all',
    '--out',
    '--rule',
    '-c',
    '-f',
    '--fail-on',
    '--nothing',
    '--out=',
    '-vvv',
  ),
);

const flag = fc.constantFrom(
  '--rule',
  '--scenario',
  '-c',
  '--capability',
  '--fault',
  '--reporter',
  '--out',
  '-f',
  '-o',
  '--baseline',
);
const words = fc.oneof(
  fc.array(word, { maxLength: 6 }),
  fc
    .tuple(
      fc.constantFrom('run', 'check', 'report', 'list', 'serve', 'init'),
      fc.array(fc.tuple(flag, odd), { maxLength: 3 }),
    )
    .map(([command, pairs]) => [command, ...pairs.flat()]),
);

test(
  'command line: any arguments are a command, or told wrong in one line',
  holds(100, () =>
    fc.property(words, (typed) => {
      const program = programFor(() => {});
      for (const command of program.commands) disarmed(command);
      program.configureOutput({ writeOut: () => {}, writeErr: () => {}, outputError: () => {} });
      try {
        program.parse(['node', 'responses-tck', ...typed.filter((one) => one !== '--help' && one !== '-h')]);
      } catch (error) {
        if (!(error instanceof CommanderError)) throw error;
        ok(isOneLine(error.message.replaceAll(/\s*\n\s*/g, ' ')), error.message);
      }
    }),
  ),
);
