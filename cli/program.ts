import { Command } from 'commander';
import { KIT_VERSION } from '../fixtures/service/version.ts';
import type { UpdateOptions } from './commands/baseline.ts';
import type { CheckOptions } from './commands/check.ts';
import type { DiffOptions } from './commands/diff.ts';
import type { InitFlags } from './commands/init.ts';
import type { ListOptions } from './commands/list.ts';
import type { MergeFlags } from './commands/merge.ts';
import type { ReportOptions } from './commands/report.ts';
import type { RunFlags } from './commands/run.ts';
import type { ServeOptions } from './commands/serve.ts';
import { type ExitCode, FAIL_ON, RUN_FAIL_ON } from './exit.ts';

type Done = (code: ExitCode) => void;

/**
 * All commands with their options. What a command needs is loaded when it is called: help, listings and checks load
 * neither the runner nor the reference provider.
 * @param done told the exit code of the command that was called
 */
export function programFor(done: Done): Command {
  const program = new Command('responses-tck')
    .description('Judges any Responses API endpoint against the contract, with evidence.')
    .version(KIT_VERSION, '-V, --version')
    .helpOption('-h, --help', 'help')
    .showSuggestionAfterError()
    // A switch is off and a list is empty unless given: only other defaults are news.
    .configureHelp({
      optionDescription: ({ defaultValue, description }) =>
        typeof defaultValue === 'string' ? `${description} (default: ${defaultValue})` : description,
    })
    // Mistakes are printed in one place, `main.ts`; help that is shown instead of a command is not one.
    .configureOutput({ outputError: () => {} })
    .exitOverride();
  addRun(program, done);
  addCheck(program, done);
  addMerge(program, done);
  addReport(program, done);
  addGithub(program, done);
  addInit(program, done);
  addDiff(program, done);
  addServe(program, done);
  addBaseline(program, done);
  addList(program, done);
  return program;
}

/** For options that may be repeated or list several with commas. Not variadic: those would swallow the arguments. */
function collect(value: string, before: readonly string[]): readonly string[] {
  return [...before, ...value.split(',').filter((part) => part !== '')];
}

const FAIL_ON_ABOUT = `exit 1 on: ${FAIL_ON.join(', ')}`;
const RUN_FAIL_ON_ABOUT = `exit 1 on: ${RUN_FAIL_ON.join(', ')}`;

function addRun(program: Command, done: Done): void {
  program
    .command('run')
    .description('ask providers and judge their answers; without a name: the embedded reference provider')
    .argument('[provider...]', 'ids from: responses-tck list providers')
    .option('--all', 'every provider file; with --providers: every one of that folder', false)
    .option('--providers <folder>', 'further provider files, e.g. those of your own repository')
    .option('--base-url <url>', 'any server, e.g. http://127.0.0.1:8080/v1, without a provider file')
    .option('--model <id>', 'the model to ask, with --base-url')
    .option('--api-key-env <name>', 'environment variable that holds the key, with --base-url')
    .option(
      '-c, --contract <id>',
      "contracts to judge by, several with commas; own: the provider's own document (default: openai, and own where its file names one)",
      collect,
      [],
    )
    .option('--gate <provider>', 'only these providers decide the exit code (repeatable)', collect, [])
    .option('--fail-on <level>', RUN_FAIL_ON_ABOUT, 'must')
    .option('--capability <id>', 'only scenarios of this capability (repeatable)', collect, [])
    .option('--level <level>', 'judge only by rules at least this binding: must, should, may')
    .option(
      '--rule <id>',
      'judge only by these rules, e.g. usage/*, and ask only what they need (repeatable)',
      collect,
      [],
    )
    .option('--scenario <id>', 'only these scenarios, e.g. store* (repeatable)', collect, [])
    .option('--thorough', 'also what a default run has no calls to spare for', false)
    .option('--plan', 'say how many requests and tokens the run needs, and ask nothing', false)
    .option('-g, --grep <pattern>', 'only scenarios whose title or @capability matches')
    .option('-o, --out <folder>', 'where results go (default: runs/<time>)')
    .option('--resume <folder>', 'go on with a run that was stopped: nothing in its journal is asked again')
    .option('-f, --format <format>', 'output: text, json, markdown', 'text')
    .option('--fault <id>', 'a fault of the reference provider; see: list faults (repeatable)', collect, [])
    .option('--timeout <seconds>', 'the longest that one answer may take (default: as the provider file says)')
    .option('--allow-plain-http', 'send keys unencrypted to other machines as well', false)
    .option('--time-limit <minutes>', 'stop asking after so long; what is missing is asked with --resume')
    .option('--budget-requests <n>', 'stop asking after so many requests')
    .option('--budget-tokens <n>', 'stop asking after so many tokens')
    .option('--baseline <file>', 'known failures by provider id; see: responses-tck baseline --help')
    .option('--repeat <n>', 'play every scenario 2 to 20 times, to tell flaky behaviour from failures')
    .option(
      '--reporter <name>',
      'a further Playwright reporter: list, line, dot, github, junit, json, html, blob, or ./file.js (repeatable)',
      collect,
      [],
    )
    .option('--shard <part/of>', 'only this part of the scenarios')
    .option('-v, --verbose', 'also findings of SHOULD and MAY in full', false)
    .action(async (ids: string[], flags: RunFlags) => {
      const { run } = await import('./commands/run.ts');
      done(await run(ids, flags));
    });
}

function addCheck(program: Command, done: Done): void {
  program
    .command('check')
    .description('judge recorded exchanges: .jsonl, .har, .sse or .json')
    .argument('<file...>', 'recordings; README, "Judge recordings", describes the formats')
    .option(
      '-c, --contract <id>',
      "contracts to judge by, several with commas; own:ID is a vendor's document (default: openai)",
      collect,
      [],
    )
    .option('-f, --format <format>', 'output: text, ndjson, json', 'text')
    .option('-r, --rule <id>', 'only this rule; * stands for anything (repeatable)', collect, [])
    .option('--fail-on <level>', FAIL_ON_ABOUT, 'must')
    .option('-o, --out <folder>', 'also write results.json, its page and summary, as a run does')
    .option('--baseline <file>', 'with --out: known failures, by recorded-<host>, that its columns mark as such')
    .action(async (files: string[], options: CheckOptions) => {
      const { check } = await import('./commands/check.ts');
      done(await check(files, options));
    });
}

function addMerge(program: Command, done: Done): void {
  program
    .command('merge')
    .description('bring the parts of a run together that several machines made with: run --shard')
    .argument('<folder...>', 'the folders that they wrote, or a folder that holds these')
    .option('-o, --out <folder>', 'where the results of the whole run go', 'merged')
    .option('--gate <provider>', 'only these providers decide the exit code (repeatable)', collect, [])
    .option('--fail-on <level>', RUN_FAIL_ON_ABOUT, 'must')
    .option('-f, --format <format>', 'output: text, json, markdown', 'text')
    .option('-v, --verbose', 'also findings of SHOULD and MAY in full', false)
    .action(async (folders: string[], flags: MergeFlags) => {
      const { merge } = await import('./commands/merge.ts');
      done(await merge(folders, flags));
    });
}

function addReport(program: Command, done: Done): void {
  program
    .command('report')
    .description('build the matrix page from one or many results files')
    .argument(
      '<results...>',
      'results.json files or folders of them; a later run replaces the columns it has in common with an earlier one',
    )
    .option('-o, --out <folder>', 'where to write the page and the files beside it', 'report')
    .option('--history <folder>', 'keep what every run found there: one file a provider, made if it is missing')
    .option('--url <url>', 'where the site will lie: summary.md and comment.md lead there')
    .action(async (paths: string[], options: ReportOptions) => {
      const { report } = await import('./commands/report.ts');
      done(await report(paths, options));
    });
}

function addGithub(program: Command, done: Done): void {
  program
    .command('github')
    .description('annotations, job summary and step outputs of results, for GitHub Actions')
    .argument('<results...>', 'results.json files of runs')
    .option('--fail-on <level>', RUN_FAIL_ON_ABOUT, 'must')
    .action(async (files: string[], options: { readonly failOn: string }) => {
      const { github } = await import('./commands/github.ts');
      done(await github(files, options));
    });
}

function addInit(program: Command, done: Done): void {
  program
    .command('init')
    .description('write a provider file, a list of known failures and a CI workflow into your repository')
    .option('--base-url <url>', 'the server, up to and including the version')
    .option('--model <id>', 'the model to ask')
    .option('--name <name>', 'as people know it; its letters and digits make the id (default: the host)')
    .option('--api-key-env <name>', 'environment variable and repository secret that hold the key')
    .option('--capabilities <id>', 'what the server offers, several with commas (default: core)', collect, [])
    .option('--contract <id>', 'contracts to judge by, several with commas (default: openai)', collect, [])
    .option('--dir <folder>', 'the repository', '.')
    .option('--force', 'overwrite what is there', false)
    .option('--dry-run', 'show what would be written, and write nothing', false)
    .action(async (options: InitFlags) => {
      const { init } = await import('./commands/init.ts');
      done(await init(options));
    });
}

function addDiff(program: Command, done: Done): void {
  program
    .command('diff')
    .description('say what changed between two results: regressions, fixes, and what was not asked any more')
    .argument('<old>', 'results.json, or a folder that a run wrote')
    .argument('<new>', 'the same of the later run')
    .option('-f, --format <format>', 'output: text, markdown, json', 'text')
    .option('--fail-on <level>', `exit 1 on regressions of: ${FAIL_ON.join(', ')}`, 'must')
    .option('-v, --verbose', 'every change, not the first ten of each kind', false)
    .action(async (before: string, after: string, options: DiffOptions) => {
      const { diff } = await import('./commands/diff.ts');
      done(diff(before, after, options));
    });
}

function addServe(program: Command, done: Done): void {
  program
    .command('serve')
    .description('start the reference provider on loopback, on request with faults')
    .option('--fault <id>', 'break it on purpose; see: list faults (repeatable)', collect, [])
    .option('-p, --port <n>', 'port; 0 takes a free one', '0')
    .option('--key <key>', 'the key it asks for', 'reference-key')
    .option('--contract <id>', 'what its answers keep to: openai or open-responses', 'openai')
    .action(async (options: ServeOptions) => {
      const { serve } = await import('./commands/serve.ts');
      done(await serve(options));
    });
}

function addBaseline(program: Command, done: Done): void {
  const RESULTS = 'results.json files of runs';
  const FILE = [
    '-f, --file <file>',
    'the baseline, a YAML file: known failures by provider id',
    'baseline.yaml',
  ] as const;
  const baseline = program
    .command('baseline')
    .description('keep the known failures that run --baseline does not fail on');
  baseline
    .command('update')
    .description('add every MUST that fails in the results and is not known yet')
    .argument('<results...>', RESULTS)
    .option(...FILE)
    .option('--reason <text>', 'why it is accepted (default: the day of the run)')
    .option('--link <url>', 'where it is tracked')
    .option('--expires <date>', 'the last day on which it is accepted, e.g. 2027-01-31')
    .action(async (files: string[], options: UpdateOptions) => {
      const { updateBaseline } = await import('./commands/baseline.ts');
      done(await updateBaseline(files, options));
    });
  baseline
    .command('prune')
    .description('remove entries that have expired, or whose rule holds in the results')
    .argument('<results...>', RESULTS)
    .option(...FILE)
    .action(async (files: string[], options: { readonly file: string }) => {
      const { pruneBaseline } = await import('./commands/baseline.ts');
      done(await pruneBaseline(files, options.file, new Date().toISOString().slice(0, 10)));
    });
}

function addList(program: Command, done: Done): void {
  program
    .command('list')
    .description('list rules, scenarios, providers, capabilities, faults or contracts')
    .argument('<what>', 'rules | scenarios | providers | capabilities | faults | contracts')
    .option('--providers <folder>', 'further provider files')
    .option('--coverage', 'with rules: what the contracts say, and the rules that judge it', false)
    .option('--json', 'for machines', false)
    .action(async (what: string, options: ListOptions) => {
      const { list } = await import('./commands/list.ts');
      done(await list(what, options));
    });
}
