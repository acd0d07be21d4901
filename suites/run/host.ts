import { Socket } from 'node:net';
import type { FullConfig, Reporter, Suite, TestCase } from '@playwright/test/reporter';
import { type Caller, CHANNEL_VARIABLE, callerAt, type Outlook } from './channel.ts';
import { LEASH_VARIABLE, SCENARIO_ANNOTATION } from './names.ts';
import { runOptions } from './options.ts';
import type { OwnCalls } from './own-calls.ts';
import { DOCUMENTS_PROJECT, isReferenceOnly } from './plan.ts';
import RedReporter from './red-reporter.ts';

interface HostOptions {
  /** Set by Playwright: `list` under `--list`, `merge` under `merge-reports`. */
  readonly _mode?: string;
}

type Preprocess = Parameters<NonNullable<Reporter['preprocess']>>[0];

/**
 * Lives in the runner's own process, first in the list of reporters. Tells whoever makes the calls of the run what will
 * be tested, leaves out what cannot be asked, and turns tests red. The calls are made by the process that started the
 * runner; where nobody did (`npx playwright test`), by this one.
 */
export default class HostReporter extends RedReporter implements Reporter {
  readonly #options: HostOptions;
  #caller: Caller | undefined;
  #outlook: Outlook = { providers: {}, pids: [] };
  #own: OwnCalls | undefined;
  /** How many scenarios each provider is asked, before `--shard` takes its part. */
  readonly #planned = new Map<string, number>();

  constructor(options: HostOptions) {
    super();
    this.#options = options;
  }

  /** Before the workers start and awaited: leaves out what cannot run. */
  async preprocess({ suite, testRun }: Preprocess): Promise<void> {
    if (this.#options._mode === 'list') return;
    endWithStarter(() => this.#outlook.pids);
    // What the runner and its workers write holds evidence: blobs, attachments, traces, reports of Playwright's own.
    process.umask(0o077);
    const projects = suite.suites.filter(({ title }) => title !== DOCUMENTS_PROJECT);
    const caller = await this.#callerOf(projects.map(({ title }) => title));
    this.#caller = caller;
    this.#outlook = await caller.outlook();
    for (const project of projects) {
      this.#planned.set(project.title, this.#askedIn(project).length);
      const none = this.#outlook.providers[project.title]?.why;
      if (none !== undefined) testRun.skip(project, none);
      else leaveOut(project, this.#outlook, testRun);
    }
  }

  /** The suite now holds the tests that will really run: `--grep` and `--shard` have been applied. */
  onBegin(_config: FullConfig, suite: Suite): void {
    const projects = suite.suites.filter(({ title }) => title !== DOCUMENTS_PROJECT);
    const shares = projects.map((project) => {
      const scenarios = this.#askedIn(project);
      const all = this.#planned.get(project.title) ?? 0;
      return { provider: project.title, scenarios, part: scenarios.length < all ? scenarios.length / all : 1 };
    });
    // A caller that is gone has ended the run.
    this.#caller?.begin(shares).catch(() => {});
  }

  async onEnd(): Promise<void> {
    await this.#own?.close();
  }

  async #callerOf(providers: readonly string[]): Promise<Caller> {
    const address = process.env[CHANNEL_VARIABLE];
    if (address !== undefined) return callerAt(address);
    // Loaded only here: the exchange service is no business of a runner that was started by the command line.
    const { openOwnCalls } = await import('./own-calls.ts');
    this.#own = await openOwnCalls(runOptions(process.env), providers);
    return this.#own.caller;
  }

  /** The scenarios that this project's provider can be asked. */
  #askedIn(project: Suite): readonly string[] {
    const { why, without } = this.#outlook.providers[project.title] ?? { why: 'unknown', without: {} };
    if (why !== undefined) return [];
    return project.allTests().flatMap((test) => {
      const scenario = scenarioIn(test);
      return scenario === undefined || Object.hasOwn(without, scenario) ? [] : [scenario];
    });
  }
}

/**
 * Whoever started this run holds the other end of the standard input, also when it is killed: its run must not go on, nor
 * the programs that it had started. Workers end with this process.
 */
function endWithStarter(started: () => readonly number[]): void {
  if (process.env[LEASH_VARIABLE] === undefined) return;
  process.stdin.once('close', () => {
    for (const pid of started()) {
      try {
        process.kill(pid, 'SIGKILL');
      } catch {
        // It has ended already.
      }
    }
    process.exit(130);
  });
  process.stdin.resume();
  if (process.stdin instanceof Socket) process.stdin.unref();
}

function leaveOut(project: Suite, { providers }: Outlook, testRun: Preprocess['testRun']): void {
  const without = providers[project.title]?.without ?? {};
  for (const test of project.allTests()) {
    const scenario = scenarioIn(test);
    if (scenario === undefined || !Object.hasOwn(without, scenario)) continue;
    if (isReferenceOnly(scenario)) testRun.exclude(test);
    else testRun.skip(test, without[scenario] ?? '');
  }
}

function scenarioIn(test: TestCase): string | undefined {
  return test.annotations.find(({ type }) => type === SCENARIO_ANNOTATION)?.description;
}
