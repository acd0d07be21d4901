import type { ContractRef } from '../../../core/contract.ts';
import type { Evidence } from '../../../core/report.ts';
import { compareRuns, runsOf, type Track, tracksOf } from '../../history/compare.ts';
import type { HistoryRun, ProviderHistory } from '../../history/model.ts';
import { ABSENT, decodeOutcome } from '../../history/outcome-code.ts';
import { cut, visible } from '../../text.ts';
import type { Sources } from './columns.ts';

/** `data/history.js`: which tracks (provider, evidence, contract) have kept runs. */
export interface SiteHistoryIndex {
  readonly tracks: readonly SiteTrack[];
}

export interface SiteTrack {
  /** Of the file `data/history/<key>.js`, and in URLs. */
  readonly key: string;
  readonly provider: { readonly id: string; readonly name: string };
  readonly evidence: Evidence;
  readonly contract: ContractRef;
  readonly runs: number;
  readonly first: string;
  readonly last: string;
  /** Of MUST rules, the newest run against the one before; absent where there is no other. */
  readonly latest?: { readonly regressions: number; readonly fixes: number };
}

/** `data/history/<key>.js`: the runs of one track. */
export interface SiteHistory {
  readonly rules: ProviderHistory['rules'];
  /** The oldest first. */
  readonly runs: readonly HistoryRun[];
}

const NAME_CHARACTERS = 200;

/** The index, then the runs of every track; a track has the key of its column, so that both have one address. */
export function* siteHistoryFiles({ columns, histories }: Sources): Generator<readonly [name: string, value: unknown]> {
  const keys = new Map(columns.map(({ key, column }) => [identity(column.provider.id, column), key]));
  const taken = new Set(keys.values());
  const tracks: SiteTrack[] = [];
  for (const history of histories) {
    for (const track of tracksOf(history)) {
      const runs = runsOf(history, track);
      const key = keys.get(identity(history.provider.id, track)) ?? newKey(history.provider.id, track, taken);
      tracks.push(...siteTrack(key, history, runs));
      yield [`history/${key}`, siteHistory(history.rules, runs)];
    }
  }
  const index: SiteHistoryIndex = { tracks };
  yield ['history', index];
}

function identity(provider: string, { evidence, contract }: Track): string {
  return JSON.stringify([provider, evidence, contract]);
}

/** Of a track whose column no results have any more. */
function newKey(provider: string, { evidence, contract }: Track, taken: Set<string>): string {
  const whole = `${provider}~${evidence}~${contract}~kept`.replace(/[^A-Za-z0-9._~@-]/g, '_');
  let key = whole;
  for (let n = 2; taken.has(key); n++) key = `${whole}~${n}`;
  taken.add(key);
  return key;
}

function siteTrack(
  key: string,
  { provider, rules }: ProviderHistory,
  runs: readonly HistoryRun[],
): readonly SiteTrack[] {
  const first = runs[0];
  const last = runs.at(-1);
  const before = runs.at(-2);
  if (first === undefined || last === undefined) return [];
  const changes = before === undefined ? [] : compareRuns(rules, before, last).filter(({ isMust }) => isMust);
  const count = (wanted: 'regression' | 'fix') => changes.filter(({ kind }) => kind === wanted).length;
  return [
    {
      key,
      provider: { id: shown(provider.id), name: shown(provider.name) },
      evidence: last.evidence,
      contract: last.contract,
      runs: runs.length,
      first: first.at,
      last: last.at,
      ...(before === undefined ? {} : { latest: { regressions: count('regression'), fixes: count('fix') } }),
    },
  ];
}

/** Rules that none of these runs had are of another contract. */
function siteHistory(rules: ProviderHistory['rules'], runs: readonly HistoryRun[]): SiteHistory {
  const had = rules.flatMap((_, index) =>
    runs.some(({ outcomes }) => decodeOutcome(outcomes[index]) !== undefined) ? [index] : [],
  );
  return {
    rules: had.flatMap((index) => rules[index] ?? []),
    runs: runs.map((run) => ({ ...run, outcomes: had.map((index) => run.outcomes[index] ?? ABSENT).join('') })),
  };
}

function shown(text: string): string {
  return visible(cut(text, NAME_CHARACTERS));
}
