import type { ContractRef } from '../../../core/contract.ts';
import type { Evidence } from '../../../core/report.ts';
import type { RuleId } from '../../../core/rule.ts';
import { compareRuns, runsOf, type Track, tracksOf } from '../../history/compare.ts';
import type { HistoryRun, ProviderHistory } from '../../history/model.ts';
import { cut, visible } from '../../text.ts';
import { keptHistory } from '../whole-history.ts';
import type { Sources } from './columns.ts';

/** `data/history.js`: which tracks (provider, evidence, contract) have kept runs. */
export interface SiteHistoryIndex {
  /** Of all tracks: what a place in the outcomes of a kept run means. */
  readonly rules: readonly RuleId[];
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

/** `data/history/<key>.js`: the runs of one track, the oldest first; `wholeHistory` adds the rules. */
export interface KeptHistory {
  readonly runs: readonly HistoryRun[];
}

/** The runs of one track. */
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
  const rules = [...new Set(histories.flatMap((history) => history.rules))];
  for (const history of histories) {
    for (const track of tracksOf(history)) {
      const runs = runsOf(history, track);
      const key = keys.get(identity(history.provider.id, track)) ?? newKey(history.provider.id, track, taken);
      tracks.push(...siteTrack(key, history, runs));
      yield [`history/${key}`, keptHistory(history.rules, runs, rules)];
    }
  }
  const index: SiteHistoryIndex = { rules, tracks };
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

function shown(text: string): string {
  return visible(cut(text, NAME_CHARACTERS));
}
