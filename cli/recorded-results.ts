import { createRequire } from 'node:module';
import { basename, extname } from 'node:path';
import type { Contract } from '../core/contract.ts';
import type { Exchange } from '../core/exchange.ts';
import { member } from '../core/json.ts';
import { judgeScenario } from '../core/judge/scenario.ts';
import type { ScenarioReport } from '../core/report.ts';
import type { Rule } from '../core/rule.ts';
import type { Baseline } from '../fixtures/providers/baseline.ts';
import { writeResultFiles } from '../reporters/files.ts';
import { assembleResults, type ProviderView } from '../reporters/results/assemble.ts';
import { UsageError } from './exit.ts';

/**
 * Recorded exchanges as results: a column for every host that answered. Every
 * exchange stands for itself: what belongs together in a recording nobody knows.
 */
export class RecordedResults {
  readonly #contracts: readonly Contract[];
  readonly #rules: readonly Rule[];
  readonly #startedAt: Date;
  readonly #baseline: Baseline;
  readonly #reports: ScenarioReport[] = [];
  readonly #providers = new Map<string, ProviderView>();
  readonly #ids = new Map<string, number>();

  /** @param baseline known failures by column: `recorded-` and the host */
  constructor(contracts: readonly Contract[], rules: readonly Rule[], startedAt: Date, baseline: Baseline = {}) {
    this.#contracts = contracts;
    this.#rules = rules;
    this.#startedAt = startedAt;
    this.#baseline = baseline;
  }

  add(recorded: Exchange, file: string): void {
    const provider = this.#providerOf(recorded, file);
    const count = (this.#ids.get(recorded.id) ?? 0) + 1;
    this.#ids.set(recorded.id, count);
    const exchange = count === 1 ? recorded : { ...recorded, id: `${recorded.id}#${count}` };
    const scenario = { id: exchange.id, title: 'A recorded exchange', capability: 'core' } as const;
    for (const contract of this.#contracts) {
      this.#reports.push(
        judgeScenario({
          provider,
          evidence: 'recorded',
          contract,
          rules: this.#rules,
          scenario,
          exchanges: [exchange],
        }),
      );
    }
  }

  #providerOf({ request }: Exchange, file: string): string {
    const url = URL.canParse(request.url) ? new URL(request.url) : undefined;
    const name = url?.host ?? basename(file, extname(file));
    const id = `recorded-${name}`;
    if (!this.#providers.has(id)) {
      const baseUrl = url === undefined ? {} : { baseUrl: url.origin };
      const knownFailures = Object.hasOwn(this.#baseline, id) ? (this.#baseline[id] ?? []) : [];
      this.#providers.set(id, { id, name, ...baseUrl, capabilities: [], knownFailures });
    }
    return id;
  }

  /** @throws UsageError when the folder cannot be written */
  write(folder: string, finishedAt: Date): void {
    const results = assembleResults({
      reports: this.#reports,
      rules: this.#rules,
      providers: [...this.#providers.values()],
      run: {
        startedAt: this.#startedAt.toISOString(),
        finishedAt: finishedAt.toISOString(),
        kit: kit(),
        contracts: this.#contracts.map(({ ref, edition }) => ({ id: ref, edition })),
      },
      today: finishedAt.toISOString().slice(0, 10),
    });
    try {
      writeResultFiles(results, folder);
    } catch (error) {
      if (!(error instanceof Error && 'code' in error)) throw error;
      throw new UsageError(`${folder}: cannot be written (${String(error.code)}); choose another folder with --out`);
    }
  }
}

function kit(): { readonly name: string; readonly version: string } {
  const facts: unknown = createRequire(import.meta.url)('responses-tck/package.json');
  return { name: String(member(facts, 'name')), version: String(member(facts, 'version')) };
}
