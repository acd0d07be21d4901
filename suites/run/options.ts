import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { CallerError } from '../../core/caller-error.ts';
import { CAPABILITY_IDS } from '../../core/capability.ts';
import { CONTRACT_IDS, type ContractRef, contractIdOf, isOwn } from '../../core/contract.ts';
import { arrayOf, integerMember, isObject, type Json, member, parseJson, stringMember } from '../../core/json.ts';
import { LEVELS } from '../../core/rule.ts';
import type { Baseline } from '../../fixtures/providers/baseline.ts';
import type { Caps } from '../../fixtures/service/budget.ts';
import type { Provider } from '../../fixtures/target.ts';
import type { Selection } from './select.ts';

/** Everything that one run of the conformance suite needs to know. Travels as a JSON file whose path is in `TCK_RUN`. */
export interface RunOptions {
  /** Ids of provider files. */
  readonly providers: readonly string[];
  /** A folder of further provider files; of two files with one name it has the one that counts. */
  readonly providersDir?: string;
  /** A provider without a file, made by the command line out of `--base-url` and its companions. */
  readonly adHoc?: Provider;
  /** Absolute path of the directory that gets the journal and all results. */
  readonly runDir: string;
  /** What the answers are judged by; each makes a column of its own. A vendor's document judges its vendor's servers. */
  readonly contracts: readonly ContractRef[];
  /** The dates printed in the vendor documents among the contracts. */
  readonly editions?: Readonly<Partial<Record<ContractRef, string>>>;
  /** What of the suites is asked; absent: all of a default run. */
  readonly select?: Selection;
  /** As Playwright's `--grep`: a regular expression over `provider file title @tags`. */
  readonly grep?: string;
  readonly budget?: Caps;
  /** Known failures besides those of the provider files, by the provider's id: what `--baseline` names. */
  readonly baseline?: Baseline;
  /** How often every scenario is played, 2 to 20; absent: once. */
  readonly repeat?: number;
  /** The longest that one answer may take, milliseconds; absent: as each provider file says. */
  readonly timeoutMs?: number;
  /** How long the whole run may ask, milliseconds. */
  readonly timeLimitMs?: number;
  /** Which part of the tests this run has, as Playwright's `--shard`: `1/3`. */
  readonly shard?: string;
  /** Keys may go unencrypted to other machines. */
  readonly allowPlainHttp?: boolean;
  /** Ids of providers whose program is not started, as nobody named them. */
  readonly unstarted?: readonly string[];
  /** Faults of the reference provider. */
  readonly faults?: readonly string[];
  /** Takes over what the journal in `runDir` already holds. */
  readonly resume?: boolean;
  /** Ids of the vendor documents that are judged too, with the examples in them. */
  readonly documents: readonly string[];
  /** The flags with which the same is asked again; see `cli/run-arguments.ts`. */
  readonly arguments?: readonly string[];
}

/** The environment variable that holds the path of the options file. */
export const RUN_VARIABLE = 'TCK_RUN';

/** Where a run without an options file puts its results. */
const FOLDER_VARIABLE = 'TCK_RUN_DIR';

/** Says which file or variable is wrong and how to mend it. */
export class RunOptionsError extends CallerError {
  override readonly name = 'RunOptionsError';
}

type Environment = Record<string, string | undefined>;

/**
 * The options of this run: those of the file that `TCK_RUN` names, else the reference provider into
 * `runs/<time>` of the working directory. Workers load the configuration again, so the place is kept in the environment.
 * @throws RunOptionsError
 */
export function runOptions(env: Environment): RunOptions {
  const file = env[RUN_VARIABLE];
  if (file !== undefined && file !== '') return readRunOptions(file);
  env[FOLDER_VARIABLE] ??= resolve('runs', new Date().toISOString().replace(/[:.]/g, '-'));
  return { providers: ['reference'], runDir: resolve(env[FOLDER_VARIABLE]), contracts: ['openai'], documents: [] };
}

/** @throws RunOptionsError when the file cannot be read or a member is wrong */
export function readRunOptions(file: string): RunOptions {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch {
    throw new RunOptionsError(`cannot read ${file}; name a run options file or unset ${RUN_VARIABLE}`);
  }
  return parseRunOptions(text, file);
}

/**
 * @param file only named in errors
 * @throws RunOptionsError
 */
export function parseRunOptions(text: string, file: string): RunOptions {
  const parsed = parseJson(text);
  if (!parsed.ok) throw new RunOptionsError(`${file}: not JSON (${parsed.error})`);
  const { value } = parsed;
  const fail = (name: string, wanted: string): never => {
    throw new RunOptionsError(`${file}: ${name} must be ${wanted}`);
  };
  const contracts = strings(member(value, 'contracts'))?.filter(isContractRef);
  const editions = member(value, 'editions');
  const select = member(value, 'select');
  const providersDir = stringMember(value, 'providersDir');
  const grep = stringMember(value, 'grep');
  const adHoc = member(value, 'adHoc');
  const budget = member(value, 'budget');
  const faults = member(value, 'faults');
  const unstarted = member(value, 'unstarted');
  const timeoutMs = integerMember(value, 'timeoutMs');
  const timeLimitMs = integerMember(value, 'timeLimitMs');
  const shard = stringMember(value, 'shard');
  const runDir = stringMember(value, 'runDir');
  const baseline = member(value, 'baseline');
  const repeat = integerMember(value, 'repeat');
  const again = strings(member(value, 'arguments'));
  return {
    providers: strings(member(value, 'providers')) ?? fail('providers', 'an array of provider ids'),
    runDir: runDir ?? fail('runDir', 'a path'),
    contracts:
      contracts !== undefined && contracts.length > 0
        ? contracts
        : fail('contracts', `an array of contracts: ${CONTRACT_IDS.join(', ')}`),
    ...(isObject(editions) ? { editions: editions as Readonly<Partial<Record<ContractRef, string>>> } : {}),
    ...(isObject(select) ? { select: selection(select) } : {}),
    documents: strings(member(value, 'documents')) ?? fail('documents', 'an array of document ids'),
    ...(providersDir === undefined ? {} : { providersDir }),
    // Written by the command line from a Provider that it had checked; no person edits this file.
    ...(isObject(adHoc) ? { adHoc: adHoc as unknown as Provider } : {}),
    ...(grep === undefined ? {} : { grep }),
    // Checked when its file was read.
    ...(isObject(baseline) ? { baseline: baseline as unknown as Baseline } : {}),
    ...(repeat === undefined ? {} : { repeat }),
    ...(isObject(budget) ? { budget: caps(budget) } : {}),
    ...(timeoutMs === undefined ? {} : { timeoutMs }),
    ...(again === undefined ? {} : { arguments: again }),
    ...(timeLimitMs === undefined ? {} : { timeLimitMs }),
    ...(shard === undefined ? {} : { shard }),
    ...(faults === undefined ? {} : { faults: strings(faults) ?? fail('faults', 'an array of fault ids') }),
    ...(member(value, 'resume') === true ? { resume: true } : {}),
    ...(member(value, 'allowPlainHttp') === true ? { allowPlainHttp: true } : {}),
    ...(unstarted === undefined
      ? {}
      : { unstarted: strings(unstarted) ?? fail('unstarted', 'an array of provider ids') }),
  };
}

function isContractRef(text: string): text is ContractRef {
  return isOwn(text as ContractRef) || (CONTRACT_IDS as readonly string[]).includes(contractIdOf(text as ContractRef));
}

function selection(value: Json): Selection {
  const capabilities = strings(member(value, 'capabilities'));
  const level = LEVELS.find((each) => each === member(value, 'level'));
  const rules = strings(member(value, 'rules'));
  const scenarios = strings(member(value, 'scenarios'));
  return {
    ...(capabilities === undefined ? {} : { capabilities: CAPABILITY_IDS.filter((id) => capabilities.includes(id)) }),
    ...(level === undefined ? {} : { level }),
    ...(rules === undefined ? {} : { rules }),
    ...(scenarios === undefined ? {} : { scenarios }),
    ...(member(value, 'thorough') === true ? { thorough: true } : {}),
  };
}

function strings(value: Json | undefined): readonly string[] | undefined {
  if (!Array.isArray(value)) return undefined;
  const found = arrayOf(value).filter((entry) => typeof entry === 'string');
  return found.length === value.length ? found : undefined;
}

function caps(value: Json): Caps {
  const requests = integerMember(value, 'requests');
  const tokens = integerMember(value, 'tokens');
  return { ...(requests === undefined ? {} : { requests }), ...(tokens === undefined ? {} : { tokens }) };
}
