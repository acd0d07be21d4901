import { mkdirSync, writeFileSync } from 'node:fs';
import { Socket } from 'node:net';
import { join } from 'node:path';
import type { FullConfig, Reporter, Suite, TestCase } from '@playwright/test/reporter';
import { CHANNEL_VARIABLE, type Channel, openChannel } from './channel.ts';
import { Exchanges } from './exchanges.ts';
import { LEASH_VARIABLE, SCENARIO_ANNOTATION } from './names.ts';
import { runOptions } from './options.ts';
import { DOCUMENTS_PROJECT, isReferenceOnly } from './plan.ts';
import RedReporter from './red-reporter.ts';

interface HostOptions {
  /** Set by Playwright: `list` under `--list`, `merge` under `merge-reports`. */
  readonly _mode?: string;
}

type Preprocess = Parameters<NonNullable<Reporter['preprocess']>>[0];

/**
 * Lives in the runner's own process, first in the list of reporters. Makes all calls of the run up front, hands the
 * exchanges to the workers, and turns tests red.
 */
export default class HostReporter extends RedReporter implements Reporter {
  readonly #options: HostOptions;
  #exchanges: Exchanges | undefined;
  #channel: Channel | undefined;
  /** How many scenarios each provider is asked, before `--shard` takes its part. */
  readonly #planned = new Map<string, number>();

  constructor(options: HostOptions) {
    super();
    this.#options = options;
  }

  /** Before the workers start and awaited: resolves providers, leaves out what cannot run, opens the channel. */
  async preprocess({ suite, testRun }: Preprocess): Promise<void> {
    if (this.#options._mode === 'list') return;
    endWithStarter();
    // What the runner and its workers write holds evidence: blobs, attachments, traces, reports of Playwright's own.
    process.umask(0o077);
    const projects = suite.suites.filter(({ title }) => title !== DOCUMENTS_PROJECT);
    const options = runOptions(process.env);
    const names = projects.map(({ title }) => title);
    const exchanges = await Exchanges.open(options, names, process.env).catch((error: unknown) => {
      // Playwright would print the stack: the message names file, field and mend, and that is what people need.
      throw error instanceof Error ? Object.assign(error, { stack: error.message }) : error;
    });
    this.#exchanges = exchanges;
    // From here on the keys are in the exchange service alone; workers get their environment from this process.
    for (const name of exchanges.secretVariables) delete process.env[name];
    for (const project of projects) {
      this.#planned.set(project.title, askedIn(project, exchanges).length);
      const none = exchanges.whyNot(project.title);
      if (none !== undefined) testRun.skip(project, none);
      else leaveOut(project, exchanges, testRun);
    }
    // The reports name providers by id only; names, addresses and claims are needed for the columns.
    mkdirSync(options.runDir, { recursive: true, mode: 0o700 });
    writeFileSync(join(options.runDir, 'providers.json'), `${JSON.stringify(exchanges.facts, null, 2)}\n`, {
      mode: 0o600,
    });
    this.#channel = await openChannel((provider, scenario) => exchanges.deliver(provider, scenario));
    process.env[CHANNEL_VARIABLE] = this.#channel.address;
  }

  /** The suite now holds the tests that will really run: `--shard` has been applied. */
  onBegin(_config: FullConfig, suite: Suite): void {
    const exchanges = this.#exchanges;
    if (exchanges === undefined) return;
    for (const project of suite.suites) {
      if (project.title === DOCUMENTS_PROJECT) continue;
      const here = askedIn(project, exchanges);
      const all = this.#planned.get(project.title) ?? 0;
      if (here.length < all) exchanges.share(project.title, here.length / all);
      for (const scenario of here) void exchanges.deliver(project.title, scenario);
    }
  }

  async onEnd(): Promise<void> {
    await this.#channel?.close();
    await this.#exchanges?.close();
  }
}

/**
 * Whoever started this run holds the other end of the standard input, also when it is killed: its run must not go on
 * asking. Workers and started servers end with this process.
 */
function endWithStarter(): void {
  if (process.env[LEASH_VARIABLE] === undefined) return;
  process.stdin.once('close', () => process.exit(130));
  process.stdin.resume();
  if (process.stdin instanceof Socket) process.stdin.unref();
}

function leaveOut(project: Suite, exchanges: Exchanges, testRun: Preprocess['testRun']): void {
  for (const test of project.allTests()) {
    const scenario = scenarioIn(test);
    if (scenario === undefined) continue;
    const why = exchanges.whyNot(project.title, scenario);
    if (isReferenceOnly(scenario) && why !== undefined) testRun.exclude(test);
    else if (why !== undefined) testRun.skip(test, why);
  }
}

/** The scenarios that this project's provider can be asked. */
function askedIn(project: Suite, exchanges: Exchanges): readonly string[] {
  return project.allTests().flatMap((test) => {
    const scenario = scenarioIn(test);
    return scenario === undefined || exchanges.whyNot(project.title, scenario) !== undefined ? [] : [scenario];
  });
}

function scenarioIn(test: TestCase): string | undefined {
  return test.annotations.find(({ type }) => type === SCENARIO_ANNOTATION)?.description;
}
