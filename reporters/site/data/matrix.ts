import { CAPABILITY_IDS } from '../../../core/capability.ts';
import type { RuleInfo } from '../../results/model.ts';
import { cut, httpUrl, visible } from '../../text.ts';
import { outcomeCode, statesCode } from '../codes.ts';
import type { SiteColumn, SiteMatrix } from '../model.ts';
import { siteChanges } from './changes.ts';
import type { SourceColumn, Sources } from './columns.ts';

const NAME_CHARACTERS = 200;

/** All that the first screen needs. */
export function siteMatrix(sources: Sources): SiteMatrix {
  const changes = siteChanges(sources);
  return {
    run: sources.newest.run,
    rules: sources.rules.map((rule) => ({ ...rule, title: visible(rule.title), breaks: rule.breaks.map(visible) })),
    columns: sources.columns.map((source) => siteColumn(source, sources.rules)),
    ...(changes === undefined ? {} : { changes }),
  };
}

function siteColumn({ key, column, results }: SourceColumn, rules: readonly RuleInfo[]): SiteColumn {
  const { provider, evidence, contract, notRun, requests } = column;
  const outcomes = new Map(column.verdicts.map(({ rule, verdict }) => [rule, verdict.outcome]));
  const homepage = httpUrl(provider.homepage);
  const stated = new Map(column.capabilities.map((state) => [state.id, state.stated ?? 0]));
  return {
    key,
    provider: {
      id: text(provider.id),
      name: text(provider.name),
      ...(homepage === undefined ? {} : { homepage }),
      ...(provider.baseUrl === undefined ? {} : { baseUrl: text(provider.baseUrl) }),
    },
    evidence,
    contract,
    ...(notRun === undefined ? {} : { notRun: text(notRun) }),
    judgedAt: (column.run ?? results.run).finishedAt,
    requests,
    outcomes: rules.map(({ id }) => outcomeCode(outcomes.get(id))).join(''),
    states: statesCode(column.capabilities),
    ...(evidence === 'documented' ? { stated: CAPABILITY_IDS.map((id) => stated.get(id) ?? 0) } : {}),
  };
}

function text(value: string): string {
  return visible(cut(value, NAME_CHARACTERS));
}
