import type { Exchange } from '../../core/exchange.ts';
import type { Scenario } from '../../core/scenario.ts';
import type { Baseline } from '../../fixtures/providers/baseline.ts';
import { loadProvidersWith } from '../../fixtures/providers/load.ts';
import { resolveTarget } from '../../fixtures/providers/resolve.ts';
import { secretNames } from '../../fixtures/service/redact.ts';
import { type ExchangeService, openService, type Progress } from '../../fixtures/service/service.ts';
import { startServer } from '../../fixtures/start.ts';
import type { NotRun, Provider, Target } from '../../fixtures/target.ts';
import { loadContract } from '../../specs/load.ts';
import type { Caller, Delivery, Outlook, ProviderFacts, Share } from './channel.ts';
import type { RunOptions } from './options.ts';
import { isReferenceOnly, rulesToSelect, scenarioOf, selectedScenarios } from './plan.ts';
import { note } from './progress.ts';
import { readRehearsal, rehearsedIn } from './rehearsal.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** A server that wants no key cannot refuse a missing or wrong one. */
const KEY_SCENARIOS: readonly string[] = ['reject-missing-key', 'reject-wrong-key'];

/** A provider of this run: askable, or the reason why not. */
type Ready = Target | NotRun;

/** The providers of a run as their files and the command line describe them. */
export interface KnownProviders {
  readonly providers: readonly Provider[];
  /** Variables of the environment that hold keys of this run, or are named like secrets. */
  readonly secretVariables: readonly string[];
}

/** @throws what `loadProvidersWith` says of a broken provider file */
export async function knownProviders(
  options: RunOptions,
  wanted: readonly string[],
  env: Environment,
): Promise<KnownProviders> {
  const files = options.providers.some((id) => wanted.includes(id))
    ? await loadProvidersWith(options.providersDir)
    : [];
  const providers = [...files, ...(options.adHoc === undefined ? [] : [options.adHoc])]
    .map((provider) => (options.allowPlainHttp === true ? { ...provider, allowPlainHttp: true } : provider))
    .map(limited(options.timeoutMs))
    .map(excused(options.baseline ?? {}));
  return { providers, secretVariables: [...new Set([...keysOf(providers), ...secretNames(env)])] };
}

function keysOf(providers: readonly Provider[]): readonly string[] {
  return providers.flatMap(({ auth }) => (auth.kind === 'none' ? [] : [auth.env]));
}

/**
 * All exchanges of one run: starts the servers that the kit brings itself, resolves the providers, and plays each
 * scenario once however often it is asked for.
 */
export class Exchanges implements Caller {
  readonly #service: ExchangeService;
  readonly #options: RunOptions;
  readonly #ready: ReadonlyMap<string, Made>;
  readonly #shares: Map<string, number>;
  readonly #played = new Map<string, Promise<Delivery>>();

  private constructor(
    service: ExchangeService,
    options: RunOptions,
    ready: readonly Made[],
    shares: Map<string, number>,
  ) {
    this.#service = service;
    this.#options = options;
    this.#ready = new Map(ready.map((made) => [made.target.provider.id, made]));
    this.#shares = shares;
  }

  /**
   * @param wanted ids of the providers that have tests in this run; servers of others are not started
   * @param onBroken told, once, that nothing more is asked, and why
   * @throws JournalError when the journal cannot be written, or not be gone on with
   */
  static async open(
    options: RunOptions,
    wanted: readonly string[],
    { providers }: KnownProviders,
    env: Environment,
    onBroken: (why: string) => void = note,
  ): Promise<Exchanges> {
    // Requests are made of what the fuller contract has, whatever the answers are judged by.
    const contract = await loadContract('openai');
    const shares = new Map<string, number>();
    const service = openService({
      operations: contract.operations,
      runDir: options.runDir,
      env,
      // A gateway may know the keys of several providers of the run, and echo another's.
      keys: keysOf(providers),
      onProgress: noted(onBroken),
      lengthOf: lengthsOf(options.repeat ?? 1),
      shareOf: (id) => shares.get(id) ?? 1,
      ...(options.timeLimitMs === undefined ? {} : { timeLimitMs: options.timeLimitMs }),
      ...(options.budget === undefined ? {} : { budget: options.budget }),
      ...(options.resume === undefined ? {} : { resume: options.resume }),
    });
    const ready = await Promise.all(wanted.map((id) => makeReady(id, providers, options, env)));
    return new Exchanges(service, options, ready, shares);
  }

  async outlook(): Promise<Outlook> {
    const made = [...this.#ready.entries()];
    const scenarios = await this.#selected();
    const providers = made.map(([id, { target }]) => {
      const left = scenarios.flatMap((scenario) => {
        const why = this.whyNot(id, scenario.id);
        return why === undefined ? [] : [[scenario.id, why] as const];
      });
      return [id, { ...('why' in target ? { why: target.why } : {}), without: Object.fromEntries(left) }] as const;
    });
    const pids = made.flatMap(([, { pid }]) => pid ?? []);
    return { providers: Object.fromEntries(providers), pids };
  }

  begin(shares: readonly Share[]): Promise<void> {
    // Before anything is asked: a provider's limits are set with its first request.
    for (const { provider, part } of shares) this.#shares.set(provider, part);
    for (const { provider, scenarios } of shares) {
      for (const scenario of scenarios) void this.deliver(provider, scenario);
    }
    return Promise.resolve();
  }

  /** All that was selected, of all providers. */
  async beginAll(): Promise<void> {
    const scenarios = (await this.#selected()).map(({ id }) => id);
    await this.begin(
      [...this.#ready.keys()].map((provider) => ({
        provider,
        scenarios: scenarios.filter((id) => this.whyNot(provider, id) === undefined),
        part: 1,
      })),
    );
  }

  async #selected(): Promise<readonly Scenario[]> {
    return selectedScenarios(this.#options, await rulesToSelect(this.#options));
  }

  /** Why nothing can be asked of this provider, or not this scenario; undefined when it can. */
  whyNot(provider: string, scenario?: string): string | undefined {
    const ready = this.#ready.get(provider)?.target;
    if (ready === undefined) return `${provider} is not part of this run`;
    if ('why' in ready) return ready.why;
    if (scenario === undefined) return undefined;
    return whyNotAsked(ready.provider, scenario);
  }

  get facts(): readonly ProviderFacts[] {
    return [...this.#ready.values()].map(({ target }) => factsOf(target));
  }

  /** Plays the scenario, or waits for it when it was started before. */
  deliver(provider: string, scenario: string): Promise<Delivery> {
    const key = `${provider} ${scenario}`;
    const known = this.#played.get(key);
    if (known !== undefined) return known;
    const made = this.#play(provider, scenario);
    this.#played.set(key, made);
    return made;
  }

  async #play(id: string, scenarioId: string): Promise<Delivery> {
    const ready = this.#ready.get(id)?.target;
    const scenario = scenarioOf(scenarioId);
    if (ready === undefined || scenario === undefined) {
      const provider = { id, name: id, capabilities: [], knownFailures: [] };
      return { kind: 'not-run', provider, why: `${id} or ${scenarioId} is not part of this run` };
    }
    const provider = factsOf(ready);
    const why = this.whyNot(id, scenarioId);
    if (why !== undefined || 'why' in ready) return { kind: 'not-run', provider, why: why ?? '' };
    return { kind: 'exchanges', provider, exchanges: await this.#repeated(scenario, ready) };
  }

  /** One time after the other: what is asked at once disturbs itself. */
  async #repeated(scenario: Scenario, target: Target): Promise<readonly Exchange[]> {
    const exchanges: Exchange[] = [];
    for (let nth = 1; nth <= (this.#options.repeat ?? 1); nth += 1) {
      exchanges.push(...(await this.#service.run(scenario, target, nth)));
    }
    return exchanges;
  }

  async close(): Promise<void> {
    this.#service.close();
    await Promise.all([...this.#ready.values()].map(({ stop }) => stop?.()));
  }
}

/** How many requests a scenario still takes from this repetition on, as the rehearsal on the reference counted them. */
function lengthsOf(repeat: number): (scenario: Scenario, repetition: number) => number {
  const rehearsal = readRehearsal();
  return ({ id, steps }, repetition) => {
    const once = rehearsedIn(rehearsal, id, 'openai')?.requests ?? steps.length;
    return once * (repeat - repetition + 1);
  };
}

function whyNotAsked({ auth, start }: Provider, scenario: string): string | undefined {
  if (isReferenceOnly(scenario) && start?.kind !== 'reference') {
    return 'only the reference provider can follow this scenario';
  }
  return auth.kind === 'none' && KEY_SCENARIOS.includes(scenario) ? 'this provider asks for no key' : undefined;
}

/** What the run waits for is said: it looks dead otherwise. */
function noted(onBroken: (why: string) => void): (progress: Progress) => void {
  return (progress) => sayProgress(progress, onBroken);
}

function sayProgress(progress: Progress, onBroken: (why: string) => void): void {
  switch (progress.kind) {
    case 'dark':
      if (progress.ms === 0) return;
      note(`${progress.provider} accepts no connection any more; waiting up to ${progress.ms / 1000} s for it`);
      return;
    case 'note':
      note(progress.text);
      return;
    case 'broken':
      onBroken(progress.why);
      return;
    case 'exchange':
    case 'wait':
      return;
    default:
      progress satisfies never;
  }
}

/** Whether the provider is asked a scenario that was selected. */
export function asksFor(provider: Provider, scenario: string): boolean {
  return whyNotAsked(provider, scenario) === undefined;
}

/** With the caller's time limit in place of the provider file's. */
function limited(timeoutMs: number | undefined): (provider: Provider) => Provider {
  if (timeoutMs === undefined) return (provider) => provider;
  const limits = { timeoutMs, idleMs: timeoutMs, totalMs: timeoutMs };
  return (provider) => ({ ...provider, limits: { ...provider.limits, ...limits } });
}

/** With the known failures of the baseline besides those of the provider file. */
function excused(baseline: Baseline): (provider: Provider) => Provider {
  return (provider) => {
    const more = Object.hasOwn(baseline, provider.id) ? (baseline[provider.id] ?? []) : [];
    return more.length === 0 ? provider : { ...provider, knownFailures: [...provider.knownFailures, ...more] };
  };
}

interface Made {
  readonly target: Ready;
  readonly stop?: () => Promise<void>;
  /** Of the program that was started for it. */
  readonly pid?: number | undefined;
}

async function makeReady(id: string, known: readonly Provider[], options: RunOptions, env: Environment): Promise<Made> {
  const found = known.find((provider) => provider.id === id);
  if (found === undefined) return { target: { provider: nameless(id), why: `there is no provider file ${id}.yaml` } };
  const start = found.start;
  if (start === undefined) return { target: resolveTarget(found, env) };
  if (options.unstarted?.includes(id) === true) {
    return {
      target: { provider: found, why: 'its file starts a program: name it on the command line to have it started' },
    };
  }
  try {
    const server = await startServer(
      start.kind === 'reference' ? { ...start, faults: [...start.faults, ...(options.faults ?? [])] } : start,
    );
    const target = resolveTarget({ ...found, baseUrl: server.baseUrl }, { ...env, ...server.env });
    return { target, stop: server.stop, pid: server.pid };
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return { target: { provider: found, why: `its server could not be started: ${why}` } };
  }
}

function nameless(id: string): Provider {
  return {
    id,
    name: id,
    variables: {},
    auth: { kind: 'none' },
    headers: {},
    query: {},
    models: {},
    capabilities: [],
    knownFailures: [],
    limits: {
      concurrency: 1,
      timeoutMs: 0,
      idleMs: 0,
      totalMs: 0,
      maxBytes: 0,
      retries: 0,
      maxWaitMs: 0,
      maxDarkMs: 0,
    },
  };
}

function factsOf(ready: Ready): ProviderFacts {
  const { id, name, homepage, models, capabilities, knownFailures, document } = ready.provider;
  return {
    id,
    name,
    capabilities,
    knownFailures,
    ...(homepage === undefined ? {} : { homepage }),
    ...(document === undefined ? {} : { document }),
    ...('why' in ready ? { notRun: ready.why } : { baseUrl: ready.baseUrl, models }),
  };
}
