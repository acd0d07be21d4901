import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Exchange } from '../core/exchange.ts';
import { parseJson } from '../core/json.ts';
import { rules } from '../core/rules/index.ts';
import type { Scenario } from '../core/scenario.ts';
import { readJournal } from '../fixtures/service/journal.ts';
import { exchangeId } from '../fixtures/service/takeover.ts';
import { KIT_VERSION } from '../fixtures/service/version.ts';
import { writeResultFiles } from '../reporters/files.ts';
import { assembleResults, type ProviderView } from '../reporters/results/assemble.ts';
import { loadContract } from '../specs/load.ts';
import { loadDocuments } from '../specs/vendors/load.ts';
import type { RunOptions } from '../suites/run/options.ts';
import { type Bench, judgeDelivery, judgeVendorDocument } from '../suites/run/outcome.ts';
import { plannedDocuments, selectedScenarios } from '../suites/run/plan.ts';
import { selectRules } from '../suites/run/select.ts';

/**
 * Judges what a stopped run has in its journal and writes its results: the runner had judged only what came before the
 * first scenario that it still waited for.
 * @returns how many scenarios have an answer; 0: nothing was written
 */
export async function reportSoFar(options: RunOptions): Promise<number> {
  const finishedAt = new Date();
  const exchanges = new Map(readJournal(options.runDir).entries.map(({ exchange }) => [exchange.id, exchange]));
  const providers = providersOf(options.runDir);
  if (exchanges.size === 0) return 0;
  const { contracts: ids, select = {}, repeat = 1 } = options;
  const contracts = await Promise.all(ids.map(loadContract));
  const today = finishedAt.toISOString().slice(0, 10);
  const bench: Bench = { contracts, rules: selectRules(rules, select, ids), today };
  const scenarios = selectedScenarios(options, rules);
  const live = providers.flatMap((provider) =>
    scenarios.flatMap((scenario) => {
      const own = playedOf(provider.id, scenario, repeat, exchanges);
      return own.length === 0 ? [] : [judgeDelivery(scenario, { kind: 'exchanges', provider, exchanges: own }, bench)];
    }),
  );
  const documents = await documentsOf(options, bench);
  const ofDocuments = documents.filter(({ provider }) => !providers.some(({ id }) => id === provider.id));
  const results = assembleResults({
    reports: [...live, ...documents].flatMap(({ reports }) => reports),
    rules,
    providers: [...providers, ...new Map(ofDocuments.map(({ provider }) => [provider.id, provider])).values()],
    run: {
      startedAt: startOf([...exchanges.values()], finishedAt),
      finishedAt: finishedAt.toISOString(),
      kit: { name: 'responses-tck', version: KIT_VERSION },
      contracts: contracts.map(({ ref, edition }) => ({ id: ref, edition })),
    },
    today,
  });
  writeResultFiles(results, options.runDir);
  return live.length;
}

/** A scenario of which something was answered, the rest of it as not asked; empty where nothing was. */
function playedOf(
  provider: string,
  scenario: Scenario,
  repeat: number,
  known: ReadonlyMap<string, Exchange>,
): readonly Exchange[] {
  const times = Array.from({ length: repeat }, (_, at) => at + 1);
  return times.flatMap((repetition) => {
    const nth = repetition === 1 ? {} : { repetition };
    const played = scenario.steps.map(({ name }): Exchange => {
      const id = exchangeId(provider, scenario.id, name, repetition);
      return known.get(id) ?? { ...NOT_ASKED, id, step: { scenario: scenario.id, step: name, ...nth } };
    });
    return played.some(({ id }) => known.has(id)) ? played : [];
  });
}

const NOT_ASKED: Pick<Exchange, 'request' | 'answer' | 'fidelity'> = {
  request: { method: '', url: '', path: '', query: '', headers: {}, json: undefined },
  answer: { kind: 'none', cause: 'not-run', blame: 'kit', detail: 'not asked: the run was stopped' },
  fidelity: 'verbatim',
};

async function documentsOf({ documents: ids }: RunOptions, bench: Bench) {
  const planned = plannedDocuments(ids);
  const documents = planned.length === 0 ? [] : await loadDocuments();
  return planned.flatMap((each) => {
    const found = documents.find(({ id }) => each.kind === 'document' && id === each.document);
    return each.kind !== 'document' || found === undefined ? [] : [judgeVendorDocument(found, each.evidence, bench)];
  });
}

/** Written by the run itself, before it asked anything; not there when it was stopped before that. */
function providersOf(runDir: string): readonly ProviderView[] {
  const file = join(runDir, 'providers.json');
  const parsed = parseJson(existsSync(file) ? readFileSync(file, 'utf8') : '[]');
  return parsed.ok ? (parsed.value as unknown as readonly ProviderView[]) : [];
}

function startOf(exchanges: readonly Exchange[], end: Date): string {
  const starts = exchanges.flatMap(({ timing }) => timing?.startedAt ?? []);
  return starts.toSorted()[0] ?? end.toISOString();
}
