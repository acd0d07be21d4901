import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { type ContractRef, isReference, referenceIdOf } from '../core/contract.ts';
import { loadBaseline } from '../fixtures/providers/baseline.ts';
import { loadProviders, loadProvidersWith } from '../fixtures/providers/load.ts';
import type { Provider } from '../fixtures/target.ts';
import { visible } from '../reporters/text.ts';
import { type RunOptions, readRunOptions } from '../suites/run/options.ts';
import { REFERENCES } from '../suites/run/plan.ts';
import { adHocProvider } from './ad-hoc.ts';
import { choose } from './choose.ts';
import { contractsOfRun, referencesAmong } from './contracts.ts';
import { UsageError } from './exit.ts';
import { notStarted, refusePlainHttp } from './may-ask.ts';
import { argumentsOfResumed, fitsResumed } from './resumed.ts';
import { runArguments } from './run-arguments.ts';
import { selectionOf } from './selection.ts';

/** The flags of `run` that say whom to ask what, as commander hands them over. */
export interface AskFlags {
  readonly all: boolean;
  readonly providers?: string;
  readonly baseUrl?: string;
  readonly model?: string;
  readonly apiKeyEnv?: string;
  readonly contract: readonly string[];
  readonly grep?: string;
  readonly capability: readonly string[];
  readonly level?: string;
  readonly rule: readonly string[];
  readonly scenario: readonly string[];
  readonly thorough: boolean;
  readonly out?: string;
  readonly resume?: string;
  readonly fault: readonly string[];
  readonly timeout?: string;
  readonly allowPlainHttp?: boolean;
  readonly timeLimit?: string;
  readonly shard?: string;
  readonly budgetRequests?: string;
  readonly budgetTokens?: string;
  readonly baseline?: string;
  readonly repeat?: string;
}

/**
 * What a run asks of whom. A resumed run asks what it asked when it was stopped, save for what is named anew.
 * @throws CallerError naming the flag or file and the mend
 */
export async function runOptionsOf(ids: readonly string[], flags: AskFlags): Promise<RunOptions> {
  if (flags.resume !== undefined && flags.out !== undefined) {
    throw new UsageError('--resume and --out exclude each other: a run goes on in its own folder');
  }
  const before = flags.resume === undefined ? undefined : stoppedRun(flags.resume);
  const references = referencesAmong(flags.contract, before?.contracts);
  const named = await namedProviders(ids, flags, before, references);
  const { contracts, editions } = await contractsOfRun(flags.contract, references, named.documents, before);
  const allowPlainHttp = flags.allowPlainHttp === true || before?.allowPlainHttp === true;
  if (!allowPlainHttp) await refusePlainHttp(named, process.env);
  const unstarted = flags.all ? await notStarted(named, ids) : (before?.unstarted ?? []);
  const select = (await selectionOf(flags)) ?? before?.select;
  const grep = flags.grep === undefined ? before?.grep : pattern(flags.grep);
  const timeoutMs = flags.timeout === undefined ? before?.timeoutMs : milliseconds('--timeout', flags.timeout);
  const timeLimitMs = flags.timeLimit === undefined ? undefined : minutes('--time-limit', flags.timeLimit);
  const shard = flags.shard === undefined ? before?.shard : shardOf(flags.shard);
  const requests = count('--budget-requests', flags.budgetRequests);
  const tokens = count('--budget-tokens', flags.budgetTokens);
  const baseline = flags.baseline === undefined ? before?.baseline : await loadBaseline(flags.baseline);
  const repeat = flags.repeat === undefined ? before?.repeat : repetitions(flags.repeat);
  const broken = flags.fault.length === 0 ? [] : await namedFaults(flags.fault);
  const faults = broken.length === 0 ? (before?.faults ?? []) : broken;
  if (before !== undefined) {
    const used = fitsResumed(flags.resume ?? '', before, { ...named, contracts, faults });
    if (used !== undefined) process.stderr.write(`${visible(used)}\n`);
  }
  return {
    ...named,
    runDir: resolve(flags.resume ?? flags.out ?? join('runs', new Date().toISOString().replaceAll(/[:.]/g, '-'))),
    contracts,
    ...(editions === undefined ? {} : { editions }),
    ...(select === undefined ? {} : { select }),
    ...(allowPlainHttp ? { allowPlainHttp } : {}),
    ...(unstarted.length === 0 ? {} : { unstarted }),
    ...(grep === undefined ? {} : { grep }),
    ...(timeoutMs === undefined ? {} : { timeoutMs }),
    ...(timeLimitMs === undefined ? {} : { timeLimitMs }),
    ...(shard === undefined ? {} : { shard }),
    ...(baseline === undefined ? {} : { baseline }),
    ...(repeat === undefined ? {} : { repeat }),
    budget: { ...(requests === undefined ? {} : { requests }), ...(tokens === undefined ? {} : { tokens }) },
    arguments:
      before?.arguments === undefined ? runArguments(flags) : argumentsOfResumed(before.arguments, flags.contract),
    faults,
    resume: before !== undefined,
  };
}

/** The reference provider is loaded only where it is to be broken. */
async function namedFaults(named: readonly string[]): Promise<readonly string[]> {
  const { faults } = await import('../fixtures/reference/faults/index.ts');
  const known = faults.map(({ id }) => id);
  return named.map((id) => choose('fault', id, known, 'responses-tck list faults'));
}

function stoppedRun(folder: string): RunOptions {
  const file = join(folder, 'run.json');
  if (!existsSync(file)) {
    throw new UsageError(`--resume ${folder}: holds no run; name the folder that the stopped run wrote into`);
  }
  return readRunOptions(file);
}

type Named = Pick<RunOptions, 'providers' | 'providersDir' | 'adHoc' | 'documents'>;

async function namedProviders(
  given: readonly string[],
  flags: AskFlags,
  before: RunOptions | undefined,
  contracts: readonly ContractRef[],
): Promise<Named> {
  const own = embedded(REFERENCES.openai, contracts);
  // What the run asked goes by the name it had, whatever it is judged by now.
  const ids = given.map((id) => (before?.providers.includes(id) === true ? id : embedded(id, contracts)));
  const { baseUrl, model, apiKeyEnv } = flags;
  const adHoc = baseUrl === undefined ? undefined : adHocProvider(baseUrl, model, apiKeyEnv, process.env);
  if (adHoc === undefined && (model !== undefined || apiKeyEnv !== undefined)) {
    throw new UsageError('--model and --api-key-env need --base-url; a provider file names its own');
  }
  const providersDir = flags.providers === undefined ? before?.providersDir : resolve(flags.providers);
  const known = await loadProvidersWith(providersDir);
  if (before !== undefined && ids.length === 0 && adHoc === undefined && !flags.all) {
    const { providers, documents } = before;
    return { providers, documents, ...optional(providersDir, before.adHoc) };
  }
  const names = known.map(({ id }) => id);
  if (adHoc !== undefined && names.includes(adHoc.id) && ids.includes(adHoc.id)) {
    throw new UsageError(
      `the provider file ${adHoc.id}.yaml and --base-url cannot be asked in one run; rename the file`,
    );
  }
  const every = flags.providers === undefined ? known : await loadProviders(providersDir);
  const named = flags.all ? every.map(({ id }) => id) : ids.map((id) => choose('provider', id, names));
  const providers = named.length === 0 && adHoc === undefined ? [own] : [...new Set(named)];
  // Several deployments of one vendor have one document.
  const documents = [
    ...new Set(
      known.flatMap(({ id, document }) => (document !== undefined && providers.includes(id) ? [document] : [])),
    ),
  ];
  return { providers, documents, ...optional(providersDir, adHoc) };
}

/**
 * The embedded reference in place of its name: judged by one contract alone it keeps to that one, by several to the
 * official service's. Every other id is left alone.
 */
export function embedded(id: string, contracts: readonly ContractRef[]): string {
  const [first, ...others] = new Set(contracts.filter(isReference).map(referenceIdOf));
  if (id !== REFERENCES.openai || first === undefined || others.length > 0) return id;
  return REFERENCES[first];
}

function optional(
  providersDir: string | undefined,
  adHoc: Provider | undefined,
): Pick<Named, 'providersDir' | 'adHoc'> {
  return { ...(providersDir === undefined ? {} : { providersDir }), ...(adHoc === undefined ? {} : { adHoc }) };
}

function pattern(grep: string): string {
  try {
    new RegExp(grep);
    return grep;
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new UsageError(`--grep ${grep}: no regular expression (${why})`);
  }
}

function count(flag: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1) throw new UsageError(`${flag} ${text}: give a whole number from 1`);
  return value;
}

function repetitions(text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 2 || value > 20) {
    throw new UsageError(`--repeat ${text}: give a whole number from 2 to 20`);
  }
  return value;
}

function shardOf(text: string): string {
  const [part, of] = text.split('/').map(Number);
  if (!/^[1-9]\d*\/[1-9]\d*$/.test(text) || (part ?? 0) > (of ?? 0)) {
    throw new UsageError(`--shard ${text}: give part/of, e.g. 1/4`);
  }
  return text;
}

function minutes(flag: string, text: string): number {
  const value = Number(text);
  if (!(value >= 0.001 && value <= 10_080)) throw new UsageError(`${flag} ${text}: give minutes, e.g. 30`);
  return Math.round(value * 60_000);
}

function milliseconds(flag: string, text: string): number {
  const value = Number(text);
  if (!(value >= 0.001 && value <= 86_400)) throw new UsageError(`${flag} ${text}: give seconds, e.g. 30`);
  return Math.round(value * 1000);
}
