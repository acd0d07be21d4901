import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { FullConfig, FullResult, Reporter, Suite, TestCase, TestResult } from '@playwright/test/reporter';
import type { ContractRef } from '../core/contract.ts';
import { arrayOf, type Json, member, parseJson, stringMember } from '../core/json.ts';
import type { ScenarioReport } from '../core/report.ts';
import { rules } from '../core/rules/index.ts';
import { writeResultFiles } from './files.ts';
import { assembleResults, type ProviderView } from './results/assemble.ts';
import type { Results } from './results/model.ts';

export interface CollectorOptions {
  /** Folder of the results; default: `runDir` of the file that `TCK_RUN` names, else `runs/latest`. */
  readonly runDir?: string;
  /** Editions of the contracts, where the caller knows them. */
  readonly contracts?: readonly { readonly id: ContractRef; readonly edition: string }[];
  /** Set by Playwright: `list` under `--list`. */
  readonly _mode?: string;
}

/**
 * Collects what the tests attached (`tck-report`: a ScenarioReport, `tck-provider`: the provider's public view), also
 * from the blobs of several machines, and writes the results. Recomputes nothing that a test decided.
 */
export default class Collector implements Reporter {
  readonly #options: CollectorOptions;
  readonly #reports = new Map<string, readonly ScenarioReport[]>();
  /** From the attachments. */
  readonly #providers = new Map<string, ProviderView>();
  /** Why the tests of a project were skipped, the first reason. */
  readonly #skipped = new Map<string, string>();
  #startedAt = new Date();

  constructor(options: CollectorOptions = {}) {
    this.#options = options;
  }

  onBegin(_config: FullConfig, _suite: Suite): void {
    this.#startedAt = new Date();
  }

  /** The last result of a test counts: a retry reports the same scenario again. */
  onTestEnd(test: TestCase, result: TestResult): void {
    const reports: ScenarioReport[] = [];
    for (const attachment of result.attachments) {
      if (attachment.name === 'tck-report') reports.push(readAttachment(attachment) as unknown as ScenarioReport);
      if (attachment.name !== 'tck-provider') continue;
      const view = providerView(readAttachment(attachment));
      if (view !== undefined) this.#providers.set(view.id, view);
    }
    if (reports.length > 0) this.#reports.set(test.id, reports);
    const asked = test.annotations.some(({ type }) => type === 'scenario');
    const project = test.parent.project()?.name;
    if (result.status !== 'skipped' || !asked || project === undefined || this.#skipped.has(project)) return;
    const why = [...result.annotations, ...test.annotations].find(({ type }) => type === 'skip')?.description;
    if (why !== undefined) this.#skipped.set(project, why);
  }

  async onEnd(result: FullResult): Promise<{ status: FullResult['status'] } | undefined> {
    if (this.#options._mode === 'list') return undefined;
    const folder = runFolder(this.#options);
    // A run that broke before its first test has its error on the screen; an empty results file would hide it.
    if (result.status !== 'passed' && this.#reports.size + this.#providers.size + this.#skipped.size === 0)
      return undefined;
    try {
      writeResultFiles(this.#assemble(result, folder), folder);
      return undefined;
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      process.stderr.write(`The results could not be written to ${folder}: ${why}\n`);
      return { status: 'failed' };
    }
  }

  printsToStdio(): boolean {
    return false;
  }

  #assemble(result: FullResult, folder: string) {
    const reports = [...this.#reports.values()].flat();
    const startedAt = result.startTime ?? this.#startedAt;
    const known = this.#options.contracts ?? [];
    const ids = new Set([...known.map(({ id }) => id), ...reports.map(({ contract }) => contract)]);
    if (ids.size === 0) ids.add('openai');
    const finishedAt = new Date(startedAt.getTime() + Math.max(0, result.duration ?? 0));
    return assembleResults({
      reports,
      rules,
      providers: this.#columnsInOrder(folder),
      run: {
        startedAt: startedAt.toISOString(),
        finishedAt: finishedAt.toISOString(),
        kit: kit(),
        contracts: [...ids].map((id) => known.find((each) => each.id === id) ?? { id, edition: '' }),
        ...againOf(folder),
      },
      today: finishedAt.toISOString().slice(0, 10),
    });
  }

  /**
   * The run's own list first, which also has the providers that no test could speak of; then those that only attachments
   * name (merged from other machines), and projects whose tests were all skipped.
   */
  #columnsInOrder(folder: string): readonly ProviderView[] {
    const parsed = parseJson(readIfThere(join(folder, 'providers.json')) ?? '[]');
    const planned = arrayOf(parsed.ok ? parsed.value : []).flatMap((entry) => providerView(entry) ?? []);
    const views = new Map([...planned.map((view) => [view.id, view] as const), ...this.#providers]);
    for (const [id, notRun] of this.#skipped) {
      if (!views.has(id)) views.set(id, { id, name: id, capabilities: [], knownFailures: [], notRun });
    }
    return [...views.values()];
  }
}

/** Of the options that the command line wrote; a run that it did not start has none. */
function againOf(folder: string): Pick<Results['run'], 'arguments'> {
  const parsed = parseJson(readIfThere(join(folder, 'run.json')) ?? '{}');
  const words = parsed.ok ? member(parsed.value, 'arguments') : undefined;
  if (words === undefined) return {};
  return { arguments: arrayOf(words).filter((word) => typeof word === 'string') };
}

function providerView(value: Json): ProviderView | undefined {
  const id = stringMember(value, 'id');
  if (id === undefined) return undefined;
  // Written by the kit itself from a provider file that was validated there.
  const view = value as unknown as ProviderView;
  const name = stringMember(value, 'name') ?? id;
  return { ...view, name, capabilities: view.capabilities ?? [], knownFailures: view.knownFailures ?? [] };
}

function readAttachment({ body, path }: TestResult['attachments'][number]): Json {
  const text = body?.toString('utf8') ?? (path === undefined ? '' : readFileSync(path, 'utf8'));
  const parsed = parseJson(text);
  if (!parsed.ok) throw new Error(`an attachment of a test is no JSON (${parsed.error}); run the scenario again`);
  return parsed.value;
}

function runFolder({ runDir }: CollectorOptions): string {
  if (runDir !== undefined) return runDir;
  const file = process.env['TCK_RUN'];
  const parsed = file === undefined || file === '' ? undefined : parseJson(readIfThere(file) ?? '');
  return (parsed?.ok === true ? stringMember(parsed.value, 'runDir') : undefined) ?? join('runs', 'latest');
}

function readIfThere(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}

function kit(): { readonly name: string; readonly version: string } {
  const facts: unknown = createRequire(import.meta.url)('responses-tck/package.json');
  return { name: String(member(facts, 'name')), version: String(member(facts, 'version')) };
}
